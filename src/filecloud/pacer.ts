import { CancelledError } from '../errors.ts';

/** Answers without trouble before one more request may be in flight again. */
const RECOVERY = 20;

/**
 * Bounds the requests in flight, all workers together. When the server says that it is overloaded, everybody pauses, and half as many
 * requests go on after it; each {@link RECOVERY} answers allow one more.
 */
export class Pacer {
  readonly #most: number;
  readonly #sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  #limit: number;
  #inFlight = 0;
  #good = 0;
  #pause: Promise<unknown> | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(most: number, sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>) {
    this.#most = most;
    this.#limit = most;
    this.#sleep = sleep;
  }

  /** Requests that may be in flight now. */
  get limit(): number {
    return this.#limit;
  }

  /** Waits until one more request may be in flight. @throws CancelledError */
  async enter(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#pause !== undefined || this.#inFlight >= this.#limit)) await this.#turn(signal);
    if (signal.aborted) {
      // Whoever was woken for this place is not in it.
      this.#wake();
      throw new CancelledError();
    }
    this.#inFlight++;
  }

  leave(): void {
    this.#inFlight--;
    this.#wake();
  }

  good(): void {
    if (this.#limit === this.#most || ++this.#good < RECOVERY) return;
    this.#good = 0;
    this.#limit++;
    this.#wake();
  }

  /**
   * The server asks to slow down. What answers to requests of the same moment ask for is one pause, the longest of them.
   * @param milliseconds how long everybody pauses
   */
  overload(milliseconds: number, signal: AbortSignal): void {
    this.#good = 0;
    if (this.#pause === undefined) this.#limit = Math.max(1, this.#limit >> 1);
    const pause = Promise.allSettled([this.#pause, this.#sleep(milliseconds, signal)]).then(() => {
      if (this.#pause !== pause) return;
      this.#pause = undefined;
      for (const wake of [...this.#waiting]) wake();
    });
    this.#pause = pause;
  }

  /** Waits until a place may be free, or the run is cancelled. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) {
      wake();
      return;
    }
  }
}
