import { sep } from 'node:path';
import type { FileSystem } from './file-system.ts';
import type { FolderAccess, Place } from './folder-access.ts';
import { refusedWith } from './local-error.ts';

/**
 * Reaches folders by plain paths, where there are no descriptors to go through (Windows, macOS, no `/proc`). Every folder on the way
 * is looked at before, and the place's real path once more after: a link planted before is found before anything happens, and one
 * planted within that instant is found after, and what was done is undone as far as it can be.
 */
export class CheckedAccess implements FolderAccess {
  readonly #fileSystem: FileSystem;
  readonly #mirror: string;

  /** @param mirror the root's real path */
  constructor(fileSystem: FileSystem, mirror: string) {
    this.#fileSystem = fileSystem;
    this.#mirror = mirror;
  }

  within<T>(place: Place, work: (prefix: string) => T, undo?: (result: T) => void): T {
    this.#check(place);
    const folder = this.#plain(place);
    const result = work(`${folder}/`);
    if (place.parent !== undefined && this.#fileSystem.realpathSync(folder) !== folder.replaceAll('/', sep)) {
      undo?.(result);
      throw refusedWith('link', 'written', this.#mirror, place.path);
    }
    return result;
  }

  retain(): void {}

  release(): void {}

  forget(): void {}

  close(): void {}

  #plain({ path }: Place): string {
    if (path === '') return this.#mirror;
    return this.#mirror.endsWith(sep) ? `${this.#mirror}${path}` : `${this.#mirror}/${path}`;
  }

  #check(place: Place): void {
    if (place.parent === undefined) return;
    this.#check(place.parent);
    const found = this.#fileSystem.lstatSync(this.#plain(place));
    if (found.isDirectory()) return;
    throw refusedWith(found.isSymbolicLink() ? 'link' : 'ENOTDIR', 'read', this.#mirror, place.path);
  }
}
