/**
 * Hands on one finished answer in each turn of the event loop. Connections send their next request between turns: of answers that came
 * in the same instant, the first needn't wait for the work on all others, and they don't come in the same instant for ever.
 */
export class Turns {
  #waiting: (() => void)[] = [];
  #first = 0;

  add(act: () => void): void {
    this.#waiting.push(act);
    if (this.#waiting.length === 1) setImmediate(this.#next);
  }

  readonly #next = (): void => {
    const act = this.#waiting[this.#first++];
    if (this.#first < this.#waiting.length) {
      setImmediate(this.#next);
    } else {
      this.#waiting = [];
      this.#first = 0;
    }
    act?.();
  };
}
