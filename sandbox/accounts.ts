import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Secret, TOTP, URI } from 'otpauth';
import type { Switches } from './switches.ts';

/** The one account that the sandbox knows. */
export interface Account {
  readonly user: string;
  readonly password: string;
  /** Base32, or an `otpauth://` URI. */
  readonly totpSecret: string | undefined;
}

/** What a login comes to. `result` as in the command envelope: 1 in, 0 refused, 3 a second factor is asked for. */
export type LoginOutcome =
  | { readonly result: 1; readonly cookies: readonly string[] }
  | { readonly result: 0 | 3; readonly message: string };

const lockMilliseconds = 5 * 60_000;

/** Logins and the sessions that come of them. */
export class Accounts {
  readonly #account: Account;
  readonly #authenticator: TOTP | undefined;
  readonly #switches: Switches;
  /** Session hash to its CSRF token. */
  readonly #sessions = new Map<string, string>();
  readonly #tokens = new Set<string>();
  readonly #usedCodes = new Set<string>();
  #wrong = 0;
  #lockedUntil = 0;

  constructor(account: Account, switches: Switches) {
    this.#account = account;
    this.#authenticator = account.totpSecret === undefined ? undefined : authenticator(account.totpSecret);
    this.#switches = switches;
  }

  get user(): string {
    return this.#account.user;
  }

  /** `loginguest`: the account by its name or its e-mail address. The words are ours where FileCloud's are not public. */
  login(userid: string, password: string): LoginOutcome {
    if (Date.now() < this.#lockedUntil) return refused('Your account is locked. Please try again after 5 minutes.');
    if (!this.#isUser(userid) || password !== this.#account.password) return this.#wrongPassword();
    if (this.#switches.adminAccount) {
      return refused('You are trying to login into user portal with admin account. CLFC-00035-00116');
    }
    if (this.#switches.disabledAccount) return refused('The account is expired and disabled.');
    this.#wrong = 0;
    if (this.#authenticator === undefined) return this.#open();
    const token = `2fa_ga_1_${randomUUID().replaceAll('-', '').slice(0, 10)}`;
    this.#tokens.add(token);
    return { result: 3, message: token };
  }

  /** `2falogin`: a code counts once only, as the official Python client has found out. */
  secondFactor(userid: string, token: string, code: string): LoginOutcome {
    if (this.#authenticator === undefined || !this.#isUser(userid) || !this.#tokens.has(token))
      return refused('Invalid token.');
    if (this.#usedCodes.has(code) || this.#authenticator.validate({ token: code, window: 1 }) === null) {
      return refused('Invalid code.');
    }
    this.#usedCodes.add(code);
    this.#tokens.delete(token);
    return this.#open();
  }

  isToken(token: string): boolean {
    return this.#tokens.has(token);
  }

  /** The CSRF token of the session whose cookie is sent; undefined without a session. */
  sessionToken(headers: IncomingHttpHeaders): string | undefined {
    const cookies = cookiesOf(headers);
    if (cookies.get('tonido-login-user') !== this.#account.user) return undefined;
    return this.#sessions.get(cookies.get('tonido-login-hash') ?? '');
  }

  logout(headers: IncomingHttpHeaders): void {
    this.#sessions.delete(cookiesOf(headers).get('tonido-login-hash') ?? '');
  }

  /** Ends every session. */
  expire(): void {
    this.#sessions.clear();
  }

  #isUser(userid: string): boolean {
    return userid === this.#account.user || userid === `${this.#account.user}@example.com`;
  }

  #wrongPassword(): LoginOutcome {
    this.#wrong++;
    const left = this.#switches.lockAfter - this.#wrong;
    if (left > 0) return refused(`Invalid user name or password. Remaining attempts: ${left}`);
    this.#wrong = 0;
    this.#lockedUntil = Date.now() + lockMilliseconds;
    return refused('Your account is locked. Please try again after 5 minutes.');
  }

  #open(): LoginOutcome {
    const seed = randomUUID();
    const hash = createHash('sha1').update(seed).digest('hex');
    const csrf = createHash('sha1').update(hash).digest('hex').slice(0, 20);
    this.#sessions.set(hash, csrf);
    const attributes = `; path=/; SameSite=Lax${this.#switches.secureCookies ? '; Secure' : ''}`;
    const cookies: readonly (readonly [string, string])[] = [
      ['X-XSRF-TOKEN', csrf],
      ['X-XSRF-TOKEN-user', csrf],
      ['tonido-login-user', encodeURIComponent(this.#account.user)],
      ['tonido-login-seed', seed],
      ['tonido-login-hash', hash],
      ['tonido-share-login-hash', ''],
      ['tonido-share-login-seed', ''],
      ['tonido-share-login-user', ''],
    ];
    return { result: 1, cookies: cookies.map(([name, value]) => `${name}=${value}${attributes}`) };
  }
}

function refused(message: string): LoginOutcome {
  return { result: 0, message };
}

/** The authenticator of a secret, base32 or an `otpauth://` URI: SHA-1, 30 s and six digits where nothing else is said. Throws for anything else. */
export function authenticator(secret: string): TOTP {
  if (!secret.startsWith('otpauth://'))
    return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(/[\s-]/g, '').toUpperCase()) });
  const parsed = URI.parse(secret);
  if (parsed instanceof TOTP) return parsed;
  throw new Error('The second factor must be a TOTP.');
}

/** The cookies of a request, decoded. */
function cookiesOf(headers: IncomingHttpHeaders): Map<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map(pair => pair.trim());
  return new Map(
    pairs.map(pair => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), decode(pair.slice(equals + 1))];
    }),
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
