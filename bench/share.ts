/** The share that every contestant mirrors: computed, not stored. The C server computes the same one (server/share.c). */

export interface Shape {
  /** Folders that hold files; they lie in groups of a hundred. 0: all files lie in the root. */
  readonly folders: number;
  /** Files in each folder. */
  readonly files: number;
  /** Bytes of each file. */
  readonly size: number;
}

export interface ShareFile {
  /** Relative to the share's root, with `/`. */
  readonly path: string;
  /** Its number in the whole share. */
  readonly index: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

export const ROOT = '/SHARED/bench';
export const FIRST_MODIFIED = 1_700_000_000;
const GROUP_SIZE = 100;
/** Bytes; every file is a stretch of this block. */
const BLOCK = 16 * 1024 * 1024;

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

const documentName = (position: number): string => `document-${padded(position, 6)}.bin`;

/** Folders below the root, parents first. */
export function folderPaths(shape: Shape): string[] {
  const paths: string[] = [];
  for (let folder = 0; folder < shape.folders; folder++) {
    if (folder % GROUP_SIZE === 0) paths.push(groupName(folder));
    paths.push(`${groupName(folder)}/folder-${padded(folder, 5)}`);
  }
  return paths;
}

export function* shareFiles(shape: Shape): Generator<ShareFile> {
  for (let folder = 0; folder < Math.max(shape.folders, 1); folder++) {
    const parent = shape.folders === 0 ? '' : `${groupName(folder)}/folder-${padded(folder, 5)}/`;
    for (let position = 0; position < shape.files; position++) {
      const index = folder * shape.files + position;
      yield { path: parent + documentName(position), index, modified: FIRST_MODIFIED + index };
    }
  }
}

export const fileCount = (shape: Shape): number => Math.max(shape.folders, 1) * shape.files;

function groupName(folder: number): string {
  return `group-${padded(Math.floor(folder / GROUP_SIZE), 3)}`;
}

let block: Buffer | undefined;

/** A file's bytes, in pieces. */
export function* content(index: number, size: number): Generator<Buffer> {
  block ??= randomBlock();
  let offset = (index * 4099) % (BLOCK / 2);
  for (let left = size; left > 0; ) {
    const piece = block.subarray(offset, Math.min(offset + left, BLOCK));
    yield piece;
    left -= piece.length;
    offset = 0;
  }
}

/** xorshift32: bytes that do not compress, the same as those of the C server. */
function randomBlock(): Buffer {
  const bytes = Buffer.allocUnsafe(BLOCK);
  let state = 2_463_534_242;
  for (let offset = 0; offset < BLOCK; offset += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state | 0, offset);
  }
  return bytes;
}
