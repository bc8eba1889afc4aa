import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { free } from '../free.ts';

/** Bytes that are kept and compressed together. */
const BLOCK = 256 * 1024;
/** Blocks that stay as they are: what most runs need. */
const PLAIN_BLOCKS = 8;
/** Blocks that are kept expanded while texts are read. */
const EXPANDED = 4;

const NONE = Buffer.alloc(0);

/** Where a text is. */
export interface StoredText {
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Keeps many texts outside of the heap, compressed when they become many: the names of a million files take 10 MiB. Texts that were added
 * one after another are read fastest one after another, in either direction.
 */
export class TextStore {
  readonly #blocks: { readonly bytes: Buffer; readonly size: number; readonly isPacked: boolean }[] = [];
  readonly #expanded = new Map<number, Buffer>();
  #open: Buffer = NONE;
  #used = 0;

  add(text: string): StoredText {
    const length = Buffer.byteLength(text);
    if (this.#used + length > this.#open.length) {
      this.#closeBlock();
      if (length > this.#open.length) this.#open = Buffer.allocUnsafeSlow(Math.max(BLOCK, length));
    }
    const start = this.#used;
    this.#used += this.#open.write(text, start);
    return { block: this.#blocks.length, start, end: this.#used };
  }

  read({ block, start, end }: StoredText): string {
    return this.#block(block).toString('utf8', start, end);
  }

  #closeBlock(): void {
    if (this.#used === 0) return;
    const bytes = this.#open.subarray(0, this.#used);
    const isPacked = this.#blocks.length >= PLAIN_BLOCKS;
    this.#blocks.push({ bytes: isPacked ? deflateRawSync(bytes, { level: 1 }) : bytes, size: this.#used, isPacked });
    // The memory of a packed block takes the next one, unless that would become as large as an odd one.
    if (!isPacked || this.#open.length > BLOCK) this.#open = NONE;
    this.#used = 0;
  }

  #block(index: number): Buffer {
    const block = this.#blocks[index];
    if (block === undefined) return this.#open;
    if (!block.isPacked) return block.bytes;
    let bytes = this.#expanded.get(index);
    // Those that were used last stay.
    if (bytes !== undefined) this.#expanded.delete(index);
    // In one piece, and in memory of its own.
    else bytes = inflateRawSync(block.bytes, { chunkSize: Math.max(BLOCK, block.size + 1) });
    this.#expanded.set(index, bytes);
    for (const [oldest, old] of this.#expanded) {
      if (this.#expanded.size <= EXPANDED) break;
      this.#expanded.delete(oldest);
      // A smaller one would be of Node's pool.
      if (old.buffer.byteLength >= BLOCK) free(old.buffer);
    }
    return bytes;
  }
}
