import { type RemoteEntry, RemoteError, type RemoteVersion, type Sink } from '../sync/remote.ts';
import { isRest, strongTag } from './content-range.ts';
import { PassingError } from './passing-error.ts';
import type { Doubt, Requests } from './requests.ts';
import { decodeText } from './text.ts';
import type { Answer } from './transport.ts';
import { commandResult } from './xml-document.ts';

/** First bytes of a body that are looked at when it isn't what it should be. */
const SNIFF = 64 * 1024;
/** How often a file that changes under the download is looked up and fetched again. */
const VERSIONS = 3;

type LookUp = (path: string, signal: AbortSignal) => Promise<RemoteEntry | undefined>;

/** What one try brought. */
type Body =
  | { readonly kind: 'whole' }
  /** Another number of bytes than listed, but whole for all that HTTP tells. */
  | { readonly kind: 'other-size'; readonly size: number };

/** Downloads single files: `downloadfile`, checked by its size, looked up afresh when it doesn't agree. */
export class Downloads {
  readonly #requests: Requests;
  readonly #lookUp: LookUp;

  constructor(requests: Requests, lookUp: LookUp) {
    this.#requests = requests;
    this.#lookUp = lookUp;
  }

  /** @throws RemoteError; errors of the sink pass through */
  async fetch(file: RemoteEntry, sink: Sink, signal: AbortSignal): Promise<RemoteVersion> {
    let version: { readonly size: number | undefined; readonly modified: number | undefined } = file;
    for (let round = 1; ; round++) {
      const body = await this.#body(file, version.size, sink, signal);
      if (body.kind === 'whole') return { size: sink.size, modified: version.modified };
      const fresh = await this.#lookUp(file.path, signal);
      if (fresh === undefined || fresh.kind !== 'file') {
        throw new RemoteError('vanished', 'The file was removed on the server while it was downloaded.');
      }
      const same = fresh.size === version.size && fresh.modified === version.modified;
      if (round >= VERSIONS) {
        throw same
          ? new RemoteError(
              'malformed',
              `The server says that the file has ${version.size} bytes, and sends ${body.size}. Upload it again there.`,
            )
          : new RemoteError(
              'changing',
              `The file changed ${VERSIONS} times while it was downloaded. Run again when it is settled.`,
            );
      }
      version = fresh;
    }
  }

  async #body(file: RemoteEntry, size: number | undefined, sink: Sink, signal: AbortSignal): Promise<Body> {
    let etag: string | undefined;
    if (sink.size > 0) sink.restart();
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const query = `filepath=${encodeURIComponent(file.path)}&filename=${encodeURIComponent(name)}&redirect=0`;
    const ask = {
      path: '/core/downloadfile',
      query,
      // Asked for anew at each try: what came before a reset is kept where the rest can be proven to belong to it.
      get headers(): Record<string, string> {
        if (etag === undefined || sink.size === 0 || sink.size === size) return {};
        return { range: `bytes=${sink.size}-`, 'if-range': etag };
      },
    };
    return await this.#requests.send(ask, signal, async (answer, doubt) => {
      const { status } = answer;
      if (status === 206 && sink.size > 0 && size !== undefined) {
        if (!isRest(answer.header('content-range'), sink.size, size) || answer.header('etag') !== etag) {
          etag = undefined;
          sink.restart();
          throw new PassingError('The server sent another part of the file than was asked for.');
        }
      } else if (status === 416) {
        etag = undefined;
        sink.restart();
        throw new PassingError('The server could not send the rest of the file.');
      } else {
        if (sink.size > 0) sink.restart();
        refuseStatus(status, doubt);
        etag = size === undefined ? undefined : strongTag(answer.header('etag'));
      }
      return await take(answer, size, sink, doubt);
    });
  }
}

function refuseStatus(status: number, doubt: Doubt): void {
  if (status === 200) return;
  if (status === 401 || status === 403) {
    throw doubt(new RemoteError('forbidden', `The server does not let this account download it (status ${status}).`));
  }
  if (status === 404 || status === 410)
    throw doubt(new RemoteError('vanished', `The file is not there any more (status ${status}).`));
  throw new RemoteError('malformed', `The server answered ${status} instead of the file.`);
}

async function take(answer: Answer, size: number | undefined, sink: Sink, doubt: Doubt): Promise<Body> {
  const head: Buffer[] = [];
  let headSize = 0;
  const announced = answer.header('content-length');
  const suspicious = size === undefined || announced === undefined || Number(announced) !== size;
  await answer.read(bytes => {
    if (suspicious && headSize < SNIFF) {
      head.push(Buffer.from(bytes.subarray(0, SNIFF - headSize)));
      headSize += bytes.length;
    }
    // Nothing is to be had from bytes beyond the listed size but a full disk.
    if (size !== undefined && sink.size > size + SNIFF) return;
    sink.write(bytes);
  });
  if (sink.size === size) return { kind: 'whole' };
  const text = headSize <= SNIFF ? decodeText(Buffer.concat(head)) : '';
  const command = commandResult(text);
  if (command !== undefined && command.result !== '1') {
    throw doubt(
      new RemoteError('refused', `The server refused to send it: ${command.message || 'it gave no reason.'}`),
    );
  }
  const html = /^\s*(<!doctype html|<html)/i.test(text) && /html/i.test(answer.header('content-type') ?? 'html');
  if (html) throw doubt(new RemoteError('malformed', 'The server sent an HTML page instead of the file.'));
  if (size === undefined) return { kind: 'whole' };
  if (announced !== undefined && sink.size < Number(announced)) {
    throw new PassingError(`The file broke off after ${sink.size} of ${size} bytes.`);
  }
  return { kind: 'other-size', size: sink.size };
}
