/** What a ZIP's central directory says of an entry. */
export interface ZipEntry {
  /** Bytes, unpacked. */
  readonly size: number;
  readonly crc32: number;
}

/**
 * Reads names, sizes and checksums from the central directory (PKWARE APPNOTE 4.3.12 and 4.3.16): the library that unpacks doesn't compare
 * checksums. An entry that is there twice is left out.
 * @throws RangeError where the directory is cut off
 */
export function readZipDirectory(zip: Uint8Array): Map<string, ZipEntry> {
  const view = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const entries = new Map<string, ZipEntry>();
  const twice = new Set<string>();
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) return entries;
  const count = view.readUInt16LE(end + 10);
  let at = view.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (view.readUInt32LE(at) !== 0x02014b50) break;
    const nameLength = view.readUInt16LE(at + 28);
    const name = view.toString('utf8', at + 46, at + 46 + nameLength);
    if (entries.has(name)) twice.add(name);
    entries.set(name, { crc32: view.readUInt32LE(at + 16), size: view.readUInt32LE(at + 24) });
    at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  for (const name of twice) entries.delete(name);
  return entries;
}
