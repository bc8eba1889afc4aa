import type { DateTime } from 'luxon';

/** The fields of an entry that tell its time, as the server wrote them. */
export interface TimeFields {
  readonly modifiedepochutc?: string | undefined;
  readonly modifiedepoch?: string | undefined;
  readonly modifiediso?: string | undefined;
  readonly modified?: string | undefined;
}

/** 2200-01-01: larger numbers of seconds are milliseconds. */
const LATEST = 7_258_118_400;

/**
 * Whole seconds since 1970 from an epoch field; undefined where it is none. Milliseconds are recognised by their size. Zero is what servers
 * write for a time they don't know.
 */
export function epoch(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (!/^-?\d{1,15}(\.\d+)?$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  if (value === 0) return undefined;
  const seconds = Math.abs(value) <= LATEST ? value : value / 1000;
  return Math.abs(seconds) <= LATEST ? Math.floor(seconds) : undefined;
}

/**
 * Reads times. `modifiedepochutc` is the instant; without it (servers before about 19.1) the other fields hold the server's wall clock,
 * mislabelled as UTC, and are read in the zone that the user gave. Seen on a real server: `modifiedepoch` differs from `modifiedepochutc`
 * by exactly the zone's offset.
 */
export class Times {
  readonly #zone: string;
  #luxon: typeof import('luxon') | undefined;
  #missed = false;

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** Whether a wall clock came by that could not be read yet: then load, and read again. */
  get missed(): boolean {
    return this.#missed;
  }

  /** Has to be called before wall clocks are read. An epoch number needs no luxon, so that most runs never load it. */
  async load(): Promise<void> {
    this.#luxon ??= await import('luxon');
    this.#missed = false;
  }

  /** The instant in whole seconds since 1970; undefined where no field tells. */
  instant(fields: TimeFields): number | undefined {
    return epoch(fields.modifiedepochutc) ?? this.#wallClock(fields);
  }

  #wallClock({ modifiedepoch, modifiediso, modified }: TimeFields): number | undefined {
    const local = epoch(modifiedepoch);
    if (local === undefined && !modifiediso && !modified) return undefined;
    if (this.#luxon === undefined) {
      this.#missed = true;
      return undefined;
    }
    const { DateTime: Clock } = this.#luxon;
    if (local !== undefined) {
      return seconds(Clock.fromSeconds(local, { zone: 'utc' }).setZone(this.#zone, { keepLocalTime: true }));
    }
    for (const text of [modifiediso?.trim() ?? '', modified?.trim() ?? '']) {
      const wall = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([+-]\d\d:?\d\d)?/.exec(text);
      if (wall === null) continue;
      // An offset of zero is the label on the wall clock; any other was worked out.
      const offset = wall[3] === undefined || /^.00:?00$/.test(wall[3]) ? '' : wall[3];
      const time = Clock.fromISO(`${wall[1]}T${wall[2]}${offset}`, { zone: this.#zone });
      if (time.isValid) return seconds(time);
    }
    for (const format of ['MMM d, yyyy h:mm:ss a', 'MMM d, yyyy h:mm a']) {
      const time = Clock.fromFormat(modified?.trim() ?? '', format, { zone: this.#zone, locale: 'en-US' });
      if (time.isValid) return seconds(time);
    }
    return undefined;
  }
}

function seconds(time: DateTime): number | undefined {
  return time.isValid ? Math.floor(time.toSeconds()) : undefined;
}
