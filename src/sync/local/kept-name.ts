import { hash } from 'node:crypto';

/** A version of a file, as it was listed. */
export interface FileVersion {
  /** Relative to the mirror. */
  readonly path: string;
  /** Bytes of the whole. */
  readonly size: number;
  /** Whole seconds since 1970 UTC. */
  readonly modified: number;
}

/** The first part of a download, kept by a run that was interrupted. */
export interface KeptPart {
  /** Stands for the version: see {@link keyOf}. */
  readonly key: string;
  readonly bytes: number;
  readonly proof: string;
}

/** Longest proof (bytes) that is kept: it has to fit into a file name. */
const LONGEST_PROOF = 80;

/** Stands for a version: another path, size or time is another key. */
export function keyOf({ path, size, modified }: FileVersion): string {
  return hash('sha256', `${path}\0${size}\0${modified}`).slice(0, 32);
}

/** All that has to be known of a part is in its name, so that both can only be there together. Undefined where it doesn't fit. */
export function keptName({ key, bytes, proof }: KeptPart): string | undefined {
  const text = Buffer.from(proof).toString('hex');
  return text === '' || text.length > 2 * LONGEST_PROOF ? undefined : `kept-${key}-${bytes.toString(36)}-${text}`;
}

/** The part that a name stands for; undefined for every other name. A name may come from a cache: its proof must be fit for a header. */
export function readKeptName(name: string): KeptPart | undefined {
  const match = /^kept-([0-9a-f]{32})-([0-9a-z]{1,11})-((?:[0-9a-f]{2}){1,80})$/.exec(name);
  if (match === null) return undefined;
  const [, key = '', bytes = '', hex = ''] = match;
  const proof = Buffer.from(hex, 'hex').toString('latin1');
  return /^[\x20-\x7e]+$/.test(proof) ? { key, bytes: Number.parseInt(bytes, 36), proof } : undefined;
}
