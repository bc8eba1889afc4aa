import { constants } from 'node:os';

/** Milliseconds from the first signal until the process ends, whatever it is doing: the runner sends SIGTERM after 7.5 s and kills soon after. */
const GRACE = 4500;

/** SIGINT and SIGTERM as an abort signal. A second one, or the end of the grace, ends the process at once. */
export class Interruption {
  readonly #controller = new AbortController();
  #received: NodeJS.Signals | undefined;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.on(name, () => {
        if (this.#received !== undefined) process.exit(128 + constants.signals[name]);
        this.#received = name;
        setTimeout(() => process.exit(this.status ?? 1), GRACE).unref();
        this.#controller.abort();
      });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit status of a process that was ended by the signal received, as shells give it; undefined without one. */
  get status(): number | undefined {
    return this.#received === undefined ? undefined : 128 + constants.signals[this.#received];
  }
}
