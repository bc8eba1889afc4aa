import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a ZIP that says of itself whatever it likes. */
export interface HandmadeEntry {
  readonly name: string | Buffer;
  /** What it says that it holds. */
  readonly content: string | Buffer;
  /** Which of the packed pieces are its data; the one of its own place unless given. */
  readonly piece?: number;
  /** 8 for deflated (the usual case), 0 for stored, others for what nobody unpacks. */
  readonly method?: number;
  readonly flags?: number;
}

/** Packs the content of an entry. */
export const deflated = (content: string | Buffer): Buffer => deflateRawSync(content, { level: 9 });

/**
 * A ZIP whose directory can lie (PKWARE APPNOTE 4.3): several entries on the same data, sizes that are not those of the data.
 * @param pieces the packed data, each behind a local header
 */
export function handmadeZip(entries: readonly HandmadeEntry[], pieces: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  const add = (...buffers: readonly Buffer[]): void => {
    parts.push(...buffers);
    at += buffers.reduce((sum, { length }) => sum + length, 0);
  };
  for (const piece of pieces) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50);
    header.writeUInt32LE(piece.length, 18);
    offsets.push(at);
    add(header, piece);
  }
  const directory = at;
  for (const [index, { name, content, piece = index, method = 8, flags = 0 }] of entries.entries()) {
    const bytes = Buffer.from(content);
    const nameBytes = Buffer.from(name);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(crc32(bytes), 16);
    header.writeUInt32LE(pieces[piece]?.length ?? 0, 20);
    header.writeUInt32LE(bytes.length, 24);
    header.writeUInt16LE(nameBytes.length, 28);
    header.writeUInt32LE(offsets[piece] ?? 0, 42);
    add(header, nameBytes);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(at - directory, 12);
  end.writeUInt32LE(directory, 16);
  return Buffer.concat([...parts, end]);
}
