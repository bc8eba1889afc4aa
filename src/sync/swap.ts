import type { FileTask, FolderNode } from './folder-node.ts';

/** A local entry of the wrong kind that has to make room for what the server has. Only with `delete`. */
export type Swap = FileToFolder | FolderToFile;

/** A local file stands where the server has a folder. */
export interface FileToFolder {
  readonly kind: 'file-to-folder';
  readonly node: FolderNode;
  readonly name: string;
  readonly path: string;
  /** What is downloaded when the file has made room. */
  readonly downloads: { readonly node: FolderNode; readonly tasks: readonly FileTask[] }[];
  /** All folders below, those above before those below them. */
  readonly folders: FolderNode[];
  /** Those of them that are mirrored also when nothing is in them. */
  readonly emptyFolders: FolderNode[];
  /** Entries below that belong to the mirror, those too that cannot be had. */
  wanted: number;
  /** Files that came. */
  placed: number;
}

/** A local folder stands where the server has a file. */
export interface FolderToFile {
  readonly kind: 'folder-to-file';
  readonly name: string;
  readonly task: FileTask;
}
