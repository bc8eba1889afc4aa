import type { RemoteEntry } from '../sync/remote.ts';
import type { EntryForms } from './entry-form.ts';
import { elementEntry, entryForms, parsedEntry, plainFields, toEntry } from './entry-reader.ts';
import { plainElements } from './plain-elements.ts';
import type { Times } from './times.ts';
import { child, children, type NotXml, readXml, textOf, type Xml } from './xml-document.ts';

/** One page of a listing, or what the server sent instead. */
export type ListingPage =
  | {
      readonly kind: 'page';
      readonly entries: readonly RemoteEntry[];
      /** Entries in the folder; undefined where the server doesn't tell. */
      readonly total: number | undefined;
    }
  /** The server says no, in its own words. */
  | { readonly kind: 'refusal'; readonly message: string }
  /** No listing: cut off, a login page, JSON … */
  | { readonly kind: 'none'; readonly what: string; readonly html: boolean };

/** Entries of the largest page: servers that ignore how many they are asked for send a whole folder. */
const MOST_ENTRIES = 100_000;
const TOO_MANY: ListingPage = { kind: 'none', what: `more than ${MOST_ENTRIES} entries at once`, html: false };
const OPEN = '<entry>';
const CLOSE = '</entry>';
/** The prolog that servers write, if any. Others are left to the parser. */
const PROLOG = /^[\t\n\r ]*<\?xml version="1\.\d"(?: encoding="[\w-]+")?(?: standalone="(?:yes|no)")? ?\?>/;
/** Around the entries: entries in another form; instructions, comments, CDATA and doctypes, which may hold what looks like one. */
const ODD = /<entry|<\?|<!/;

/**
 * Reads a page strictly: cut off anywhere, it is no page. Plain entries are scanned, which costs a tenth of a full parse; everything
 * else goes through the parser, so that both give the same for every document.
 * @param forms what is known of the server's entries, which look alike on all its pages
 */
export async function readListingPage(text: string, times: Times, forms = entryForms()): Promise<ListingPage> {
  const document = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const page = plainPage(document, times, forms);
  if (!times.missed) return page;
  await times.load();
  return plainPage(document, times, forms);
}

/** Reads a page with the full parser only: what {@link readListingPage} has to agree with. */
export function parsedPage(text: string, times: Times): ListingPage {
  const document = readXml(text);
  if (typeof document === 'string') return notAListing(document, text);
  if (document.root !== 'entries') return otherRoot(document.root, document.content);
  const elements = children(document.content, 'entry');
  const page = readMeta(document.content, elements.length);
  if (page.kind !== 'page') return page;
  return elements.length > MOST_ENTRIES
    ? TOO_MANY
    : { ...page, entries: elements.map(element => elementEntry(element, times)) };
}

function plainPage(text: string, times: Times, forms: EntryForms): ListingPage {
  const entries: RemoteEntry[] = [];
  const skeleton: string[] = [];
  let runs = 0;
  const prolog = PROLOG.exec(text)?.[0] ?? '';
  let at = prolog.length;
  for (;;) {
    if (entries.length > MOST_ENTRIES) return TOO_MANY;
    const next = runs > 0 ? forms.read(text, at) : undefined;
    if (next !== undefined) {
      entries.push(toEntry(next, times));
      at = forms.end;
      continue;
    }
    const open = text.indexOf(OPEN, at);
    if (open < 0) break;
    const before = text.slice(at, open);
    // Entries that follow one another stand for one in the frame: it stays small, and still shows where they are.
    if (runs === 0 || before.trim() !== '') {
      if (ODD.test(before)) return parsedPage(text, times);
      runs++;
      skeleton.push(before, '<entry/>');
    }
    const alike = forms.read(text, open);
    if (alike !== undefined) {
      entries.push(toEntry(alike, times));
      at = forms.end;
      continue;
    }
    const start = open + OPEN.length;
    const end = text.indexOf(CLOSE, start);
    if (end < 0) return parsedPage(text, times);
    at = end + CLOSE.length;
    const content = text.slice(start, end);
    // Comments, CDATA and doctypes can hide anything that looks like an entry.
    if (content.includes('<!')) return parsedPage(text, times);
    // A reference may be a wrong one, which only the full parser refuses.
    const fields = content.includes('&') ? undefined : plainFields(text, start, end);
    if (fields !== undefined) {
      entries.push(toEntry(fields, times));
      forms.learn(content);
    } else {
      // An entry may hold elements of its own name.
      if (content.includes(OPEN)) return parsedPage(text, times);
      const entry = parsedEntry(text.slice(open, at), times);
      if (entry === undefined) return parsedPage(text, times);
      entries.push(entry);
    }
  }
  const rest = text.slice(at);
  if (ODD.test(rest)) return parsedPage(text, times);
  skeleton.push(rest);
  const around = skeleton.join('');
  const plain = plainFrame(around);
  if (plain !== undefined) return { ...plain, entries };
  // Whatever else is around the entries is small, and parsed in full.
  const frame = readXml(prolog + around);
  if (typeof frame === 'string') return notAListing(frame, text);
  if (frame.root !== 'entries') return otherRoot(frame.root, frame.content);
  // Entries anywhere but directly below the root are none.
  if (children(frame.content, 'entry').length !== runs) return parsedPage(text, times);
  const page = readMeta(frame.content, entries.length);
  return page.kind === 'page' ? { ...page, entries } : page;
}

const META: ReadonlyMap<string, 'total' | 'result' | 'message'> = new Map([
  ['total', 'total'],
  ['result', 'result'],
  ['message', 'message'],
]);

/** Reads the usual frame of a listing that succeeded; undefined for everything else. */
function plainFrame(frame: string): Extract<ListingPage, { kind: 'page' }> | undefined {
  if (frame.includes('&')) return undefined;
  const open = /^[\t\n\r ]*<entries>[\t\n\r ]*<meta>/.exec(frame);
  if (open === null) return undefined;
  const start = open[0].length;
  const end = frame.indexOf('</meta>', start);
  if (end < 0 || !/^<\/meta>[\t\n\r ]*(?:<entry\/>)?[\t\n\r ]*<\/entries>[\t\n\r ]*$/.test(frame.slice(end)))
    return undefined;
  const meta = plainElements(frame, start, end, META);
  if (meta?.result?.trim() !== '1') return undefined;
  const total = toTotal(meta.total);
  return total === undefined || total === 'unreadable' ? undefined : { kind: 'page', entries: [], total };
}

/** @returns undefined where there is none */
function toTotal(text: string | undefined): number | 'unreadable' | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  return /^\d{1,12}$/.test(trimmed) ? Number(trimmed) : 'unreadable';
}

/** @param entries how many there are around it */
function readMeta(content: Xml, entries: number): ListingPage {
  const meta = child(content, 'meta');
  if (meta === undefined) return { kind: 'none', what: 'a listing without its meta record', html: false };
  // Old servers leave the result out (API documentation of 18.1); then it is a listing.
  const result = textOf(meta, 'result')?.trim();
  const message = textOf(meta, 'message')?.trim() ?? '';
  if (result === undefined ? message !== '' : result !== '1') return { kind: 'refusal', message };
  const elements = children(meta, 'total');
  const total = elements.length === 0 ? undefined : toTotal(textOf(meta, 'total') ?? '');
  if (total === 'unreadable') return { kind: 'none', what: 'a listing whose total is no number', html: false };
  // Nothing of nothing: what deletes by it has to know that the folder is empty.
  if (result === undefined && total === undefined && entries === 0) {
    return { kind: 'none', what: 'a listing that says nothing', html: false };
  }
  return { kind: 'page', entries: [], total };
}

function otherRoot(root: string, content: Xml): ListingPage {
  if (root === 'commands') {
    return { kind: 'refusal', message: textOf(children(content, 'command')[0], 'message')?.trim() ?? '' };
  }
  // The legacy form of a refusal (Tonido SDK, getfilelist).
  if (root === 'filelistfail') return { kind: 'refusal', message: '' };
  return { kind: 'none', what: `<${root}>`, html: root.toLowerCase() === 'html' };
}

function notAListing(what: NotXml, text: string): ListingPage {
  switch (what) {
    case 'empty':
      return { kind: 'none', what: 'an empty answer', html: false };
    case 'html':
      return { kind: 'none', what: 'an HTML page', html: true };
    case 'json':
      return { kind: 'none', what: 'JSON', html: false };
    case 'text':
      return { kind: 'none', what: 'something that is not XML', html: false };
    case 'large':
      return { kind: 'none', what: 'more XML than a listing has', html: false };
    case 'broken':
      return /<html[\s>]/i.test(text.slice(0, 1000))
        ? { kind: 'none', what: 'an HTML page', html: true }
        : { kind: 'none', what: 'XML that is cut off or not well-formed', html: false };
  }
}
