/** Shortest value (characters) that is taken out: shorter ones are in every word. */
const SHORTEST = 3;

/**
 * Values that stay secret for good, the inputs among them, and how many more do: the newest. A server, or what stands before it, may send a
 * new cookie with each answer (AWS does so for sticky sessions).
 */
const LASTING = 100;
const NEWEST = 1000;

/** Takes secrets out of everything that is printed or written, in each form that they may have. */
export class Redactor {
  readonly #forms = new Set<string>();
  /** The same by their first characters. */
  readonly #byStart = new Map<string, Set<string>>();
  /** The forms of the values that go when too many newer ones came. */
  readonly #passing: (readonly string[])[] = [];
  #values = 0;

  /** Forms that are looked for. */
  get size(): number {
    return this.#forms.size;
  }

  /** @returns the forms that are new */
  add(value: string): string[] {
    if (value.length < SHORTEST) return [];
    const fresh = formsOf(value.toWellFormed()).filter(form => form.length >= SHORTEST && !this.#forms.has(form));
    if (fresh.length === 0) return [];
    for (const form of fresh) this.#take(form);
    if (++this.#values > LASTING) this.#passing.push(fresh);
    if (this.#passing.length > NEWEST) for (const form of this.#passing.shift() ?? []) this.#drop(form);
    return fresh;
  }

  apply(text: string): string {
    if (this.#forms.size === 0) return text;
    let shown = '';
    let from = 0;
    for (let at = 0; at + SHORTEST <= text.length; ) {
      const length = this.#longestAt(text, at);
      if (length === 0) {
        at++;
        continue;
      }
      shown += `${text.slice(from, at)}***`;
      at += length;
      from = at;
    }
    return shown + text.slice(from);
  }

  /** Characters of the longest form that begins there: a form may be a part of another. */
  #longestAt(text: string, at: number): number {
    let longest = 0;
    for (const form of this.#byStart.get(text.slice(at, at + SHORTEST)) ?? []) {
      if (form.length > longest && text.startsWith(form, at)) longest = form.length;
    }
    return longest;
  }

  #take(form: string): void {
    this.#forms.add(form);
    const start = form.slice(0, SHORTEST);
    const others = this.#byStart.get(start);
    if (others === undefined) this.#byStart.set(start, new Set([form]));
    else others.add(form);
  }

  #drop(form: string): void {
    this.#forms.delete(form);
    const start = form.slice(0, SHORTEST);
    const others = this.#byStart.get(start);
    others?.delete(form);
    if (others?.size === 0) this.#byStart.delete(start);
  }
}

/** Forms of a value: as it is, encoded, and as it stands in a message that was tidied up. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString('base64');
  const encoded = [
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    new URLSearchParams({ v: value }).toString().slice(2),
  ];
  const squeezed = value.replaceAll(/\s+/g, ' ');
  const page = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const attribute = page.replaceAll('"', '&quot;');
  return [
    ...new Set([
      value,
      ...[value, squeezed].flatMap(text => [text, text.trim(), text.replace(/(?<![.\s])[.\s]+$/, '')]),
      page,
      attribute,
      attribute.replaceAll("'", '&#039;'),
      ...encoded,
      // Servers may write the digits of percent-encoded bytes small.
      ...encoded.map(form => form.replaceAll(/%[\dA-F]{2}/g, byte => byte.toLowerCase())),
      base64,
      base64.replace(/=+$/, ''),
      bytes.toString('base64url'),
      JSON.stringify(value).slice(1, -1),
    ]),
  ];
}
