import type { RemoteInMemory } from './remote-in-memory.ts';

/** A tree by path: files as `content@time`, folders as `folder`, links as `link`. */
export type FlatTree = Readonly<Record<string, string>>;

/** What a mirror has to be after a run with `delete` in which nothing went wrong, told without any of the engine's ways. */
export interface Expectation {
  readonly tree: FlatTree;
  readonly counts: {
    readonly new: number;
    readonly updated: number;
    readonly skipped: number;
    readonly deleted: number;
    readonly failed: number;
  };
}

export function expectation(before: FlatTree, remote: RemoteInMemory): Expectation {
  const wanted = treeOf(remote);
  const tree: Record<string, string> = {};
  const counts = { new: 0, updated: 0, skipped: 0, deleted: 0, failed: 0 };
  const isBarred = (path: string): boolean => before[path] === 'link' && wanted[path] === 'folder';
  for (const [path, want] of Object.entries(wanted)) {
    if (foldersAbove(path).some(isBarred)) continue;
    const was = before[path];
    if (isBarred(path)) {
      // A link is never followed, and nobody knows whose it is: the folder fails, and nothing below it is looked at.
      counts.failed++;
      tree[path] = 'link';
      continue;
    }
    tree[path] = want;
    if (want !== 'folder') counts[was === undefined ? 'new' : was === want ? 'skipped' : 'updated']++;
  }
  for (const [path, was] of Object.entries(before)) {
    if (was !== 'folder' && (tree[path] === undefined || tree[path] === 'folder')) counts.deleted++;
  }
  return { tree, counts };
}

/** The remote's files and folders, those above them included. */
function treeOf(remote: RemoteInMemory): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const [path, { content, modified }] of remote.files) tree[path] = `${content}@${modified}`;
  for (const path of remote.folders) tree[path] = 'folder';
  for (const path of Object.keys(tree)) for (const folder of foldersAbove(path)) tree[folder] = 'folder';
  return tree;
}

/** `a/b/c`: `a`, `a/b`. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
