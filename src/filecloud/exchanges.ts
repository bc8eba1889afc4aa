import type { Readable } from 'node:stream';
import { Axios } from 'axios';
import type { Log } from '../report/reporter.ts';
import { RemoteError } from '../sync/remote.ts';
import { discardBody } from './body.ts';
import { Cookies } from './cookies.ts';
import { proxyRefusal } from './failures.ts';
import { proxyFor } from './proxy.ts';
import { MOST_REDIRECTS, redirectTarget } from './redirects.ts';
import { UndiciAdapter } from './undici-adapter.ts';

/** Looks like a browser and says who it is: servers may refuse agents that they don't know (FileCloud developer guide, "Hello World"). */
const USER_AGENT =
  'Mozilla/5.0 (compatible; FileCloud-Mirror/1; +https://github.com/filecloud-mirror/filecloud-mirror)';

export interface ExchangeOptions {
  readonly server: string;
  readonly concurrency: number;
  /** Seconds without a byte. */
  readonly timeout: number;
  readonly caCertificate: string | undefined;
  readonly log: Log;
}

/** One request. Parameters of the form go into the body of a POST, those of the query into the address. */
export interface Ask {
  /** Below the server's address: `/core/getfilelist`. */
  readonly path: string;
  readonly query?: string;
  /** URL-encoded form; makes the request a POST. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer whose body is still to come. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Readable;
  readonly header: (name: string) => string | undefined;
  /** All `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** Single requests over HTTP, redirects followed: cookies and tokens go to the server itself only, and are taken from it only. */
export class Exchanges {
  readonly cookies = new Cookies();
  readonly #options: ExchangeOptions;
  readonly #base: URL;
  readonly #adapter: UndiciAdapter;
  readonly #axios: Axios;
  #requests = 0;
  #host: string | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#base = new URL(options.server);
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

  /** Requests sent so far, redirected ones included. */
  get requests(): number {
    return this.#requests;
  }

  /** The server, and the proxy before it, as errors name them. @throws RunError where the proxy's address cannot be used */
  get host(): string {
    this.#host ??= [this.#base.host, proxyFor(this.#base.origin)?.host].filter(Boolean).join(' by way of the proxy ');
    return this.#host;
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#adapter.close();
  }

  /** @throws RemoteError, RunError, or what the connection throws */
  async send(ask: Ask, signal: AbortSignal): Promise<RawAnswer> {
    const query = ask.query === undefined ? '' : `?${ask.query}`;
    let url = `${this.#options.server}${ask.path}${query}`;
    let own = true;
    let form = ask.form;
    for (let hops = 0; ; hops++) {
      const answer = await this.#once(url, form, own ? { ...ask.headers, ...this.#ownHeaders() } : ask.headers, signal);
      if (own) this.#keepCookies(answer);
      if (answer.status < 300 || answer.status > 399 || answer.status === 304) return checked(answer);
      await discardBody(answer.body, answer.header('content-length'));
      if (hops === MOST_REDIRECTS) {
        throw new RemoteError(
          'malformed',
          `The server redirects more than ${MOST_REDIRECTS} times. Check the address in server.`,
        );
      }
      const target = redirectTarget(answer.header('location'), new URL(url), this.#base);
      own = target.origin === this.#base.origin;
      // 303 asks for another document; the others say that this one is elsewhere, and without its form it would be another.
      if (answer.status === 303) form = undefined;
      if (form !== undefined && !own) {
        throw new RemoteError(
          'malformed',
          `The server redirects this request to ${target.origin}; that is not followed. If that is the server, give it as server.`,
        );
      }
      url = target.href;
    }
  }

  async #once(
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
    const cookies: unknown = answer.headers['set-cookie'];
    return {
      status: answer.status,
      body: answer.data,
      header: name => {
        const value: unknown = answer.headers[name];
        return Array.isArray(value) ? String(value[0]) : typeof value === 'string' ? value : undefined;
      },
      cookies: cookies === undefined ? [] : Array.isArray(cookies) ? cookies.map(String) : [String(cookies)],
    };
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

  #keepCookies({ cookies }: RawAnswer): void {
    if (cookies.length === 0) return;
    for (const value of this.cookies.take(cookies)) this.#options.log.secret(value);
  }
}

/** @throws RunError where a proxy answered instead; RemoteError where the body is compressed */
function checked(answer: RawAnswer): RawAnswer {
  const encoding = answer.header('content-encoding');
  if (answer.status !== 407 && (encoding === undefined || encoding === 'identity')) return answer;
  answer.body.on('error', () => {}).destroy();
  if (answer.status === 407) throw proxyRefusal();
  throw new RemoteError(
    'malformed',
    `The server, or a proxy before it, compresses (${encoding}) although that was not asked for. Switch compression off for /core there.`,
  );
}
