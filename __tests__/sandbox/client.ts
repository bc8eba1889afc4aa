import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A session of the simplest client: parameters in the body, cookies kept, no browser. */
export interface Session {
  readonly cookies: string;
  /** One call; a name beginning with `/` is a whole path, such as `/admin/adminlogin`. */
  call(
    op: string,
    params?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** The same, and the body as text. */
  text(
    op: string,
    params?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<string>;
}

/** What `loginguest` answers to a password. */
export function login(
  sandbox: Sandbox,
  password = 'demo-password',
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return session(sandbox, '').call('loginguest', { userid: 'demo', password }, headers);
}

/** The session of a user. */
export async function loggedIn(sandbox: Sandbox, userid = 'demo'): Promise<Session> {
  const params = { userid, password: 'demo-password' };
  return session(sandbox, cookiesOf(await session(sandbox, '').call('loginguest', params)));
}

export function session(sandbox: Sandbox, cookies: string): Session {
  const call: Session['call'] = (op, params = {}, headers = {}) =>
    fetch(op.startsWith('/') ? `${sandbox.url}${op}` : `${sandbox.url}/core/${op}`, {
      method: 'POST',
      body: new URLSearchParams(params),
      headers: { cookie: cookies, ...headers },
      redirect: 'manual',
    });
  return { cookies, call, text: async (...args) => (await call(...args)).text() };
}

export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map(cookie => cookie.replace(/;.*/s, ''))
    .join('; ');
}

/** The texts of all elements of a name, in order. */
export function texts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(match => match[1] ?? '');
}

/** `result` and `message` of a command envelope. */
export async function outcome(answer: Response | Promise<Response>): Promise<[string | undefined, string | undefined]> {
  const xml = await (await answer).text();
  return [texts(xml, 'result')[0], texts(xml, 'message')[0]];
}
