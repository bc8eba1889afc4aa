import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { actionDefaults } from '../../demo/action-defaults.ts';
import { type RunnerOptions, type RunnerResult, runAction } from '../../demo/runner.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** The built action, as it is started on GitHub. */
const ACTION = join(import.meta.dirname, '..', '..', 'dist', 'index.js');
/** The built command line. */
export const COMMAND_LINE = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
export const OWN_FOLDER = '.filecloud-mirror';
/** All outputs of action.yml. */
export const OUTPUTS = [
  'new',
  'updated',
  'skipped',
  'deleted',
  'failed',
  'bytes',
  'changed',
  'digest',
  'cache-hit',
  'report',
];

const DEFAULTS = actionDefaults();

/** A step of a job: a server, a workspace, and the action that mirrors `/SHARED/docs` into `mirror`. */
export class Step {
  readonly server: Sandbox;
  readonly workspace: string;

  private constructor(server: Sandbox, workspace: string) {
    this.server = server;
    this.workspace = workspace;
  }

  static async start(options: SandboxOptions = {}): Promise<Step> {
    const server = await startSandbox({ folders: ['/SHARED/docs'], ...options });
    onTestFinished(() => server.close());
    return new Step(server, folder());
  }

  /** A step with the same server in a workspace of its own. */
  elsewhere(): Step {
    return new Step(this.server, folder());
  }

  get mirror(): string {
    return join(this.workspace, 'mirror');
  }

  run(
    inputs: Readonly<Record<string, string>> = {},
    more: Partial<Omit<RunnerOptions, 'inputs' | 'workspace'>> = {},
  ): Promise<RunnerResult> {
    return runAction({
      entry: ACTION,
      workspace: this.workspace,
      defaults: DEFAULTS,
      inputs: {
        server: this.server.url,
        username: 'demo',
        password: 'demo-password',
        'remote-path': '/SHARED/docs',
        'local-path': 'mirror',
        ...inputs,
      },
      ...more,
    });
  }

  /** Requests that bring files, whichever way. */
  get downloads(): number {
    return this.server.count('downloadfile') + this.server.count('downloadfilemulti');
  }

  /** The mirrored files by path, as text. */
  files(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const path of pathsIn(this.mirror)) {
      const full = join(this.mirror, path);
      if (lstatSync(full).isFile()) found[path] = readFileSync(full, 'utf8');
    }
    return found;
  }

  /** Inode and change time of all in the mirror: what a run that writes nothing leaves as it was. */
  fingerprint(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const path of ['', ...pathsIn(this.mirror)]) {
      const { ino, ctimeMs } = lstatSync(join(this.mirror, path));
      found[path] = `${ino} ${ctimeMs}`;
    }
    return found;
  }
}

/** All paths below a folder, sorted; none where there is no folder. */
export function pathsIn(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
  } catch {
    return [];
  }
}

/** The annotations of a log, by level, with the escapes of workflow commands undone. */
export function annotations(log: string, level: 'error' | 'warning'): string[] {
  return [...log.matchAll(new RegExp(`^::${level}::(.*)$`, 'gm'))].map(([, text = '']) =>
    text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%'),
  );
}

/** A temporary folder that goes with the test. */
function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'step-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
