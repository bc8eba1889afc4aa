import { CancelledError, messageOf, RunError } from '../errors.ts';
import { Arriving } from './arriving.ts';
import type { FileTask, FolderNode } from './folder-node.ts';
import { codeOf, isDiskFull, type MirrorFolder } from './local/mirror-folder.ts';
import type { Remote, RemoteVersion } from './remote.ts';
import type { Tally } from './tally.ts';

/** Largest file (bytes) that is fetched together with others: beyond it the request costs little beside the bytes. */
const SMALL_FILE = 128 * 1024;
/** Most files and bytes of one batch. */
const BATCH_FILES = 100;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Files of one folder that are fetched with one request, or one file. */
export interface TransferJob {
  readonly node: FolderNode;
  readonly tasks: readonly FileTask[];
}

/** Splits a folder's tasks into jobs: small ones together where batches are used. */
export function jobsOf(node: FolderNode, tasks: readonly FileTask[], batches: boolean): TransferJob[] {
  if (!batches) return tasks.map(task => ({ node, tasks: [task] }));
  const jobs: TransferJob[] = [];
  let batch: FileTask[] = [];
  let bytes = 0;
  for (const task of tasks) {
    const size = task.entry.size;
    if (size === undefined || size > SMALL_FILE || task.entry.modified === undefined) {
      jobs.push({ node, tasks: [task] });
      continue;
    }
    if (batch.length >= BATCH_FILES || bytes + size > BATCH_BYTES) {
      jobs.push({ node, tasks: batch });
      batch = [];
      bytes = 0;
    }
    batch.push(task);
    bytes += size;
  }
  if (batch.length > 0) jobs.push({ node, tasks: batch });
  return jobs;
}

/** Downloads jobs into the mirror: to a temporary file, checked by the remote, then renamed into place. */
export class Transfers {
  readonly #remote: Remote;
  readonly #folder: MirrorFolder;
  readonly #tally: Tally;

  constructor(remote: Remote, folder: MirrorFolder, tally: Tally) {
    this.#remote = remote;
    this.#folder = folder;
    this.#tally = tally;
  }

  /**
   * One file's failure is counted and stops nothing else.
   * @returns what did not come together, and has to be downloaded one by one: as jobs of their own, or it would be one after another
   * @throws RunError when the disk is full or nothing can be downloaded any more
   */
  async run({ node, tasks }: TransferJob, signal: AbortSignal): Promise<readonly TransferJob[]> {
    node.local.retain();
    try {
      if (tasks.length > 1) {
        const rest = await this.#together(node, tasks, signal);
        return rest.map(task => ({ node, tasks: [task] }));
      }
      for (const task of tasks) await this.#alone(task, signal);
      return [];
    } finally {
      node.local.release();
    }
  }

  async #together(node: FolderNode, tasks: readonly FileTask[], signal: AbortSignal): Promise<readonly FileTask[]> {
    if (this.#remote.downloadTogether === undefined) return tasks;
    const waiting = new Map(tasks.map(task => [task.entry, task]));
    const placing: Promise<void>[] = [];
    let fatal: { readonly error: unknown } | undefined;
    try {
      await this.#remote.downloadTogether(
        node.remotePath,
        tasks.map(task => task.entry),
        (entry, body) => {
          const task = waiting.get(entry);
          if (fatal !== undefined) throw fatal.error;
          if (task === undefined) return;
          waiting.delete(entry);
          placing.push(
            this.#guarded(task, signal, () => this.#keep(task, body)).catch(error => {
              fatal ??= { error };
            }),
          );
        },
        signal,
      );
    } finally {
      await Promise.all(placing);
    }
    if (fatal !== undefined) throw fatal.error;
    return [...waiting.values()];
  }

  async #keep({ node, entry }: FileTask, body: Uint8Array): Promise<RemoteVersion> {
    const file = this.#folder.temporaryFile();
    try {
      file.write(body);
      node.make();
      await node.local.place(entry.name, file, entry.modified);
    } finally {
      file.discard();
    }
    return { size: body.byteLength, modified: entry.modified };
  }

  #alone(task: FileTask, signal: AbortSignal): Promise<void> {
    return this.#guarded(task, signal, () => this.fetch(task, task.entry.name, signal));
  }

  /** Downloads one file and puts it in place. @throws whatever went wrong */
  async fetch(task: FileTask, name: string, signal: AbortSignal, before?: () => void): Promise<RemoteVersion> {
    const { node, entry, path } = task;
    const { size, modified } = entry;
    const known = size === undefined || modified === undefined ? undefined : { path, size, modified };
    const file = this.#folder.temporaryFile(known);
    const arriving = Arriving.of(file, size, this.#tally);
    let isEnding = false;
    try {
      const version = await this.#remote.download(entry, arriving ?? file, signal);
      if (signal.aborted) throw new CancelledError();
      before?.();
      node.make();
      await node.local.place(name, file, version.modified);
      return version;
    } catch (error) {
      isEnding = signal.aborted || error instanceof RunError;
      throw error;
    } finally {
      arriving?.end();
      // Only a later run comes back to a part.
      file.discard(isEnding);
    }
  }

  /** Counts what becomes of a file. Errors of one file end here; others go on as what ends the run. */
  async #guarded(task: FileTask, signal: AbortSignal, work: () => Promise<RemoteVersion>): Promise<void> {
    try {
      this.done(task, await work());
    } catch (error) {
      this.failed(task, error, signal);
    }
  }

  done(task: FileTask, version: RemoteVersion): void {
    if (task.node.swap !== undefined) task.node.swap.placed++;
    task.node.digest.add(task.entry.name, version.size, version.modified);
    this.#tally.downloaded({ path: task.path, action: task.action, ...version });
  }

  /** @throws RunError or CancelledError when it is more than this one file's failure */
  failed({ path }: Pick<FileTask, 'path'>, error: unknown, signal: AbortSignal): void {
    const isFull = isDiskFull(error);
    if (isFull) this.#folder.keepNothing();
    if (signal.aborted) throw new CancelledError();
    if (error instanceof RunError || error instanceof CancelledError) throw error;
    this.#tally.notDownloaded(path, messageOf(error));
    if (!isFull) return;
    throw new RunError(
      codeOf(error) === 'EDQUOT'
        ? 'The quota of the disk that holds the mirror is used up. Make room and run again: what was downloaded stays.'
        : 'The disk that holds the mirror is full. Make room and run again: what was downloaded stays.',
      { cause: error },
    );
  }
}
