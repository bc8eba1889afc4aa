import { messageOf } from '../errors.ts';
import { DEEPEST_LEVEL } from './folder-node.ts';
import type { LocalFolder } from './local/mirror-folder.ts';
import { holdsGit } from './names.ts';
import type { Selection } from './selection.ts';

/** A local file, link or folder that goes. */
export interface Removal {
  readonly folder: LocalFolder;
  readonly name: string;
  readonly path: string;
}

/** What is in local folders that the server doesn't have. Nothing is changed. */
export class Contents {
  /** Files and links that may go. */
  readonly removals: Removal[] = [];
  /** Folders that go when they are empty by then, from the leaves up. */
  readonly folders: Removal[] = [];
  /** Folders that could not be read, with the reason. */
  readonly failures: { readonly path: string; readonly message: string }[] = [];
  /** Whether all that is there may go. */
  whole = true;
  readonly #selection: Selection;
  readonly #platform: NodeJS.Platform;

  constructor(selection: Selection, platform: NodeJS.Platform) {
    this.#selection = selection;
    this.#platform = platform;
  }

  /**
   * Adds what is in a folder.
   * @param path the folder's, relative to the mirror
   * @param level how many levels it lies below the mirror
   */
  read(folder: LocalFolder, path: string, level: number): void {
    try {
      if (level > DEEPEST_LEVEL)
        throw new RangeError(`The folder lies more than ${DEEPEST_LEVEL} levels deep. Remove it.`);
      const entries = folder.read();
      // A repository of the user's was never the server's, nor what lies in it.
      if (holdsGit(entries.keys(), this.#platform)) {
        this.whole = false;
        return;
      }
      for (const [name, kind] of entries) {
        const removal = { folder, name, path: `${path}/${name}` };
        const mayGo = kind !== 'other';
        if (mayGo && kind === 'folder' && this.#selection.folder(removal.path)) this.addFolder(removal, level + 1);
        else if (mayGo && kind !== 'folder' && this.#selection.file(removal.path)) this.removals.push(removal);
        else this.whole = false;
      }
    } catch (error) {
      this.failures.push({ path, message: messageOf(error) });
      this.whole = false;
    }
  }

  /** Adds a folder with all in it. @param level how many levels it lies below the mirror */
  addFolder(removal: Removal, level: number): void {
    const before = this.removals.length;
    this.read(removal.folder.child(removal.name), removal.path, level);
    // An empty one that the globs leave out is not the server's affair, unless this run empties it.
    if (this.removals.length > before || this.#selection.emptyFolder(removal.path)) this.folders.push(removal);
    else this.whole = false;
  }
}
