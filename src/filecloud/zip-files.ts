import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import { decodeText } from './text.ts';

/** A ZIP in memory. The library's own reader would wait for a turn of the event loop with each of a hundred small pieces. */
class Memory extends RandomAccessReader {
  readonly #zip: Buffer;

  constructor(zip: Buffer) {
    super();
    this.#zip = zip;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, size?: number) => void,
  ): void {
    callback(null, position < this.#zip.length ? this.#zip.copy(buffer, offset, position, position + length) : 0);
  }
}

/**
 * Unpacks the files of a ZIP that are wanted: those of the wanted size, with the right checksum. Names are compared and nothing else.
 * The library reads the structure (PKWARE APPNOTE 4.3) but sets no bound to what unpacking costs, so that is done here: no file is unpacked
 * beyond its size, and nothing is read more often than once.
 * @param sizes bytes of the wanted files, by name
 */
export async function unpack(
  zip: Buffer,
  sizes: ReadonlyMap<string, number | undefined>,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  try {
    const archive = await fromRandomAccessReaderPromise(new Memory(zip), zip.length, { decodeStrings: false });
    /** By name; undefined for what is there twice. */
    const entries = new Map<string, Entry | undefined>();
    for await (const entry of archive.eachEntry()) {
      const name = decodeText(entry.fileNameRaw);
      entries.set(name, entries.has(name) ? undefined : entry);
    }
    let unread = zip.length;
    for (const [name, entry] of entries) {
      if (entry === undefined || entry.uncompressedSize !== sizes.get(name) || !entry.canDecodeFileData()) continue;
      unread -= entry.compressedSize;
      // Entries that share their data, to be dear to read.
      if (unread < 0) break;
      const start = await archive.readLocalFileHeaderPromise(entry, { minimal: true }).then(
        header => header.fileDataStart,
        () => undefined,
      );
      const body =
        start === undefined ? undefined : contentOf(entry, zip.subarray(start, start + entry.compressedSize));
      if (body !== undefined) files.set(name, body);
    }
  } catch {
    // Cut off or broken: what was not received is downloaded one by one.
  }
  return files;
}

/** @returns undefined where the data are not what the entry says */
function contentOf(entry: Entry, data: Buffer): Buffer | undefined {
  const size = entry.uncompressedSize;
  try {
    const body = entry.compressionMethod === 0 ? data : inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
    return body.length === size && crc32(body) === entry.crc32 ? body : undefined;
  } catch {
    return undefined;
  }
}
