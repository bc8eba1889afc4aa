import type { Content, StoredContent } from './content.ts';

/** A file of the tree. Times are whole seconds since 1970, UTC. */
export interface TreeFile {
  readonly type: 'file';
  readonly path: string;
  readonly name: string;
  readonly modified: number;
  readonly content: StoredContent;
  /** Changes with every write: what the server calls the file's etag. */
  readonly etag: string;
  readonly modifiedBy: string;
  /** Every state the file was written in, oldest first, this one last. */
  readonly versions: readonly TreeVersion[];
}

/** A folder of the tree; roots such as `/SHARED` have no time. */
interface TreeFolder {
  readonly type: 'dir';
  readonly path: string;
  readonly name: string;
  readonly modified: number | undefined;
  readonly shared: '' | 'private' | 'public';
  readonly modifiedBy: string;
}

export type TreeNode = TreeFile | TreeFolder;

interface TreeVersion {
  readonly size: number;
  readonly modified: number;
}

/** What else is known of a node, as the real listing shows it. */
export interface NodeDetails {
  /** Seconds since 1970, UTC. */
  readonly modified?: number | undefined;
  readonly modifiedBy?: string | undefined;
  readonly shared?: TreeFolder['shared'] | undefined;
}

/** What the server has. Paths are absolute, with `/`; nothing is checked against the rules for names, so that tests may break them. */
export interface Tree {
  /** Writes a file and the folders it needs. Without a time the tree's own clock ticks on by a second. */
  write(path: string, content: Content, modified?: number | NodeDetails): void;
  /** Makes a folder and those above it; one that exists only takes the details. */
  folder(path: string, details?: NodeDetails): void;
  /** Removes a file, or a folder with all it holds. What is not there is no error. */
  remove(path: string): void;
  /** Moves a file or folder; throws an Error when there is none. */
  rename(from: string, to: string): void;
  get(path: string): TreeNode | undefined;
  /** What a folder holds: folders first, each by name whatever the case, as the real server sorts. */
  children(path: string): readonly TreeNode[];
}

/** `/a//b/` is `/a/b`; the root is `/`. */
export function canonicalPath(path: string): string {
  return `/${path
    .split('/')
    .filter(part => part !== '')
    .join('/')}`;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function childPath(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** Folders first, then by name whatever the case (seen in a listing of FileCloud Online, 2024); equal names by code point. */
export function inListingOrder(a: TreeNode, b: TreeNode): number {
  if (a.type !== b.type) return a.type === 'dir' ? -1 : 1;
  return compare(a.name.toLowerCase(), b.name.toLowerCase()) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
