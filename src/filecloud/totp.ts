import { Secret, TOTP } from 'otpauth';

/** What authenticator apps use, and FileCloud with them: SHA-1, six digits, 30 s (RFC 6238). */
const PERIOD = 30;

/** Codes of an authenticator. Each is given out once: FileCloud takes a code only once (official Python client). */
export class Authenticator {
  readonly #totp: TOTP;
  #used = -1;

  /** @param secret base32 */
  constructor(secret: string) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD });
  }

  /**
   * @param now milliseconds since 1970
   * @returns the code, or how many milliseconds to wait for the next one
   */
  code(now: number): { readonly code: string } | { readonly wait: number } {
    const counter = Math.floor(now / 1000 / PERIOD);
    if (counter === this.#used) return { wait: (counter + 1) * PERIOD * 1000 - now };
    this.#used = counter;
    return { code: this.#totp.generate({ timestamp: now }) };
  }
}
