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
export type NotXml = 'empty' | 'html' | 'json' | 'text' | 'broken';

/**
 * Reads a small document, or an entry that isn't plain, strictly: well-formed, one root, no DTD.
 * @returns the root element's name and content, or what it is instead
 */
export function readXml(text: string): { readonly root: string; readonly content: Xml } | NotXml {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  if (/^[{[]/.test(trimmed)) return 'json';
  if (/^<(!doctype\s+html|html|head|body)\b/i.test(trimmed)) return 'html';
  if (!trimmed.startsWith('<')) return 'text';
  if (/<!(DOCTYPE|ENTITY)/i.test(trimmed)) return 'broken';
  // Inside an element a CDATA section may hold anything; elsewhere the validator is strict enough.
  if (XMLValidator.validate(trimmed) !== true) return 'broken';
  let parsed: unknown;
  try {
    parsed = PARSER.parse(trimmed);
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
