import { Queue } from '../queue.ts';

/**
 * Hands on one finished answer in each turn of the event loop. Connections send their next request between turns: of answers that came
 * in the same instant, the first needn't wait for the work on all others, and they don't come in the same instant for ever.
 */
export class Turns {
  readonly #waiting = new Queue<() => void>();

  add(act: () => void): void {
    this.#waiting.push(act);
    if (this.#waiting.length === 1) setImmediate(this.#next);
  }

  readonly #next = (): void => {
    const act = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(this.#next);
    act?.();
  };
}
