import type { LocalKind } from './local/mirror-folder.ts';
import { collisionKey, holdsGit, isRepository, REPOSITORY_PARTS, refusal } from './names.ts';
import type { RemoteEntry } from './remote.ts';
import type { Selection } from './selection.ts';

/** What a folder's listing and the local folder together ask for. Names only: sizes and times come after. */
export interface FolderPlan {
  readonly files: readonly PlannedEntry[];
  readonly folders: readonly PlannedEntry[];
  /** Entries that cannot be mirrored, with the reason. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
  readonly unknown: readonly { readonly path: string; readonly type: string }[];
  /** False where an entry that may be of the mirror is malformed: then nobody knows what else the server has. */
  readonly understood: boolean;
  /** Local entries that the server doesn't have and that this mirror may speak about. */
  readonly extraneous: readonly { readonly name: string; readonly path: string; readonly kind: LocalKind }[];
}

export interface PlannedEntry {
  readonly entry: RemoteEntry;
  /** Relative to the mirror, with `/`. */
  readonly path: string;
  /** What stands locally at its place. */
  readonly local: LocalKind | undefined;
  /** The name it has locally, where only case or normalisation differs on a file system that ignores them. */
  readonly localName: string | undefined;
}

export interface FolderPlanContext {
  /** The folder's path relative to the mirror; '' for the root. */
  readonly folder: string;
  readonly selection: Selection;
  readonly platform: NodeJS.Platform;
  readonly fold: { readonly case: boolean; readonly normalisation: boolean };
  /** Most bytes that a path relative to the mirror may have. */
  readonly pathLimit: number;
}

const PART_OF_REPOSITORY =
  'With others of its folder it would be a Git repository, and git runs commands from those. Rename it on the server, or exclude it.';

/** Plans one folder. Pure: reads no disk and no clock, and doesn't depend on the order of the entries. */
export function planFolder(
  entries: readonly RemoteEntry[],
  local: ReadonlyMap<string, LocalKind>,
  context: FolderPlanContext,
): FolderPlan {
  const prefix = context.folder === '' ? '' : `${context.folder}/`;
  const folding = context.fold.case || context.fold.normalisation;
  const keyOf = (name: string): string => (folding ? collisionKey(name, context.fold) : name);
  const files: PlannedEntry[] = [];
  const folders: PlannedEntry[] = [];
  const refused: { path: string; reason: string }[] = [];
  const unknown: { path: string; type: string }[] = [];
  const localByKey = folding ? new Map([...local.keys()].map(name => [keyOf(name), name])) : undefined;
  const { first, twins } = collisions(entries, keyOf, context, prefix);
  // The server could make one in two runs, or give another config to one of the user's.
  const inRepository = isRepository(part => first.has(keyOf(part)) || (localByKey ?? local).has(keyOf(part)))
    ? new Set(REPOSITORY_PARTS.map(keyOf))
    : undefined;
  /** Names of entries that are in the way of nothing, and yet there. */
  const others = new Set<string>();
  /** Of what is left out, a file says nothing of a local folder with other files in it, nor a folder of a local file. */
  const leftOut = { file: new Set<string>(), folder: new Set<string>() };
  /** Names of twins that were refused. */
  const told = new Set<string>();
  let understood = true;
  let matched = 0;

  for (const entry of entries) {
    const path = `${prefix}${entry.name}`;
    const key = keyOf(entry.name);
    const isFirst = first.get(key) === entry;
    const isChosen = isFirst || chosen(entry, path, context.selection);
    // What has no name cannot be left out by it.
    const malformed = isChosen || entry.name === '' ? entry.malformed : undefined;
    if (malformed !== undefined) understood = false;
    else if (entry.kind === 'unknown') {
      others.add(key);
      if (isChosen) unknown.push({ path, type: entry.type ?? '' });
      continue;
    } else if (!isChosen) {
      leftOut[entry.kind].add(key);
      continue;
    }
    const reason =
      malformed ??
      refusal(entry.name, context.platform) ??
      tooLong(path, context.pathLimit) ??
      (inRepository?.has(key) === true ? PART_OF_REPOSITORY : undefined);
    if (reason !== undefined) {
      others.add(key);
      refused.push({ path, reason });
      continue;
    }
    const twin = twins.get(key);
    if (twin !== undefined) {
      if (!told.has(entry.name)) refused.push({ path, reason: twin });
      told.add(entry.name);
      continue;
    }
    if (!isFirst) continue; // the same entry, listed twice
    let kind = local.get(entry.name);
    let localName: string | undefined;
    if (kind === undefined && localByKey !== undefined) {
      localName = localByKey.get(key);
      kind = localName === undefined ? undefined : local.get(localName);
    }
    if (kind !== undefined) matched++;
    (entry.kind === 'folder' ? folders : files).push({ entry, path, local: kind, localName });
  }

  const extraneous: { name: string; path: string; kind: LocalKind }[] = [];
  // Whatever the server has of a name, the local entry of that name is not extraneous. What lies in a repository of the user's isn't either.
  if (matched < local.size && !holdsGit(local.keys(), context.platform)) {
    for (const [name, kind] of local) {
      const key = keyOf(name);
      if (first.has(key) || others.has(key)) continue;
      if (kind !== 'folder' && leftOut.file.has(key)) continue;
      if (kind !== 'file' && leftOut.folder.has(key)) continue;
      const path = `${prefix}${name}`;
      if (kind === 'folder' ? context.selection.folder(path) : context.selection.file(path)) {
        extraneous.push({ name, path, kind });
      }
    }
  }
  return { files, folders, refused, unknown, understood, extraneous };
}

interface Collisions {
  /** The first entry of each key. */
  readonly first: ReadonlyMap<string, RemoteEntry>;
  /** Keys under which different entries meet, with the reason: none of them is mirrored, so none overwrites another. */
  readonly twins: ReadonlyMap<string, string>;
}

function collisions(
  entries: readonly RemoteEntry[],
  keyOf: (name: string) => string,
  context: FolderPlanContext,
  prefix: string,
): Collisions {
  const first = new Map<string, RemoteEntry>();
  const twins = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind === 'unknown' || entry.malformed !== undefined) continue;
    if (!chosen(entry, `${prefix}${entry.name}`, context.selection)) continue;
    const key = keyOf(entry.name);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, entry);
    } else if (other.name !== entry.name) {
      const names = [other.name, entry.name].sort();
      twins.set(
        key,
        `“${names[0]}” and “${names[1]}” are one name on this file system. Rename one of them on the server, or exclude it.`,
      );
    } else if (other.kind !== entry.kind) {
      twins.set(key, 'The server lists a file and a folder of this name. Rename one of them on the server.');
    } else if (other.size !== entry.size || other.modified !== entry.modified) {
      twins.set(key, 'The server lists this name twice, with different sizes or times. Run again when it is settled.');
    }
  }
  return { first, twins };
}

function chosen(entry: RemoteEntry, path: string, selection: Selection): boolean {
  switch (entry.kind) {
    case 'file':
      return selection.file(path);
    case 'folder':
      return selection.folder(path);
    case 'unknown':
      return selection.file(path) || selection.folder(path);
  }
}

function tooLong(path: string, limit: number): string | undefined {
  // A UTF-16 unit takes at most three bytes: short paths need no counting.
  if (path.length * 3 <= limit || Buffer.byteLength(path) <= limit) return undefined;
  return `The path is longer than this file system allows (${limit} bytes below the mirror). Mirror a deeper folder, or shorten the names.`;
}
