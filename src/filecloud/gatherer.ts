import { free } from '../free.ts';

/** Bytes that a buffer has at least. */
const LEAST = 64 * 1024;
/** A larger one is not kept for the next answer: a page of a thousand entries has about one million. */
const LARGEST_KEPT = 2 * 1024 * 1024;

/** Buffers that wait for the next answer: as many as answers were ever read at once. */
const spare: Buffer[] = [];

/**
 * Gathers the chunks of an answer. They are copied, into memory that answers use in turn: chunks that were kept until the answer is whole
 * would outlive a collection of garbage or two, and then stay for long.
 */
export class Gatherer {
  #bytes: Buffer;
  #size = 0;

  /** @param expected bytes, where the server tells; more or fewer may come */
  constructor(expected = 0) {
    this.#bytes = taken(expected);
  }

  get size(): number {
    return this.#size;
  }

  add(chunk: Buffer): void {
    const size = this.#size + chunk.length;
    if (size > this.#bytes.length) {
      const larger = taken(Math.max(size, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#size);
      givenBack(this.#bytes);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.#size);
    this.#size = size;
  }

  /** What came so far, until the end. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Gives the memory back. */
  end(): void {
    givenBack(this.#bytes);
    this.#bytes = NONE;
    this.#size = 0;
  }
}

const NONE = Buffer.alloc(0);

function taken(least: number): Buffer {
  // The last one is still in the processor's cache.
  const index = spare.findLastIndex(buffer => buffer.length >= least);
  const [kept] = index < 0 ? [] : spare.splice(index, 1);
  // Never of Node's pool: it is freed, too.
  return kept ?? Buffer.allocUnsafeSlow(Math.max(LEAST, least));
}

function givenBack(buffer: Buffer): void {
  if (buffer.length === 0) return;
  if (buffer.length <= LARGEST_KEPT) spare.push(buffer);
  else free(buffer.buffer);
}
