/** Bytes that must arrive in the time limit at least: less is a drip that would never end. */
const FLOOR = 1024;

/** Watches one answer: silence for the time limit, or a drip of less than {@link FLOOR} bytes in it, counts as stalled. */
export class StallWatch {
  readonly #limit: number;
  readonly #timer: NodeJS.Timeout;
  #windowStart = 0;
  #windowBytes = 0;

  /**
   * @param limit milliseconds
   * @param stalled called once
   */
  constructor(limit: number, stalled: () => void) {
    this.#limit = limit;
    this.#timer = setTimeout(stalled, limit);
  }

  /** @returns false where so little came in the last time limit that it counts as stalled */
  touch(bytes: number): boolean {
    this.#timer.refresh();
    const now = performance.now();
    if (this.#windowStart === 0) this.#windowStart = now;
    this.#windowBytes += bytes;
    if (now - this.#windowStart < this.#limit) return true;
    const enough = this.#windowBytes >= FLOOR;
    this.#windowStart = now;
    this.#windowBytes = 0;
    return enough;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
