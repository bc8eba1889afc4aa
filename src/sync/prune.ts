import type { MaxDelete } from '../config/config.ts';
import { messageOf } from '../errors.ts';
import { Contents, type Removal } from './contents.ts';
import type { LocalFolder } from './local/mirror-folder.ts';
import type { Selection } from './selection.ts';
import type { FileToFolder, FolderToFile, Swap } from './swap.ts';
import type { Tally } from './tally.ts';
import type { Extraneous } from './walk.ts';

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

export type PlannedSwap =
  | { readonly swap: FileToFolder }
  /** With what is in the folder. */
  | { readonly swap: FolderToFile; readonly removals: readonly Removal[] };

/** Reads what is below the folders that would go. Nothing is changed. */
export function planPrune(
  extraneous: readonly Extraneous[],
  swaps: readonly Swap[],
  selection: Selection,
  platform: NodeJS.Platform,
  tally: Tally,
): PrunePlan {
  const going = new Contents(selection, platform);
  for (const { node, name, path, kind } of extraneous) {
    const removal = { folder: node.local, name, path };
    if (kind === 'file' || kind === 'link') going.removals.push(removal);
    else if (kind === 'folder') going.addFolder(removal, node.level + 1);
  }
  for (const { path, message } of going.failures) tally.failed(path, message);
  const { removals, folders } = going;
  let localFiles = tally.localFiles + removals.length;
  let files = removals.length;
  const planned: PlannedSwap[] = [];
  for (const swap of swaps) {
    if (swap.kind === 'file-to-folder') {
      localFiles++;
      // Where nothing of the folder can be had, each entry of it has failed, and the file stays.
      if (swap.wanted > 0 && swap.downloads.length === 0) continue;
      files++;
      planned.push({ swap });
      continue;
    }
    const { path, node } = swap.task;
    const below = new Contents(selection, platform);
    below.read(node.local.child(swap.name), path, node.level + 1);
    for (const failure of below.failures) tally.failed(failure.path, failure.message);
    localFiles += below.removals.length;
    if (!below.whole) {
      tally.failed(
        path,
        'A local folder stands where the server has a file, and holds files that the mirror must not touch (left out by the globs or the shard, special, or in a .git). Move them away.',
      );
      continue;
    }
    files += below.removals.length;
    planned.push({ swap, removals: below.removals });
  }
  return { removals, folders, swaps: planned, files, localFiles };
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
export function sizeOf(folder: LocalFolder, name: string): number | undefined {
  try {
    return folder.stat(name)?.size;
  } catch {
    return undefined;
  }
}
