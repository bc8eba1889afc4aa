import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeReferences } from './text.ts';

/** Names and numbers stay as they are written, references are decoded by us: the parser's defaults turn `007` into 7 and trim names. */
const PARSER = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

export type Xml = string | XmlElement | readonly Xml[];
interface XmlElement {
  readonly [tag: string]: Xml | undefined;
}

/** What an answer is, when it isn't the XML that was asked for. */
export type NotXml = 'empty' | 'html' | 'json' | 'text' | 'broken' | 'large';

/** Tags of the largest document that is parsed: a page of a thousand entries has eighty thousand. */
const MOST_TAGS = 500_000;

/**
 * Reads a small document, or an entry that isn't plain, strictly: well-formed, one root, no DTD.
 * @returns the root element's name and content, or what it is instead
 */
export function readXml(text: string): { readonly root: string; readonly content: Xml } | NotXml {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  if (/^[{[]/.test(trimmed)) return 'json';
  if (isHtml(trimmed)) return 'html';
  if (!trimmed.startsWith('<')) return 'text';
  if (/<!(DOCTYPE|ENTITY)/i.test(trimmed)) return 'broken';
  if (hasMoreTags(trimmed, MOST_TAGS)) return 'large';
  const document = withoutCdata(trimmed);
  if (document === undefined || XMLValidator.validate(document) !== true) return 'broken';
  let parsed: unknown;
  try {
    parsed = PARSER.parse(document);
  } catch {
    return 'broken';
  }
  if (!isElement(parsed)) return 'broken';
  const roots = Object.keys(parsed).filter(name => !name.startsWith('#') && !name.startsWith('?'));
  const [root] = roots;
  if (root === undefined || roots.length > 1) return 'broken';
  const content = parsed[root];
  if (content === undefined || Array.isArray(content)) return 'broken';
  return { root, content };
}

/** Whether a text begins as a page does, behind white space, a byte order mark, comments and instructions. */
export function isHtml(text: string): boolean {
  const before = /\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>/y;
  let at = 0;
  while (before.test(text)) at = before.lastIndex;
  const page = /<(?:!doctype\s+html|html|head|body)[\s/>]/iy;
  page.lastIndex = at;
  return page.test(text);
}

function hasMoreTags(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) if (++tags > most) return true;
  return false;
}

const CDATA = '<![CDATA[';
/** What may hold anything until its end (XML 1.0, 2.5 to 2.7). */
const ENDS: ReadonlyMap<string, string> = new Map([
  [CDATA, ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
]);

/**
 * Writes what stands in CDATA sections with references: the parser joins it with the text around, whose references are decoded later.
 * @returns undefined where something has no end
 */
function withoutCdata(text: string): string | undefined {
  if (!text.includes(CDATA)) return text;
  const parts: string[] = [];
  const opening = /<!\[CDATA\[|<!--|<\?/g;
  let done = 0;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    const end = ENDS.get(open[0]) ?? '';
    const start = open.index + open[0].length;
    const stop = text.indexOf(end, start);
    if (stop < 0) return undefined;
    opening.lastIndex = stop + end.length;
    if (open[0] !== CDATA) continue;
    const content = text.slice(start, stop);
    const written = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    parts.push(text.slice(done, open.index), written);
    done = opening.lastIndex;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A child element, or undefined where there is none or more than one. */
export function child(xml: Xml | undefined, tag: string): Xml | undefined {
  if (!isElement(xml) || !Object.hasOwn(xml, tag)) return undefined;
  const value = xml[tag];
  return Array.isArray(value) ? undefined : value;
}

/** All children of a tag. */
export function children(xml: Xml | undefined, tag: string): readonly Xml[] {
  if (!isElement(xml) || !Object.hasOwn(xml, tag)) return [];
  const value = xml[tag];
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly Xml[]) : [value];
}

/** The text of a child element, decoded; undefined where it has none, has elements in it, or a wrong reference. */
export function textOf(xml: Xml | undefined, tag: string): string | undefined {
  const value = child(xml, tag);
  return typeof value === 'string' ? decodeReferences(value) : undefined;
}

/** The command envelope: `<commands><command><type/><result/><message/></command></commands>` (official API documentation). */
export interface CommandResult {
  readonly result: string;
  readonly message: string;
}

/** Reads a command envelope; undefined where it is something else. The type is not looked at: servers misspell it. */
export function commandResult(text: string): CommandResult | undefined {
  const document = readXml(text);
  if (typeof document === 'string' || document.root !== 'commands') return undefined;
  const command = children(document.content, 'command')[0];
  const result = textOf(command, 'result')?.trim();
  return result === undefined ? undefined : { result, message: textOf(command, 'message')?.trim() ?? '' };
}
