import { IANAZone } from 'luxon';

/** The time zone that the server writes its wall clock in. */
export class Zone {
  readonly #zone: IANAZone;
  /** Offsets in seconds, by quarter of an hour: zones change theirs on one. */
  readonly #offsets = new Map<number, number>();

  /** Throws a RangeError for what is no IANA zone. */
  constructor(name: string) {
    if (!IANAZone.isValidZone(name)) throw new RangeError(`${name} is no IANA time zone, such as Europe/Berlin.`);
    this.#zone = IANAZone.create(name);
  }

  /** The wall clock at an instant, as the seconds since 1970 at which UTC clocks show the same. */
  wallClock(seconds: number): number {
    const quarter = Math.floor(seconds / 900);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = this.#zone.offset(quarter * 900_000) * 60;
      this.#offsets.set(quarter, offset);
    }
    return seconds + offset;
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jul 19, 2024 2:32 PM`, from a wall clock. */
export function listedTime(wallClock: number): string {
  const date = new Date(wallClock * 1000);
  const hour = date.getUTCHours();
  const clock = `${hour % 12 || 12}:${twoDigits(date.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()} ${clock}`;
}

/** `2024-07-19T14:32:57+0000`, from a wall clock: FileCloud calls it UTC, whatever its zone is. */
export function isoTime(wallClock: number): string {
  return `${new Date(wallClock * 1000).toISOString().slice(0, 19)}+0000`;
}

/** `2014-Nov-03 09:11:13`, from a wall clock, as in a list of versions. */
export function versionTime(wallClock: number): string {
  const date = new Date(wallClock * 1000);
  const day = `${date.getUTCFullYear()}-${months[date.getUTCMonth()]}-${twoDigits(date.getUTCDate())}`;
  return `${day} ${date.toISOString().slice(11, 19)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
