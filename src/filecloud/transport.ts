import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Axios } from 'axios';
import { CancelledError, RunError } from '../errors.ts';
import type { Log } from '../report/reporter.ts';
import { RemoteError } from '../sync/remote.ts';
import { Cookies } from './cookies.ts';
import { DoubtfulAnswer } from './doubtful-answer.ts';
import { connectionError, isPassingStatus } from './failures.ts';
import { Pacer } from './pacer.ts';
import { PassingError } from './passing-error.ts';
import { MOST_REDIRECTS, redirectTarget } from './redirects.ts';
import { backoff, retryAfter } from './retry-after.ts';
import { StallWatch } from './stall-watch.ts';
import { UndiciAdapter } from './undici-adapter.ts';

/** Looks like a browser and says who it is: servers may refuse agents that they don't know (FileCloud developer guide, "Hello World"). */
const USER_AGENT =
  'Mozilla/5.0 (compatible; FileCloud-Mirror/1; +https://github.com/filecloud-mirror/filecloud-mirror)';

/** Failures in a row, over all requests, after which the server counts as gone. */
const OUTAGE = 20;

export interface TransportOptions {
  readonly server: string;
  readonly concurrency: number;
  readonly retries: number;
  /** Seconds without a byte. */
  readonly timeout: number;
  readonly caCertificate: string | undefined;
  readonly log: Log;
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

/** One request. Parameters of the form go into the body of a POST, those of the query into the address. */
export interface Ask {
  /** Below the server's address: `/core/getfilelist`. */
  readonly path: string;
  readonly query?: string;
  /** URL-encoded form; makes the request a POST. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  header(name: string): string | undefined;
  /**
   * Hands the body over in chunks until it ends. A chunk is only valid during the call.
   * @throws PassingError when it breaks off or stalls
   */
  read(chunk: (bytes: Buffer) => void): Promise<void>;
}

/** The one door to HTTP: cookies, redirects, time limits, retries and the bound of requests in flight live here and nowhere else. */
export class Transport {
  readonly cookies = new Cookies();
  readonly #options: TransportOptions;
  readonly #base: URL;
  readonly #pace: Pace;
  readonly #pacer: Pacer;
  readonly #adapter: UndiciAdapter;
  readonly #axios: Axios;
  #failuresInARow = 0;
  #requests = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#base = new URL(options.server);
    this.#pace = options.pace ?? PACE;
    this.#pacer = new Pacer(options.concurrency, milliseconds => this.#pace.sleep(milliseconds));
    this.#adapter = new UndiciAdapter({
      connections: options.concurrency,
      connectTimeout: options.timeout * 1000,
      caCertificate: options.caCertificate,
    });
    // The class itself: `axios.create` merges thirty defaults into every request that none of ours needs.
    this.#axios = new Axios({
      adapter: this.#adapter.adapt,
      validateStatus: () => true,
      responseType: 'stream',
      transformRequest: [],
      transformResponse: [],
    });
  }

  /** Requests sent so far, repetitions included. */
  get requests(): number {
    return this.#requests;
  }

  get host(): string {
    return this.#base.host;
  }

  /**
   * Sends a request and reads its answer, again and again while it fails in passing.
   * @param read reads the answer; a PassingError that it throws is a reason to try again
   * @throws RemoteError when every try failed in passing; RunError when the server is gone; what `read` throws
   */
  async request<T>(ask: Ask, signal: AbortSignal, read: (answer: Answer) => Promise<T>): Promise<T> {
    let freeTry = true;
    for (let attempt = 1; ; attempt++) {
      await this.#pacer.enter(signal);
      let failure: PassingError;
      try {
        if (signal.aborted) throw new CancelledError();
        const result = await this.#try(ask, signal, read);
        this.#pacer.good();
        return result;
      } catch (error) {
        if (signal.aborted) throw new CancelledError();
        if (!(error instanceof PassingError)) throw error;
        failure = error;
      } finally {
        this.#pacer.leave();
      }
      if (failure.stale && freeTry) {
        freeTry = false;
        attempt--;
        continue;
      }
      if (!failure.overload) this.#countFailure(failure);
      if (attempt > this.#options.retries) {
        const tries = attempt === 1 ? 'once' : `${attempt} times`;
        throw new RemoteError('unreachable', `${failure.message} Tried ${tries}.`, { cause: failure });
      }
      const wait = failure.retryAfter ?? backoff(attempt, this.#pace.base);
      this.#options.log.debug(`${ask.path}: ${failure.message} Again in ${(wait / 1000).toFixed(1)} s.`);
      if (failure.overload) this.#pacer.overload(wait);
      else await this.#wait(wait, signal);
    }
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#adapter.close();
  }

  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#pace.sleep(milliseconds, signal);
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      throw error;
    }
  }

  #countFailure(failure: PassingError): void {
    this.#failuresInARow++;
    if (this.#failuresInARow < Math.max(OUTAGE, 2 * (this.#options.retries + 1))) return;
    throw new RunError(
      `The server ${this.#options.server} does not answer any more: ${this.#failuresInARow} requests in a row failed. The last: ${failure.message} ` +
        'Check that it is up and can be reached from here, then run again: what was downloaded stays.',
      { cause: failure },
    );
  }

  async #try<T>(ask: Ask, outer: AbortSignal, read: (answer: Answer) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    outer.addEventListener('abort', abort, { once: true });
    let stalled = false;
    const stall = (): void => {
      stalled = true;
      controller.abort();
    };
    const watch = new StallWatch(this.#options.timeout * 1000, stall);
    let body: Readable | undefined;
    try {
      const answer = await this.#follow(ask, controller.signal);
      body = answer.data;
      this.#failuresInARow = 0;
      this.#keepCookies(answer);
      if (isPassingStatus(answer.status)) {
        if (answer.status >= 500 && answer.status !== 503) this.#failuresInARow++;
        const overload = answer.status === 429 || answer.status === 503;
        throw new PassingError(`The server answered ${answer.status} (${this.host}).`, {
          retryAfter: retryAfter(answer.header('retry-after'), Date.now()),
          overload,
        });
      }
      const stream = answer.data;
      return await read({
        status: answer.status,
        header: answer.header,
        read: chunk =>
          drain(stream, bytes => {
            if (!watch.touch(bytes.length)) stall();
            chunk(bytes);
          }),
      });
    } catch (error) {
      if (stalled) {
        throw new PassingError(
          `The server sent nothing, or next to nothing, for ${this.#options.timeout} s (${this.host}).`,
          { cause: error },
        );
      }
      if (outer.aborted) throw new CancelledError();
      if (error instanceof TakerError) throw error.error;
      throw isOurs(error) ? error : connectionError(error, this.host);
    } finally {
      watch.end();
      outer.removeEventListener('abort', abort);
      // An answer that was not read to its end costs its connection.
      if (body !== undefined && !body.readableEnded) {
        body.on('error', () => {});
        body.destroy();
      }
    }
  }

  /** Sends, and follows redirects: cookies and tokens go to the server itself only. */
  async #follow(ask: Ask, signal: AbortSignal): Promise<RawAnswer> {
    const query = ask.query === undefined ? '' : `?${ask.query}`;
    let url = `${this.#options.server}${ask.path}${query}`;
    let own = true;
    let form = ask.form;
    for (let hops = 0; ; hops++) {
      const answer = await this.#send(url, form, own ? { ...ask.headers, ...this.#ownHeaders() } : ask.headers, signal);
      if (answer.status < 300 || answer.status > 399 || answer.status === 304) return answer;
      answer.data.resume().on('error', () => {});
      if (hops === MOST_REDIRECTS) {
        throw new RemoteError(
          'malformed',
          `The server redirects more than ${MOST_REDIRECTS} times. Check the address in server.`,
        );
      }
      const target = redirectTarget(answer.header('location'), new URL(url), this.#base);
      // A form holds what was meant for the server: it is sent on only within it, and only where the status says so.
      const same = target.origin === this.#base.origin;
      if (form !== undefined && !same) {
        throw new RemoteError(
          'malformed',
          `The server redirects this request to ${target.host}; that is not followed. Check the address in server.`,
        );
      }
      if (answer.status !== 307 && answer.status !== 308) form = undefined;
      own = same;
      url = target.href;
    }
  }

  async #send(
    url: string,
    form: string | undefined,
    headers: Readonly<Record<string, string>> | undefined,
    signal: AbortSignal,
  ): Promise<RawAnswer> {
    this.#requests++;
    const answer = await this.#axios.request<Readable>({
      url,
      method: form === undefined ? 'get' : 'post',
      data: form,
      signal,
      headers: {
        'user-agent': USER_AGENT,
        accept: '*/*',
        'accept-encoding': 'identity',
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
    });
    const header = (name: string): string | undefined => {
      const value: unknown = answer.headers[name];
      return Array.isArray(value) ? String(value[0]) : typeof value === 'string' ? value : undefined;
    };
    const encoding = header('content-encoding');
    if (encoding !== undefined && encoding !== 'identity') {
      answer.data.on('error', () => {}).destroy();
      throw new RemoteError(
        'malformed',
        `The server, or a proxy before it, compresses (${encoding}) although that was not asked for. Switch compression off for /core there.`,
      );
    }
    return { status: answer.status, data: answer.data, headers: answer.headers, header };
  }

  /** FileCloud developer guide, "CSRF token API changes": browsers' requests carry both. */
  #ownHeaders(): Record<string, string> {
    const headers: Record<string, string> = { 'x-requested-with': 'XMLHttpRequest' };
    const token = this.cookies.get('X-XSRF-TOKEN') ?? this.cookies.get('X-XSRF-TOKEN-user');
    if (token !== undefined) headers['x-xsrf-token'] = token;
    if (this.cookies.header !== undefined && !(this.cookies.secure && this.#base.protocol === 'http:')) {
      headers['cookie'] = this.cookies.header;
    }
    return headers;
  }

  #keepCookies(answer: RawAnswer): void {
    const lines = answer.headers['set-cookie'];
    if (lines === undefined) return;
    const fresh = this.cookies.take(Array.isArray(lines) ? lines.map(String) : [String(lines)]);
    for (const value of fresh) this.#options.log.secret(value);
  }
}

interface RawAnswer {
  readonly status: number;
  readonly data: Readable;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly header: (name: string) => string | undefined;
}

function isOurs(error: unknown): boolean {
  return (
    error instanceof PassingError ||
    error instanceof DoubtfulAnswer ||
    error instanceof RemoteError ||
    error instanceof RunError ||
    error instanceof CancelledError
  );
}

/** Carries an error of the one who takes the bytes (a disk) past the handling of connections. */
class TakerError extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('The bytes could not be taken.');
    this.error = error;
  }
}

/** Reads a stream by its events: iterating it costs twice as much. */
function drain(stream: Readable, chunk: (bytes: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('data', (bytes: Buffer) => {
      try {
        chunk(bytes);
      } catch (error) {
        stream.destroy();
        reject(new TakerError(error));
      }
    });
    stream.on('end', resolve);
    stream.on('error', reject);
    stream.on('close', () => {
      if (!stream.readableEnded) reject(new PassingError('The connection was closed before the answer was whole.'));
    });
  });
}
