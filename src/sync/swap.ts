import type { FileTask, FolderNode } from './folder-node.ts';

/** A local entry of the wrong kind that has to make room for what the server has. Only with `delete`. */
export type Swap = FileToFolder | FolderToFile;

/** A local file stands where the server has a folder. */
export interface FileToFolder {
  readonly kind: 'file-to-folder';
  readonly node: FolderNode;
  readonly name: string;
  readonly path: string;
  /** Everything below the folder; downloaded when the file has made room. */
  readonly tasks: FileTask[];
  readonly folders: FolderNode[];
}

/** A local folder stands where the server has a file. */
export interface FolderToFile {
  readonly kind: 'folder-to-file';
  readonly name: string;
  readonly task: FileTask;
}
