import { messageOf } from '../errors.ts';
import { Queue } from '../queue.ts';
import { Contents, type Removal } from './contents.ts';
import { LocalError, type MirrorFolder, type MovedAway } from './local/mirror-folder.ts';
import { type PlannedSwap, sizeOf } from './prune.ts';
import { schedule } from './schedule.ts';
import type { Selection } from './selection.ts';
import type { FileToFolder, FolderToFile } from './swap.ts';
import type { Tally } from './tally.ts';
import { jobsOf, type TransferJob, type Transfers } from './transfer.ts';

export interface SwapsOptions {
  readonly mirror: MirrorFolder;
  readonly transfers: Transfers;
  readonly tally: Tally;
  readonly selection: Selection;
  readonly platform: NodeJS.Platform;
  readonly concurrency: number;
  readonly batches: boolean;
}

/** A folder that comes in the place of a file. */
interface Coming {
  readonly swap: FileToFolder;
  readonly moved: MovedAway;
  /** Bytes of the file, if known. */
  readonly size: number | undefined;
  /** Jobs that are not done. */
  left: number;
}

type SwapJob =
  | { readonly swap: FolderToFile; readonly removals: readonly Removal[] }
  | { readonly coming: Coming; readonly job: TransferJob };

/** Replaces what is of the wrong kind. The old thing goes for good only when the new one is on disk. */
export class Swaps {
  readonly #options: SwapsOptions;
  readonly #jobs = new Queue<SwapJob>();
  readonly #coming = new Set<Coming>();

  constructor(options: SwapsOptions) {
    this.#options = options;
  }

  /** @throws RunError or CancelledError when it ends before its end; each thing is the old or the new one then, too */
  async run(planned: readonly PlannedSwap[], signal: AbortSignal): Promise<void> {
    try {
      await schedule<PlannedSwap, SwapJob>(
        {
          folders: [...planned].reverse(),
          jobs: this.#jobs,
          list: async (next, stop) => this.#begin(next, stop),
          transfer: (job, stop) => ('coming' in job ? this.#below(job, stop) : this.#folderToFile(job, stop)),
        },
        this.#options.concurrency,
        signal,
      );
    } finally {
      for (const coming of this.#coming) this.#settle(coming);
    }
  }

  #begin(planned: PlannedSwap, stop: AbortSignal): void {
    if ('removals' in planned) {
      this.#jobs.push(planned);
      return;
    }
    const { swap } = planned;
    const { mirror, transfers, tally, batches } = this.#options;
    const size = sizeOf(swap.node.local, swap.name);
    let moved: MovedAway | undefined;
    try {
      moved = mirror.moveAway(swap.node.local, swap.name);
      if (!moved.isFile()) throw changed();
    } catch (error) {
      this.#restore(moved);
      tally.failed(swap.path, messageOf(error));
      return;
    }
    const coming = { swap, moved, size, left: 0 };
    try {
      for (const folder of swap.emptyFolders) folder.make();
    } catch (error) {
      this.#giveBack(coming);
      transfers.failed(swap, error, stop);
      return;
    }
    this.#coming.add(coming);
    for (const { node, tasks } of swap.downloads) {
      for (const job of jobsOf(node, tasks, batches)) this.#push(coming, job);
    }
    if (coming.left === 0) this.#settle(coming);
  }

  #push(coming: Coming, job: TransferJob): void {
    coming.left++;
    this.#jobs.push({ coming, job });
  }

  async #below({ coming, job }: Extract<SwapJob, { job: TransferJob }>, stop: AbortSignal): Promise<void> {
    for (const rest of await this.#options.transfers.run(job, stop)) this.#push(coming, rest);
    if (--coming.left === 0) this.#settle(coming);
  }

  /** Decides which of the two stays. */
  #settle(coming: Coming): void {
    this.#coming.delete(coming);
    const { swap } = coming;
    if (swap.wanted > 0 && swap.placed === 0) this.#giveBack(coming);
    else this.#discard(coming);
  }

  #discard({ swap, moved, size }: Coming): void {
    moved.discard();
    this.#options.tally.deleted(swap.path, size);
  }

  /** Takes the folders away again, as far as they are empty, and puts the file back. Where that cannot be, the folder stays. */
  #giveBack(coming: Coming): void {
    try {
      for (const folder of coming.swap.folders.toReversed()) folder.remove();
      coming.moved.restore();
    } catch {
      this.#discard(coming);
    }
  }

  async #folderToFile({ swap, removals }: Extract<SwapJob, { swap: FolderToFile }>, stop: AbortSignal): Promise<void> {
    const { mirror, transfers, tally } = this.#options;
    const { task } = swap;
    const sizes = removals.map(({ folder, name }) => sizeOf(folder, name));
    let moved: MovedAway | undefined;
    try {
      const version = await transfers.fetch(task, task.entry.name, stop, () => {
        moved = mirror.moveAway(task.node.local, swap.name);
        if (!this.#isAsPlanned(moved, task.path, removals)) throw changed();
      });
      moved?.discard();
      transfers.done(task, version);
      for (const [index, { path }] of removals.entries()) tally.deleted(path, sizes[index]);
    } catch (error) {
      this.#restore(moved);
      transfers.failed(task, error, stop);
    }
  }

  /** Whether nothing is in a folder but what may go, and went into the plan: the download took its time. */
  #isAsPlanned(moved: MovedAway, path: string, removals: readonly Removal[]): boolean {
    const { mirror, selection, platform } = this.#options;
    const planned = new Set(removals.map(removal => removal.path));
    const now = new Contents(selection, platform);
    now.read(mirror.contentOf(moved), path, path.split('/').length);
    return now.whole && now.removals.every(removal => planned.has(removal.path));
  }

  #restore(moved: MovedAway | undefined): void {
    try {
      moved?.restore();
    } catch (stuck) {
      // Nothing is lost: what was moved away is put back when the mirror is closed.
      this.#options.tally.warning(messageOf(stuck));
    }
  }
}

function changed(): LocalError {
  return new LocalError(
    'changed',
    'What stands in its place changed during the run, so it was not replaced. Look at it, and run again.',
  );
}
