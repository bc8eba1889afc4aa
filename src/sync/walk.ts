import { CancelledError, messageOf, RunError } from '../errors.ts';
import { decide } from './decide.ts';
import { DigestFolder } from './digest.ts';
import { DEEPEST_LEVEL, type FileTask, FolderNode } from './folder-node.ts';
import { type PlannedEntry, planFolder } from './folder-plan.ts';
import type { LocalKind } from './local/mirror-folder.ts';
import { type Remote, type RemoteEntry, RemoteError } from './remote.ts';
import type { Selection } from './selection.ts';
import type { FileToFolder, Swap } from './swap.ts';
import type { Tally } from './tally.ts';

/** A local entry that the server doesn't have. */
export interface Extraneous {
  readonly node: FolderNode;
  readonly name: string;
  readonly path: string;
  readonly kind: LocalKind;
}

export interface WalkOptions {
  readonly remote: Remote;
  readonly selection: Selection;
  readonly tally: Tally;
  readonly delete: boolean;
  readonly dryRun: boolean;
  readonly platform: NodeJS.Platform;
  readonly fold: { readonly case: boolean; readonly normalisation: boolean };
  readonly pathLimit: number;
  readonly push: (folder: FolderNode) => void;
  readonly download: (node: FolderNode, tasks: readonly FileTask[]) => void;
}

/** Lists folders, compares them with the local ones, and hands on what has to be downloaded. Keeps nothing of a folder that is done. */
export class Walk {
  /** Planned removals: few, unless much was deleted on the server. */
  readonly extraneous: Extraneous[] = [];
  readonly swaps: Swap[] = [];
  /** Entries in the remote root; undefined until it was listed. */
  rootEntries: number | undefined;
  readonly #options: WalkOptions;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** @throws RunError when the root cannot be listed, or nothing can */
  async list(node: FolderNode, signal: AbortSignal): Promise<void> {
    const { remote, tally } = this.#options;
    let entries: readonly RemoteEntry[];
    try {
      entries = await remote.list(node.remotePath, signal);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      tally.complete = false;
      if (node.path === '') {
        throw new RunError(
          `The remote folder “${node.remotePath}” cannot be listed: ${error.message} Check remote-path and what the account may read.`,
          { cause: error },
        );
      }
      tally.failed(node.path, error.message);
      return;
    } finally {
      tally.foldersListed++;
    }
    if (signal.aborted) throw new CancelledError();
    if (node.path === '') this.rootEntries = entries.length;
    this.#examine(node, entries);
    tally.progress();
  }

  #examine(node: FolderNode, entries: readonly RemoteEntry[]): void {
    const { tally, selection, platform, fold, pathLimit, dryRun } = this.#options;
    let local: ReadonlyMap<string, LocalKind>;
    try {
      local = node.exists ? node.local.read() : new Map();
    } catch (error) {
      tally.complete = false;
      tally.failed(node.path, messageOf(error));
      return;
    }
    const plan = planFolder(entries, local, { folder: node.path, selection, platform, fold, pathLimit });
    if (!plan.understood) tally.complete = false;
    for (const { path, reason } of plan.refused) tally.failed(path, reason);
    for (const { path, type } of plan.unknown) tally.unknown(path, type);
    for (const item of plan.extraneous) this.extraneous.push({ node, ...item });
    for (const folder of plan.folders) this.#folder(node, folder);
    this.#files(node, plan.files);
    const { swap } = node;
    if (swap !== undefined) swap.wanted += plan.files.length + plan.refused.length;
    if (!node.exists && !dryRun && selection.emptyFolder(node.path)) this.#makeEmpty(node);
  }

  #makeEmpty(node: FolderNode): void {
    if (node.swap !== undefined) {
      node.swap.emptyFolders.push(node);
      return;
    }
    try {
      node.make();
    } catch (error) {
      this.#options.tally.failed(node.path, messageOf(error));
    }
  }

  #folder(parent: FolderNode, planned: PlannedEntry): void {
    const { tally, dryRun } = this.#options;
    const { entry, path, local } = planned;
    if (parent.level + 1 > DEEPEST_LEVEL || parent.isWithin(entry.path)) {
      tally.complete = false;
      tally.failed(
        path,
        parent.isWithin(entry.path)
          ? 'The folder contains itself on the server. Exclude it.'
          : `The folder lies more than ${DEEPEST_LEVEL} levels deep. Exclude it, or mirror a deeper folder.`,
      );
      return;
    }
    const swap = local === undefined || local === 'folder' ? parent.swap : this.#makeRoom(parent, planned);
    if (swap === 'impossible') return;
    if (planned.localName !== undefined && local === 'folder' && !dryRun) {
      try {
        parent.local.rename(planned.localName, entry.name);
      } catch (error) {
        tally.complete = false;
        tally.failed(path, messageOf(error));
        return;
      }
    }
    const node = new FolderNode({
      path,
      remotePath: entry.path,
      local: parent.local.child(dryRun ? (planned.localName ?? entry.name) : entry.name),
      digest: parent.digest.folder(entry.name),
      exists: local === 'folder',
      parent,
      swap,
    });
    swap?.folders.push(node);
    tally.foldersKnown++;
    this.#options.push(node);
  }

  /** Something that is no folder stands in a folder's place. */
  #makeRoom(parent: FolderNode, { entry, path, local, localName }: PlannedEntry): FileToFolder | 'impossible' {
    const { tally, selection } = this.#options;
    const name = localName ?? entry.name;
    // What the globs or the shard leave out is not deleted, wherever it stands.
    const mayGo = local === 'file' && selection.file(parent.path === '' ? name : `${parent.path}/${name}`);
    if (mayGo && this.#options.delete) {
      const swap: FileToFolder = {
        kind: 'file-to-folder',
        node: parent,
        name,
        path,
        downloads: [],
        folders: [],
        emptyFolders: [],
        wanted: 0,
        placed: 0,
      };
      this.swaps.push(swap);
      return swap;
    }
    tally.failed(path, inTheWay(local, mayGo));
    return 'impossible';
  }

  #files(node: FolderNode, files: readonly PlannedEntry[]): void {
    const { tally, dryRun } = this.#options;
    const lines: string[] = [];
    const tasks: FileTask[] = [];
    for (const planned of files) {
      const { entry, path, local } = planned;
      const name = planned.localName ?? entry.name;
      if (local === 'file' || local === 'link') tally.localFiles++;
      if (local === 'other') {
        tally.failed(path, 'A special file (a pipe, socket or device) stands in its place locally. Remove it.');
        continue;
      }
      try {
        if (planned.localName !== undefined && !dryRun && (local === 'file' || local === 'link')) {
          node.local.rename(planned.localName, entry.name);
        }
        const there =
          local === undefined
            ? undefined
            : local === 'file'
              ? (node.local.stat(dryRun ? name : entry.name) ?? 'occupied')
              : 'occupied';
        const action = decide(entry, there);
        if (action === 'skipped') {
          const size = typeof there === 'object' ? there.size : (entry.size ?? 0);
          lines.push(DigestFolder.line(entry.name, size, entry.modified));
          tally.skipped({ path, action, size, modified: entry.modified });
        } else if (!entry.downloadable) {
          tally.failed(path, 'The server does not let this account download it. Ask its owner, or exclude it.');
        } else if (local === 'folder') {
          this.#fileInFoldersPlace(node, planned, name);
        } else {
          tasks.push({ node, entry, path, action });
        }
      } catch (error) {
        tally.failed(path, messageOf(error));
      }
    }
    node.digest.addAll(lines);
    for (const task of tasks) tally.toDownload(task.entry.size);
    if (tasks.length === 0) return;
    if (node.swap !== undefined) node.swap.downloads.push({ node, tasks });
    else this.#options.download(node, tasks);
  }

  #fileInFoldersPlace(node: FolderNode, { entry, path }: PlannedEntry, name: string): void {
    if (!this.#options.delete) {
      this.#options.tally.failed(
        path,
        'A local folder stands where the server has a file. Remove it, or set delete to let the mirror replace it.',
      );
      return;
    }
    this.#options.tally.toDownload(entry.size);
    this.swaps.push({ kind: 'folder-to-file', name, task: { node, entry, path, action: 'updated' } });
  }
}

/** Why a folder cannot be made in the place of what is no folder. */
function inTheWay(local: LocalKind | undefined, mayGo: boolean): string {
  if (local !== 'file') {
    const what = local === 'link' ? 'link' : 'special file';
    return `A local ${what} stands where the server has a folder; it is never followed. Remove it.`;
  }
  return mayGo
    ? 'A local file stands where the server has a folder. Remove it, or set delete to let the mirror replace it.'
    : 'A local file stands where the server has a folder, and the mirror must not touch it (left out by the globs or the shard). Move it away.';
}
