import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { canonicalPath } from './tree.ts';

/** One call of the FileCloud API, as the server understood it. */
export interface Call {
  /** `getfilelist` of `/core/getfilelist`, or of the legacy form `/core/?op=getfilelist`. */
  readonly op: string;
  readonly method: string;
  /** Path of the URL, without the query. */
  readonly url: string;
  /** Parameters of the query and of the body; the body wins. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** The FileCloud path that the call is about, without a slash at its end; '' where it is about none. */
  readonly path: string;
  /** The uploaded bytes of a multipart body. */
  readonly upload: Uint8Array | undefined;
  /** Whether the client calls itself a browser. */
  readonly browser: boolean;
}

/** Reads a request whole. FileCloud takes parameters from the query and from the body, whatever the method. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const target = request.url ?? '/';
  const question = target.indexOf('?');
  const url = question < 0 ? target : target.slice(0, question);
  const params: Record<string, string> = {};
  add(params, new URLSearchParams(question < 0 ? '' : target.slice(question + 1)));
  const body = await bodyOf(request);
  const type = request.headers['content-type'] ?? '';
  const boundary = /^multipart\/form-data\b.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  let upload: Uint8Array | undefined;
  if (boundary !== null) {
    upload = readMultipart(body, boundary[1] ?? boundary[2] ?? '', params);
  } else if (body.length > 0) {
    add(params, new URLSearchParams(body.toString()));
  }
  const op = url.slice(url.lastIndexOf('/') + 1) || (params['op'] ?? '');
  return {
    op,
    method: request.method ?? 'GET',
    url,
    params,
    headers: request.headers,
    path: subjectOf(op, params),
    upload,
    browser: /mozilla|chrome|safari|applewebkit/i.test(request.headers['user-agent'] ?? ''),
  };
}

function add(params: Record<string, string>, more: URLSearchParams): void {
  for (const [name, value] of more) params[name] = value;
}

function subjectOf(op: string, params: Readonly<Record<string, string>>): string {
  const { filepath, path, file, filename, name } = params;
  const subject = filepath ?? path ?? file;
  if (subject === undefined) return '';
  if (op === 'upload') return canonicalPath(`${subject}/${filename ?? ''}`);
  if (op === 'deletefile') return canonicalPath(`${subject}/${name ?? ''}`);
  // The API's documentation does not say whether this path includes the name: both are taken.
  if (op === 'getversions' && !subject.endsWith(`/${filename}`)) return canonicalPath(`${subject}/${filename ?? ''}`);
  return canonicalPath(subject);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    if (piece instanceof Buffer) pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Puts the fields of a multipart body into `params` and returns the bytes of its file, whatever the part is called. */
function readMultipart(body: Buffer, boundary: string, params: Record<string, string>): Uint8Array | undefined {
  const marker = Buffer.from(`--${boundary}`);
  let file: Uint8Array | undefined;
  for (let at = body.indexOf(marker); at >= 0; ) {
    const next = body.indexOf(marker, at + marker.length);
    if (next < 0) break;
    const part = body.subarray(at + marker.length + 2, next - 2);
    const gap = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, Math.max(0, gap)).toString();
    const content = part.subarray(gap + 4);
    const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1] ?? '';
    if (/[;\s]filename\*?=/i.test(head) || name === 'file_contents') file = content;
    else if (name !== '') params[name] = content.toString();
    at = next;
  }
  return file;
}
