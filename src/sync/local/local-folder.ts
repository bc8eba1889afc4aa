import { setTimeout as delay } from 'node:timers/promises';
import { isGitName, isOwnName } from '../names.ts';
import type { Disk } from './disk.ts';
import { type Place, placeBelow } from './folder-access.ts';
import { codeOf, type Doing, LocalError, refusedWith } from './local-error.ts';
import { MovedAway } from './moved-away.ts';
import type { OwnFolder } from './own-folder.ts';
import type { TemporaryFile } from './temporary-file.ts';

/** What stands in a folder. Links are never followed, so what they point to plays no part. */
export type LocalKind = 'file' | 'folder' | 'link' | 'other';

/** What the folders of one mirror share. */
export interface MirrorParts {
  readonly disk: Disk;
  readonly own: OwnFolder;
  /** Milliseconds between two tries at a file that another program uses. */
  readonly pause: number;
}

/** What Windows answers while another program (a virus scanner, an indexer) has a file open. */
const IN_USE: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES']);
const TRIES_AGAIN = 5;

/** A folder of the mirror, there or not. Nothing is opened before it is used, and nothing made before {@link LocalFolder.make}. */
export class LocalFolder {
  readonly #parts: MirrorParts;
  readonly #disk: Disk;
  readonly #place: Place;

  constructor(parts: MirrorParts, place: Place) {
    this.#parts = parts;
    this.#disk = parts.disk;
    this.#place = place;
  }

  /**
   * Entries by name, without the mirror's own folder; empty when the folder is not there. One read of the directory, not kept.
   * @throws LocalError when a link or a file stands in its place, or it cannot be read
   */
  read(): Map<string, LocalKind> {
    const entries = new Map<string, LocalKind>();
    try {
      this.#disk.folder(this.#place, 'read', path => {
        for (const entry of this.#disk.fileSystem.readdirSync(path, { withFileTypes: true })) {
          const { name } = entry;
          if (this.#isOwn(name)) continue;
          if (entry.isFile()) entries.set(name, 'file');
          else if (entry.isDirectory()) entries.set(name, 'folder');
          else entries.set(name, entry.isSymbolicLink() ? 'link' : 'other');
        }
      });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    return entries;
  }

  /**
   * Size (bytes) and time of the last change (whole seconds since 1970 UTC) of a regular file; undefined for anything else and for nothing.
   * @throws LocalError when it cannot be looked at
   */
  stat(name: string): { readonly size: number; readonly modified: number } | undefined {
    const found = this.#disk.look(this.#place, name);
    if (found === undefined || !found.isFile()) return undefined;
    return { size: found.size, modified: Math.floor(found.mtimeMs / 1000) };
  }

  /**
   * The folder below. Whether one is there is seen when it is used.
   * @throws LocalError when the name is not one step down
   */
  child(name: string): LocalFolder {
    this.#refuseReserved(name, 'read');
    this.#disk.checkName(this.#place, name, 'read');
    return new LocalFolder(this.#parts, placeBelow(this.#place, name));
  }

  /**
   * Makes the folder and its parents, as far as they are missing.
   * @throws LocalError, also when a link or a file stands in the place of one
   */
  make(): void {
    this.#disk.makeFolder(this.#place);
  }

  /**
   * Puts a finished temporary file in place, whole: its bytes are written, its time is set, then it is renamed over whatever file or link
   * is called `name`. A link is replaced, not followed. On Windows a file in use is tried again for a second.
   * @param modified whole seconds since 1970 UTC; undefined leaves the present time
   * @throws LocalError; `folder` when a folder stands there
   */
  async place(name: string, file: TemporaryFile, modified: number | undefined): Promise<void> {
    this.#refuseReserved(name, 'written');
    file.finish(modified);
    for (let again = 0; ; again++) {
      try {
        file.moveTo(this.#place, name);
        return;
      } catch (error) {
        const inUse = this.#disk.platform === 'win32' && error instanceof LocalError && IN_USE.has(error.code);
        if (!inUse || again === TRIES_AGAIN) throw error;
        await delay(this.#parts.pause);
      }
    }
  }

  /**
   * Removes a file, or a link itself. One that is gone already is no error.
   * @throws LocalError; `folder` when a folder stands there
   */
  removeFile(name: string): void {
    this.#refuseReserved(name, 'removed');
    try {
      this.#disk.entry(this.#place, name, 'removed', path => this.#disk.fileSystem.unlinkSync(path));
    } catch (error) {
      // A name that is not UTF-8 reads with this character in it, and is not found again.
      if (codeOf(error) === 'ENOENT' && !name.includes('\ufffd')) return;
      const isFolder = codeOf(error) !== 'ENOENT' && this.#disk.look(this.#place, name)?.isDirectory() === true;
      throw isFolder ? this.#refusal('folder', 'removed', name, error) : error;
    }
  }

  /**
   * Removes an empty folder. One that is gone already is no error.
   * @throws LocalError
   */
  removeFolder(name: string): void {
    this.#refuseReserved(name, 'removed');
    this.#disk.access.forget(placeBelow(this.#place, name).path);
    try {
      this.#disk.entry(this.#place, name, 'removed', path => this.#disk.fileSystem.rmdirSync(path));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }

  /**
   * Renames an entry within the folder, where only letter case or normalisation differs. Never over another entry.
   * @throws LocalError
   */
  rename(from: string, to: string): void {
    this.#refuseReserved(from, 'renamed');
    this.#refuseReserved(to, 'renamed');
    const old = this.#disk.look(this.#place, from);
    const other = this.#disk.look(this.#place, to);
    if (other !== undefined && (old === undefined || other.ino !== old.ino || other.dev !== old.dev)) {
      throw this.#refusal('EEXIST', 'renamed', to);
    }
    for (const name of [from, to]) this.#disk.access.forget(placeBelow(this.#place, name).path);
    this.#disk.move(this.#place, from, this.#place, to, 'renamed');
  }

  /**
   * Moves an entry into the mirror's own folder, from where it can be put back.
   * @throws LocalError
   */
  moveAway(name: string): MovedAway {
    this.#refuseReserved(name, 'moved away');
    return new MovedAway(this.#parts.disk, this.#parts.own, this.#place, name);
  }

  /** Keeps the folder open, from its next use until as many releases: a link that takes its place then changes nothing. */
  retain(): void {
    this.#disk.access.retain(this.#place);
  }

  release(): void {
    this.#disk.access.release(this.#place);
  }

  #isOwn(name: string): boolean {
    return this.#place.parent === undefined && isOwnName(name, this.#disk.platform);
  }

  #refuseReserved(name: string, doing: Doing): void {
    if (this.#isOwn(name)) throw this.#refusal('own', doing, name);
    if (isGitName(name, this.#disk.platform)) throw this.#refusal('git', doing, name);
  }

  #refusal(code: string, doing: Doing, name: string, cause?: unknown): LocalError {
    return refusedWith(code, doing, this.#disk.mirror, placeBelow(this.#place, name).path, cause);
  }
}
