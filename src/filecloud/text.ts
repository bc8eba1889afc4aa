const STRICT = new TextDecoder('utf-8', { fatal: true });
const LENIENT = new TextDecoder('utf-8');

/** Bytes as text. What is not UTF-8 becomes U+FFFD, so that it can be told by name. A byte order mark goes. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return LENIENT.decode(bytes);
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes XML's references exactly once. @returns undefined for an unknown one, or one for a character that XML doesn't allow */
export function decodeReferences(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let wrong = false;
  const decoded = text.replaceAll(
    /&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,10})|([A-Za-z]\w*));|&/g,
    (_, hex, decimal, name) => {
      if (name !== undefined) {
        const character = NAMED[name];
        if (character !== undefined) return character;
      } else if (hex !== undefined || decimal !== undefined) {
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        if (isXmlCharacter(code)) return String.fromCodePoint(code);
      }
      wrong = true;
      return '';
    },
  );
  return wrong ? undefined : decoded;
}

/** XML 1.0, production 2. */
function isXmlCharacter(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** Most characters of a server's words that are shown: more are no message. A part of them might end in the middle of a secret. */
const MOST_WORDS = 10_000;

/** The words of a server to be put into a sentence of ours: without the white space and full stops at their end. */
export function sentence(text: string): string {
  if (text.length > MOST_WORDS) return 'its words are too many to show';
  // Looking back, each row of them is tried once; else it is tried again from each of its characters.
  return text.replace(/(?<![.\s])[.\s]+$/, '');
}

/** A page without its elements. An opening bracket ends the search for a closing one: else a page of nothing but those takes minutes. */
export function pageText(page: string): string {
  return page.replaceAll(/<[^<>]*>/g, ' ');
}

/** The first words of an answer, for an error: one line, at most 200 characters. Secrets have to be taken out of it before. */
export function head(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
