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
    /** This machine has no tar that can be trusted with an archive. */
    | 'no-tar'
    | 'other';
  readonly reason: string;
}

const LONGEST = 300;

/** Told by the worker where `hasGnuTar` says no. */
export const NO_GNU_TAR = 'there is no GNU tar on this machine, and no other one is sure to keep within the folder';

/** What GNU tar says of what it was told not to unpack (see tar.ts): there is no target for a link, and `/dev/null` is no folder. */
const LEFT_OUT =
  /^\S*tar(?:\.exe)?: (?:\/dev\/null\/|.*Cannot (?:create symlink|hard link) to|Substituting .* for empty hard link target)/;
const HOLDS_LINKS = 'it holds links, or files of other folders, which were left out';

/** What the library says of its own accord; its exit tells only whether it worked. The first that is found is the cause. */
const CAUSES: readonly RegExp[] = [
  /^(.*No space left on device.*)$/i,
  // tar names what it could not read or write; the library only says that it failed. Its last words say that, too.
  /^\S*tar(?:\.exe)?: (?!Exiting with failure|Child returned|Error is not recoverable)(.*)$/,
  /^::debug::Failed to reserve cache: (?:Error: )?(.*)$/,
  /^::warning::Cache reservation failed: (.*)$/,
  /^::(?:warning|error)::Failed to (?:save|restore): (.*)$/,
  /^Failed to save: (.*)$/,
  /^::(?:warning|error)::(.*)$/,
  /^(Cache (?:save|restore) skipped: .*)$/,
];

/** How the library says that an attempt has failed. It then returns as if all were well, in the first version of the protocol. */
const FAILED = /^(?:::(?:warning|error)::)?Failed to (?:save|restore): /;

const KINDS: readonly (readonly [Trouble['kind'], RegExp])[] = [
  ['no-tar', new RegExp(`^${NO_GNU_TAR}$`)],
  ['denied', /cache (write|read) denied|^Cache (save|restore) skipped/],
  ['rate-limit', /rate limit|\(429\)|responded with 429|status 429/i],
  ['quota', /quota|insufficient usage/i],
  ['disk-full', /No space left on device|ENOSPC/i],
  ['taken', /\(409\)|status 409|another job may be creating|already exists/i],
  ['dead', /Unable to make request|after \d+ attempts|responded with 5\d\d|failed: |ECONNREFUSED|ENOTFOUND|ETIMEDOUT/],
];

/** What the library printed, cut down to what may tell the cause of a failure. Nothing of it is passed on as it is. */
export class LibraryOutput {
  readonly #causes: (string | undefined)[] = CAUSES.map(() => undefined);
  #failed = false;

  /** Whether the library has said that it failed, whatever it returns. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Takes one line. */
  add(line: string): void {
    this.#failed ||= FAILED.test(line);
    for (const [place, pattern] of CAUSES.entries()) {
      const cause = pattern.exec(line)?.[1];
      if (cause === undefined) continue;
      this.#causes[place] ??= LEFT_OUT.test(line) ? HOLDS_LINKS : cause;
      return;
    }
  }

  /**
   * Why it did not work; undefined when the library said nothing, as when there was simply nothing to restore.
   * @param refusal the service's last answer that was one, for where the library has no words for it
   */
  trouble(refusal?: string): Trouble | undefined {
    const cause = this.#causes.find(text => text !== undefined);
    if (cause === undefined) return undefined;
    const trouble = troubleOf(cause);
    return /\p{L}{2}/u.test(trouble.reason) ? trouble : troubleOf(refusal ?? 'the service gave no reason');
  }
}

/** Sorts what was said or thrown. */
export function troubleOf(text: string): Trouble {
  const reason = tidy(text);
  const kind = KINDS.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
  return { kind, reason };
}

/**
 * The first line, decoded from the form of workflow commands, without what is no news (the key) and without signatures: the queries of
 * addresses.
 */
function tidy(text: string): string {
  const decoded = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const [line = ''] = decoded.trim().split(/[\r\n]/, 1);
  return line
    .replace(/^Unable to reserve cache with key .*?More details: /, '')
    .replace(/^"?\S*tar(?:\.exe)?"? failed with error: .*(exit code \d+)$/i, 'tar failed with $1')
    .replace(/(https?:\/\/[^\s?]*)\?\S*/g, '$1')
    .replace(/\bsig=[^\s&]+/gi, 'sig=…')
    .slice(0, LONGEST)
    .replace(/[.\s]+$/, '');
}
