import type { MaxDelete } from '../config/config.ts';
import { messageOf } from '../errors.ts';
import type { LocalFolder, MirrorFolder } from './local/mirror-folder.ts';
import type { Selection } from './selection.ts';
import type { FileToFolder, FolderToFile, Swap } from './swap.ts';
import type { Tally } from './tally.ts';
import type { Transfers } from './transfer.ts';
import type { Extraneous } from './walk.ts';

/** A local file or link that goes. */
interface Removal {
  readonly folder: LocalFolder;
  readonly name: string;
  readonly path: string;
}

/** Everything that `delete` would do, known before the first removal. */
export interface PrunePlan {
  readonly removals: readonly Removal[];
  /** Folders that the server doesn't have, from the leaves up; each goes if it is empty by then. */
  readonly folders: readonly Removal[];
  readonly swaps: readonly PlannedSwap[];
  /** Local files that go: removals, and those that swaps replace. */
  readonly files: number;
  /** Local files that the mirror may speak about, before. */
  readonly localFiles: number;
}

type PlannedSwap =
  | { readonly swap: FileToFolder }
  | { readonly swap: FolderToFile; readonly paths: readonly string[]; readonly removals: readonly Removal[] };

/** Reads what is below the folders that would go. Nothing is changed. */
export function planPrune(
  extraneous: readonly Extraneous[],
  swaps: readonly Swap[],
  selection: Selection,
  tally: Tally,
): PrunePlan {
  const removals: Removal[] = [];
  const folders: Removal[] = [];
  for (const { node, name, path, kind } of extraneous) {
    const removal = { folder: node.local, name, path };
    if (kind === 'file' || kind === 'link') removals.push(removal);
    else if (kind === 'folder') collect(removal, selection, removals, folders, tally);
  }
  let localFiles = tally.localFiles + removals.length;
  let files = removals.length;
  const planned: PlannedSwap[] = [];
  for (const swap of swaps) {
    if (swap.kind === 'file-to-folder') {
      files++;
      localFiles++;
      planned.push({ swap });
      continue;
    }
    const below: Removal[] = [];
    const { path, node } = swap.task;
    const whole = collect({ folder: node.local, name: swap.name, path }, selection, below, [], tally);
    localFiles += below.length;
    if (!whole) {
      tally.failed(
        path,
        'A local folder stands where the server has a file, and holds files that the mirror must not touch (left out by the globs or the shard, or special). Move them away.',
      );
      continue;
    }
    files += below.length;
    planned.push({ swap, paths: below.map(removal => removal.path), removals: below });
  }
  return { removals, folders, swaps: planned, files, localFiles };
}

/** Gathers what is in a local folder. @returns whether all of it may go */
function collect(
  { folder, name, path }: Removal,
  selection: Selection,
  removals: Removal[],
  folders: Removal[],
  tally: Tally,
): boolean {
  const child = folder.child(name);
  let whole = true;
  try {
    for (const [entry, kind] of child.read()) {
      const removal = { folder: child, name: entry, path: `${path}/${entry}` };
      if (kind === 'folder') {
        if (selection.folder(removal.path)) whole = collect(removal, selection, removals, folders, tally) && whole;
        else whole = false;
      } else if ((kind === 'file' || kind === 'link') && selection.file(removal.path)) removals.push(removal);
      else whole = false;
    }
  } catch (error) {
    tally.failed(path, messageOf(error));
    return false;
  }
  folders.push({ folder, name, path });
  return whole;
}

/**
 * Why a plan must not be carried out, or undefined. Decided before the first removal.
 * @param rootEntries entries in the remote root: an emptied root is more often a mistake than a wish
 */
export function pruneRefusal(plan: PrunePlan, limit: MaxDelete, rootEntries: number): string | undefined {
  if (plan.files === 0) return undefined;
  const everything = limit.kind === 'share' && limit.percent >= 100;
  if (rootEntries === 0 && !everything) {
    return (
      `The remote folder is empty now, so all ${plan.files} local files would be deleted. Nothing was deleted. ` +
      'If it is meant to be empty, set max-delete to 100%.'
    );
  }
  const allowed = limit.kind === 'files' ? limit.files : Math.floor((plan.localFiles * limit.percent) / 100);
  if (plan.files <= allowed) return undefined;
  const written = limit.kind === 'files' ? String(limit.files) : `${limit.percent}%`;
  return (
    `${plan.files} of ${plan.localFiles} local files would be deleted, more than max-delete allows (${written}). ` +
    'Nothing was deleted. If that many are really gone from the server, raise max-delete for one run.'
  );
}

/** Carries a plan out. One removal's failure stops nothing else. Folders that became empty go from the leaves up. */
export function prune(plan: PrunePlan, tally: Tally): void {
  for (const { folder, name, path } of plan.removals) {
    try {
      const size = sizeOf(folder, name);
      folder.removeFile(name);
      tally.deleted(path, size);
    } catch (error) {
      tally.failed(path, messageOf(error));
    }
  }
  for (const { folder, name, path } of plan.folders) {
    try {
      // What the globs leave out stays, and its folders with it.
      if (folder.child(name).read().size === 0) folder.removeFolder(name);
    } catch (error) {
      tally.failed(path, messageOf(error));
    }
  }
}

/** Counts what a plan would do, for a dry run. */
export function rehearse(plan: PrunePlan, tally: Tally): void {
  for (const { folder, name, path } of plan.removals) tally.deleted(path, sizeOf(folder, name));
  for (const planned of plan.swaps) {
    if (planned.swap.kind === 'file-to-folder') {
      tally.deleted(planned.swap.path, sizeOf(planned.swap.node.local, planned.swap.name));
    } else if ('removals' in planned) {
      for (const { folder, name, path } of planned.removals) tally.deleted(path, sizeOf(folder, name));
    }
  }
}

/** Bytes of a local file, for the report; undefined where it cannot be told. */
function sizeOf(folder: LocalFolder, name: string): number | undefined {
  try {
    return folder.stat(name)?.size;
  } catch {
    return undefined;
  }
}

/** Replaces what is of the wrong kind. The old thing goes for good only when the new one is on disk. */
export class Swaps {
  readonly #mirror: MirrorFolder;
  readonly #transfers: Transfers;
  readonly #tally: Tally;

  constructor(mirror: MirrorFolder, transfers: Transfers, tally: Tally) {
    this.#mirror = mirror;
    this.#transfers = transfers;
    this.#tally = tally;
  }

  async run(planned: PlannedSwap, signal: AbortSignal): Promise<void> {
    if (planned.swap.kind === 'file-to-folder') await this.#fileToFolder(planned.swap, signal);
    else if ('removals' in planned) await this.#folderToFile(planned.swap, planned.removals, signal);
  }

  async #fileToFolder(swap: FileToFolder, signal: AbortSignal): Promise<void> {
    const size = sizeOf(swap.node.local, swap.name);
    let moved: ReturnType<MirrorFolder['moveAway']>;
    try {
      moved = this.#mirror.moveAway(swap.node.local, swap.name);
    } catch (error) {
      this.#tally.failed(swap.path, messageOf(error));
      return;
    }
    const before = this.#tally.counts;
    try {
      for (const folder of swap.folders) folder.make();
      for (const task of swap.tasks) await this.#transfers.run({ node: task.node, tasks: [task] }, signal);
    } catch (error) {
      // Whatever of the new folder is there stays; only an empty one gives the place back.
      this.#putBack(swap, moved);
      this.#transfers.failed(swap, error, signal);
      return;
    }
    const after = this.#tally.counts;
    if (swap.tasks.length > 0 && after.new + after.updated === before.new + before.updated) {
      this.#putBack(swap, moved);
      return;
    }
    moved.discard();
    this.#tally.deleted(swap.path, size);
  }

  #putBack(swap: FileToFolder, moved: ReturnType<MirrorFolder['moveAway']>): void {
    try {
      for (const folder of [...swap.folders].reverse()) folder.remove();
      moved.restore();
    } catch {
      moved.discard();
      this.#tally.deleted(swap.path, undefined);
    }
  }

  async #folderToFile(swap: FolderToFile, removals: readonly Removal[], signal: AbortSignal): Promise<void> {
    const { task } = swap;
    const sizes = removals.map(({ folder, name }) => sizeOf(folder, name));
    let moved: ReturnType<MirrorFolder['moveAway']> | undefined;
    try {
      const version = await this.#transfers.fetch(task, task.entry.name, signal, () => {
        moved = this.#mirror.moveAway(task.node.local, swap.name);
      });
      moved?.discard();
      this.#transfers.done(task, version);
      for (const [index, { path }] of removals.entries()) this.#tally.deleted(path, sizes[index]);
    } catch (error) {
      try {
        moved?.restore();
      } catch (stuck) {
        // Nothing is lost: what was moved away is put back when the mirror is closed.
        this.#tally.warning(messageOf(stuck));
      }
      this.#transfers.failed(task, error, signal);
    }
  }
}
