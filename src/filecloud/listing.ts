import { detached } from '../detached.ts';
import { CancelledError } from '../errors.ts';
import { type RemoteEntry, RemoteError } from '../sync/remote.ts';
import type { ListingPage } from './listing-page.ts';

/** Entries of a page: accepted by real servers (the official Python client asks for as many); the default is 10. */
const PAGE = 1000;
/** How often a folder that changes while it is paged is listed again. */
const AGAIN = 3;

type Page = Extract<ListingPage, { kind: 'page' }>;

/** Asks for one page. What is no page it throws as a RemoteError. */
export type PageSource = (path: string, start: number, limit: number, signal: AbortSignal) => Promise<Page>;

/**
 * Lists a folder whole. While one page is read, the next is on its way. Pages are no snapshot: each is asked for from the last entry of the
 * one before, so that entries which moved meanwhile are noticed, and every page gives the total. Whatever doesn't add up is listed again, and
 * refused in the end.
 * @throws RemoteError
 */
export async function listFolder(
  source: PageSource,
  path: string,
  signal: AbortSignal,
): Promise<readonly RemoteEntry[]> {
  let why = '';
  for (let round = 0; round <= AGAIN; round++) {
    if (signal.aborted) throw new CancelledError();
    const entries = await listOnce(source, path, signal);
    if (typeof entries !== 'string') return entries;
    why = entries;
  }
  throw new RemoteError(
    'changing',
    `The folder was listed ${AGAIN + 1} times, and each time ${why}. Run again when nobody changes it.`,
  );
}

/** @returns the entries, or what doesn't add up */
async function listOnce(
  source: PageSource,
  path: string,
  signal: AbortSignal,
): Promise<readonly RemoteEntry[] | string> {
  const pages = new Pages(source, path, signal);
  let page = await pages.at(0, 0);
  const { total } = page;
  // Servers may give fewer at once than they are asked for; the page that is sent for in advance goes by what the first one held.
  const usual = page.entries.length;
  const seen = new Map<string, RemoteEntry>();
  let start = 0;
  /** What the page has to begin with: the last entry of the one before. */
  let joint: RemoteEntry | undefined;
  for (;;) {
    const { entries } = page;
    if (page.total !== total) return `its total changed (${total ?? 'none'}, then ${page.total ?? 'none'})`;
    if (joint !== undefined && entries[0]?.name !== joint.name) {
      return 'a page did not begin with the entry that the one before ended with: it changed, or the server may ignore where a page starts';
    }
    const before = seen.size;
    const contradiction = add(seen, entries, joint, path, entries.length !== total);
    if (contradiction !== undefined) return contradiction;
    if (total !== undefined && seen.size > total) return `it held more entries than its total says (${total})`;
    if (total !== undefined && seen.size === total) return entries.length === total ? entries : [...seen.values()];
    if (entries.length === (joint === undefined ? 0 : 1)) {
      // Without a total, a page that goes no further is the end.
      return total === undefined ? [...seen.values()] : `it ended after ${seen.size} of ${total} entries`;
    }
    if (seen.size === before) return 'a page brought nothing new: the server may ignore where a page starts';
    const end = start + entries.length;
    if (total !== undefined && end >= total) return `it listed entries twice, and only ${seen.size} of ${total}`;
    // One entry at a time leaves no room for one that was seen.
    start = end - overlap(entries.length);
    joint = start < end ? entries.at(-1) : undefined;
    page = await pages.at(start, start + usual < (total ?? 0) ? start + usual - overlap(usual) : 0);
  }
}

/** How many entries of a page of this length the next one gives once more. */
function overlap(length: number): 0 | 1 {
  return length > 1 ? 1 : 0;
}

/** The pages of one folder. When one is asked for, the next is sent for, too. */
class Pages {
  readonly #source: PageSource;
  readonly #path: string;
  readonly #signal: AbortSignal;
  #ahead: { readonly start: number; readonly page: Promise<Page> } | undefined;

  constructor(source: PageSource, path: string, signal: AbortSignal) {
    this.#source = source;
    this.#path = path;
    this.#signal = signal;
  }

  /** @param next where the page begins that will be asked for next; 0 where there is none */
  at(start: number, next: number): Promise<Page> {
    const page = this.#ahead?.start === start ? this.#ahead.page : this.#send(start);
    this.#ahead = next > 0 ? { start: next, page: this.#send(next) } : undefined;
    return page;
  }

  #send(start: number): Promise<Page> {
    const page = this.#source(this.#path, start, PAGE, this.#signal);
    // One that is not wanted any more may fail in silence.
    page.catch(() => {});
    return page;
  }
}

/**
 * Adds a page's entries by name. Identical ones are one.
 * @param joint the first of them, as the page before gave it
 * @param isPart whether other pages follow: then the entries must not keep this one's text in memory
 * @returns a contradiction
 */
function add(
  seen: Map<string, RemoteEntry>,
  entries: readonly RemoteEntry[],
  joint: RemoteEntry | undefined,
  folder: string,
  isPart: boolean,
): string | undefined {
  let other = joint;
  for (const listed of entries) {
    const entry = isPart ? withoutPage(listed, folder) : listed;
    const key = entry.malformed === undefined ? entry.name : `${entry.name}\0${seen.size}`;
    other ??= seen.get(key);
    if (other === undefined) seen.set(key, entry);
    else if (other.kind !== entry.kind || other.size !== entry.size || other.modified !== entry.modified) {
      return `“${entry.name}” was listed twice with different facts`;
    }
    other = undefined;
  }
  return undefined;
}

function withoutPage(entry: RemoteEntry, folder: string): RemoteEntry {
  const name = detached(entry.name);
  const usual = folder.endsWith('/') ? folder + name : `${folder}/${name}`;
  return { ...entry, name, path: entry.path === usual ? usual : detached(entry.path) };
}
