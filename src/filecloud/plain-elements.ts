const TAG = /^[A-Za-z_][\w.-]*$/;
/** Tags that were seen and are well-formed: each is looked at once. */
const knownTags = new Set<string>();

/**
 * Scans elements with text only, one after another with nothing but white space between them, and keeps the wanted ones.
 * References aren't decoded. A tenth of what a full parse costs.
 * @param end where the closing tag of the element around them begins
 * @returns undefined where there is anything else (nested elements, attributes, a wanted element twice): that has to be parsed in full
 */
export function plainElements<Name extends string>(
  text: string,
  start: number,
  end: number,
  wanted: ReadonlyMap<string, Name>,
): Partial<Record<Name, string>> | undefined {
  const found: Partial<Record<Name, string>> = {};
  let at = start;
  while (at < end) {
    if (text.charCodeAt(at) !== 60) {
      if (text.charCodeAt(at) > 32) return undefined;
      at++;
      continue;
    }
    const close = text.indexOf('>', at + 1);
    if (close < 0 || close >= end) return undefined;
    const empty = text.charCodeAt(close - 1) === 47;
    const tag = text.slice(at + 1, empty ? close - 1 : close);
    if (!knownTags.has(tag)) {
      if (!TAG.test(tag)) return undefined;
      knownTags.add(tag);
    }
    const name = wanted.get(tag);
    if (empty) {
      if (name !== undefined) {
        if (found[name] !== undefined) return undefined;
        found[name] = '';
      }
      at = close + 1;
      continue;
    }
    const less = text.indexOf('<', close + 1);
    const after = less + 2 + tag.length;
    if (less < 0 || after >= end || text.charCodeAt(less + 1) !== 47 || text.charCodeAt(after) !== 62) return undefined;
    if (!text.startsWith(tag, less + 2)) return undefined;
    if (name !== undefined) {
      if (found[name] !== undefined) return undefined;
      found[name] = text.slice(close + 1, less);
    }
    at = after + 1;
  }
  return found;
}
