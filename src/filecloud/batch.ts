import type { Log } from '../report/reporter.ts';
import { type RemoteEntry, RemoteError } from '../sync/remote.ts';
import { PassingError } from './passing-error.ts';
import { readWhole } from './read-whole.ts';
import type { Requests } from './requests.ts';
import { decodeText } from './text.ts';
import { commandResult } from './xml-document.ts';

/** Bytes that a ZIP may have beyond its files': headers, names, and data that doesn't compress. */
const SLACK = 64 * 1024;
/** Failures in passing, one after another, after which the run doesn't ask again. */
const MOST_FAILURES = 2;
/** The part of the time limit after which a failure has cost so much that the run doesn't risk a second one. */
const DEAR = 0.5;

/**
 * Small files of one folder with one request (`downloadfilemulti`, official PHP client). What doesn't agree in name, size and checksum is
 * not received. There is another way to every file, so nothing is tried twice here, and after a refusal, a time-out or some failures the run
 * doesn't ask again.
 */
export class Batches {
  readonly #requests: Requests;
  readonly #log: Log;
  /** Milliseconds. */
  readonly #timeout: number;
  #over = false;
  #failures = 0;
  /** Those who wait for a batch: how to let them go on without it. */
  readonly #waiting = new Set<() => void>();

  /** @param timeout seconds without a byte before a request counts as stalled */
  constructor(requests: Requests, log: Log, timeout: number) {
    this.#requests = requests;
    this.#log = log;
    this.#timeout = timeout * 1000;
  }

  async fetch(
    folder: string,
    files: readonly RemoteEntry[],
    receive: (file: RemoteEntry, body: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#over || files.length < 2) return;
    const zip = await this.#unlessInVain(this.#download(folder, files, signal));
    if (zip === undefined) return;
    const { unpack } = await import('./zip-files.ts');
    const bodies = await unpack(zip, new Map(files.map(({ name, size }) => [name, size])));
    // Asking on would bring every file twice.
    if (bodies.size === 0) this.#giveUp('its ZIP holds none of the files as they are listed');
    for (const file of files) {
      const body = bodies.get(file.name);
      if (body !== undefined) receive(file, body);
    }
  }

  #giveUp(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#log.info(`The server does not pack files together (${reason}); they are downloaded one by one.`);
  }

  /** Waits for a batch, or until a time-out of another one shows that it would be in vain: a server that hangs costs its time limit once. */
  #unlessInVain(download: Promise<Buffer | undefined>): Promise<Buffer | undefined> {
    return new Promise((resolve, reject) => {
      const goOn = (): void => resolve(undefined);
      this.#waiting.add(goOn);
      download.then(resolve, reject).finally(() => this.#waiting.delete(goOn));
    });
  }

  /** @returns undefined where it failed, and the files have to be had in another way */
  async #download(folder: string, files: readonly RemoteEntry[], signal: AbortSignal): Promise<Buffer | undefined> {
    const begun = performance.now();
    const failures = this.#failures;
    try {
      const zip = await this.#ask(folder, files, signal);
      this.#failures = 0;
      return zip;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (!(error.cause instanceof PassingError)) this.#giveUp(error.message);
      else if (performance.now() - begun >= DEAR * this.#timeout) this.#timedOut(error.message);
      // What fails at the same time fails for the same reason.
      else if (failures === this.#failures && ++this.#failures >= MOST_FAILURES) this.#giveUp(error.message);
      return undefined;
    }
  }

  #timedOut(reason: string): void {
    this.#giveUp(reason);
    for (const goOn of this.#waiting) goOn();
  }

  async #ask(folder: string, files: readonly RemoteEntry[], signal: AbortSignal): Promise<Buffer> {
    const form = new URLSearchParams({
      count: String(files.length),
      filepath: folder.endsWith('/') ? folder : `${folder}/`,
    });
    for (const [index, { name }] of files.entries()) form.set(`fn${index + 1}`, name);
    const most = files.reduce((sum, { size = 0, name }) => sum + size + 4 * name.length + 256, SLACK);
    return await this.#requests.send(
      { path: '/core/downloadfilemulti', form: form.toString() },
      signal,
      async (answer, doubt) => {
        const tooLarge = (): RemoteError => new RemoteError('malformed', 'The ZIP is larger than the files in it.');
        return await readWhole(answer, { most, tooLarge }, body => {
          if (answer.status === 200 && body.length >= 22 && body.readUInt32LE(0) === 0x04034b50)
            return Buffer.from(body);
          const said = commandResult(decodeText(body.subarray(0, SLACK)))?.message;
          const empty = answer.status === 200 && body.length === 0;
          throw doubt(
            new RemoteError('refused', said ?? (empty ? 'an empty answer' : `status ${answer.status}, no ZIP`)),
          );
        });
      },
      { optional: true },
    );
  }
}
