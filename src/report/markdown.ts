import { visible } from './escape.ts';

/** Longest text (characters) of one cell. */
const LONGEST = 300;

/** Text of any origin as plain text in Markdown: no markup, no table border, no mention, one line. */
export function plainMarkdown(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return visible(short)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+\-.!|~@:$]/g, sign => `&#${sign.codePointAt(0)};`);
}
