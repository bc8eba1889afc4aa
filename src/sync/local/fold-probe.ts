import type { Fold } from '../names.ts';
import type { Disk } from './disk.ts';
import { ROOT } from './folder-access.ts';
import type { OwnFolder } from './own-folder.ts';

/** Entries of the mirror that are looked at, at most. */
const MOST_ENTRIES = 32;

/**
 * Finds out which names are one on this file system. Entries that are there answer without a write: whoever has a `readme` under the
 * name `README` too ignores case. An empty mirror is asked with a file in the own folder.
 * @param own where a file may be written; undefined in a dry run
 */
export function probeFold(disk: Disk, own: OwnFolder | undefined): Fold {
  const usual = usualFold(disk.platform);
  try {
    return probeEntries(disk) ?? (own === undefined ? usual : probeOwn(own, disk)) ?? usual;
  } catch {
    return usual;
  }
}

function usualFold(platform: NodeJS.Platform): Fold {
  return { case: platform === 'win32' || platform === 'darwin', normalisation: platform === 'darwin' };
}

function probeEntries(disk: Disk): Fold | undefined {
  let foldsCase: boolean | undefined;
  let foldsNormalisation: boolean | undefined;
  for (const name of firstEntries(disk)) {
    foldsCase ??= isOne(disk, name, otherCase(name));
    foldsNormalisation ??= isOne(disk, name, otherForm(name));
    if (foldsCase !== undefined && foldsNormalisation !== undefined) break;
  }
  if (foldsCase === undefined) return undefined;
  // On Linux, folders that ignore case ignore normalisation too (ext4, f2fs); for others it errs on the side that loses nothing.
  const { normalisation } = disk.platform === 'linux' ? { normalisation: foldsCase } : usualFold(disk.platform);
  return { case: foldsCase, normalisation: foldsNormalisation ?? normalisation };
}

function firstEntries(disk: Disk): readonly string[] {
  return disk.folder(ROOT, 'read', path => {
    const names: string[] = [];
    const directory = disk.fileSystem.opendirSync(path);
    try {
      for (
        let entry = directory.readSync();
        entry !== null && names.length < MOST_ENTRIES;
        entry = directory.readSync()
      ) {
        names.push(entry.name);
      }
    } finally {
      directory.closeSync();
    }
    return names;
  });
}

/** Whether two names lead to the same entry; undefined where this entry cannot tell. */
function isOne(disk: Disk, name: string, other: string): boolean | undefined {
  if (name === other) return undefined;
  const one = disk.look(ROOT, name);
  // A file with two names of its own would look the same.
  if (one === undefined || (one.nlink > 1 && !one.isDirectory())) return undefined;
  const two = disk.look(ROOT, other);
  return two !== undefined && two.ino === one.ino && two.dev === one.dev;
}

function probeOwn(own: OwnFolder, disk: Disk): Fold {
  const { fileSystem } = disk;
  const name = `${own.newName()}-aé`.normalize('NFC');
  const isThere = (other: string): boolean =>
    own.inside(other, path => fileSystem.lstatSync(path, { throwIfNoEntry: false }) !== undefined);
  own.inside(name, path => fileSystem.closeSync(fileSystem.openSync(path, 'wx')));
  try {
    return { case: isThere(otherCase(name)), normalisation: isThere(name.normalize('NFD')) };
  } finally {
    own.remove(name);
  }
}

/** Plain letters only: what is beyond ASCII, some file systems leave as it is. */
function otherCase(name: string): string {
  return name.replace(/[a-zA-Z]/g, letter => {
    const upper = letter.toUpperCase();
    return letter === upper ? letter.toLowerCase() : upper;
  });
}

function otherForm(name: string): string {
  const decomposed = name.normalize('NFD');
  return decomposed === name ? name.normalize('NFC') : decomposed;
}
