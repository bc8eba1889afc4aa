import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { messageOf } from '../errors.ts';
import { type Beat, type Message, parseMessage, type Task } from './messages.ts';
import { LibraryOutput, type Trouble, troubleOf } from './trouble.ts';
import { type Deadlines, Watch } from './watch.ts';

/** How a worker ended. */
export type WorkerEnd =
  | { readonly kind: 'done'; readonly key: string | undefined; readonly trouble: Trouble | undefined }
  /** It was ended because the caller's signal was aborted. */
  | { readonly kind: 'cancelled' };

export interface WorkerOptions {
  /** The program's own script, which becomes the worker when it is started with `--cache-worker`. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly workspace: string;
  readonly deadlines: Deadlines;
  /** For GNU tar, which the library takes wherever there is one and has no such switches for. See tar.ts. */
  readonly tarOptions: string;
}

/** Variables that a cache needs to know nothing of: the inputs and their secrets, and the files that a step talks to the runner through. */
const KEPT_BACK = /^(INPUT_|FILECLOUD_|STATE_|RUNNER_DEBUG$|GITHUB_(OUTPUT|STATE|ENV|PATH|STEP_SUMMARY)$)/i;

/** Milliseconds that an ended process gets to be gone. */
const FAREWELL = 5000;

const ENDED_EARLY: Trouble = { kind: 'other', reason: 'the process that serves the cache ended early' };

/** Runs one task in a worker process. Whatever happens, process, tar and temporary files are gone afterwards. Never throws. */
export async function runWorker(
  task: Omit<Task, 'beat'>,
  options: WorkerOptions,
  signal: AbortSignal,
): Promise<WorkerEnd> {
  if (signal.aborted) return { kind: 'cancelled' };
  let temporary: string | undefined;
  try {
    temporary = mkdtempSync(join(options.environment['RUNNER_TEMP'] || tmpdir(), 'filecloud-mirror-'));
    return await converse(task, options, temporary, signal);
  } catch (error) {
    return { kind: 'done', key: undefined, trouble: troubleOf(messageOf(error)) };
  } finally {
    if (temporary !== undefined) sweep(temporary);
  }
}

async function converse(
  task: Omit<Task, 'beat'>,
  { entry, environment, workspace, deadlines, tarOptions }: WorkerOptions,
  temporary: string,
  signal: AbortSignal,
): Promise<WorkerEnd> {
  const child = spawn(process.execPath, [entry, '--cache-worker'], {
    cwd: workspace,
    env: {
      ...workerEnvironment(environment, workspace, temporary),
      TAR_OPTIONS: `${environment['TAR_OPTIONS'] ?? ''} ${tarOptions}`.trim(),
    },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    // The head of a process group, so that its tar ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const output = new LibraryOutput();
  const watch = new Watch(deadlines);
  const gone = new Promise<void>(resolve => {
    child.once('close', () => resolve());
  });
  const ended = new Promise<WorkerEnd>(resolve => {
    const done = (key: string | undefined, trouble: Trouble | undefined): void => {
      watch.stop();
      resolve({ kind: 'done', key, trouble });
    };
    let last: Exclude<Message, Beat> | undefined;
    const conclude = (): void => {
      if (last?.kind === 'thrown') {
        done(undefined, troubleOf(last.reason));
      } else if (last === undefined) {
        done(undefined, output.trouble() ?? ENDED_EARLY);
      } else if (last.key !== undefined && !output.failed) {
        done(last.key, undefined);
      } else {
        done(undefined, output.trouble(last.refusal));
      }
    };
    child.once('error', error => done(undefined, troubleOf(error.message)));
    eachLine(child.stdio[3], line => {
      const message = parseMessage(line);
      if (message?.kind === 'beat') return watch.beat(message);
      last ??= message;
    });
    eachLine(child.stdout, line => output.add(line));
    eachLine(child.stderr, line => output.add(line));
    watch.start(reason => done(undefined, { kind: 'dead', reason }));
    signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }), { once: true });
    // Only when all its pipes are closed is what the library printed whole.
    void gone.then(conclude);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify({ ...task, beat: watch.period })}\n`);
  try {
    return await ended;
  } finally {
    watch.stop();
    if (child.pid !== undefined) {
      end(child, child.pid);
      await atMost(FAREWELL, gone);
    }
  }
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>(resolve => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

function workerEnvironment(environment: NodeJS.ProcessEnv, workspace: string, temporary: string): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !KEPT_BACK.test(name));
  return { ...Object.fromEntries(kept), GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary };
}

function eachLine(stream: unknown, take: (line: string) => void): void {
  if (!isReadable(stream)) return;
  stream.on('error', () => undefined);
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', take);
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream;
}

/** Ends a process and all that it started. */
function end(child: ChildProcess, pid: number): void {
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/PID', `${pid}`, '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them are gone.
  }
}

function sweep(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // The runner empties its temporary folder after the job.
  }
}
