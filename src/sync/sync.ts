import type { MaxDelete } from '../config/config.ts';
import { CancelledError, RunError } from '../errors.ts';
import { Queue } from '../queue.ts';
import { FolderNode } from './folder-node.ts';
import type { MirrorFolder } from './local/mirror-folder.ts';
import type { Counts } from './outcome.ts';
import { planPrune, prune, pruneRefusal, rehearse } from './prune.ts';
import type { Remote } from './remote.ts';
import { schedule } from './schedule.ts';
import type { Selection } from './selection.ts';
import { Swaps } from './swaps.ts';
import { type SyncObserver, Tally } from './tally.ts';
import { jobsOf, type TransferJob, Transfers } from './transfer.ts';
import { Walk } from './walk.ts';

export interface SyncOptions {
  readonly remotePath: string;
  readonly selection: Selection;
  readonly delete: boolean;
  readonly maxDelete: MaxDelete;
  readonly dryRun: boolean;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Whether small files of a folder are fetched together where the remote can. */
  readonly batches: boolean;
  readonly platform?: NodeJS.Platform;
}

export interface SyncReport {
  readonly counts: Counts;
  /** SHA-256 (hex) over the mirrored files; see `DigestFolder`. Empty when the remote folder could not be listed. */
  readonly digest: string;
  /** Whether every folder was listed whole. */
  readonly complete: boolean;
  /** Why `delete` removed nothing although there was something to remove. */
  readonly refusal: string | undefined;
  /** What ended the run before its end. */
  readonly ended: RunError | CancelledError | undefined;
}

/** Bytes of the longest path by platform: PATH_MAX of Linux and macOS with its NUL, and what `\\?\` paths hold. */
const LONGEST_PATH: Partial<Record<NodeJS.Platform, number>> = { linux: 4095, darwin: 1023, win32: 32_000 };

/**
 * One run of the engine: walks the remote folder, compares, downloads what is new or changed, and with `delete` removes what is gone.
 * One entry's failure stops nothing else. What ends the run (a RunError, a cancellation) is in the report, with the sums so far.
 * @throws only what is a mistake in the program
 */
export async function sync(
  remote: Remote,
  mirror: MirrorFolder,
  options: SyncOptions,
  observer: SyncObserver,
  signal: AbortSignal,
): Promise<SyncReport> {
  const tally = new Tally(observer);
  const { selection, dryRun, concurrency } = options;
  const platform = options.platform ?? process.platform;
  const batches = options.batches && remote.downloadTogether !== undefined;
  const transfers = new Transfers(remote, mirror, tally);
  const folders: FolderNode[] = [];
  const jobs = new Queue<TransferJob>();
  const walk = new Walk({
    remote,
    selection,
    tally,
    delete: options.delete,
    dryRun,
    platform,
    fold: mirror.fold,
    pathLimit: (LONGEST_PATH[platform] ?? 4095) - Buffer.byteLength(mirror.path) - 1,
    push: folder => folders.push(folder),
    download: (node, tasks) => {
      for (const job of jobsOf(node, tasks, batches)) jobs.push(job);
    },
  });
  folders.push(
    new FolderNode({
      path: '',
      remotePath: options.remotePath,
      local: mirror.root,
      digest: tally.digest,
      exists: mirror.exists,
    }),
  );

  let ended: RunError | CancelledError | undefined;
  let refusal: string | undefined;
  try {
    await schedule(
      {
        folders,
        jobs,
        list: (folder, stop) => walk.list(folder, stop),
        transfer: async (job, stop) => {
          if (dryRun) return rehearseDownloads(job, tally);
          for (const rest of await transfers.run(job, stop)) jobs.push(rest);
        },
      },
      concurrency,
      signal,
    );
    if (options.delete) {
      const swaps = new Swaps({ mirror, transfers, tally, selection, platform, concurrency, batches });
      refusal = await settle(walk, swaps, { ...options, platform }, tally, signal);
    }
  } catch (error) {
    if (!(error instanceof RunError || error instanceof CancelledError)) throw error;
    ended = error;
  }
  tally.finish();
  tally.progress();
  const digest = walk.rootEntries === undefined ? '' : tally.digest.digest();
  return { counts: tally.counts, digest, complete: tally.complete, refusal, ended };
}

/** Removals and swaps, after everything was listed. @returns why they were refused */
async function settle(
  walk: Walk,
  swaps: Swaps,
  options: SyncOptions & { readonly platform: NodeJS.Platform },
  tally: Tally,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (walk.extraneous.length === 0 && walk.swaps.length === 0) return undefined;
  if (!tally.complete) {
    for (const swap of walk.swaps) {
      tally.failed(
        swap.kind === 'file-to-folder' ? swap.path : swap.task.path,
        'It stands in the place of an entry of another kind, and is not replaced because not everything could be listed. Mend the listings that failed first.',
      );
    }
    tally.warning(
      'Nothing was deleted, because not every folder could be listed. The failures say which and why; mend them first.',
    );
    return undefined;
  }
  const plan = planPrune(walk.extraneous, walk.swaps, options.selection, options.platform, tally);
  const refusal = pruneRefusal(plan, options.maxDelete, walk.rootEntries ?? 0);
  if (refusal !== undefined) {
    for (const { swap } of plan.swaps) {
      tally.failed(swap.kind === 'file-to-folder' ? swap.path : swap.task.path, refusal);
    }
    return refusal;
  }
  if (options.dryRun) {
    rehearse(plan, tally);
    for (const { swap } of plan.swaps) {
      const jobs = swap.kind === 'file-to-folder' ? swap.downloads : [{ node: swap.task.node, tasks: [swap.task] }];
      for (const job of jobs) await rehearseDownloads(job, tally);
    }
    return undefined;
  }
  prune(plan, tally);
  if (plan.swaps.length > 0) await swaps.run(plan.swaps, signal);
  return undefined;
}

async function rehearseDownloads({ tasks }: TransferJob, tally: Tally): Promise<void> {
  for (const { node, entry, path, action } of tasks) {
    node.digest.add(entry.name, entry.size ?? 0, entry.modified);
    tally.downloaded({ path, action, size: entry.size, modified: entry.modified });
  }
}
