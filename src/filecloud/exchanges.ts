import { Axios, type AxiosRequestConfig } from 'axios';
import type { Log } from '../report/reporter.ts';
import { RemoteError } from '../sync/remote.ts';
import type { Abort } from './abort.ts';
import { Cookies } from './cookies.ts';
import { proxyRefusal } from './failures.ts';
import type { Incoming } from './incoming.ts';
import { proxyFor } from './proxy.ts';
import { MOST_REDIRECTS, redirectTarget } from './redirects.ts';
import { UndiciAdapter } from './undici-adapter.ts';

/** Looks like a browser and says who it is: servers may refuse agents that they don't know (FileCloud developer guide, "Hello World"). */
const USER_AGENT =
  'Mozilla/5.0 (compatible; FileCloud-Mirror/1; +https://github.com/filecloud-mirror/filecloud-mirror)';

const STANDING_HEADERS = { 'user-agent': USER_AGENT, accept: '*/*', 'accept-encoding': 'identity' };

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
  /** Asked for anew at each try. */
  readonly headers?: () => Readonly<Record<string, string>> | undefined;
}

/** Single requests over HTTP, redirects followed: cookies and tokens go to the server itself only, and are taken from it only. */
export class Exchanges {
  readonly cookies = new Cookies();
  readonly #options: ExchangeOptions;
  readonly #base: URL;
  readonly #adapter: UndiciAdapter;
  readonly #axios: Axios;
  /** Headers of requests to the server itself, and the cookies that they were made of. */
  #own: { readonly cookie: string | undefined; readonly headers: Readonly<Record<string, string>> } | undefined;
  #requests = 0;
  #host: string | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#base = new URL(options.server);
    this.#adapter = new UndiciAdapter({
      connections: options.concurrency,
      connectTimeout: options.timeout * 1000,
      caCertificate: options.caCertificate,
      headers: origin => this.#headers(origin),
    });
    // The class itself: `axios.create` merges thirty defaults into every request that none of ours needs.
    this.#axios = new Axios({ adapter: this.#adapter.adapt });
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
  async send(ask: Ask, abort: Abort): Promise<Incoming> {
    let url = `${this.#options.server}${ask.path}${ask.query === undefined ? '' : `?${ask.query}`}`;
    let { form } = ask;
    let isOwn = true;
    for (let hops = 0; ; hops++) {
      this.#requests++;
      const headers = ask.headers?.();
      // Whatever is in it, axios looks at a dozen times.
      const request: AxiosRequestConfig<string> = { url, signal: abort };
      if (form !== undefined) Object.assign(request, { method: 'post', data: form });
      if (headers !== undefined) request.headers = { ...headers };
      const { data: answer } = await this.#axios.request<Incoming>(request);
      if (isOwn) this.#keepCookies(answer.headers('set-cookie'));
      const { status } = answer;
      if (status < 300 || status > 399 || status === 304) return checked(answer);
      await answer.body.discard(answer.header('content-length'));
      if (hops === MOST_REDIRECTS) {
        throw new RemoteError(
          'malformed',
          `The server redirects more than ${MOST_REDIRECTS} times. Check the address in server.`,
        );
      }
      const target = redirectTarget(answer.header('location'), new URL(url), this.#base);
      // 303 asks for another document; the others say that this one is elsewhere, and without its form it would be another.
      if (status === 303) form = undefined;
      isOwn = target.origin === this.#base.origin;
      if (form !== undefined && !isOwn) {
        throw new RemoteError(
          'malformed',
          `The server redirects this request to ${target.origin}; that is not followed. If that is the server, give it as server.`,
        );
      }
      url = target.href;
    }
  }

  /** The headers of a request to an origin. FileCloud developer guide, "CSRF token API changes": browsers' requests carry both. */
  #headers(origin: string): Readonly<Record<string, string>> {
    if (origin !== this.#base.origin) return STANDING_HEADERS;
    const cookie = this.cookies.header;
    if (this.#own !== undefined && this.#own.cookie === cookie) return this.#own.headers;
    const headers: Record<string, string> = { ...STANDING_HEADERS, 'x-requested-with': 'XMLHttpRequest' };
    const token = this.cookies.get('X-XSRF-TOKEN') ?? this.cookies.get('X-XSRF-TOKEN-user');
    if (token !== undefined) headers['x-xsrf-token'] = token;
    if (cookie !== undefined && !(this.cookies.secure && this.#base.protocol === 'http:')) headers['cookie'] = cookie;
    this.#own = { cookie, headers };
    return headers;
  }

  #keepCookies(cookies: readonly string[]): void {
    if (cookies.length === 0) return;
    for (const value of this.cookies.take(cookies)) this.#options.log.secret(value);
  }
}

/** @throws RunError where a proxy answered instead; RemoteError where the body is compressed */
function checked(answer: Incoming): Incoming {
  const encoding = answer.header('content-encoding');
  if (answer.status !== 407 && (encoding === undefined || encoding === 'identity')) return answer;
  answer.body.abort();
  if (answer.status === 407) throw proxyRefusal();
  throw new RemoteError(
    'malformed',
    `The server, or a proxy before it, compresses (${encoding}) although that was not asked for. Switch compression off for /core there.`,
  );
}
