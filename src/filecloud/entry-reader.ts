import type { RemoteEntry } from '../sync/remote.ts';
import { EntryForms } from './entry-form.ts';
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
export type Field = (typeof FIELDS)[number];
/** What an entry says, as text. */
export type Fields = Partial<Record<Field, string>>;

const WANTED: ReadonlyMap<string, Field> = new Map(FIELDS.map(field => [field, field]));

/** Knows no form yet. */
export function entryForms(): EntryForms {
  return new EntryForms(WANTED);
}

/** The fields of a plain entry; undefined where it isn't plain. @param end where `</entry>` begins */
export function plainFields(text: string, start: number, end: number): Fields | undefined {
  const fields = plainElements(text, start, end, WANTED);
  // The parser makes a line feed of a carriage return (XML 1.0, 2.11).
  return fields !== undefined && Object.values(fields).some(value => value.includes('\r')) ? undefined : fields;
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

/** An entry from its fields, decoded. @param wrong what is wrong with them already */
export function toEntry(fields: Fields, times: Times, wrong?: string): RemoteEntry {
  const { name = '', path = '' } = fields;
  const type = fields.type?.trim() ?? '';
  const kind = kindOf(type);
  const malformed = wrong ?? disagreement(name, path, fields.name === undefined);
  const isFile = kind === 'file';
  const entry: RemoteEntry = {
    name,
    path,
    kind,
    size: isFile ? toSize(fields.fullsize?.trim() ?? '') : undefined,
    modified: isFile ? times.instant(fields) : undefined,
    downloadable: fields.candownload?.trim() !== '0',
  };
  if (kind !== 'unknown' && malformed === undefined) return entry;
  return {
    ...entry,
    ...(kind === 'unknown' ? { type } : {}),
    ...(malformed === undefined
      ? {}
      : { malformed: `${malformed} The server's listing is wrong here; exclude it, or mend it there.` }),
  };
}

function toSize(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const size = Number(text);
  return Number.isSafeInteger(size) ? size : undefined;
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
