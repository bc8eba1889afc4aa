/** Why the cache could not be used. `reason` is for people: one line, no address with a signature in it. */
export interface Trouble {
  readonly kind: /** The service does not answer, or only with errors. */
    | 'dead'
    /** This run may not read or write the cache: nothing to mend. */
    | 'denied'
    /** Another job of the same run saves the same. */
    | 'taken'
    | 'rate-limit'
    | 'quota'
    | 'disk-full'
    | 'other';
  readonly reason: string;
}

const LONGEST = 300;

/** What the library says of its own accord; its exit tells only whether it worked. The first that is found is the cause. */
const CAUSES: readonly RegExp[] = [
  /^(.*No space left on device.*)$/i,
  /^::debug::Failed to reserve cache: (?:Error: )?(.*)$/,
  /^::warning::Cache reservation failed: (.*)$/,
  /^::(?:warning|error)::Failed to (?:save|restore): (.*)$/,
  /^Failed to save: (.*)$/,
  /^::(?:warning|error)::(.*)$/,
  /^(Cache (?:save|restore) skipped: .*)$/,
];

const KINDS: readonly (readonly [Trouble['kind'], RegExp])[] = [
  ['denied', /cache (write|read) denied|^Cache (save|restore) skipped/],
  ['rate-limit', /rate limit|\(429\)|responded with 429/i],
  ['quota', /quota|insufficient usage/i],
  ['disk-full', /No space left on device|ENOSPC/i],
  ['taken', /\(409\)|another job may be creating|already exists/i],
  ['dead', /Unable to make request|after \d+ attempts|responded with 5\d\d|failed: |ECONNREFUSED|ENOTFOUND|ETIMEDOUT/],
];

/** What the library printed, cut down to what may tell the cause of a failure. Nothing of it is passed on as it is. */
export class LibraryOutput {
  readonly #causes: (string | undefined)[] = CAUSES.map(() => undefined);

  /** Takes one line. */
  add(line: string): void {
    for (const [place, pattern] of CAUSES.entries()) {
      const cause = pattern.exec(line)?.[1];
      if (cause === undefined) continue;
      this.#causes[place] ??= cause;
      return;
    }
  }

  /** Why it did not work; undefined when the library said nothing, as when there was simply nothing to restore. */
  trouble(): Trouble | undefined {
    const cause = this.#causes.find(text => text !== undefined);
    return cause === undefined ? undefined : troubleOf(cause);
  }
}

/** Sorts what was said or thrown. */
export function troubleOf(text: string): Trouble {
  const reason = tidy(text);
  const kind = KINDS.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
  return { kind, reason };
}

/** The first line, decoded from the form of workflow commands, without the queries of addresses: they are signatures. */
function tidy(text: string): string {
  const decoded = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const [line = ''] = decoded.trim().split(/[\r\n]/, 1);
  return line.replace(/(https?:\/\/[^\s?]*)\?\S*/g, '$1').slice(0, LONGEST);
}
