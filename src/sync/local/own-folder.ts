import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { isGitName, isOwnName, OWN_FOLDER } from '../names.ts';
import type { Disk } from './disk.ts';
import { type Place, placeBelow, ROOT } from './folder-access.ts';
import { type FileVersion, type KeptPart, keptName, keyOf, readKeptName } from './kept-name.ts';
import { codeOf } from './local-error.ts';

const OWN: Place = placeBelow(ROOT, OWN_FOLDER);

/** What was moved away is called so; `depth` is how many names its path in the mirror has. */
const MOVED = /^moved-[0-9a-f]{8}-[0-9a-z]+-(?<depth>[1-9]\d{0,3})$/;

/** Where something is that was moved away. */
export interface Taken {
  /** What has to go with it, in the own folder. */
  readonly top: string;
  /** The folder that it is in, under its own name. */
  readonly folder: Place;
}

/**
 * The folder `.filecloud-mirror`, on the same file system as the rest: unfinished downloads, and what is moved away until its
 * replacement is in place. Made when first needed, so that a run that changes nothing writes nothing.
 */
export class OwnFolder {
  readonly place = OWN;
  readonly #disk: Disk;
  readonly #prefix = randomBytes(4).toString('hex');
  /** Parts that an interrupted run kept, by the key of their version. */
  readonly #kept = new Map<string, { readonly name: string; readonly part: KeptPart }>();
  #keeps = true;
  #made = false;
  #given = 0;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /**
   * Puts back what a killed run had moved away, and removes what else it left, but for the parts that an interrupted one kept. One run at a
   * time owns a mirror.
   * @throws LocalError
   */
  sweep(): void {
    const { fileSystem } = this.#disk;
    const there = this.#disk.look(ROOT, OWN_FOLDER);
    if (there === undefined) return;
    const stuck = new Set(there.isDirectory() ? this.#putAllBack() : []);
    this.#disk.entry(ROOT, OWN_FOLDER, 'removed', path => {
      if (there.isDirectory()) {
        for (const name of fileSystem.readdirSync(path)) this.#find(name, fileSystem.lstatSync(`${path}/${name}`));
      }
      // A link or a file of this name goes itself.
      if (this.#kept.size + stuck.size === 0) fileSystem.rmSync(path, { recursive: true, force: true });
      else {
        for (const name of fileSystem.readdirSync(path)) if (!this.#isKept(name) && !stuck.has(name)) this.remove(name);
      }
    });
    this.#disk.access.forget(OWN.path);
  }

  /** @returns the names of what could not be put back, and must not go */
  #putAllBack(): readonly string[] {
    return this.#names(OWN).filter(name => {
      const depth = Number(MOVED.exec(name)?.groups?.['depth'] ?? 0);
      try {
        if (depth > 0 && this.#isFolder(OWN, name)) this.#putBack(placeBelow(OWN, name), depth);
        return false;
      } catch {
        return true;
      }
    });
  }

  /** @throws LocalError */
  #putBack(top: Place, depth: number): void {
    let from = top;
    let to = ROOT;
    for (let level = 1; ; level++) {
      const [name, ...others] = this.#names(from);
      // Nothing was moved here yet, or somebody else made this.
      if (name === undefined || others.length > 0 || isOwnName(name, this.#disk.platform)) return;
      if (isGitName(name, this.#disk.platform)) return;
      if (level < depth) {
        if (!this.#isFolder(from, name)) return;
        from = placeBelow(from, name);
        to = placeBelow(to, name);
        continue;
      }
      const place = placeBelow(to, name);
      // What was to replace it counts only when some of it is there.
      if (this.#isFolder(to, name) && !this.#removeEmpty(place)) return;
      if (this.#disk.look(to, name) !== undefined) return;
      this.#disk.makeFolder(to);
      this.#disk.move(from, name, to, name, 'put back');
      return;
    }
  }

  /** Removes a folder in which there are only folders. @returns whether it was one. @throws LocalError */
  #removeEmpty(place: Place): boolean {
    const { fileSystem, access } = this.#disk;
    const { parent } = place;
    if (parent === undefined) return false;
    for (const name of this.#names(place)) {
      if (this.#disk.look(place, name)?.isDirectory() !== true || !this.#removeEmpty(placeBelow(place, name)))
        return false;
    }
    access.forget(place.path);
    this.#disk.entry(parent, place.name, 'removed', path => fileSystem.rmdirSync(path));
    return true;
  }

  #isFolder(place: Place, name: string): boolean {
    return this.#disk.look(place, name)?.isDirectory() === true;
  }

  #names(place: Place): readonly string[] {
    return this.#disk.folder(place, 'read', path => this.#disk.fileSystem.readdirSync(path));
  }

  #find(name: string, stats: Stats): void {
    const part = readKeptName(name);
    // A file with a second name may be one outside of the mirror, and would be written to in its place.
    const isOurs = stats.isFile() && stats.nlink === 1;
    if (part !== undefined && isOurs && stats.size === part.bytes) this.#kept.set(part.key, { name, part });
  }

  #isKept(name: string): boolean {
    return this.#kept.get(readKeptName(name)?.key ?? '')?.name === name;
  }

  /**
   * The part of a version that an earlier run kept, open for writing at its end. It is the caller's then. One that cannot be opened is no
   * reason not to download: it goes. Never throws.
   */
  goOnWith(
    version: FileVersion,
  ): { readonly name: string; readonly descriptor: number; readonly part: KeptPart } | undefined {
    if (this.#kept.size === 0) return undefined;
    const kept = this.#kept.get(keyOf(version));
    if (kept === undefined || kept.part.bytes > version.size) return undefined;
    this.#kept.delete(kept.part.key);
    const flags = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
    try {
      const descriptor = this.inside(kept.name, path => this.#disk.fileSystem.openSync(path, flags));
      return { name: kept.name, descriptor, part: kept.part };
    } catch {
      this.remove(kept.name);
      return undefined;
    }
  }

  /** Keeps what was downloaded of a version, should the run end before its end. Never throws: then it is not kept. */
  keep(name: string, part: KeptPart): void {
    const newName = this.#keeps ? keptName(part) : undefined;
    if (newName === undefined) {
      this.remove(name);
      return;
    }
    try {
      if (newName !== name) this.#disk.move(OWN, name, OWN, newName, 'written');
      this.#kept.set(part.key, { name: newName, part });
    } catch {
      this.remove(name);
    }
  }

  get hasParts(): boolean {
    return this.#kept.size > 0;
  }

  /** Removes the kept parts, and keeps none from now on. Never throws. */
  keepNothing(): void {
    this.#keeps = false;
    for (const { name } of this.#kept.values()) this.remove(name);
    this.#kept.clear();
  }

  /** A name that nothing in the folder has. Short, whatever the entry's own name is. */
  newName(): string {
    return `${this.#prefix}-${(this.#given++).toString(36)}`;
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

  /**
   * Moves an entry of the mirror in here, below folders of the same names: if the run is killed now, the next one sees where it belongs.
   * @throws LocalError
   */
  take(folder: Place, name: string): Taken {
    this.#make();
    const parents = folder.path === '' ? [] : folder.path.split('/');
    const top = `moved-${this.newName()}-${parents.length + 1}`;
    const within = parents.reduce(placeBelow, placeBelow(OWN, top));
    try {
      this.#disk.makeFolder(within, 0o700);
      this.#disk.access.forget(placeBelow(folder, name).path);
      this.#disk.move(folder, name, within, name, 'moved away');
    } catch (error) {
      this.remove(top);
      throw error;
    }
    return { top, folder: within };
  }

  /** Removes an entry for good, with all below; links are removed, not followed. What cannot go is left for the next run's sweep. */
  remove(name: string): void {
    this.#disk.access.forget(placeBelow(OWN, name).path);
    try {
      this.#disk.entry(OWN, name, 'removed', path => {
        this.#disk.fileSystem.rmSync(path, { recursive: true, force: true });
      });
    } catch {
      // It is in nobody's way.
    }
  }

  /**
   * Removes the folder, if it is empty. Never throws.
   * @param interrupted keeps the parts of downloads for the next run; a run that came to its end leaves nothing
   */
  close(interrupted: boolean): void {
    const hadParts = this.hasParts;
    if (!interrupted) this.keepNothing();
    if (!this.#made && !hadParts) return;
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
