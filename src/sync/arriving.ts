import type { Sink } from './remote.ts';
import type { Tally } from './tally.ts';

/** Bytes of a file whose arrival is shown while it lasts. Smaller ones come and go between two showings. */
const LEAST_SHOWN = 1024 * 1024;

/** A large file on its way: what has come of it counts as progress. */
export class Arriving implements Sink {
  readonly #sink: Sink;
  readonly #total: number;
  readonly #tally: Tally;
  /** Bytes that the tally knows of. */
  #told = 0;

  /** @returns undefined where the file is not so large, or nobody knows how large it is */
  static of(sink: Sink, total: number | undefined, tally: Tally): Arriving | undefined {
    return total === undefined || total < LEAST_SHOWN ? undefined : new Arriving(sink, total, tally);
  }

  private constructor(sink: Sink, total: number, tally: Tally) {
    this.#sink = sink;
    this.#total = total;
    this.#tally = tally;
  }

  get size(): number {
    return this.#sink.size;
  }

  get proof(): string | undefined {
    return this.#sink.proof;
  }

  set proof(proof: string | undefined) {
    this.#sink.proof = proof;
  }

  write(chunk: Uint8Array): void {
    this.#sink.write(chunk);
    this.#tell(this.#sink.size);
    this.#tally.progress();
  }

  restart(): void {
    this.#sink.restart();
    this.#tell(this.#sink.size);
  }

  /** It has come, or will not come: it is none on its way any more. */
  end(): void {
    this.#tell(0);
  }

  #tell(bytes: number): void {
    // A server may send more than it said.
    const known = Math.min(bytes, this.#total);
    this.#tally.arrived(known - this.#told, (known - this.#told) / this.#total);
    this.#told = known;
  }
}
