import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { rootCertificates } from 'node:tls';
import { type AxiosAdapter, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { Abort } from './abort.ts';
import { Body } from './body.ts';
import { Incoming } from './incoming.ts';
import { type HttpProxy, proxyFor } from './proxy.ts';
import { Turns } from './turns.ts';

export interface ConnectionOptions {
  /** Connections to one server. */
  readonly connections: number;
  /** Milliseconds to wait for a connection. */
  readonly connectTimeout: number;
  /** PEM text trusted on top of the usual authorities. */
  readonly caCertificate: string | undefined;
}

/**
 * An axios adapter on undici: a request costs a fifth of what axios' own adapter takes. Redirects, retries, decoding and time limits are
 * the transport's affair; this one sends and hands over what comes, as the response's data ({@link Incoming}). `signal` is an {@link Abort}.
 */
export class UndiciAdapter {
  readonly #options: ConnectionOptions;
  readonly #ca: string[] | undefined;
  readonly #turns = new Turns();
  readonly #proxies = new Map<string, ProxyAgent>();
  /** The dispatcher of each origin: the environment is asked once. */
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#ca = options.caCertificate === undefined ? undefined : [...usualAuthorities(), options.caCertificate];
  }

  /**
   * The adapter itself.
   * @param headers those that every request has, made when it is sent: axios would check and copy each of them for each request
   */
  readonly carrying =
    (headers: () => Readonly<Record<string, string>>): AxiosAdapter =>
    (config): Promise<AxiosResponse<Incoming>> =>
      this.#send(config, headers());

  #send(
    config: InternalAxiosRequestConfig,
    standing: Readonly<Record<string, string>>,
  ): Promise<AxiosResponse<Incoming>> {
    return new Promise((resolve, reject) => {
      const url = config.url ?? '';
      const slash = url.indexOf('/', url.indexOf('://') + 3);
      const origin = slash < 0 ? url : url.slice(0, slash);
      const answered = (data: Incoming): void =>
        resolve({ data, status: data.status, statusText: '', headers: new AxiosHeaders(), config });
      const { signal } = config;
      const abort = signal instanceof Abort ? signal : new Abort();
      this.#dispatcher(origin).dispatch(
        {
          origin,
          path: slash < 0 ? '/' : url.slice(slash),
          method: config.method === 'post' ? 'POST' : 'GET',
          headers: { ...standing, ...(config.headers as unknown as Record<string, string>) },
          body: typeof config.data === 'string' ? config.data : null,
        },
        new Exchange(abort, this.#turns, answered, reject),
      );
    });
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const dispatchers = new Set([...this.#dispatchers.values(), ...this.#proxies.values()]);
    await Promise.allSettled([...dispatchers].map(dispatcher => dispatcher.destroy()));
  }

  #settings(): Pool.Options {
    return {
      connections: this.#options.connections,
      pipelining: 1,
      // The transport watches each request itself.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 4000,
      maxHeaderSize: 16 * 1024,
      connect: { timeout: this.#options.connectTimeout, ...this.#trust() },
    };
  }

  /** A certificate is asked for in any case: an environment that says otherwise (NODE_TLS_REJECT_UNAUTHORIZED) says it to all programs. */
  #trust(): { readonly rejectUnauthorized: true; readonly ca?: string[] } {
    return { rejectUnauthorized: true, ...(this.#ca === undefined ? {} : { ca: this.#ca }) };
  }

  #dispatcher(origin: string): Dispatcher {
    let dispatcher = this.#dispatchers.get(origin);
    if (dispatcher === undefined) {
      const proxy = proxyFor(origin);
      dispatcher =
        proxy === undefined ? new Pool(origin, this.#settings()) : this.#proxy(proxy, origin.startsWith('https:'));
      this.#dispatchers.set(origin, dispatcher);
    }
    return dispatcher;
  }

  #proxy({ url, token }: HttpProxy, tunnel: boolean): ProxyAgent {
    const key = `${tunnel} ${url}`;
    let agent = this.#proxies.get(key);
    if (agent === undefined) {
      const trust = this.#trust();
      agent = new ProxyAgent({
        ...this.#settings(),
        uri: url,
        proxyTunnel: tunnel,
        requestTls: trust,
        proxyTls: trust,
        ...(token === undefined ? {} : { token }),
      });
      this.#proxies.set(key, agent);
    }
    return agent;
  }
}

/** One request and its answer, as undici tells of them. */
class Exchange implements Dispatcher.DispatchHandlers {
  readonly #abort: Abort;
  readonly #turns: Turns;
  #answered: ((incoming: Incoming) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;
  #end: ((error?: Error) => void) | undefined;
  #body: Body | undefined;

  constructor(abort: Abort, turns: Turns, answered: (incoming: Incoming) => void, failed: (error: Error) => void) {
    this.#abort = abort;
    this.#turns = turns;
    this.#answered = answered;
    this.#failed = failed;
    // It may still wait for a connection.
    abort.whenAborted(() => this.onError(new Error('The request was aborted.')));
  }

  onConnect(end: (error?: Error) => void): void {
    this.#end = end;
    this.#abort.whenAborted(() => end());
  }

  onHeaders(status: number, fields: Buffer[]): boolean {
    // Not the answer yet: 103 may come before it.
    if (status < 200) return true;
    // Only this request: after a redirect, others go with the same signal.
    this.#body = new Body(() => this.#end?.());
    this.#answered?.(new Incoming(status, fields, this.#body));
    // What has been used refers to the whole request, and would be collected late.
    this.#answered = undefined;
    this.#failed = undefined;
    return true;
  }

  onData(bytes: Buffer): boolean {
    this.#body?.push(bytes);
    // The connection never waits: undici takes it for a mistake when a server ends one that does.
    return true;
  }

  onComplete(): void {
    // Behind what undici does to free the connection: the next request shall find it free, and not open another.
    queueMicrotask(() => this.#turns.add(() => this.#body?.end()));
  }

  onError(error: Error): void {
    if (this.#body === undefined) this.#failed?.(error);
    else this.#body.fail(error);
  }
}

/** What Node trusts without us, NODE_EXTRA_CA_CERTS included. */
function usualAuthorities(): readonly string[] {
  // Node 22.15 and later tell; before, `ca` would replace the extra ones silently.
  if ('getCACertificates' in tls) return tls.getCACertificates('default');
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  if (extra === undefined || extra === '') return rootCertificates;
  try {
    return [...rootCertificates, readFileSync(extra, 'utf8')];
  } catch {
    return rootCertificates; // Node itself has warned about it
  }
}
