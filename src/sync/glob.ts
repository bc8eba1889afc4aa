/** `*`: any characters within a name. */
const WITHIN = -1;
/** `?`: one character within a name. */
const ONE = -2;
/** `**`: any characters, the slashes between names too. */
const ACROSS = -3;
/** `**` and a slash where a name begins: any number of whole folders, none too. */
const FOLDERS = -4;
const END = -5;

const SLASH = 0x2f;

/**
 * A pattern for paths with `/`: `*` and `?` stay within a name, `**` crosses folders, and every other character stands for itself.
 * Names are the server's, so no name may be dear: matching takes at most as many steps as the path has characters times the pattern has.
 */
export class Glob {
  readonly #signs: Int32Array;

  constructor(pattern: string) {
    const parts = pattern.match(/(?<=^|\/)\*{2,}\/|\*{2,}|./gs) ?? [];
    this.#signs = Int32Array.from([...parts.map(signOf), END]);
  }

  matches(path: string): boolean {
    return match(this.#signs, path, false);
  }

  /** Whether a path below a folder could be matched. @param folder '' for the root */
  reaches(folder: string): boolean {
    return match(this.#signs, folder === '' ? '' : `${folder}/`, true);
  }
}

function signOf(part: string): number {
  if (part.startsWith('**')) return part.endsWith('/') ? FOLDERS : ACROSS;
  return part === '*' ? WITHIN : part === '?' ? ONE : part.charCodeAt(0);
}

/**
 * Each `*` and `**` takes as little as the rest can do with. Where the rest fails, the last `*` takes one character more; where that is
 * a slash, the last `**` does. Those before it need no other try: taking more, they would only leave less to the same rest.
 * @param beginning whether it is enough that some text could follow to match
 */
function match(signs: Int32Array, text: string, beginning: boolean): boolean {
  const { length } = text;
  let sign = 0;
  let at = 0;
  // What follows the last `*`, and where it ends; -1 for none. The same of the last `**`.
  let within = -1;
  let withinEnd = 0;
  let across = -1;
  let acrossEnd = 0;
  let isByFolders = false;
  for (;;) {
    const expected = signs[sign];
    if (at < length) {
      const found = text.charCodeAt(at);
      const isOne = expected === ONE && found !== SLASH;
      if (isOne || expected === found) {
        at += isOne && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
        sign++;
        continue;
      }
    } else if (beginning || expected === END) return true;
    if (expected === WITHIN) {
      within = ++sign;
      withinEnd = at;
    } else if (expected === ACROSS || expected === FOLDERS) {
      across = ++sign;
      if (beginning || (expected === ACROSS && signs[sign] === END)) return true;
      acrossEnd = at;
      isByFolders = expected === FOLDERS;
      within = -1;
    } else if (within >= 0 && withinEnd < length && text.charCodeAt(withinEnd) !== SLASH) {
      sign = within;
      at = ++withinEnd;
    } else {
      if (across < 0 || (within >= 0 && withinEnd === length)) return false;
      // Where the last `*` came to a slash, it would come to the same one from everywhere in the name where the rest began.
      const next = isByFolders || within >= 0 ? text.indexOf('/', acrossEnd) : acrossEnd;
      if (next < 0 || next >= length) return false;
      sign = across;
      at = acrossEnd = next + 1;
      within = -1;
    }
  }
}
