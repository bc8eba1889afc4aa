/** Longest wait (ms) that a server may ask for. */
const LONGEST_PAUSE = 120_000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds or a date.
 * @param now milliseconds since 1970
 * @returns milliseconds, at most {@link LONGEST_PAUSE}; undefined for nonsense
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_PAUSE);
  // Only the form that RFC 9110 tells senders to use: Date.parse alone takes almost anything.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now, 0), LONGEST_PAUSE);
}

/** Milliseconds to wait before try number `attempt` (1 for the first repetition): exponential, with full jitter. */
export function backoff(attempt: number, base: number, random: () => number = Math.random): number {
  return random() * Math.min(base * 2 ** (attempt - 1), 30_000);
}
