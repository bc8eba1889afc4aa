import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes that exist only while they are read: `size` bytes of `fill` (a byte, or a text that is repeated), zeros by default. */
interface VirtualContent {
  readonly size: number;
  readonly fill?: number | string;
}

/** A file of the local disk, read when it is asked for. */
interface DiskContent {
  readonly file: string;
  readonly size: number;
}

/** What a file holds. Text is stored as UTF-8. */
export type Content = string | Uint8Array | VirtualContent;

/** Content whose size is known without reading it. */
export type StoredContent = Uint8Array | VirtualContent | DiskContent;

const pieceSize = 64 * 1024;

export function stored(content: Content): StoredContent {
  return typeof content === 'string' ? Buffer.from(content) : content;
}

/** Size in bytes. */
export function sizeOf(content: StoredContent): number {
  return content instanceof Uint8Array ? content.byteLength : content.size;
}

/** The bytes from `start` up to, not including, `end`, in pieces: a file of gigabytes is never in memory as a whole. */
export function* piecesOf(content: StoredContent, start = 0, end = sizeOf(content)): Generator<Uint8Array> {
  if (content instanceof Uint8Array) {
    if (end > start) yield content.subarray(start, end);
  } else if ('file' in content) {
    yield* piecesOfDisk(content.file, start, end);
  } else {
    yield* piecesOfFill(content.fill ?? 0, start, end);
  }
}

/** The whole content in memory. */
export function bytesOf(content: StoredContent): Uint8Array {
  return content instanceof Uint8Array ? content : Buffer.concat([...piecesOf(content)]);
}

function* piecesOfFill(fill: number | string, start: number, end: number): Generator<Uint8Array> {
  const pattern = typeof fill === 'number' ? Buffer.from([fill]) : Buffer.from(fill === '' ? '\0' : fill);
  // One pattern more than a piece, so that a piece can begin anywhere within the pattern.
  const stock = Buffer.alloc(Math.min(pieceSize, Math.max(0, end - start)) + pattern.length, pattern);
  for (let at = start; at < end; at += pieceSize) {
    const shift = at % pattern.length;
    yield stock.subarray(shift, shift + Math.min(pieceSize, end - at));
  }
}

function* piecesOfDisk(file: string, start: number, end: number): Generator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = start; at < end; ) {
      const piece = Buffer.allocUnsafe(Math.min(pieceSize, end - at));
      const read = readSync(descriptor, piece, 0, piece.length, at);
      if (read === 0) return;
      yield piece.subarray(0, read);
      at += read;
    }
  } finally {
    closeSync(descriptor);
  }
}
