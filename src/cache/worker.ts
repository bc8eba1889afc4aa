import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { messageOf } from '../errors.ts';
import { type Message, parseTask, type Task } from './messages.ts';
import { hasGnuTar } from './tar.ts';
import { Traffic } from './traffic.ts';
import { NO_GNU_TAR } from './trouble.ts';

/** Where the parent reads: standard output and standard error belong to the library. */
const PARENT = 3;

/**
 * The worker process: runs @actions/cache for one task, and ends the process. In a process of its own because the library prints what
 * it likes, keeps retrying for half a minute, and cannot be aborted.
 */
export async function cacheWorker(): Promise<void> {
  const task = await readTask();
  const traffic = new Traffic();
  tell(traffic.beat());
  setInterval(() => tell(traffic.beat()), task.beat);
  try {
    const key = await run(task);
    tell({ kind: 'result', key, refusal: traffic.refusal });
  } catch (error) {
    tell({ kind: 'thrown', reason: messageOf(error) });
  }
  // Sockets that the library leaves open would keep the process alive.
  process.exit();
}

async function run({ task, path, key }: Task): Promise<string | undefined> {
  if (!hasGnuTar(process.env, process.platform)) throw new Error(NO_GNU_TAR);
  const cache = await import('@actions/cache');
  if (task === 'restore') return cache.restoreCache([path], key);
  return (await cache.saveCache([path], key)) === -1 ? undefined : key;
}

/** Reads the one line of the task. The end of the input is the end of the parent, which nothing may outlive. */
async function readTask(): Promise<Task> {
  const lines = createInterface({ input: process.stdin });
  lines.once('close', endGroup);
  const text = await new Promise<string>(resolve => {
    lines.once('line', resolve);
  });
  return parseTask(text);
}

/** Ends this process and the tar it started: the parent made it the head of a process group. */
function endGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } finally {
    process.exit(1);
  }
}

function tell(message: Message): void {
  writeSync(PARENT, `${JSON.stringify(message)}\n`);
}
