/** Bytes that a buffer has at first. */
const FIRST = 64 * 1024;
/** A larger one is not kept for the next answer. */
const LARGEST_KEPT = 1024 * 1024;

/** Buffers that wait for the next answer: as many as answers were ever read at once. */
const spare: Buffer[] = [];

/**
 * Gathers the chunks of an answer. They are copied, into memory that answers use in turn: chunks that were kept until the answer is whole
 * would outlive a collection of garbage or two, and then stay for long.
 */
export class Gatherer {
  #bytes = spare.pop() ?? Buffer.allocUnsafeSlow(FIRST);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(chunk: Buffer): void {
    const size = this.#size + chunk.length;
    if (size > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(size, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#size);
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
    if (this.#bytes.length > 0 && this.#bytes.length <= LARGEST_KEPT) spare.push(this.#bytes);
    this.#bytes = NONE;
    this.#size = 0;
  }
}

const NONE = Buffer.alloc(0);
