import { visible } from './escape.ts';

/** Longest text (characters) of one cell. */
const LONGEST = 300;

/**
 * An empty comment breaks what GitHub finds in plain text after Markdown was read, where entities help no more: mentions, mail addresses,
 * references (`#1`), emoji (`:name:`), and addresses of the web.
 */
const BREAK = '<!-- -->';

/** Text of any origin as plain text in Markdown: no markup, no table border, no mention, no link, one line. */
export function plainMarkdown(text: string): string {
  return (
    shortened(visible(text).trim())
      .replaceAll(/[&<>|`*_[\]~$\\]/g, entity)
      // What would begin a list or a rule at the start of a line.
      .replace(/^[-+=]/, entity)
      .replace(/^(\d+)([.)])/, (_, number: string, sign: string) => number + entity(sign))
      .replaceAll(/(?<!&)#|@|:(?=\/\/|(?:[\w+-]|&#95;)+:)|(?<=\bwww)(?=\.)|(?<=\bgh)(?=-\d)/gi, `$&${BREAK}`)
  );
}

/** A name as code: not even what looks like an emoji is one. */
export function codeMarkdown(name: string): string {
  return `<code>${plainMarkdown(name)}</code>`;
}

function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * LONGEST + 1)];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text;
}

function entity(sign: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return names[sign] ?? `&#${sign.codePointAt(0)};`;
}
