/** Shortest value (characters) that is taken out: shorter ones are in every word. */
const SHORTEST = 3;

/** Takes secrets out of everything that is printed or written, in each form that they may have. */
export class Redactor {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** @returns the forms that are new */
  add(value: string): string[] {
    if (value.length < SHORTEST) return [];
    const forms = [
      value,
      encodeURIComponent(value),
      encodeURIComponent(value).replaceAll('%20', '+'),
      new URLSearchParams({ v: value }).toString().slice(2),
      Buffer.from(value).toString('base64'),
      Buffer.from(value).toString('base64').replace(/=+$/, ''),
      JSON.stringify(value).slice(1, -1),
    ].filter(form => form.length >= SHORTEST && !this.#forms.has(form));
    const fresh = [...new Set(forms)];
    if (fresh.length > 0) {
      for (const form of fresh) this.#forms.add(form);
      const alternatives = [...this.#forms].sort((a, b) => b.length - a.length).map(escapeRegExp);
      this.#pattern = new RegExp(alternatives.join('|'), 'g');
    }
    return fresh;
  }

  apply(text: string): string {
    return this.#pattern === undefined ? text : text.replaceAll(this.#pattern, '***');
  }
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
