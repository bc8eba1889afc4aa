import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Log } from '../report/reporter.ts';
import { type RemoteEntry, RemoteError } from '../sync/remote.ts';
import type { Requests } from './requests.ts';
import { decodeText } from './text.ts';
import { commandResult } from './xml-document.ts';
import { readZipDirectory } from './zip-directory.ts';

/** Bytes that a ZIP may have beyond its files': headers, names, and data that doesn't compress. */
const SLACK = 64 * 1024;

/**
 * Small files of one folder with one request (`downloadfilemulti`, official PHP client). What doesn't agree in name, size and checksum is
 * not received. After a refusal the run doesn't ask again.
 */
export class Batches {
  readonly #requests: Requests;
  readonly #log: Log;
  #refused = false;

  constructor(requests: Requests, log: Log) {
    this.#requests = requests;
    this.#log = log;
  }

  async fetch(
    folder: string,
    files: readonly RemoteEntry[],
    receive: (file: RemoteEntry, body: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#refused || files.length < 2) return;
    const zip = await this.#download(folder, files, signal);
    if (zip === undefined) return;
    const wanted = new Map(files.map(file => [file.name, file]));
    const bodies = unpack(zip, wanted);
    // Asking on would bring every file twice.
    if (bodies.size === 0) this.#giveUp('its ZIP holds none of the files as they are listed');
    for (const [name, body] of bodies) {
      const file = wanted.get(name);
      if (file !== undefined) receive(file, body);
    }
  }

  #giveUp(reason: string): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#log.info(`The server does not pack files together (${reason}); they are downloaded one by one.`);
  }

  async #download(folder: string, files: readonly RemoteEntry[], signal: AbortSignal): Promise<Uint8Array | undefined> {
    const form = new URLSearchParams({
      count: String(files.length),
      filepath: folder.endsWith('/') ? folder : `${folder}/`,
    });
    for (const [index, { name }] of files.entries()) form.set(`fn${index + 1}`, name);
    const most = files.reduce((sum, { size = 0, name }) => sum + size + 4 * name.length + 256, SLACK);
    try {
      return await this.#requests.send(
        { path: '/core/downloadfilemulti', form: form.toString() },
        signal,
        async (answer, doubt) => {
          const chunks: Buffer[] = [];
          let size = 0;
          await answer.read(bytes => {
            size += bytes.length;
            if (size > most) throw new RemoteError('malformed', 'The ZIP is larger than the files in it.');
            chunks.push(bytes);
          });
          const body = Buffer.concat(chunks);
          if (answer.status === 200 && body.length >= 22 && body.readUInt32LE(0) === 0x04034b50) return body;
          const said = commandResult(decodeText(body.subarray(0, SLACK)))?.message;
          const empty = answer.status === 200 && body.length === 0;
          throw doubt(
            new RemoteError('refused', said ?? (empty ? 'an empty answer' : `status ${answer.status}, no ZIP`)),
          );
        },
      );
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      this.#giveUp(error.message);
      return undefined;
    }
  }
}

/** The whole entries of a ZIP by name: only those that were asked for, of the listed size, with the right checksum. */
function unpack(zip: Uint8Array, wanted: ReadonlyMap<string, RemoteEntry>): Map<string, Uint8Array> {
  const bodies = new Map<string, Uint8Array>();
  try {
    const directory = readZipDirectory(zip);
    const contents = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        const listed = directory.get(name);
        return listed !== undefined && originalSize === listed.size && wanted.get(name)?.size === originalSize;
      },
    });
    for (const [name, body] of Object.entries(contents)) {
      const listed = directory.get(name);
      if (listed !== undefined && body.length === listed.size && crc32(body) === listed.crc32) bodies.set(name, body);
    }
  } catch {
    // Cut off or broken: what was not received is downloaded one by one.
  }
  return bodies;
}
