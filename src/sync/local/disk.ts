import type { Stats } from 'node:fs';
import type { FileSystem } from './file-system.ts';
import { type FolderAccess, type Place, placeBelow } from './folder-access.ts';
import { codeOf, type Doing, localError, refusedWith } from './local-error.ts';

const NOTHING_IS_FINE = { throwIfNoEntry: false } as const;

/**
 * The mirror's part of the disk, and the only code that joins a path: every call on an entry goes through {@link Disk.entry}, which takes
 * the folder's place and one plain name. Errors come out as LocalErrors that name the path.
 */
export class Disk {
  readonly fileSystem: FileSystem;
  readonly access: FolderAccess;
  /** The root's real path. */
  readonly mirror: string;
  readonly platform: NodeJS.Platform;

  constructor(fileSystem: FileSystem, access: FolderAccess, mirror: string, platform: NodeJS.Platform) {
    this.fileSystem = fileSystem;
    this.access = access;
    this.mirror = mirror;
    this.platform = platform;
  }

  /**
   * Runs `work` on the path of one entry. The path is good only until `work` returns.
   * @param undo takes back what was done, when it turns out afterwards that it went through a link
   * @throws LocalError
   */
  entry<T>(folder: Place, name: string, doing: Doing, work: (path: string) => T, undo?: (path: string) => void): T {
    this.checkName(folder, name, doing);
    try {
      let path = '';
      return this.access.within(
        folder,
        prefix => {
          path = `${prefix}${name}`;
          return work(path);
        },
        undo === undefined ? undefined : () => undo(path),
      );
    } catch (error) {
      throw localError(error, doing, this.mirror, pathOf(folder, name));
    }
  }

  /** @throws LocalError unless the name is one plain step down, whatever was checked before */
  checkName(folder: Place, name: string, doing: Doing): void {
    if (!isPlainName(name, this.platform)) throw refusedWith('name', doing, this.mirror, pathOf(folder, name));
  }

  /**
   * Runs `work` on the path of a folder itself.
   * @throws LocalError
   */
  folder<T>(folder: Place, doing: Doing, work: (path: string) => T): T {
    try {
      return this.access.within(folder, work);
    } catch (error) {
      throw localError(error, doing, this.mirror, folder.path);
    }
  }

  /**
   * What stands at an entry's place, the link itself where it is one; undefined for nothing. By the plain path, which costs half: looking
   * changes nothing, and whoever writes goes through the folder again.
   * @throws LocalError
   */
  look(folder: Place, name: string): Stats | undefined {
    const path = pathOf(folder, name);
    this.checkName(folder, name, 'read');
    try {
      return this.fileSystem.lstatSync(`${this.mirror}/${path}`, NOTHING_IS_FINE);
    } catch (error) {
      throw localError(error, 'read', this.mirror, path);
    }
  }

  /**
   * Makes a folder and its parents, as far as they are missing. Mode 0755 less the umask.
   * @throws LocalError
   */
  makeFolder(place: Place, mode = 0o755): void {
    const { parent } = place;
    if (parent === undefined) return;
    const make = (): void =>
      this.entry(parent, place.name, 'made', path => {
        try {
          this.fileSystem.mkdirSync(path, mode);
        } catch (error) {
          if (codeOf(error) !== 'EEXIST') throw error;
        }
      });
    try {
      make();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || parent.parent === undefined) throw error;
      this.makeFolder(parent);
      make();
    }
    // What was there already, or came in between, must be a folder.
    this.folder(place, 'made', () => {});
  }

  /**
   * Renames an entry from one folder into another. What stands there is replaced, unless it is a folder.
   * @throws LocalError
   */
  move(from: Place, name: string, to: Place, newName: string, doing: Doing): void {
    const { fileSystem } = this;
    this.entry(from, name, doing, source =>
      this.entry(
        to,
        newName,
        doing,
        target => {
          try {
            fileSystem.renameSync(source, target);
          } catch (error) {
            // Systems tell it in different ways (EISDIR, ENOTEMPTY, EPERM).
            if (codeOf(error) === 'ENOENT' || !isOtherFolder(fileSystem, target, source)) throw error;
            throw refusedWith('folder', doing, this.mirror, pathOf(to, newName), error);
          }
        },
        target => fileSystem.renameSync(target, source),
      ),
    );
  }
}

/**
 * Whether a path holds a folder, and not the one that was to go there: names that differ in case only may be one. A path that cannot be looked
 * at holds none.
 */
function isOtherFolder(fileSystem: FileSystem, path: string, source: string): boolean {
  try {
    const there = fileSystem.lstatSync(path, NOTHING_IS_FINE);
    if (there?.isDirectory() !== true) return false;
    const moved = fileSystem.lstatSync(source, NOTHING_IS_FINE);
    return moved === undefined || moved.ino !== there.ino || moved.dev !== there.dev;
  } catch {
    return false;
  }
}

function isPlainName(name: string, platform: NodeJS.Platform): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) return false;
  return platform !== 'win32' || !(name.includes('\\') || name.includes(':'));
}

function pathOf(folder: Place, name: string): string {
  return placeBelow(folder, name).path;
}
