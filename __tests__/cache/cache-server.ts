import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { CacheStore, type Entry } from './cache-store.ts';

/** What a request is for, in both versions of the protocol. */
export type Moment = 'lookup' | 'download' | 'reserve' | 'upload' | 'commit';

/** What goes wrong at that moment. */
export type Fault =
  /** An answer with this status. */
  | { readonly status: number; readonly message?: string }
  /** No answer at all. */
  | 'hang'
  /** What GitHub answers where the run's token may not do it. */
  | 'denied';

interface Answer {
  readonly status: number;
  readonly fields?: object;
  readonly blob?: Buffer;
}

/** Where blobs are kept elsewhere, under signed addresses. */
export interface Storage {
  address(id: number): string;
}

type Fields = Readonly<Record<string, unknown>>;

const SERVICE = '/twirp/github.actions.results.api.v1.CacheService/';

/**
 * The cache service of GitHub (Twirp with signed addresses of blobs) and the older one of GitHub Enterprise Server, in memory.
 * As much of them as @actions/cache uses.
 */
export class CacheServer {
  readonly store = new CacheStore();
  readonly faults = new Map<Moment, Fault>();
  /** What was asked for, in order. */
  readonly moments: Moment[] = [];
  /** The query that makes an address of a blob secret. */
  readonly signature = randomBytes(12).toString('hex');
  readonly token = randomBytes(12).toString('hex');
  readonly #server: Server;
  /** Resolves when a client that was left without an answer is gone. */
  readonly hungUp: Promise<void>;
  #hungUp: () => void = () => undefined;
  #asked: (() => void) | undefined;
  readonly #storage: Storage | undefined;

  private constructor(storage: Storage | undefined) {
    this.#storage = storage;
    this.hungUp = new Promise(resolve => {
      this.#hungUp = resolve;
    });
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  /** @param storage keeps the blobs; the server itself by default */
  static async start(storage?: Storage): Promise<CacheServer> {
    const server = new CacheServer(storage);
    await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The cache server is not listening.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The environment of a step on a runner with this service. */
  environment(product: 'github.com' | 'enterprise server'): NodeJS.ProcessEnv {
    const shared = { GITHUB_ACTIONS: 'true', ACTIONS_RUNTIME_TOKEN: this.token };
    return product === 'github.com'
      ? { ...shared, ACTIONS_CACHE_SERVICE_V2: 'true', ACTIONS_RESULTS_URL: `${this.origin}/` }
      : { ...shared, GITHUB_SERVER_URL: 'https://github.example.com', ACTIONS_CACHE_URL: `${this.origin}/` };
  }

  /** Resolves at the next request. */
  async asked(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#asked = resolve;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const moment = momentOf(request.method ?? '', url.pathname);
    if (moment !== undefined) this.moments.push(moment);
    this.#asked?.();
    const fault = moment === undefined ? undefined : this.faults.get(moment);
    if (fault === 'hang') {
      request.socket.once('close', () => this.#hungUp());
      return;
    }
    const body = await buffer(request);
    const answer = this.#answer(moment, request, url, body);
    const sent = answer.blob ?? (answer.fields === undefined ? '' : JSON.stringify(answer.fields));
    response.writeHead(answer.status, { 'Content-Length': Buffer.byteLength(sent) });
    response.end(sent);
  }

  #answer(moment: Moment | undefined, request: IncomingMessage, url: URL, body: Buffer): Answer {
    if (moment === undefined) return { status: 404 };
    if (!this.#mayAsk(request, url)) return { status: 401, fields: { msg: 'bad token or signature' } };
    const second = url.pathname.startsWith(SERVICE);
    const fault = this.faults.get(moment);
    if (fault === 'denied') return denial(moment, second);
    if (typeof fault === 'object')
      return { status: fault.status, fields: { msg: fault.message, message: fault.message } };
    if (second) return this.#second(moment, fieldsOf(body));
    if (moment === 'lookup') return this.#firstLookup(url);
    if (moment === 'reserve') return this.#firstReserve(fieldsOf(body));
    const entry = this.store.byId(Number(url.pathname.split('/').at(-1)));
    if (entry === undefined) return { status: 404 };
    if (moment === 'download') return { status: 200, blob: entry.body };
    if (request.method === 'PUT') return this.#putBlob(entry, url, body);
    return this.#firstUpload(moment, entry, request, body);
  }

  #mayAsk(request: IncomingMessage, url: URL): boolean {
    if (url.pathname.startsWith('/blob/')) return url.searchParams.get('sig') === this.signature;
    return request.headers.authorization === `Bearer ${this.token}`;
  }

  /** The service of today. */
  #second(moment: Moment, { key, version, restore_keys: more }: Fields): Answer {
    const name = String(key);
    const hash = String(version);
    if (moment === 'reserve') {
      const entry = this.store.reserve(name, hash);
      if (entry === undefined)
        return { status: 409, fields: { code: 'already_exists', msg: 'cache entry already exists' } };
      return { status: 200, fields: { ok: true, signed_upload_url: this.#address(entry) } };
    }
    if (moment === 'commit') {
      const entry = this.store.byKey(name, hash);
      if (entry === undefined) return { status: 404 };
      entry.committed = true;
      return { status: 200, fields: { ok: true, entry_id: `${entry.id}` } };
    }
    const entry = this.store.find([name, ...(Array.isArray(more) ? more.map(String) : [])], hash);
    if (entry === undefined) return { status: 200, fields: { ok: false } };
    return { status: 200, fields: { ok: true, signed_download_url: this.#address(entry), matched_key: entry.key } };
  }

  #putBlob(entry: Entry, url: URL, body: Buffer): Answer {
    const part = url.searchParams.get('comp');
    if (part === 'block') {
      this.store.putBlock(entry, url.searchParams.get('blockid') ?? '', body);
    } else if (part === 'blocklist') {
      const list = [...body.toString().matchAll(/<Latest>([^<]*)</g)].map(([, block = '']) => block);
      if (!this.store.joinBlocks(entry, list)) return { status: 400 };
    } else {
      entry.body = body;
    }
    return { status: 201 };
  }

  /** The service of GitHub Enterprise Server. */
  #firstLookup(url: URL): Answer {
    const keys = url.searchParams.get('keys')?.split(',') ?? [];
    const entry = this.store.find(keys, url.searchParams.get('version') ?? '');
    if (entry === undefined) return { status: 204 };
    return { status: 200, fields: { archiveLocation: this.#address(entry), cacheKey: entry.key } };
  }

  #firstReserve({ key, version }: Fields): Answer {
    const entry = this.store.reserve(String(key), String(version));
    if (entry === undefined) return { status: 409, fields: { message: 'Cache already exists.' } };
    return { status: 201, fields: { cacheId: entry.id } };
  }

  #firstUpload(moment: Moment, entry: Entry, request: IncomingMessage, body: Buffer): Answer {
    if (moment === 'upload') {
      this.store.writeAt(entry, Number(/^bytes (\d+)-/.exec(request.headers['content-range'] ?? '')?.[1]), body);
      return { status: 204 };
    }
    entry.committed = fieldsOf(body)['size'] === entry.body.length;
    return { status: entry.committed ? 204 : 400 };
  }

  #address({ id }: Entry): string {
    return this.#storage?.address(id) ?? `${this.origin}/blob/${id}?sig=${this.signature}`;
  }
}

/** What GitHub says where a token may not do it: a refusal to reserve is no HTTP error in the service of today. */
function denial(moment: Moment, second: boolean): Answer {
  const message = `cache ${moment === 'lookup' ? 'read' : 'write'} denied: the token is read-only`;
  if (moment === 'reserve' && second) return { status: 200, fields: { ok: false, message } };
  return { status: 403, fields: { code: 'permission_denied', msg: message, message } };
}

function momentOf(method: string, path: string): Moment | undefined {
  if (path.startsWith('/blob/')) return method === 'PUT' ? 'upload' : 'download';
  switch (`${method} ${path.replace(/\d+$/, '1')}`) {
    case `POST ${SERVICE}GetCacheEntryDownloadURL`:
    case 'GET /_apis/artifactcache/cache':
      return 'lookup';
    case `POST ${SERVICE}CreateCacheEntry`:
    case 'POST /_apis/artifactcache/caches':
      return 'reserve';
    case `POST ${SERVICE}FinalizeCacheEntryUpload`:
    case 'POST /_apis/artifactcache/caches/1':
      return 'commit';
    case 'PATCH /_apis/artifactcache/caches/1':
      return 'upload';
    default:
      return undefined;
  }
}

function fieldsOf(body: Buffer): Fields {
  const value: unknown = JSON.parse(body.toString());
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
