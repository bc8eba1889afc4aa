/** An XML element: its name and its text or its children. */
export interface Element {
  readonly name: string;
  readonly content: string | readonly Element[];
}

export function element(name: string, content: string | number | readonly Element[] = ''): Element {
  return { name, content: typeof content === 'number' ? String(content) : content };
}

/** Elements of a record, in its order; fields that are undefined are left out. */
export function fields(record: Readonly<Record<string, string | number | undefined>>): Element[] {
  return Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [element(name, value)]));
}

/** One line without a prolog, as FileCloud sends it; or `pretty`: prolog, indentation, `<x/>` for empty elements. */
export function renderXml(root: Element, pretty: boolean): string {
  return pretty ? `<?xml version="1.0" encoding="UTF-8"?>\n${indented(root, '')}\n` : compact(root);
}

function compact({ name, content }: Element): string {
  return `<${name}>${typeof content === 'string' ? escapeText(content) : content.map(compact).join('')}</${name}>`;
}

function indented({ name, content }: Element, margin: string): string {
  if (content.length === 0) return `${margin}<${name}/>`;
  if (typeof content === 'string') return `${margin}<${name}>${escapeText(content)}</${name}>`;
  const inner = content.map(child => indented(child, `${margin}    `)).join('\n');
  return `${margin}<${name}>\n${inner}\n${margin}</${name}>`;
}

/** A carriage return is escaped too: a parser would turn a bare one into a line feed. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\r]/g, character => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
