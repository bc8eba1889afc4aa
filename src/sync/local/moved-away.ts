import type { Disk } from './disk.ts';
import { type Place, placeBelow } from './folder-access.ts';
import { refusedWith } from './local-error.ts';
import type { OwnFolder, Taken } from './own-folder.ts';

/** An entry that made room for another, until it is known which of the two stays. */
export class MovedAway {
  readonly #disk: Disk;
  readonly #own: OwnFolder;
  readonly #folder: Place;
  readonly #name: string;
  readonly #taken: Taken;
  #settled = false;

  /** @throws LocalError when it cannot be moved; then it stays where it is */
  constructor(disk: Disk, own: OwnFolder, folder: Place, name: string) {
    this.#disk = disk;
    this.#own = own;
    this.#folder = folder;
    this.#name = name;
    this.#taken = own.take(folder, name);
  }

  /** Where it is now. */
  get place(): Place {
    return placeBelow(this.#taken.folder, this.#name);
  }

  /** Whether it is a regular file. @throws LocalError */
  isFile(): boolean {
    return this.#disk.look(this.#taken.folder, this.#name)?.isFile() ?? false;
  }

  /**
   * Puts it back, unless something stands in its place by now.
   * @throws LocalError; it can still be restored or discarded then
   */
  restore(): void {
    if (this.#settled) return;
    if (this.#disk.look(this.#folder, this.#name) !== undefined) {
      throw refusedWith('EEXIST', 'put back', this.#disk.mirror, placeBelow(this.#folder, this.#name).path);
    }
    this.#disk.move(this.#taken.folder, this.#name, this.#folder, this.#name, 'put back');
    this.#settled = true;
    this.#own.remove(this.#taken.top);
  }

  /** Removes it for good, with all below. Links are removed, not followed. Never throws: what cannot go waits for the next run. */
  discard(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#own.remove(this.#taken.top);
  }
}
