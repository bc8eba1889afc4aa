/** Who is measured: the built action and its peers, each told to do the same with the same server. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionDefaults } from '../demo/action-defaults.ts';
import { runAction } from '../demo/runner.ts';
import { clock, type Run, run, watchMemory } from './measure.ts';
import { folderPaths, ROOT, type Shape, shareFiles } from './share.ts';
import type { EntrantId, Kind } from './workloads.ts';

export interface Job {
  readonly kind: Kind;
  readonly shape: Shape;
  readonly port: number;
  /** Plays the workspace. The mirror is its folder `mirror`. */
  readonly workspace: string;
  /** A folder for lists and logs. */
  readonly scratch: string;
  readonly batch: 'auto' | 'off';
}

export interface Contestant {
  readonly title: (kind: Kind) => string;
  /** Prepares what is not measured, and returns the run itself. */
  prepare(job: Job): () => Promise<Run>;
}

/** Requests in flight, for everyone who can have more than one: the action's default. */
const IN_FLIGHT = '16';
const PAGE = 1000;
const ENTRY = join(import.meta.dirname, '..', 'dist', 'index.js');

const mirrorOf = (job: Job): string => join(job.workspace, 'mirror');
const logOf = (job: Job): string => join(job.scratch, 'log');

/**
 * The contestants that this machine has.
 * @param say is told how to get those that it does not have
 */
export function findContestants(
  wanted: ReadonlySet<EntrantId>,
  say: (line: string) => void,
): Map<EntrantId, Contestant> {
  const found = new Map<EntrantId, Contestant>();
  const enter = (id: EntrantId, contestant: Contestant | undefined, missing: string): void => {
    if (!wanted.has(id)) return;
    if (contestant === undefined) say(missing);
    else found.set(id, contestant);
  };
  const action = existsSync(ENTRY) ? builtAction() : undefined;
  enter('action', action, 'The action is not built, so it is not measured: npm run build');
  if (found.has('action') && action !== undefined) found.set('base', action).set('node', emptyNode);
  enter('script', script(), 'The script needs Python and requests: apt-get install python3 python3-requests');
  enter('curl', curl(), 'curl is not installed: apt-get install curl');
  enter(
    'rclone',
    rclone(),
    'rclone without pacing is not available: install rclone 1.63 or newer, or build the one of Debian 12: bench/peers/rclone-unpaced.sh',
  );
  return found;
}

function builtAction(): Contestant {
  return { title: () => 'FileCloud Mirror', prepare: job => () => runNode(job, ENTRY) };
}

const emptyNode: Contestant = {
  title: () => 'an empty script',
  prepare(job) {
    const entry = join(job.scratch, 'empty.js');
    writeFileSync(entry, '');
    return () => runNode(job, entry);
  },
};

/** Starts a script as a runner starts an action. */
async function runNode(job: Job, entry: string): Promise<Run> {
  let memory: ReturnType<typeof watchMemory> | undefined;
  const started = clock();
  const result = await runAction({
    entry,
    workspace: job.workspace,
    defaults: actionDefaults(),
    inputs: {
      server: `http://127.0.0.1:${job.port}`,
      username: 'bench',
      password: 'correct horse',
      'remote-path': ROOT,
      'local-path': 'mirror',
      cache: 'false',
      batch: job.batch,
    },
    onStart: child => {
      memory = watchMemory(child.pid);
    },
  });
  const seconds = clock() - started;
  const peak = memory?.stop();
  if (result.status !== 0)
    throw new Error(`The action ended with status ${result.status}:\n${result.log.slice(-2000)}`);
  return { started, seconds, memory: peak };
}

/** The folder's own interpreter: a version manager's stand-in would count as start-up time of the script. */
function script(): Contestant | undefined {
  const python = ['python3', '/usr/bin/python3']
    .map(command => answerOf(command, '-c', 'import sys, requests; print(sys.executable)'))
    .find(path => path !== undefined);
  if (python === undefined) return undefined;
  const path = join(import.meta.dirname, 'peers', 'script.py');
  return {
    title: () => 'sequential script',
    prepare: job => () => run(python, [path, `http://127.0.0.1:${job.port}`, ROOT, mirrorOf(job)], logOf(job)),
  };
}

/** curl knows every address beforehand. Nothing changed: it fetches all listings, and `find` looks at all files. */
function curl(): Contestant | undefined {
  if (answerOf('curl', '--version') === undefined) return undefined;
  return {
    title: kind => (kind === 'unchanged' ? 'curl, then find' : 'curl'),
    prepare(job) {
      const server = `http://127.0.0.1:${job.port}`;
      const list = join(job.scratch, 'curl.txt');
      const parallel = `curl --silent --show-error --fail --parallel --parallel-immediate --parallel-max ${IN_FLIGHT} --config '${list}'`;
      if (job.kind === 'first') {
        const lines = [...shareFiles(job.shape)].map(
          ({ path }) => `url = "${server}/dav${ROOT}/${path}"\noutput = "${mirrorOf(job)}/${path}"`,
        );
        writeFileSync(list, `create-dirs\n${lines.join('\n')}\n`);
        return () => run('sh', ['-c', `exec ${parallel}`], logOf(job));
      }
      const lines = [...listingTargets(job.shape)].map(target => `url = "${server}${target}"\noutput = "/dev/null"`);
      writeFileSync(list, `${lines.join('\n')}\n`);
      return () => run('sh', ['-c', `${parallel} && find '${mirrorOf(job)}' -printf '%P %s %T@\\n'`], logOf(job));
    },
  };
}

/** Every page of every folder. */
export function* listingTargets(shape: Shape): Generator<string> {
  for (const folder of ['', ...folderPaths(shape).map(path => `/${path}`)]) {
    const entries = shape.folders === 0 ? shape.files : PAGE;
    for (let start = 0; start < entries; start += PAGE) {
      yield `/core/getfilelist?path=${ROOT}${folder}&start=${start}&limit=${PAGE}`;
    }
  }
}

/** rclone waits 10 ms before each WebDAV request unless told otherwise, which would say nothing about its speed. */
function rclone(): Contestant | undefined {
  const built = answerOf('rclone-unpaced', 'version');
  const installed = built ?? answerOf('rclone', 'version');
  const option = '--webdav-pacer-min-sleep';
  const unpaced = built === undefined && (answerOf('rclone', 'help', 'flags')?.includes(option) ?? false);
  if (installed === undefined || (built === undefined && !unpaced)) return undefined;
  return {
    title: () => 'rclone without pacing',
    prepare: job => () =>
      run(
        built === undefined ? 'rclone' : 'rclone-unpaced',
        [
          ...[
            'copy',
            ':webdav:',
            mirrorOf(job),
            '--config',
            '/dev/null',
            '--transfers',
            IN_FLIGHT,
            '--checkers',
            IN_FLIGHT,
          ],
          ...['--webdav-url', `http://127.0.0.1:${job.port}/dav${ROOT}`, '--webdav-vendor', 'other'],
          ...(unpaced ? [option, '0'] : []),
        ],
        logOf(job),
      ),
  };
}

/** What a command prints, or undefined if it cannot be run. */
export function answerOf(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
