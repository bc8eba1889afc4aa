/**
 * Frees memory at once that nobody needs any more, not when garbage is collected: the next that is asked for is still in the processor's
 * cache. Node 20 cannot.
 * @param buffer nobody else has a part of it, so it is none of Node's pool
 */
export function free(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer && 'transfer' in buffer) buffer.transfer(0);
}
