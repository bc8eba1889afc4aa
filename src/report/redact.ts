/** Shortest value (characters) that is taken out: shorter ones are in every word. */
const SHORTEST = 3;

/** Takes secrets out of everything that is printed or written, in each form that they may have. */
export class Redactor {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** @returns the forms that are new */
  add(value: string): string[] {
    if (value.length < SHORTEST) return [];
    const fresh = formsOf(value.toWellFormed()).filter(form => form.length >= SHORTEST && !this.#forms.has(form));
    if (fresh.length > 0) {
      for (const form of fresh) this.#forms.add(form);
      // The longest first: a form may be a part of another.
      const alternatives = [...this.#forms].sort((a, b) => b.length - a.length).map(escapeRegExp);
      this.#pattern = new RegExp(alternatives.join('|'), 'g');
    }
    return fresh;
  }

  apply(text: string): string {
    return this.#pattern === undefined ? text : text.replaceAll(this.#pattern, '***');
  }
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString('base64');
  const encoded = [
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    new URLSearchParams({ v: value }).toString().slice(2),
  ];
  return [
    ...new Set([
      value,
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

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
