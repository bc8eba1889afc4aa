/** Most characters of all cookies together; more is no FileCloud session. */
const MOST = 8192;

/** What belongs to the session (captured logins): its cookies, and the token against forgery. */
const SESSION = /^(tonido-|X-XSRF-)/i;

/** The cookies of one session at one host. Attributes but deletion and `Secure` don't matter: nothing is ever sent elsewhere. */
export class Cookies {
  readonly #values = new Map<string, string>();
  readonly #isSafe: boolean;
  #header: string | undefined;
  #withheldSession = false;
  #withheldOther = false;

  /** @param protocol `https:` or `http:`: what is marked `Secure` must not go over the latter (RFC 6265, 4.1.2.5) */
  constructor(protocol: string) {
    this.#isSafe = protocol === 'https:';
  }

  /** Whether a session is not sent because it is marked `Secure`. */
  get withheld(): boolean {
    return this.#withheldSession || (this.#withheldOther && this.#values.size === 0);
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
      } else if (!this.#isSafe && attributes.some(isSecure)) {
        this.#values.delete(name);
        if (SESSION.test(name)) this.#withheldSession = true;
        else this.#withheldOther = true;
      } else if (this.#values.get(name) !== value) {
        if ((this.header?.length ?? 0) + name.length + value.length > MOST) continue;
        this.#values.set(name, value);
        // The user's name is no secret: hiding it would hide the word everywhere.
        if (!name.endsWith('-user') || name.startsWith('X-XSRF')) fresh.push(value);
      }
      this.#header = undefined;
    }
    return fresh;
  }
}

function isSecure(attribute: string): boolean {
  return attribute.trim().toLowerCase() === 'secure';
}

function isExpiry(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=').map(part => part.trim());
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) < Date.now();
}
