const SCRATCH = Buffer.allocUnsafe(4096);

/** A copy of a text that was cut out of a larger one: the engine would keep the whole for the sake of the part. */
export function detached(text: string): string {
  if (text.length * 3 > SCRATCH.length) return Buffer.from(text).toString();
  return SCRATCH.toString('utf8', 0, SCRATCH.write(text));
}
