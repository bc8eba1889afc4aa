import { setTimeout as delay } from 'node:timers/promises';
import { CancelledError, RunError } from '../errors.ts';
import type { Log } from '../report/reporter.ts';
import { RemoteError } from '../sync/remote.ts';
import { Cookies } from './cookies.ts';
import type { Ask } from './exchanges.ts';
import { readText } from './read-whole.ts';
import { head, pageText, sentence } from './text.ts';
import { Authenticator } from './totp.ts';
import type { Answer, Transport } from './transport.ts';
import { type CommandResult, children, commandResult, readXml, textOf } from './xml-document.ts';

/** Bytes of the largest answer that is no listing. */
const LARGEST_ANSWER = 1024 * 1024;
/** Sessions that may be renewed in one run: more is a server that keeps none. */
const RENEWALS = 2;

export interface SessionOptions {
  readonly username: string;
  readonly password: string;
  readonly totpSecret: string | undefined;
  readonly server: string;
  readonly log: Log;
  /** Waits for the next code of the authenticator. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The login. One attempt for a password, ever: servers lock accounts after five wrong ones. */
export class Session {
  readonly #transport: Transport;
  readonly #options: SessionOptions;
  readonly #authenticator: Authenticator | undefined;
  #generation = 0;
  #renewals = 0;
  #check: Promise<'valid' | 'renewed'> | undefined;
  /** Whether the server does not even tell that a session is there which has just begun. */
  #untold = false;
  /** Why it could not be renewed: nobody tries a second time. */
  #over: RunError | undefined;

  constructor(transport: Transport, options: SessionOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#authenticator = options.totpSecret === undefined ? undefined : new Authenticator(options.totpSecret);
  }

  /** Grows with each login: tells whether a request was sent with the session that is now there. */
  get generation(): number {
    return this.#generation;
  }

  /** @throws RunError with the server's words when it says no, and when it is no FileCloud server */
  async login(signal: AbortSignal): Promise<void> {
    const { username, password, log } = this.#options;
    // They become the session's when it is there. Until then others ask with those of the old one, and whatever they are told goes with it.
    const cookies = new Cookies(new URL(this.#options.server).protocol);
    const answer = await this.#command('/core/loginguest', { userid: username, password }, cookies, signal);
    if (answer.result === '3') await this.#secondFactor(answer.message, cookies, signal);
    else if (answer.result !== '1' && answer.result !== '2') throw this.#rejected(answer.message);
    if (cookies.withheld) {
      throw new RunError(
        'The server marks its session cookie as Secure, so it must not be sent over plain http. Use https:// in server, ' +
          'or have its administrator set TONIDOCLOUD_SECURE_COOKIE to match.',
      );
    }
    this.#transport.begin(cookies);
    this.#generation++;
    log.info(`Logged in as ${username}.`);
  }

  /**
   * Asks once for all who wait whether the session is still there, and logs in again if it isn't.
   * @param generation the session that the doubtful answer was had with
   * @param isNew whether that session was made because of a doubtful answer to the same request
   * @returns `valid`: the answer was meant as it was; `renewed`: ask again
   */
  async check(generation: number, signal: AbortSignal, isNew: boolean): Promise<'valid' | 'renewed'> {
    if (this.#over !== undefined) throw this.#over;
    if (generation !== this.#generation) return 'renewed';
    if (isNew && this.#untold) return 'valid';
    this.#check ??= this.#renew(signal)
      .catch((error: unknown) => {
        if (error instanceof RunError) this.#over = error;
        throw error;
      })
      .finally(() => {
        this.#check = undefined;
      });
    return await this.#check;
  }

  /** Best effort: a session that stays open ends by itself. */
  async logout(): Promise<void> {
    if (this.#generation === 0) return;
    const signal = AbortSignal.timeout(2000);
    try {
      await this.#transport.request(
        { path: '/core/locksession', form: '' },
        signal,
        async answer => answer.read(() => {}),
        { optional: true },
      );
    } catch {
      // Nothing is lost.
    }
  }

  async #renew(signal: AbortSignal): Promise<'valid' | 'renewed'> {
    const told = await this.#isThere(signal);
    if (told === true) return 'valid';
    // Only a new login could tell then: worth it for the first doubtful answers, not for each.
    if (this.#untold && this.#renewals >= RENEWALS) return 'valid';
    if (this.#renewals >= RENEWALS) {
      throw new RunError(
        `The session ended ${RENEWALS + 1} times in this run. Ask the server's administrator for a longer session timeout, and run again: what was downloaded stays.`,
      );
    }
    this.#renewals++;
    this.#options.log.info('The session has ended; logging in again.');
    await this.login(signal);
    if (told === undefined) this.#untold = (await this.#isThere(signal)) === undefined;
    return 'renewed';
  }

  /** Asks whether the session is there. @returns undefined where the server refuses to tell, or sends something else */
  async #isThere(signal: AbortSignal): Promise<boolean | undefined> {
    const ask: Ask = { path: '/core/getauthenticationinfo', form: '' };
    try {
      return await this.#transport.request(ask, signal, async answer => {
        const document = readXml(await readText(answer, LARGEST_ANSWER));
        const info = typeof document === 'string' ? undefined : children(document.content, 'info')[0];
        const told = textOf(info, 'authenticated')?.trim();
        return told === undefined ? undefined : told === '1';
      });
    } catch (error) {
      // A redirect to a login page, or a page of some size.
      if (error instanceof RemoteError && error.failure === 'malformed') return undefined;
      throw error;
    }
  }

  async #secondFactor(token: string, cookies: Cookies, signal: AbortSignal): Promise<void> {
    const { username, password, log } = this.#options;
    if (this.#authenticator === undefined) {
      throw new RunError(
        'The account asks for a second factor. Give the secret of its authenticator app as totp-secret, or use an account without one.',
      );
    }
    let next = this.#authenticator.code(Date.now());
    // A timer may end a little early by the clock.
    for (let round = 0; 'wait' in next && round < 3; round++) {
      log.info('Waiting for the next code of the authenticator: each can be used only once.');
      const sleep = this.#options.sleep ?? ((ms, stop) => delay(ms, undefined, { signal: stop }));
      await sleep(next.wait, signal).catch(() => {
        throw new CancelledError();
      });
      next = this.#authenticator.code(Date.now());
    }
    if ('wait' in next) throw new RunError('The authenticator gave no new code. Check the clock of this machine.');
    log.secret(next.code);
    const answer = await this.#command(
      '/core/2falogin',
      { userid: username, password, token, code: next.code },
      cookies,
      signal,
    );
    if (answer.result !== '1') {
      throw new RunError(
        `The server rejected the code of the authenticator: ${sentence(answer.message) || 'it gave no reason'}. ` +
          'Check totp-secret, and that the clock of this machine is right.',
      );
    }
  }

  #rejected(message: string): RunError {
    const words = sentence(message) || 'it gave no reason';
    // The code of a login with an administrator's account (FileCloud documentation, "User Settings").
    const remedy = message.includes('CLFC-00035-00116')
      ? 'Use an ordinary user account instead of an administrator.'
      : /lock/i.test(message)
        ? 'Wait until the lock ends (five minutes by default) and check username and password before the next run.'
        : 'Check username and password. It was tried once only, because servers lock accounts after a few wrong attempts.';
    return new RunError(`The server rejected the login of ${this.#options.username}: ${words}. ${remedy}`);
  }

  async #command(
    path: string,
    form: Readonly<Record<string, string>>,
    cookies: Cookies,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const ask: Ask = { path, form: new URLSearchParams(form).toString(), cookies };
    // What the server says of a login is final, whatever the status: after some tries of a wrong password it locks the account.
    const read = async (answer: Answer): Promise<CommandResult> => {
      const text = await readText(answer, LARGEST_ANSWER).catch((error: unknown) => {
        throw error instanceof RemoteError ? (answer.passing ?? error) : error;
      });
      const result = commandResult(text);
      if (result !== undefined) return result;
      throw answer.passing ?? this.#notFileCloud(answer.status, text);
    };
    try {
      return await this.#transport.request(ask, signal, read, { everyStatus: true });
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      throw new RunError(
        `Logging in to ${this.#options.server} failed: ${error.message} Check server, and that it can be reached from here.`,
        { cause: error },
      );
    }
  }

  #notFileCloud(status: number, text: string): RunError {
    if (/maintenance/i.test(text.slice(0, 4000))) {
      return new RunError(`The server ${this.#options.server} is in maintenance mode. Run again later.`);
    }
    const said = head(pageText(this.#options.log.redact(text)));
    return new RunError(
      `${this.#options.server} does not answer like a FileCloud server (status ${status}${said === '' ? '' : `: “${said}”`}). ` +
        'Check server: it is the address that the web interface opens with, without /ui or /core.',
    );
  }
}
