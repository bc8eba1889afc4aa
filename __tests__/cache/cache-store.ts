/** One entry of the cache service. */
export interface Entry {
  readonly id: number;
  readonly key: string;
  /** A hash over the paths and the compression: entries of another version are not found. */
  readonly version: string;
  body: Buffer;
  /** Uploaded and committed: only then can it be found. */
  committed: boolean;
}

const ANY_VERSION = '*';

/** What GitHub's cache service remembers: immutable keys, and of those that start alike the newest wins. */
export class CacheStore {
  readonly #entries: Entry[] = [];
  readonly #blocks = new Map<number, Map<string, Buffer>>();

  /** The keys that can be restored, oldest first. */
  get keys(): readonly string[] {
    return this.#entries.filter(entry => entry.committed).map(entry => entry.key);
  }

  /** A new entry; undefined where the key was reserved before, by whatever run. */
  reserve(key: string, version: string): Entry | undefined {
    if (this.#entries.some(entry => entry.key === key && entry.version === version)) return undefined;
    const entry = { id: this.#entries.length + 1, key, version, body: Buffer.alloc(0), committed: false };
    this.#entries.push(entry);
    return entry;
  }

  /** An entry that is found whatever the version: what somebody else put there. */
  plant(key: string, body: Buffer): void {
    const entry = this.reserve(key, ANY_VERSION);
    if (entry === undefined) throw new Error(`There is an entry ${key} already.`);
    entry.body = body;
    entry.committed = true;
  }

  /** The entry of the first key that has one: of exactly this name, or the newest whose name starts with it. */
  find(keys: readonly string[], version: string): Entry | undefined {
    const versions = [version, ANY_VERSION];
    const candidates = this.#entries.filter(entry => entry.committed && versions.includes(entry.version)).reverse();
    for (const key of keys) {
      const found = candidates.find(entry => entry.key === key) ?? candidates.find(entry => entry.key.startsWith(key));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  byId(id: number): Entry | undefined {
    return this.#entries[id - 1];
  }

  byKey(key: string, version: string): Entry | undefined {
    return this.#entries.find(entry => entry.key === key && entry.version === version);
  }

  /** Keeps a block of an upload in parts (Azure Blob Storage, "Put Block"). */
  putBlock(entry: Entry, block: string, body: Buffer): void {
    const blocks = this.#blocks.get(entry.id) ?? new Map<string, Buffer>();
    this.#blocks.set(entry.id, blocks.set(block, body));
  }

  /** Joins blocks in the order listed (Azure Blob Storage, "Put Block List"). False where one is missing. */
  joinBlocks(entry: Entry, list: readonly string[]): boolean {
    const blocks = list.map(block => this.#blocks.get(entry.id)?.get(block));
    const known = blocks.filter(block => block !== undefined);
    if (known.length !== blocks.length) return false;
    entry.body = Buffer.concat(known);
    return true;
  }

  /** Writes a chunk at an offset, as the first version of the protocol uploads. */
  writeAt(entry: Entry, offset: number, chunk: Buffer): void {
    const body = Buffer.alloc(Math.max(entry.body.length, offset + chunk.length));
    entry.body.copy(body);
    chunk.copy(body, offset);
    entry.body = body;
  }
}
