import { hash } from 'node:crypto';

/** A part of the files: `index` (from 1) of `count`. */
interface Part {
  readonly index: number;
  readonly count: number;
}

/** 48 bits: as many as a number holds exactly. */
const HEX_DIGITS = 12;

/**
 * Whether a file belongs to a part. The parts of one count are disjoint and together complete, and a path's part never changes:
 * it is the first 48 bits of the SHA-256 of the path (relative, with `/`), modulo the count.
 */
export function inShard(path: string, part: Part | undefined): boolean {
  if (part === undefined) return true;
  return Number.parseInt(hash('sha256', path).slice(0, HEX_DIGITS), 16) % part.count === part.index - 1;
}
