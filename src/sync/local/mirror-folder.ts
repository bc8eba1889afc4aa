import { resolve } from 'node:path';
import { messageOf, RunError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import type { Fold } from '../names.ts';
import { CheckedAccess } from './checked-access.ts';
import { DescriptorAccess } from './descriptor-access.ts';
import { Disk } from './disk.ts';
import { diskFileSystem, type FileSystem, readOnly } from './file-system.ts';
import { probeFold } from './fold-probe.ts';
import { ROOT } from './folder-access.ts';
import type { FileVersion } from './kept-name.ts';
import { codeOf } from './local-error.ts';
import { LocalFolder, type MirrorParts } from './local-folder.ts';
import type { MovedAway } from './moved-away.ts';
import { OwnFolder } from './own-folder.ts';
import { TemporaryFile } from './temporary-file.ts';

export { codeOf, isDiskFull, LocalError } from './local-error.ts';
export { LocalFolder, type LocalKind } from './local-folder.ts';
export type { MovedAway } from './moved-away.ts';
export type { TemporaryFile } from './temporary-file.ts';

export interface MirrorFolderOptions {
  /** False in a dry run: nothing is made, and every call that would write throws. */
  readonly write: boolean;
  readonly platform?: NodeJS.Platform;
  readonly fileSystem?: FileSystem;
  /** Milliseconds between two tries at a file that another program uses (Windows). */
  readonly pause?: number;
}

/**
 * The local side of the mirror: nothing outside of it is ever written, deleted or changed, whatever names the server sends and whatever
 * links are planted below.
 */
export class MirrorFolder {
  /** Whether the folder is there; only in a dry run it may not be. */
  readonly exists: boolean;
  readonly root: LocalFolder;
  readonly #parts: MirrorParts;
  readonly #write: boolean;
  readonly #moved = new Set<MovedAway>();
  #fold: Fold | undefined;
  #closed = false;

  private constructor(parts: MirrorParts, exists: boolean, write: boolean) {
    this.#parts = parts;
    this.exists = exists;
    this.#write = write;
    this.root = new LocalFolder(parts, ROOT);
  }

  /**
   * Opens the folder, and makes it where it is missing and may be written. Links on the way to it are followed, once, here.
   * Removes the temporary files of a run that was killed.
   * @throws RunError when it is no folder or cannot be used
   */
  static open(path: string, options: MirrorFolderOptions): MirrorFolder {
    const { write, platform = process.platform, pause = 200, fileSystem: given = diskFileSystem } = options;
    const fileSystem = write ? given : readOnly(given);
    try {
      const real = realPath(fileSystem, path, write);
      const access =
        (platform === 'linux' && real.exists ? DescriptorAccess.open(fileSystem, real.path) : undefined) ??
        new CheckedAccess(fileSystem, real.path);
      const disk = new Disk(fileSystem, access, real.path, platform);
      const own = new OwnFolder(disk);
      try {
        if (write) own.sweep();
      } catch (error) {
        access.close();
        throw error;
      }
      return new MirrorFolder({ disk, own, pause }, real.exists, write);
    } catch (error) {
      if (error instanceof RunError || codeOf(error) === undefined) throw error;
      throw new RunError(
        `local-path “${path}” cannot be used: ${messageOf(error).replace(/\.?$/, '.')} Choose another folder, or let this user write to it.`,
        { cause: error },
      );
    }
  }

  /** The real path. */
  get path(): string {
    return this.#parts.disk.mirror;
  }

  /** What this file system takes for the same name. Looked at once, when first asked. */
  get fold(): Fold {
    this.#fold ??= probeFold(this.#parts.disk, this.#write ? this.#parts.own : undefined);
    return this.#fold;
  }

  /**
   * A file to download into, on the same file system. Nothing of it is on disk before 256 KiB are written or it is put in place.
   * @param version what is downloaded: where an interrupted run kept a part of it, the file begins with that part
   * @throws LocalError
   */
  temporaryFile(version?: FileVersion): TemporaryFile {
    return new TemporaryFile(this.#parts.disk, this.#parts.own, version);
  }

  /**
   * Moves an entry of a folder into the own folder, until its replacement is in place.
   * @throws LocalError when it cannot be moved; then it stays where it is
   */
  moveAway(folder: LocalFolder, name: string): MovedAway {
    const moved = folder.moveAway(name);
    this.#moved.add(moved);
    return moved;
  }

  /** Whether parts of downloads are kept in the own folder. */
  get hasParts(): boolean {
    return this.#parts.own.hasParts;
  }

  /** Removes the parts of downloads that were kept, and keeps none from now on: on a full disk, they are what is in the way. Never throws. */
  keepNothing(): void {
    this.#parts.own.keepNothing();
  }

  /** What is in a folder that was moved away. */
  contentOf(moved: MovedAway): LocalFolder {
    return new LocalFolder(this.#parts, moved.place);
  }

  /**
   * Removes the own folder and closes everything. What was moved away and not settled is put back. Never throws.
   * @param interrupted leaves the parts of large downloads there, for the next run
   */
  close(interrupted = false): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const moved of this.#moved) {
      try {
        moved.restore();
      } catch {
        // Its place is taken. It stays in the own folder.
      }
    }
    this.#parts.own.close(interrupted);
    this.#parts.disk.access.close();
  }
}

/** @throws RunError, or an error of the file system */
function realPath(fileSystem: FileSystem, path: string, write: boolean): { path: string; exists: boolean } {
  const found = fileSystem.statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    if (!write) return { path: resolve(path), exists: false };
    if (fileSystem.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new RunError(
        `local-path “${path}” is a link to a folder that is not there. Make that folder, or remove the link.`,
      );
    }
    makeFolder(resolve(path), fileSystem, 0o755);
  } else if (!found.isDirectory()) {
    throw new RunError(`local-path “${path}” is a file, not a folder. Remove it, or choose another folder.`);
  }
  return { path: fileSystem.realpathSync(path), exists: true };
}
