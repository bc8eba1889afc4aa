import { free } from '../free.ts';

/** Bytes of a chunk that are worth it. */
const LEAST = 16 * 1024;

let spent: ArrayBufferLike[] = [];

/**
 * Takes a chunk of a connection that was used and is not needed any more, to free its memory when the connection is done with it. Each read
 * takes 64 KiB: until garbage was collected, large downloads went through tens of megabytes, which costs them a third of their time.
 */
export function spend({ buffer, byteLength }: Buffer): void {
  // Only where it is the whole: of the first chunk, the headers are a part.
  if (byteLength < LEAST || byteLength !== buffer.byteLength) return;
  if (spent.length === 0) setImmediate(freeAll);
  spent.push(buffer);
}

function freeAll(): void {
  const all = spent;
  spent = [];
  for (const buffer of all) free(buffer);
}
