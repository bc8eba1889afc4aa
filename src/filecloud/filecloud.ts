import type { Log } from '../report/reporter.ts';
import { type Remote, type RemoteEntry, RemoteError, type RemoteVersion, type Sink } from '../sync/remote.ts';
import { Batches } from './batch.ts';
import { Downloads } from './download.ts';
import { elementEntry, entryForms } from './entry-reader.ts';
import { listFolder, type PageSource } from './listing.ts';
import { readListingPage } from './listing-page.ts';
import { readText } from './read-whole.ts';
import { Requests } from './requests.ts';
import { Session } from './session.ts';
import { sentence } from './text.ts';
import { Times } from './times.ts';
import { type Pace, Transport } from './transport.ts';
import { children, readXml } from './xml-document.ts';

/** Bytes of the largest page of a listing: a thousand entries take about one million. */
const LARGEST_PAGE = 16 * 1024 * 1024;

export interface FileCloudOptions {
  /** Base URL without a trailing slash. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly totpSecret: string | undefined;
  /** IANA zone of servers that send no UTC times. */
  readonly timezone: string;
  readonly concurrency: number;
  readonly retries: number;
  /** Seconds without a byte before a request counts as stalled. */
  readonly timeout: number;
  readonly caCertificate: string | undefined;
  readonly batch: 'auto' | 'off';
  readonly log: Log;
  /** How long to wait between tries; for tests. */
  readonly pace?: Pace;
}

/** A FileCloud server as the engine sees it. */
export class FileCloud implements Remote {
  readonly downloadTogether: Remote['downloadTogether'];
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #requests: Requests;
  readonly #times: Times;
  readonly #forms = entryForms();
  readonly #downloads: Downloads;

  constructor(options: FileCloudOptions) {
    const { log } = options;
    this.#transport = new Transport(options);
    this.#session = new Session(this.#transport, {
      ...options,
      ...(options.pace === undefined ? {} : { sleep: options.pace.sleep }),
    });
    this.#requests = new Requests(this.#transport, this.#session);
    this.#times = new Times(options.timezone);
    this.#downloads = new Downloads(this.#requests, (path, signal) => this.lookUp(path, signal));
    if (options.batch === 'auto') {
      const batches = new Batches(this.#requests, log, options.timeout);
      this.downloadTogether = (folder, files, receive, signal) => batches.fetch(folder, files, receive, signal);
    }
  }

  /** @throws RunError when the server says no or cannot be reached */
  login(signal: AbortSignal): Promise<void> {
    return this.#session.login(signal);
  }

  list(path: string, signal: AbortSignal): Promise<readonly RemoteEntry[]> {
    return listFolder((folder, start, limit, stop) => this.#page(folder, start, limit, stop), path, signal);
  }

  download(file: RemoteEntry, sink: Sink, signal: AbortSignal): Promise<RemoteVersion> {
    return this.#downloads.fetch(file, sink, signal);
  }

  /**
   * One file's facts afresh (`fileinfo`; without an entry where there is none: official Python client).
   * @returns undefined where it is gone
   */
  async lookUp(path: string, signal: AbortSignal): Promise<RemoteEntry | undefined> {
    const form = new URLSearchParams({ file: path }).toString();
    return await this.#requests.send({ path: '/core/fileinfo', form }, signal, async (answer, doubt) => {
      const document = readXml(await readText(answer, LARGEST_PAGE));
      if (typeof document === 'string' || document.root !== 'fileinfo') {
        throw doubt(
          new RemoteError('malformed', 'The server did not tell about the file when it was looked up. Run again.'),
        );
      }
      const entry = children(document.content, 'entry')[0];
      if (entry === undefined) return undefined;
      await this.#times.load();
      return elementEntry(entry, this.#times);
    });
  }

  /** Logs out and ends all connections. Never throws. */
  async close(): Promise<void> {
    await this.#session.logout();
    await this.#transport.close();
  }

  #page(path: string, start: number, limit: number, signal: AbortSignal): ReturnType<PageSource> {
    const form = `path=${encodeURIComponent(path)}&start=${start}&limit=${limit}&sortby=name&sortdir=1`;
    return this.#requests.send({ path: '/core/getfilelist', form }, signal, async (answer, doubt) => {
      const text = await readText(answer, LARGEST_PAGE);
      const { status } = answer;
      if (status === 401 || status === 403) {
        throw doubt(
          new RemoteError(
            'forbidden',
            `The server refused to list it (status ${status}). Let the account read it, or exclude it.`,
          ),
        );
      }
      if (status === 404 || status === 410)
        throw doubt(
          new RemoteError(
            'vanished',
            `It is not there (status ${status}). If it was removed just now, the next run leaves it out.`,
          ),
        );
      if (status !== 200)
        throw doubt(
          new RemoteError(
            'malformed',
            `The server answered ${status} instead of the listing. Try whether its web interface lists it, and ask its administrator.`,
          ),
        );
      const page = await readListingPage(text, this.#times, this.#forms);
      if (page.kind === 'refusal') {
        const words = sentence(page.message);
        throw doubt(
          new RemoteError(
            'refused',
            `The server refused to list it${words === '' ? '' : `: ${words}`}. Let the account read it, or exclude it.`,
          ),
        );
      }
      if (page.kind === 'none') {
        const error = new RemoteError(
          'malformed',
          `The server sent ${page.what} instead of the listing. Look for a proxy or a maintenance page before it, and run again.`,
        );
        throw page.html || page.what === 'an empty answer' ? doubt(error) : error;
      }
      return page;
    });
  }
}
