/**
 * Whether a 206 answer is the rest of a file from `start` (RFC 9110, 14.4).
 * @param size bytes of the whole file, as listed
 */
export function isRest(contentRange: string | undefined, start: number, size: number): boolean {
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16})$/.exec(contentRange?.trim() ?? '');
  return match !== null && Number(match[1]) === start && Number(match[2]) === size - 1 && Number(match[3]) === size;
}

/** A strong entity tag: only such a one proves that bytes are those of the same version (RFC 9110, 8.8.3). */
export function strongTag(etag: string | undefined): string | undefined {
  return etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : undefined;
}
