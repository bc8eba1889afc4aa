import { RunError } from '../errors.ts';
import type { PassingError } from './passing-error.ts';

/** Tries in a row, over all requests, that brought no answer, after which the server counts as gone. */
const UNANSWERED = 20;
/** Requests in a row that were given up because the server, or what stands before it, said that it cannot. */
const GIVEN_UP = 5;

/** Notices when going on is in vain: each of a hundred thousand files would be tried for a minute. */
export class Outage {
  readonly #server: string;
  readonly #unansweredLimit: number;
  #unanswered = 0;
  #givenUp = 0;

  constructor(server: string, retries: number) {
    this.#server = server;
    // One request alone doesn't make an outage.
    this.#unansweredLimit = Math.max(UNANSWERED, 2 * (retries + 1));
  }

  /** The server is there, whatever it answered. */
  answered(): void {
    this.#unanswered = 0;
  }

  /** The server said something else than that it cannot. */
  good(): void {
    this.#givenUp = 0;
  }

  /** A try brought no answer. @throws RunError */
  unanswered(failure: PassingError): void {
    this.#unanswered++;
    if (this.#unanswered >= this.#unansweredLimit) {
      throw this.#over(`does not answer any more: ${this.#unanswered} requests in a row failed`, failure);
    }
  }

  /** A request was given up after its last try. What the server says of one file (500, 423) tells nothing of others. @throws RunError */
  givenUp(failure: PassingError): void {
    if (!failure.unavailable) return;
    this.#givenUp++;
    if (this.#givenUp >= GIVEN_UP) {
      throw this.#over(`cannot serve: ${this.#givenUp} requests in a row were given up`, failure);
    }
  }

  #over(what: string, failure: PassingError): RunError {
    return new RunError(
      `The server ${this.#server} ${what}. The last: ${failure.message} ` +
        'Check that it is up and can be reached from here, then run again: what was downloaded stays.',
      { cause: failure },
    );
  }
}
