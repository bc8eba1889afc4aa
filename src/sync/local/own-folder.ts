import { randomBytes } from 'node:crypto';
import { OWN_FOLDER } from '../names.ts';
import type { Disk } from './disk.ts';
import { type Place, placeBelow, ROOT } from './folder-access.ts';
import { codeOf } from './local-error.ts';

const OWN: Place = placeBelow(ROOT, OWN_FOLDER);

/**
 * The folder `.filecloud-mirror`, on the same file system as the rest: unfinished downloads, and what is moved away until its
 * replacement is in place. Made when first needed, so that a run that changes nothing writes nothing.
 */
export class OwnFolder {
  readonly place = OWN;
  readonly #disk: Disk;
  readonly #prefix = randomBytes(4).toString('hex');
  #made = false;
  #names = 0;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Removes what a killed run left. One run at a time owns a mirror. @throws LocalError */
  sweep(): void {
    const { fileSystem } = this.#disk;
    this.#disk.entry(ROOT, OWN_FOLDER, 'removed', path => {
      // A link or a file of this name goes itself.
      if (fileSystem.lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
        fileSystem.rmSync(path, { recursive: true, force: true });
      }
    });
  }

  /** A name that nothing in the folder has. Short, whatever the entry's own name is. */
  newName(): string {
    return `${this.#prefix}-${(this.#names++).toString(36)}`;
  }

  /**
   * Runs `work` on the path of an entry of the own folder, which is there then.
   * @throws LocalError
   */
  inside<T>(name: string, work: (path: string) => T): T {
    this.#make();
    try {
      return this.#disk.entry(OWN, name, 'written', work);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      // Another run that ended took the empty folder with it.
      this.#release();
      this.#make();
      return this.#disk.entry(OWN, name, 'written', work);
    }
  }

  /** Moves an entry of the mirror in here. @throws LocalError */
  take(folder: Place, name: string): string {
    this.#make();
    const newName = this.newName();
    this.#disk.access.forget(placeBelow(folder, name).path);
    this.#disk.move(folder, name, OWN, newName, 'moved away');
    return newName;
  }

  /** Removes an entry for good, with all below; links are removed, not followed. What cannot go is left for the next run's sweep. */
  remove(name: string): void {
    try {
      this.#disk.entry(OWN, name, 'removed', path => {
        this.#disk.fileSystem.rmSync(path, { recursive: true, force: true });
      });
    } catch {
      // It is in nobody's way.
    }
  }

  /** Removes the folder, if it is empty. Never throws. */
  close(): void {
    if (!this.#made) return;
    this.#release();
    try {
      this.#disk.entry(ROOT, OWN_FOLDER, 'removed', path => this.#disk.fileSystem.rmdirSync(path));
    } catch {
      // What is left in it is swept by the next run.
    }
  }

  #make(): void {
    if (this.#made) return;
    this.#disk.makeFolder(OWN, 0o700);
    this.#disk.access.retain(OWN);
    this.#made = true;
  }

  #release(): void {
    if (this.#made) this.#disk.access.release(OWN);
    this.#made = false;
    this.#disk.access.forget(OWN.path);
  }
}
