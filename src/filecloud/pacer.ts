import { CancelledError } from '../errors.ts';

/** Answers without trouble before one more request may be in flight again. */
const RECOVERY = 20;

/**
 * Bounds the requests in flight, all workers together. When the server says that it is overloaded, everybody pauses, and half as many
 * requests go on after it; each {@link RECOVERY} answers allow one more.
 */
export class Pacer {
  readonly #most: number;
  readonly #sleep: (milliseconds: number) => Promise<void>;
  #limit: number;
  #inFlight = 0;
  #good = 0;
  #pause: Promise<void> | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number, sleep: (milliseconds: number) => Promise<void>) {
    this.#most = most;
    this.#limit = most;
    this.#sleep = sleep;
  }

  /** Requests that may be in flight now. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * Waits until one more request may be sent.
   * @throws CancelledError, also in the middle of a pause
   */
  async enter(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw new CancelledError();
      if (this.#pause === undefined && this.#inFlight < this.#limit) break;
      await this.#turn(signal);
    }
    this.#inFlight++;
  }

  /** Resolves when it is worth looking again: a place is free, the pause is over, or the run was cancelled. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      const cancel = (): void => {
        // One that has gone must not take another's turn.
        const at = this.#waiting.indexOf(wake);
        if (at >= 0) this.#waiting.splice(at, 1);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener('abort', cancel, { once: true });
    });
  }

  leave(): void {
    this.#inFlight--;
    this.#waiting.shift()?.();
  }

  good(): void {
    if (this.#limit === this.#most || ++this.#good < RECOVERY) return;
    this.#good = 0;
    this.#limit++;
    this.#waiting.shift()?.();
  }

  /** @param milliseconds how long everybody pauses */
  overload(milliseconds: number): void {
    this.#good = 0;
    if (this.#pause !== undefined) return;
    this.#limit = Math.max(1, this.#limit >> 1);
    this.#pause = this.#sleep(milliseconds).finally(() => {
      this.#pause = undefined;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }
}
