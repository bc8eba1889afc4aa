import { constants } from 'node:fs';
import type { FileSystem } from './file-system.ts';
import type { FolderAccess, Place } from './folder-access.ts';
import { codeOf, refusedWith } from './local-error.ts';

/** With a link in the place of the folder, opening fails. Checking and using are one step: nothing can come between. */
const FOLDER_ITSELF = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Most folders kept open that nobody retains. */
const MOST_IDLE = 32;

interface OpenFolder {
  readonly descriptor: number;
  readonly prefix: string;
}

/**
 * Reaches folders through descriptors (Linux): each is opened below its parent's descriptor, and its entries are reached below
 * `/proc/self/fd/N/`. Whoever swaps a folder for a link afterwards changes nothing for those who have it open.
 */
export class DescriptorAccess implements FolderAccess {
  readonly #fileSystem: FileSystem;
  readonly #mirror: string;
  readonly #root: OpenFolder;
  /** In the order of their last use. */
  readonly #idle = new Map<string, OpenFolder>();
  readonly #held = new Map<string, { holders: number; folder: OpenFolder | undefined }>();

  private constructor(fileSystem: FileSystem, mirror: string, root: OpenFolder) {
    this.#fileSystem = fileSystem;
    this.#mirror = mirror;
    this.#root = root;
  }

  /**
   * @param mirror the root's real path
   * @returns undefined where `/proc` cannot be used
   */
  static open(fileSystem: FileSystem, mirror: string): DescriptorAccess | undefined {
    const root = openFolder(fileSystem, mirror);
    try {
      // Without the slash it is the link in /proc itself; with it, the folder behind.
      const seen = fileSystem.lstatSync(root.prefix, { throwIfNoEntry: false });
      if (seen?.isDirectory()) return new DescriptorAccess(fileSystem, mirror, root);
    } catch {
      // Some containers hide it.
    }
    closeQuietly(fileSystem, root);
    return undefined;
  }

  within<T>(place: Place, work: (prefix: string) => T): T {
    return work(this.#open(place).prefix);
  }

  retain({ path }: Place): void {
    const held = this.#held.get(path);
    if (held !== undefined) {
      held.holders++;
      return;
    }
    this.#held.set(path, { holders: 1, folder: this.#idle.get(path) });
    this.#idle.delete(path);
  }

  release({ path }: Place): void {
    const held = this.#held.get(path);
    if (held === undefined || --held.holders > 0) return;
    this.#held.delete(path);
    if (held.folder !== undefined) this.#keepIdle(path, held.folder);
  }

  forget(path: string): void {
    const below = `${path}/`;
    for (const [known, folder] of this.#idle) {
      if (known !== path && !known.startsWith(below)) continue;
      this.#idle.delete(known);
      closeQuietly(this.#fileSystem, folder);
    }
    for (const [known, held] of this.#held) {
      if (held.folder === undefined || (known !== path && !known.startsWith(below))) continue;
      closeQuietly(this.#fileSystem, held.folder);
      held.folder = undefined;
    }
  }

  close(): void {
    for (const folder of this.#idle.values()) closeQuietly(this.#fileSystem, folder);
    for (const { folder } of this.#held.values()) if (folder !== undefined) closeQuietly(this.#fileSystem, folder);
    this.#idle.clear();
    this.#held.clear();
    closeQuietly(this.#fileSystem, this.#root);
  }

  #open(place: Place): OpenFolder {
    if (place.parent === undefined) return this.#root;
    const { path } = place;
    const held = this.#held.get(path);
    if (held?.folder !== undefined) return held.folder;
    const idle = this.#idle.get(path);
    if (idle !== undefined) {
      this.#idle.delete(path);
      this.#idle.set(path, idle);
      return idle;
    }
    const opened = this.#openBelow(place, place.parent);
    if (held === undefined) this.#keepIdle(path, opened);
    else held.folder = opened;
    return opened;
  }

  #openBelow(place: Place, parent: Place): OpenFolder {
    const path = `${this.#open(parent).prefix}${place.name}`;
    try {
      return openFolder(this.#fileSystem, path);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EMFILE' && this.#idle.size > 1) {
        // The parent was used last, so it is the one that stays.
        this.#closeIdle(1);
        return openFolder(this.#fileSystem, path);
      }
      if (code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
      const isLink = this.#fileSystem.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
      throw refusedWith(isLink ? 'link' : 'ENOTDIR', 'read', this.#mirror, place.path, error);
    }
  }

  #keepIdle(path: string, folder: OpenFolder): void {
    this.#idle.set(path, folder);
    this.#closeIdle(MOST_IDLE);
  }

  #closeIdle(most: number): void {
    for (const [path, folder] of this.#idle) {
      if (this.#idle.size <= most) return;
      this.#idle.delete(path);
      closeQuietly(this.#fileSystem, folder);
    }
  }
}

function openFolder(fileSystem: FileSystem, path: string): OpenFolder {
  const descriptor = fileSystem.openSync(path, FOLDER_ITSELF);
  return { descriptor, prefix: `/proc/self/fd/${descriptor}/` };
}

function closeQuietly(fileSystem: FileSystem, { descriptor }: OpenFolder): void {
  try {
    fileSystem.closeSync(descriptor);
  } catch {
    // The descriptor is free even then, and nothing was written through it.
  }
}
