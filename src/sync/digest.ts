import { createHash } from 'node:crypto';
import { detached } from '../detached.ts';
import { type StoredText, TextStore } from './text-store.ts';

/** What is hashed at once, about. */
const PIECE = 64 * 1024;

/**
 * Collects the mirrored files and hashes them in the order of their paths' bytes: for each `path NUL size NUL modified LF`.
 * Kept folder by folder, so that a million files cost their names and little more.
 */
export class DigestFolder {
  readonly #name: string;
  readonly #store: TextStore;
  /** `name/size/modified/` of each file: no name holds a slash. */
  #record = '';
  /** The same, of the files that were there already. */
  #stored: StoredText | undefined;
  #folders: DigestFolder[] | undefined;

  constructor(name = '', store = new TextStore()) {
    this.#name = detached(name);
    this.#store = store;
  }

  folder(name: string): DigestFolder {
    const folder = new DigestFolder(name, this.#store);
    this.#folders ??= [];
    this.#folders.push(folder);
    return folder;
  }

  /** @param modified whole seconds since 1970 UTC */
  add(name: string, size: number, modified: number | undefined): void {
    this.#record += line(name, size, modified);
  }

  /** Adds many at once. */
  addAll(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.#stored === undefined) this.#stored = this.#store.add(lines.join(''));
    else this.#record += lines.join('');
  }

  static line = line;

  /** SHA-256 in hex. */
  digest(): string {
    const hash = createHash('sha256');
    let piece = '';
    this.#write('', text => {
      piece += text;
      if (piece.length < PIECE) return;
      hash.update(piece);
      piece = '';
    });
    return hash.update(piece).digest('hex');
  }

  #write(prefix: string, write: (text: string) => void): void {
    const stored = this.#stored === undefined ? '' : this.#store.read(this.#stored);
    const parts = `${stored}${this.#record}`.split('/');
    const items: { readonly key: string; readonly text?: string; readonly folder?: DigestFolder }[] = [];
    for (let index = 0; index + 2 < parts.length; index += 3) {
      const name = parts[index] ?? '';
      items.push({ key: name, text: `${prefix}${name}\0${parts[index + 1]}\0${parts[index + 2]}\n` });
    }
    // A folder sorts with its slash, so that the whole is in the order of the full paths.
    for (const folder of this.#folders ?? []) items.push({ key: `${folder.#name}/`, folder });
    items.sort((a, b) => compareBytes(a.key, b.key));
    for (const { key, text, folder } of items) {
      if (text !== undefined) write(text);
      else if (folder !== undefined) folder.#write(`${prefix}${key}`, write);
    }
  }
}

function line(name: string, size: number, modified: number | undefined): string {
  return `${name}/${size}/${modified ?? ''}/`;
}

/** The order of the UTF-8 bytes, which is that of the code points; JavaScript compares UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x === y) continue;
    const xSurrogate = x >= 0xd800 && x <= 0xdfff;
    const ySurrogate = y >= 0xd800 && y <= 0xdfff;
    return xSurrogate === ySurrogate ? x - y : xSurrogate ? 1 : -1;
  }
  return a.length - b.length;
}
