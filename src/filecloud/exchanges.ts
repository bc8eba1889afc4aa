import { Axios, type AxiosAdapter, type AxiosRequestConfig } from 'axios';
import type { Log } from '../report/reporter.ts';
import { RemoteError } from '../sync/remote.ts';
import type { Abort } from './abort.ts';
import { Cookies } from './cookies.ts';
import { proxyRefusal } from './failures.ts';
import type { Incoming } from './incoming.ts';
import { proxyFor } from './proxy.ts';
import { MOST_REDIRECTS, RedirectRefusal, redirectTarget } from './redirects.ts';
import { decodeText } from './text.ts';
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
  /** The cookies that go with it and take those of the answer, where they are not the session's: a login's own. */
  readonly cookies?: Cookies;
}

/**
 * Single requests over HTTP, redirects followed: cookies and tokens go to the server itself only, and are taken from it only. A request that
 * was redirected elsewhere is not of the session any more, even where it is redirected back: others would choose what the session asks for.
 */
export class Exchanges {
  /** The session's. Each login brings new ones, so that late answers to what was sent before it change nothing. */
  cookies: Cookies;
  readonly #options: ExchangeOptions;
  readonly #base: URL;
  readonly #adapter: UndiciAdapter;
  readonly #axios: Axios;
  /** Sends what is not of the session. */
  readonly #strange: AxiosAdapter;
  /** Headers of the session's requests, and the cookies that they were made of. */
  #own:
    | {
        readonly cookies: Cookies;
        readonly cookie: string | undefined;
        readonly headers: Readonly<Record<string, string>>;
      }
    | undefined;
  #host: string | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#base = new URL(options.server);
    this.cookies = new Cookies(this.#base.protocol);
    this.#adapter = new UndiciAdapter({
      connections: options.concurrency,
      connectTimeout: options.timeout * 1000,
      caCertificate: options.caCertificate,
    });
    this.#strange = this.#adapter.carrying(() => STANDING_HEADERS);
    // The class itself: `axios.create` merges thirty defaults into every request that none of ours needs.
    this.#axios = new Axios({ adapter: this.#adapter.carrying(() => this.#headers(this.cookies)) });
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
    const cookies = ask.cookies ?? this.cookies;
    let isOwn = true;
    for (let hops = 0; ; hops++) {
      const headers = ask.headers?.();
      // Whatever is in it, axios looks at a dozen times.
      const request: AxiosRequestConfig<string> = { url, signal: abort };
      if (form !== undefined) Object.assign(request, { method: 'post', data: form });
      if (headers !== undefined) request.headers = { ...headers };
      if (!isOwn) request.adapter = this.#strange;
      else if (ask.cookies !== undefined) request.adapter = this.#adapter.carrying(() => this.#headers(cookies));
      const { data: answer } = await this.#axios.request<Incoming>(request);
      if (isOwn) this.#keepCookies(cookies, answer.headers('set-cookie'));
      const { status } = answer;
      if (status < 300 || status > 399 || status === 304) return checked(answer);
      await answer.body.discard(answer.header('content-length'));
      if (hops === MOST_REDIRECTS) {
        throw new RedirectRefusal(
          `The server redirects more than ${MOST_REDIRECTS} times. Check the address in server.`,
        );
      }
      const target = redirectTarget(locationOf(answer), new URL(url), this.#base);
      // 303 asks for another document; the others say that this one is elsewhere, and without its form it would be another.
      if (status === 303) form = undefined;
      isOwn &&= target.origin === this.#base.origin;
      if (form !== undefined && !isOwn) {
        throw new RedirectRefusal(
          `The server redirects this request to ${target.origin}; that is not followed. If that is the server, give it as server.`,
        );
      }
      url = target.href;
    }
  }

  /** The headers of a request of a session. FileCloud developer guide, "CSRF token API changes": browsers' requests carry both. */
  #headers(cookies: Cookies): Readonly<Record<string, string>> {
    const cookie = cookies.header;
    if (this.#own !== undefined && this.#own.cookies === cookies && this.#own.cookie === cookie)
      return this.#own.headers;
    const headers: Record<string, string> = { ...STANDING_HEADERS, 'x-requested-with': 'XMLHttpRequest' };
    const token = cookies.get('X-XSRF-TOKEN') ?? cookies.get('X-XSRF-TOKEN-user');
    if (token !== undefined) headers['x-xsrf-token'] = token;
    if (cookie !== undefined) headers['cookie'] = cookie;
    this.#own = { cookies, cookie, headers };
    return headers;
  }

  #keepCookies(cookies: Cookies, lines: readonly string[]): void {
    if (lines.length === 0) return;
    for (const value of cookies.take(lines)) this.#options.log.secret(value);
  }
}

/** Where it redirects to. Browsers take bytes that are not encoded for UTF-8. */
function locationOf(answer: Incoming): string | undefined {
  const location = answer.header('location');
  return location === undefined ? undefined : decodeText(Buffer.from(location, 'latin1'));
}

/** What says that a body is not compressed: PHP programs write `none` to have their web server leave it so. */
const PLAIN = new Set(['', 'identity', 'none']);

/** @throws RunError where a proxy answered instead; RemoteError where the body is compressed */
function checked(answer: Incoming): Incoming {
  const encoding = answer.header('content-encoding');
  const isPlain = encoding === undefined || PLAIN.has(encoding.trim().toLowerCase());
  if (answer.status !== 407 && isPlain) return answer;
  answer.body.abort();
  if (answer.status === 407) throw proxyRefusal();
  throw new RemoteError(
    'malformed',
    `The server, or a proxy before it, compresses (${encoding}) although that was not asked for. Switch compression off for /core there.`,
  );
}
