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
 * Lists a folder whole. While one page is read, the next is on its way. Pages are no snapshot: whatever doesn't add up to the total that
 * every page gives is listed again, and refused in the end.
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
  const seen = new Map<string, RemoteEntry>();
  // Servers may give fewer at once than they are asked for; the page that is sent for in advance goes by what the first one held.
  const ahead = total === undefined ? 0 : page.entries.length;
  for (;;) {
    const before = seen.size;
    const contradiction = add(seen, page.entries, path, page.entries.length !== total);
    if (contradiction !== undefined) return contradiction;
    if (page.total !== total) return `its total changed (${total ?? 'none'}, then ${page.total ?? 'none'})`;
    if (total !== undefined && seen.size > total) return `it held more entries than its total says (${total})`;
    if (total !== undefined && seen.size === total) {
      return page.entries.length === total ? page.entries : [...seen.values()];
    }
    if (page.entries.length === 0) {
      // Without a total an empty page is the end.
      return total === undefined ? [...seen.values()] : `it ended after ${seen.size} of ${total} entries`;
    }
    if (seen.size === before) return 'a page brought nothing new: the server may ignore where a page starts';
    page = await pages.at(seen.size, seen.size + ahead < (total ?? 0) ? seen.size + ahead : 0);
  }
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
 * Adds a page's entries by name. Identical ones are one: pages may overlap when the folder changes.
 * @param isPart whether other pages follow: then the entries must not keep this one's text in memory
 * @returns a contradiction
 */
function add(
  seen: Map<string, RemoteEntry>,
  entries: readonly RemoteEntry[],
  folder: string,
  isPart: boolean,
): string | undefined {
  for (const listed of entries) {
    const entry = isPart ? withoutPage(listed, folder) : listed;
    const key = entry.malformed === undefined ? entry.name : `${entry.name}\0${seen.size}`;
    const other = seen.get(key);
    if (
      other !== undefined &&
      (other.kind !== entry.kind || other.size !== entry.size || other.modified !== entry.modified)
    ) {
      return `“${entry.name}” was listed twice with different facts`;
    }
    seen.set(key, entry);
  }
  return undefined;
}

function withoutPage(entry: RemoteEntry, folder: string): RemoteEntry {
  const name = detached(entry.name);
  const usual = folder.endsWith('/') ? folder + name : `${folder}/${name}`;
  return { ...entry, name, path: entry.path === usual ? usual : detached(entry.path) };
}
