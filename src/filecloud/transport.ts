import { setTimeout as delay } from 'node:timers/promises';
import { CancelledError, RunError } from '../errors.ts';
import { RemoteError } from '../sync/remote.ts';
import { Abort } from './abort.ts';
import type { Cookies } from './cookies.ts';
import { type Ask, type ExchangeOptions, Exchanges } from './exchanges.ts';
import { connectionError, passingStatus } from './failures.ts';
import type { Incoming } from './incoming.ts';
import { Outage } from './outage.ts';
import { Pacer } from './pacer.ts';
import { PassingError } from './passing-error.ts';
import { backoff, retryAfter } from './retry-after.ts';
import { StallWatch } from './stall-watch.ts';

export interface TransportOptions extends ExchangeOptions {
  readonly retries: number;
  /** Milliseconds of the first backoff, and how to wait; tests make both short. */
  readonly pace?: Pace | undefined;
}

export interface Pace {
  readonly base: number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const PACE: Pace = {
  base: 500,
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

export interface RequestOptions {
  /** How a try before has failed, which was found out only later: it counts. */
  readonly failed?: PassingError | undefined;
  /** Whether it may fail, since there is another way: it is tried once, tells nothing of the server's state, and slows nobody down. */
  readonly optional?: boolean | undefined;
  /** Whether `read` gets answers of every status, also where that one passes ({@link Answer.passing}). */
  readonly everyStatus?: boolean | undefined;
}

export interface Answer {
  readonly status: number;
  /** What its status means, where that passes: only who asks for every status sees it. */
  readonly passing: PassingError | undefined;
  header(name: string): string | undefined;
  /**
   * Hands the body over in chunks until it ends. A chunk is only valid during the call.
   * @throws PassingError when it breaks off or stalls; what `chunk` throws passes through
   */
  read(chunk: (bytes: Buffer) => void): Promise<void>;
}

/** The one door to HTTP: time limits, retries and the bound of requests in flight live here and nowhere else. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #pace: Pace;
  readonly #pacer: Pacer;
  readonly #outage: Outage;
  readonly #exchanges: Exchanges;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#pace = options.pace ?? PACE;
    this.#pacer = new Pacer(options.concurrency, this.#pace.sleep);
    this.#outage = new Outage(options.server, options.retries);
    this.#exchanges = new Exchanges(options);
  }

  /** Begins a session: from now on requests go with its cookies. */
  begin(cookies: Cookies): void {
    this.#exchanges.cookies = cookies;
  }

  /**
   * Sends a request and reads its answer, again and again while it fails in passing.
   * @param read reads the answer; a PassingError that it throws is a reason to try again
   * @throws RemoteError when every try failed in passing (of an optional one: the first); RunError when the server is gone; what `read` throws
   */
  async request<T>(
    ask: Ask,
    signal: AbortSignal,
    read: (answer: Answer) => Promise<T>,
    options?: RequestOptions,
  ): Promise<T> {
    const optional = options?.optional === true;
    let failure = options?.failed;
    let freeTry = true;
    for (let attempt = 1; ; ) {
      if (failure === undefined) {
        const tried = await this.#inTurn(ask, signal, read, options);
        if (!(tried instanceof PassingError)) return tried.result;
        failure = tried;
        if (failure.stale && freeTry) {
          freeTry = false;
          failure = undefined;
          continue;
        }
        if (optional) throw new RemoteError('unreachable', failure.message, { cause: failure });
        if (failure.unanswered) this.#outage.unanswered(failure);
      }
      if (attempt > this.#options.retries) {
        this.#outage.givenUp(failure);
        const tries = attempt === 1 ? 'once' : `${attempt} times`;
        throw new RemoteError('unreachable', `${failure.message} Tried ${tries}. Run again later.`, { cause: failure });
      }
      await this.#wait(ask, failure, attempt, signal);
      failure = undefined;
      attempt++;
    }
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#exchanges.close();
  }

  /** One try, when there is a place for it. @returns how it failed in passing, if it did */
  async #inTurn<T>(
    ask: Ask,
    signal: AbortSignal,
    read: (answer: Answer) => Promise<T>,
    options: RequestOptions | undefined,
  ): Promise<{ readonly result: T } | PassingError> {
    await this.#pacer.enter(signal);
    try {
      const result = await this.#try(ask, signal, read, options?.everyStatus === true);
      this.#pacer.good();
      return { result };
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      if (error instanceof PassingError) return error;
      throw error;
    } finally {
      this.#pacer.leave();
    }
  }

  async #wait(ask: Ask, failure: PassingError, attempt: number, signal: AbortSignal): Promise<void> {
    const wait = failure.retryAfter ?? backoff(attempt, this.#pace.base);
    this.#options.log.debug(`${ask.path}: ${failure.message} Again in ${(wait / 1000).toFixed(1)} s.`);
    // Then everybody waits, before the next try.
    if (failure.overload) return this.#pacer.overload(wait, signal);
    try {
      await this.#pace.sleep(wait, signal);
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      throw error;
    }
  }

  async #try<T>(ask: Ask, outer: AbortSignal, read: (answer: Answer) => Promise<T>, everyStatus: boolean): Promise<T> {
    const abort = new Abort();
    abort.follow(outer);
    let stalled = false;
    const stall = (): void => {
      stalled = true;
      abort.abort();
    };
    const watch = new StallWatch(this.#options.timeout * 1000, stall);
    let incoming: Incoming | undefined;
    const broken = (error: unknown): Error => {
      const { host } = this.#exchanges;
      if (outer.aborted) return new CancelledError();
      if (error instanceof RemoteError || error instanceof RunError) return error;
      if (!stalled) return connectionError(error, host, incoming !== undefined);
      const message = `The server sent nothing, or next to nothing, for ${this.#options.timeout} s (${host}).`;
      return new PassingError(message, { unanswered: incoming === undefined });
    };
    try {
      try {
        incoming = await this.#exchanges.send(ask, abort);
      } catch (error) {
        throw broken(error);
      }
      const answer = incoming;
      this.#outage.answered();
      let passing: PassingError | undefined;
      if (answer.status !== 200) {
        const after = retryAfter(answer.header('retry-after'), Date.now());
        passing = passingStatus(answer.status, this.#exchanges.host, after);
        if (passing !== undefined && !everyStatus) throw passing;
      }
      if (passing === undefined) this.#outage.good();
      return await read({
        status: answer.status,
        passing,
        header: name => answer.header(name),
        read: chunk =>
          answer.body.read(bytes => {
            if (!watch.touch(bytes.length)) stall();
            chunk(bytes);
          }, broken),
      });
    } finally {
      if (incoming?.body.ended === false) await incoming.body.discard(incoming.header('content-length'));
      incoming?.release();
      watch.end();
      abort.release();
    }
  }
}
