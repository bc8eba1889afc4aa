/** What the C server answers (answer.c, pages.c), in TypeScript. The tests hold the two against each other. */
import { zipSync } from 'fflate';
import { content, folderPaths, ROOT, type Shape, shareFiles } from '../share.ts';
import { type Entry, fileCloudEntry, webDavEntry } from './entries.ts';
import type { Served } from './start.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>;
  readonly body: Iterable<Uint8Array>;
}

interface Question {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string;
  readonly range: string | undefined;
}

const NOTHING: Served = { listings: 0, files: 0, batches: 0, others: 0, first: 0 };
const COOKIES = [
  'X-XSRF-TOKEN=k3v9m2q8x1c7z5b4n6a0; path=/',
  'tonido-login-user=bench; path=/; HttpOnly',
  'tonido-login-hash=0123456789abcdef0123456789abcdef01234567; path=/; HttpOnly',
];

export class Answers {
  readonly #shape: Shape;
  readonly #folders = new Map<string, Entry[]>([[ROOT, []]]);
  readonly #files = new Map<string, number>();
  #served = NOTHING;

  constructor(shape: Shape) {
    this.#shape = shape;
    for (const path of folderPaths(shape)) {
      this.#folders.set(`${ROOT}/${path}`, []);
      this.#enter(path, undefined);
    }
    for (const file of shareFiles(shape)) {
      this.#files.set(`${ROOT}/${file.path}`, file.index);
      this.#enter(file.path, file.index);
    }
  }

  /** What was served since the last report. */
  report(): Served {
    const served = this.#served;
    this.#served = NOTHING;
    return served;
  }

  /** @param received seconds since 1970 */
  answer(question: Question, received: number): Answer {
    if (this.#served.first === 0) this.#served = { ...this.#served, first: received };
    const url = new URL(question.target, 'http://localhost');
    const path = decodeURIComponent(url.pathname);
    if (path.startsWith('/core/')) {
      const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(question.body)]);
      return this.#fileCloud(path.slice(6), parameters, question.range);
    }
    if (question.method === 'PROPFIND') return this.#properties(path.slice(4).replace(/\/$/, ''));
    return this.#file(path.slice(4), question.range) ?? this.#text('', 404);
  }

  #enter(path: string, index: number | undefined): void {
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? ROOT : `${ROOT}/${path.slice(0, slash)}`;
    this.#folders.get(parent)?.push({ name: path.slice(slash + 1), index });
  }

  #count(kind: 'listings' | 'files' | 'batches' | 'others'): void {
    this.#served = { ...this.#served, [kind]: this.#served[kind] + 1 };
  }

  #text(body: string, status = 200, headers: Answer['headers'] = {}): Answer {
    this.#count('others');
    return whole(status, 'text/xml', Buffer.from(body), headers);
  }

  #fileCloud(operation: string, parameters: URLSearchParams, range: string | undefined): Answer {
    switch (operation) {
      case 'getfilelist':
        return this.#listing(parameters);
      case 'downloadfile':
        return (
          this.#file(parameters.get('filepath') ?? '', range) ?? this.#text(command('downloadfile', 0, 'No such file'))
        );
      case 'downloadfilemulti':
        return this.#batch(parameters);
      case 'loginguest':
        return this.#text(command('loginguest', 1, ''), 200, { 'set-cookie': COOKIES });
      case 'getauthenticationinfo':
        return this.#text(
          '<authenticationinfo><info><profile>bench</profile><displayname>bench</displayname><peerid>bench</peerid>' +
            '<authenticated>1</authenticated><OS>TONIDO_CLOUD</OS><authtype>DEFAULT</authtype></info></authenticationinfo>',
        );
      case 'locksession':
        return this.#text(command('locksession', 1, ''));
      default:
        return this.#text('', 404);
    }
  }

  #listing(parameters: URLSearchParams): Answer {
    const path = (parameters.get('path') ?? '').replace(/\/$/, '');
    const entries = this.#folders.get(path);
    if (entries === undefined) {
      return this.#text(
        '<entries><meta><total>0</total><result>0</result><message>No such folder</message></meta></entries>',
      );
    }
    this.#count('listings');
    const start = Number(parameters.get('start') ?? 0);
    const limit = Number(parameters.get('limit') ?? 10);
    const page = entries.slice(start, limit < 0 ? undefined : start + limit);
    const meta =
      `<meta><parentpath>/SHARED</parentpath><total>${entries.length}</total><realpath>${path}</realpath><canupload>1</canupload>` +
      '<isshareable>1</isshareable><candownload>1</candownload><cansetacls>0</cansetacls><showshareoption>0</showshareoption>' +
      '<teamfolder>0</teamfolder><result>1</result><message></message><defaultfile></defaultfile><showzipfolders>0</showzipfolders>' +
      '<aboutfile></aboutfile></meta>';
    const body = page.map(entry => fileCloudEntry(path, entry, this.#shape.size)).join('');
    return whole(200, 'text/xml', Buffer.from(`<entries>${meta}${body}</entries>`));
  }

  #properties(path: string): Answer {
    const entries = this.#folders.get(path);
    if (entries === undefined) return this.#text('', 404);
    this.#count('listings');
    const itself = { name: '', index: undefined };
    const body = [itself, ...entries].map(entry => webDavEntry(path, entry, this.#shape.size)).join('');
    const prolog = '<?xml version="1.0" encoding="utf-8"?>';
    return whole(207, 'text/xml', Buffer.from(`${prolog}<D:multistatus xmlns:D="DAV:">${body}</D:multistatus>`));
  }

  #file(path: string, range: string | undefined): Answer | undefined {
    const index = this.#files.get(path);
    if (index === undefined) return undefined;
    this.#count('files');
    const { size } = this.#shape;
    const asked = /^bytes=(?<first>\d+)-(?<last>\d*)$/.exec(range ?? '')?.groups;
    const first = Number(asked?.['first'] ?? 0);
    const last = Math.min(asked?.['last'] ? Number(asked['last']) : size - 1, size - 1);
    return {
      status: asked === undefined ? 200 : 206,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': last - first + 1,
        ...(asked === undefined ? { 'accept-ranges': 'bytes' } : { 'content-range': `bytes ${first}-${last}/${size}` }),
      },
      body: stretch(index, first, last + 1),
    };
  }

  #batch(parameters: URLSearchParams): Answer {
    this.#count('batches');
    const folder = (parameters.get('filepath') ?? '').replace(/\/?$/, '/');
    const members: Record<string, Uint8Array> = {};
    for (const [name, value] of parameters) {
      const index = name.startsWith('fn') ? this.#files.get(folder + value) : undefined;
      if (index !== undefined) members[value] = Buffer.concat([...content(index, this.#shape.size)]);
    }
    const none = Object.keys(members).length === 0;
    return whole(200, 'application/zip', none ? new Uint8Array() : zipSync(members, { level: 0 }));
  }
}

function command(type: string, result: number, message: string): string {
  return `<commands><command><type>${type}</type><result>${result}</result><message>${message}</message></command></commands>`;
}

function whole(status: number, type: string, body: Uint8Array, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { ...headers, 'content-type': type, 'content-length': body.length }, body: [body] };
}

/** The bytes of a file from `first` up to, without, `end`. */
function* stretch(index: number, first: number, end: number): Generator<Buffer> {
  let at = 0;
  for (const piece of content(index, end)) {
    if (at + piece.length > first) yield piece.subarray(Math.max(first - at, 0));
    at += piece.length;
  }
}
