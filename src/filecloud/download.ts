import { type RemoteEntry, RemoteError, type RemoteVersion, type Sink } from '../sync/remote.ts';
import { isRest, strongTag } from './content-range.ts';
import { PassingError } from './passing-error.ts';
import type { Doubt, Requests } from './requests.ts';
import { decodeText, sentence } from './text.ts';
import type { Answer } from './transport.ts';
import { commandResult, isHtml } from './xml-document.ts';

/** First bytes of a body that are looked at when it isn't what it should be, and bytes that it may have beyond the listed size. */
const SNIFF = 64 * 1024;
/** How often a file that changes under the download is looked up and fetched again. */
const VERSIONS = 3;

type LookUp = (path: string, signal: AbortSignal) => Promise<RemoteEntry | undefined>;

/** Why a body is not the listed file, supposing that the file is still as it was listed. */
type Trouble =
  /** It ended early, without having announced its length. */
  | { readonly kind: 'short'; readonly error: PassingError }
  /** It has another size, and is whole for all that HTTP tells. */
  | { readonly kind: 'size'; readonly error: RemoteError }
  /** Something else came in its place. */
  | { readonly kind: 'refusal'; readonly error: RemoteError };

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
    let version: Pick<RemoteEntry, 'size' | 'modified'> = file;
    let failed: PassingError | undefined;
    // What an earlier run left is gone on with, where it can be proven to belong to what is there now.
    if (sink.size > 0 && !canGoOn(sink, file.size)) startAgain(sink);
    for (let round = 1; ; round++) {
      const trouble = await this.#body(file, version.size, sink, signal, failed);
      if (trouble === undefined) return { size: sink.size, modified: version.modified };
      const fresh = await this.#lookUp(file.path, signal);
      if (fresh === undefined || fresh.kind !== 'file') {
        throw new RemoteError(
          'vanished',
          'The file was removed on the server while it was downloaded. The next run leaves it out.',
        );
      }
      const same = fresh.size === version.size && fresh.modified === version.modified;
      // What the server says of a file that is as it was, it means; sizes may be told before they are true.
      if (same && (trouble.kind === 'refusal' || (trouble.kind === 'size' && round >= VERSIONS))) throw trouble.error;
      if (round >= VERSIONS) {
        throw new RemoteError(
          'changing',
          `The file changed ${VERSIONS} times while it was downloaded. Run again when it is settled.`,
        );
      }
      failed = same && trouble.kind === 'short' ? trouble.error : undefined;
      version = fresh;
      if (sink.size > 0 && !(failed !== undefined && canGoOn(sink, version.size))) startAgain(sink);
    }
  }

  /**
   * Fetches the body into the sink.
   * @param failed how the try before has failed, where the file is known to be as it was: a short body is then tried again
   * @returns why it is not the file, if it isn't
   */
  async #body(
    file: RemoteEntry,
    size: number | undefined,
    sink: Sink,
    signal: AbortSignal,
    failed: PassingError | undefined,
  ): Promise<Trouble | undefined> {
    let meaning: RemoteError | undefined;
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const ask = {
      path: '/core/downloadfile',
      query: `filepath=${encodeURIComponent(file.path)}&filename=${encodeURIComponent(name)}&redirect=0`,
      // What came before a reset is kept where the rest can be proven to belong to it.
      headers: () => (canGoOn(sink, size) ? { range: `bytes=${sink.size}-`, 'if-range': sink.proof ?? '' } : undefined),
    };
    const read = async (answer: Answer, doubt: Doubt): Promise<Trouble | undefined> => {
      const { status } = answer;
      const rest = status === 206 && size !== undefined && canGoOn(sink, size);
      if (rest || status === 416) {
        const range = answer.header('content-range');
        if (!rest || !isRest(range, sink.size, size) || answer.header('etag') !== sink.proof) {
          startAgain(sink);
          throw new PassingError('The server did not send the part of the file that was asked for.');
        }
      } else {
        if (sink.size > 0) startAgain(sink);
        meaning = refusalOf(status);
        if (meaning !== undefined) throw doubt(meaning);
        sink.proof = size === undefined ? undefined : strongTag(answer.header('etag'));
      }
      const trouble = await take(answer, { size, name, rest }, sink);
      if (trouble?.kind === 'short' && failed !== undefined) throw trouble.error;
      if (trouble?.kind !== 'refusal') return trouble;
      meaning = trouble.error;
      throw doubt(meaning);
    };
    try {
      return await this.#requests.send(ask, signal, read, { failed });
    } catch (error) {
      // An account's rights don't depend on what the file is now.
      if (error !== meaning || meaning === undefined || meaning.failure === 'forbidden') throw error;
      return { kind: 'refusal', error: meaning };
    }
  }
}

function refusalOf(status: number): RemoteError | undefined {
  if (status === 200) return undefined;
  if (status === 401 || status === 403) {
    return new RemoteError(
      'forbidden',
      `The server does not let this account download it (status ${status}). Ask its owner, or exclude it.`,
    );
  }
  if (status === 404 || status === 410) {
    return new RemoteError(
      'vanished',
      `The file is not there any more (status ${status}). The next run leaves it out.`,
    );
  }
  return new RemoteError(
    'malformed',
    `The server answered ${status} instead of the file. Try whether its web interface gives it out, and ask its administrator.`,
  );
}

/** Whether the bytes in the sink may be the beginning of the file. */
function canGoOn(sink: Sink, size: number | undefined): boolean {
  return sink.proof !== undefined && sink.size > 0 && size !== undefined && sink.size < size;
}

function startAgain(sink: Sink): void {
  sink.restart();
  sink.proof = undefined;
}

/** Ends the reading of a body that is longer than the file. */
class TooLong extends Error {}

interface Expected {
  /** Bytes of the whole file. */
  readonly size: number | undefined;
  readonly name: string;
  /** Whether only the rest of the file comes. */
  readonly rest: boolean;
}

/** Takes a body into the sink. @returns why it is not the file, if it isn't */
async function take(answer: Answer, { size, name, rest }: Expected, sink: Sink): Promise<Trouble | undefined> {
  const head: Buffer[] = [];
  let headSize = 0;
  const announced = answer.header('content-length');
  const suspicious = !rest && (size === undefined || announced === undefined || Number(announced) !== size);
  let endless = false;
  try {
    await answer.read(bytes => {
      if (suspicious && headSize < SNIFF) {
        head.push(Buffer.from(bytes.subarray(0, SNIFF - headSize)));
        headSize += bytes.length;
      }
      // Nothing is to be had from more but a full disk.
      if (size !== undefined && sink.size + bytes.length > size + SNIFF) throw new TooLong();
      sink.write(bytes);
    });
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    endless = true;
  }
  if (sink.size === size && !endless) return undefined;
  if (suspicious) {
    const text = decodeText(Buffer.concat(head));
    // A page whose size nobody knows may be the file, where it is called so.
    const mayBePage = size === undefined && /\.x?html?$/i.test(name);
    const error = (headSize <= SNIFF ? refusalIn(text) : undefined) ?? (mayBePage ? undefined : pageIn(text, answer));
    if (error !== undefined) return { kind: 'refusal', error };
  }
  if (size === undefined) return undefined;
  if (endless) return contradiction(size, `more than ${size}`);
  if (sink.size < size && (announced === undefined || sink.size === 0)) {
    return { kind: 'short', error: new PassingError(`The file broke off after ${sink.size} of ${size} bytes.`) };
  }
  return contradiction(size, String(sink.size));
}

/** The refusal that comes in a file's place, with status 200. */
function refusalIn(text: string): RemoteError | undefined {
  const command = commandResult(text);
  if (command === undefined || command.result === '1') return undefined;
  return new RemoteError(
    'refused',
    `The server refused to send it: ${sentence(command.message) || 'it gave no reason'}. Ask its owner, or exclude it.`,
  );
}

/** The page that comes in a file's place. @param text how it begins */
function pageIn(text: string, answer: Answer): RemoteError | undefined {
  if (!isHtml(text) || !/html/i.test(answer.header('content-type') ?? 'html')) return undefined;
  return new RemoteError(
    'malformed',
    'The server sent an HTML page instead of the file. Look for a proxy or a maintenance page before it, and run again.',
  );
}

function contradiction(size: number | undefined, sent: string): Trouble {
  const error = new RemoteError(
    'malformed',
    `The server says that the file has ${size} bytes, and sends ${sent}. Upload it again there.`,
  );
  return { kind: 'size', error };
}
