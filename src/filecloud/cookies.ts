/** Most characters of all cookies together; more is no FileCloud session. */
const MOST = 8192;

/** The cookies of one host. Attributes but deletion and `Secure` don't matter: nothing is ever sent elsewhere. */
export class Cookies {
  readonly #values = new Map<string, string>();
  #header: string | undefined;
  /** Whether the server marked a session cookie `Secure`, so that it must not go over plain http. */
  #secure = false;

  get secure(): boolean {
    return this.#secure;
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** The `Cookie` header, or undefined. */
  get header(): string | undefined {
    if (this.#header === undefined && this.#values.size > 0) {
      this.#header = [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ');
    }
    return this.#header;
  }

  clear(): void {
    this.#values.clear();
    this.#header = undefined;
    this.#secure = false;
  }

  /**
   * @param lines the values of `Set-Cookie` headers
   * @returns the values that are new, to be kept out of logs
   */
  take(lines: readonly string[]): string[] {
    const fresh: string[] = [];
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';');
      const equals = pair.indexOf('=');
      if (equals <= 0) continue;
      const name = pair.slice(0, equals).trim();
      const value = pair.slice(equals + 1).trim();
      const gone = value === '' || value === 'deleted' || attributes.some(isExpiry);
      if (gone) {
        this.#values.delete(name);
      } else if (this.#values.get(name) !== value) {
        if ((this.header?.length ?? 0) + name.length + value.length > MOST) continue;
        this.#values.set(name, value);
        // The user's name is no secret: hiding it would hide the word everywhere.
        if (!name.endsWith('-user') || name.startsWith('X-XSRF')) fresh.push(value);
        if (attributes.some(attribute => attribute.trim().toLowerCase() === 'secure')) this.#secure = true;
      }
      this.#header = undefined;
    }
    return fresh;
  }
}

function isExpiry(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=').map(part => part.trim());
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) < Date.now();
}
