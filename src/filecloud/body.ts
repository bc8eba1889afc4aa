import { spend } from './spent.ts';

/** Bytes that are read to keep a connection; beyond them a new one costs less. */
const WORTH = 64 * 1024;

/** The body of an answer, handed over chunk by chunk as it comes: a stream costs as much as the rest of a small request. */
export class Body {
  readonly #end: () => void;
  /** What came before anybody read: no more than one read of the connection, since whoever waits for the answer reads at once. */
  #early: Buffer[] = [];
  #chunk: ((bytes: Buffer) => void) | undefined;
  #resolve: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  /** @param end ends the request and its connection */
  constructor(end: () => void) {
    this.#end = end;
  }

  /** Whether it came whole. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Reads it, once.
   * @param chunk gets the bytes, valid only during the call; what it throws passes through, and ends the request
   * @param broken makes an error of what the connection says when it breaks off
   */
  read(chunk: (bytes: Buffer) => void, broken: (error: unknown) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = error => reject(broken(error));
      let isOver = false;
      this.#chunk = bytes => {
        if (isOver) return;
        try {
          chunk(bytes);
        } catch (error) {
          isOver = true;
          reject(error);
          this.abort();
        }
      };
      const early = this.#early;
      this.#early = [];
      for (const bytes of early) if (this.#failure === undefined) this.#use(this.#chunk, bytes);
      if (this.#failure !== undefined) this.#reject(this.#failure.error);
      else if (this.#ended) resolve();
    });
  }

  /** Reads what is left and nobody wants, so that the connection can go on; where that is too much, ends it. Never throws. */
  async discard(announced: string | undefined): Promise<void> {
    if (this.#ended || this.#failure !== undefined) return;
    if (Number(announced ?? 0) > WORTH) return this.abort();
    let left = WORTH;
    const count = (bytes: Buffer): void => {
      left -= bytes.length;
      if (left < 0) this.abort();
    };
    await this.read(count, error => error).catch(() => {});
  }

  /** Ends the request. */
  abort(): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#end();
    this.fail(new Error('The request was ended.'));
  }

  /** For the connection: more bytes. */
  push(bytes: Buffer): void {
    if (this.#chunk === undefined) this.#early.push(bytes);
    else this.#use(this.#chunk, bytes);
  }

  #use(chunk: (bytes: Buffer) => void, bytes: Buffer): void {
    chunk(bytes);
    spend(bytes);
  }

  /** For the connection: that was all. */
  end(): void {
    this.#ended = true;
    this.#resolve?.();
  }

  /** For the connection: it broke off. */
  fail(error: unknown): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#failure = { error };
    this.#reject?.(error);
  }
}
