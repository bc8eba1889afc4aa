import type { RemoteEntry } from '../sync/remote.ts';
import { plainElements } from './plain-elements.ts';
import type { Times } from './times.ts';
import { children, readXml, textOf, type Xml } from './xml-document.ts';

/** The fields of an entry that are read; the other thirty are skipped. */
const FIELDS = [
  'path',
  'name',
  'type',
  'fullsize',
  'candownload',
  'modifiedepochutc',
  'modifiedepoch',
  'modifiediso',
  'modified',
] as const;
type Field = (typeof FIELDS)[number];
type Fields = Partial<Record<Field, string>>;

const WANTED: ReadonlyMap<string, Field> = new Map(FIELDS.map(field => [field, field]));
/** The fields of a plain entry; undefined where it isn't plain. @param end where `</entry>` begins */
export function plainFields(text: string, start: number, end: number): Fields | undefined {
  return plainElements(text, start, end, WANTED);
}

/** Reads an entry with the full parser. @returns undefined where it isn't well-formed */
export function parsedEntry(xml: string, times: Times): RemoteEntry | undefined {
  const document = readXml(xml);
  return typeof document === 'string' ? undefined : elementEntry(document.content, times);
}

/** An entry from a parsed element. */
export function elementEntry(element: Xml, times: Times): RemoteEntry {
  const fields: Fields = {};
  let malformed: string | undefined;
  for (const field of FIELDS) {
    const values = children(element, field);
    if (values.length === 0) continue;
    const value = textOf(element, field);
    if (value !== undefined) fields[field] = value;
    else if (field === 'name' || field === 'path' || field === 'type') {
      malformed ??= values.length > 1 ? `It has ${values.length} ${field}s.` : `Its ${field} is not plain text.`;
    }
  }
  return toEntry(fields, times, malformed);
}

/** An entry from plain fields without references. */
export function plainEntry(fields: Fields, times: Times): RemoteEntry {
  return toEntry(fields, times, undefined);
}

function toEntry(fields: Fields, times: Times, wrong: string | undefined): RemoteEntry {
  const name = fields.name ?? '';
  const path = fields.path ?? '';
  const type = fields.type?.trim() ?? '';
  const kind = kindOf(type);
  const size = fields.fullsize?.trim() ?? '';
  const malformed = wrong ?? disagreement(name, path, fields.name === undefined);
  return {
    name,
    path,
    kind,
    ...(kind === 'unknown' ? { type } : {}),
    size: kind === 'file' && /^\d{1,16}$/.test(size) && Number.isSafeInteger(Number(size)) ? Number(size) : undefined,
    modified: kind === 'file' ? times.instant(fields) : undefined,
    downloadable: fields.candownload?.trim() !== '0',
    ...(malformed === undefined
      ? {}
      : { malformed: `${malformed} The server's listing is wrong here; exclude it, or mend it there.` }),
  };
}

/** `dir` and `file` in listings, numbers in the sync API (official Python client). */
function kindOf(type: string): RemoteEntry['kind'] {
  if (type === 'file' || type === '' || type === '1') return 'file';
  return type === 'dir' || type === 'directory' || type === '0' ? 'folder' : 'unknown';
}

function disagreement(name: string, path: string, missing: boolean): string | undefined {
  if (missing) return 'The entry has no name.';
  if (name.includes('\uFFFD')) return 'Its name is not valid UTF-8.';
  // The folder may have another address (shared folders have), the last part may not.
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  if (path !== '' && path.slice(path.lastIndexOf('/', end - 1) + 1, end) !== name) {
    return `Its name and the end of its path (“${path}”) differ.`;
  }
  if (path === '') return 'The entry has no path.';
  return undefined;
}
