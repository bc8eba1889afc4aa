import { type Remote, type RemoteEntry, RemoteError, type RemoteVersion, type Sink } from '../../src/sync/remote.ts';

export interface MemoryFile {
  readonly content: string;
  readonly modified: number | undefined;
}

/** A remote in memory, with faults by path: for tests of the engine alone. */
export class RemoteInMemory implements Remote {
  /** Files by path below the root, without a leading slash. */
  readonly files = new Map<string, MemoryFile>();
  readonly folders = new Set<string>();
  /** Errors to throw once for a listing or a download, by `list path` or `get path`. */
  readonly faults = new Map<string, () => Error>();
  /** Replaces a folder's listing. */
  readonly listings = new Map<string, readonly RemoteEntry[]>();
  readonly calls: string[] = [];
  /** Called before each request. */
  onCall: ((call: string) => void) | undefined;
  downloadTogether?: Remote['downloadTogether'];

  write(path: string, content: string, modified: number | undefined = 1_700_000_000): void {
    this.files.set(path, { content, modified });
  }

  /** Removes a file, or a folder with all below it. */
  remove(path: string): void {
    for (const name of [...this.files.keys()])
      if (name === path || name.startsWith(`${path}/`)) this.files.delete(name);
    for (const name of [...this.folders]) if (name === path || name.startsWith(`${path}/`)) this.folders.delete(name);
  }

  async list(path: string): Promise<readonly RemoteEntry[]> {
    const folder = path.slice(1);
    this.#call(`list ${folder}`);
    const replaced = this.listings.get(folder);
    if (replaced !== undefined) return replaced;
    const prefix = folder === '' ? '' : `${folder}/`;
    const entries = new Map<string, RemoteEntry>();
    for (const [name, { content, modified }] of this.files) {
      if (!name.startsWith(prefix)) continue;
      const rest = name.slice(prefix.length);
      const slash = rest.indexOf('/');
      if (slash < 0) entries.set(rest, fileEntry(rest, `/${name}`, Buffer.byteLength(content), modified));
      else entries.set(rest.slice(0, slash), folderEntry(rest.slice(0, slash), `/${prefix}${rest.slice(0, slash)}`));
    }
    for (const name of this.folders) {
      if (!name.startsWith(prefix) || name === folder) continue;
      const first = name.slice(prefix.length).split('/')[0] ?? '';
      entries.set(first, folderEntry(first, `/${prefix}${first}`));
    }
    if (entries.size === 0 && folder !== '' && !this.folders.has(folder)) {
      throw new RemoteError('vanished', 'It is no longer there.');
    }
    return [...entries.values()];
  }

  async download(file: RemoteEntry, sink: Sink, _signal: AbortSignal): Promise<RemoteVersion> {
    const path = file.path.slice(1);
    this.#call(`get ${path}`);
    const there = this.files.get(path);
    if (there === undefined) throw new RemoteError('vanished', 'It is no longer there.');
    const bytes = Buffer.from(there.content);
    sink.write(bytes.subarray(0, bytes.length >> 1));
    await Promise.resolve();
    sink.write(bytes.subarray(bytes.length >> 1));
    return { size: bytes.length, modified: there.modified };
  }

  #call(call: string): void {
    this.calls.push(call);
    this.onCall?.(call);
    const fault = this.faults.get(call);
    if (fault !== undefined) {
      this.faults.delete(call);
      throw fault();
    }
  }
}

export function fileEntry(
  name: string,
  path: string,
  size: number | undefined,
  modified: number | undefined,
): RemoteEntry {
  return { name, path, kind: 'file', size, modified, downloadable: true };
}

export function folderEntry(name: string, path: string): RemoteEntry {
  return { name, path, kind: 'folder', size: undefined, modified: undefined, downloadable: true };
}
