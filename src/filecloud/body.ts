import { spend } from './spent.ts';

/** Bytes that are read to keep a connection; beyond them a new one costs less. */
const WORTH = 64 * 1024;
/** Bytes that may come before anybody reads; then the connection waits. */
const MOST_EARLY = 64 * 1024;

/** What a body's connection can do for it. */
export interface Flow {
  /** Goes on after {@link Body.push} has returned false. */
  readonly resume: () => void;
  /** Ends the request and its connection. */
  readonly abort: () => void;
}

/** The body of an answer, handed over chunk by chunk as it comes: a stream costs as much as the rest of a small request. */
export class Body {
  readonly #flow: Flow;
  #early: Buffer[] = [];
  #earlyBytes = 0;
  #chunk: ((bytes: Buffer) => void) | undefined;
  #resolve: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(flow: Flow) {
    this.#flow = flow;
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
      this.#chunk = bytes => {
        try {
          chunk(bytes);
        } catch (error) {
          reject(error);
          this.abort();
        }
      };
      const early = this.#early;
      this.#early = [];
      for (const bytes of early) if (this.#failure === undefined) this.#use(this.#chunk, bytes);
      if (this.#failure !== undefined) this.#reject(this.#failure.error);
      else if (this.#ended) resolve();
      else if (this.#earlyBytes > MOST_EARLY) this.#flow.resume();
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
    this.#flow.abort();
    this.fail(new Error('The request was ended.'));
  }

  /** For the connection: more bytes. @returns false where it should wait */
  push(bytes: Buffer): boolean {
    if (this.#chunk !== undefined) {
      this.#use(this.#chunk, bytes);
      return true;
    }
    this.#early.push(bytes);
    this.#earlyBytes += bytes.length;
    return this.#earlyBytes <= MOST_EARLY;
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
