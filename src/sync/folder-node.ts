import type { DigestFolder } from './digest.ts';
import type { LocalFolder } from './local/mirror-folder.ts';
import type { RemoteEntry } from './remote.ts';
import type { FileToFolder } from './swap.ts';

/** Deepest nesting that is walked: a share that contains itself ends here at the latest. */
export const DEEPEST_LEVEL = 128;

/** One folder of the walk: where it is on the server, where it is here. */
export class FolderNode {
  /** Relative to the mirror; '' for the root. */
  readonly path: string;
  readonly remotePath: string;
  readonly local: LocalFolder;
  readonly digest: DigestFolder;
  /** Levels below the root. */
  readonly level: number;
  /** Set below a local file that has to make room first. */
  readonly swap: FileToFolder | undefined;
  /** Whether the local folder is there. */
  exists: boolean;
  readonly #parent: FolderNode | undefined;

  constructor(fields: {
    readonly path: string;
    readonly remotePath: string;
    readonly local: LocalFolder;
    readonly digest: DigestFolder;
    readonly exists: boolean;
    readonly parent?: FolderNode;
    readonly swap?: FileToFolder | undefined;
  }) {
    this.path = fields.path;
    this.remotePath = fields.remotePath;
    this.local = fields.local;
    this.digest = fields.digest;
    this.exists = fields.exists;
    this.#parent = fields.parent;
    this.level = fields.parent === undefined ? 0 : fields.parent.level + 1;
    this.swap = fields.swap;
  }

  /** Whether a remote folder is this one or one above it: a share that contains itself. */
  isWithin(remotePath: string): boolean {
    return this.remotePath === remotePath || (this.#parent?.isWithin(remotePath) ?? false);
  }

  make(): void {
    if (this.exists) return;
    this.#parent?.make();
    this.local.make();
    this.exists = true;
  }

  /** Takes the folder away again; it has to be empty. */
  remove(): void {
    if (!this.exists) return;
    this.#parent?.local.removeFolder(this.path.slice(this.path.lastIndexOf('/') + 1));
    this.exists = false;
  }
}

/** One file that has to be downloaded. */
export interface FileTask {
  readonly node: FolderNode;
  readonly entry: RemoteEntry;
  readonly path: string;
  readonly action: 'new' | 'updated';
}
