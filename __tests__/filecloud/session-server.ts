import type { ServerResponse } from 'node:http';
import { serve } from './raw-server.ts';

/** One call, and whether it came with the session that is there. */
export interface Call {
  readonly op: string;
  readonly params: URLSearchParams;
  readonly loggedIn: boolean;
  readonly response: ServerResponse;
}

export interface SessionServer {
  readonly url: string;
  /** The calls so far: operation and, of listings, the folder. */
  readonly calls: string[];
  readonly logins: () => number;
  /** Ends the session that is there. */
  expire(): void;
}

const NOTHING_LISTED = '<entries><meta><total>0</total><result>1</result></meta></entries>';

/** A command envelope. */
export function envelope(result: number, message = ''): string {
  return `<commands><command><type>x</type><result>${result}</result><message>${message}</message></command></commands>`;
}

/**
 * A server that keeps one session, and lists empty folders.
 * @param answer answers the calls that the test is about: those that it returns true for, now or later
 */
export async function startSessionServer(answer: (call: Call) => boolean | Promise<boolean>): Promise<SessionServer> {
  const calls: string[] = [];
  let session = 0;
  let valid = '';
  const { url } = await serve(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += String(chunk);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const op = path.slice(path.lastIndexOf('/') + 1);
    const params = new URLSearchParams(`${query}&${form}`);
    calls.push([op, params.get('path')].filter(Boolean).join(' '));
    const isLoggedIn = (): boolean =>
      valid !== '' && (request.headers.cookie ?? '').includes(`tonido-login-hash=${valid}`);
    if (await answer({ op, params, loggedIn: isLoggedIn(), response })) return;
    if (op === 'loginguest') {
      valid = `session-${++session}`;
      response.writeHead(200, { 'set-cookie': `tonido-login-hash=${valid}` }).end(envelope(1));
    } else if (op === 'getauthenticationinfo') {
      const told = `<info><authenticated>${isLoggedIn() ? 1 : 0}</authenticated></info>`;
      response.end(`<authenticationinfo>${told}</authenticationinfo>`);
    } else if (!isLoggedIn()) response.end(envelope(0, 'Not logged in.'));
    else response.end(op === 'getfilelist' ? NOTHING_LISTED : envelope(1));
  });
  return {
    url,
    calls,
    logins: () => calls.filter(op => op === 'loginguest').length,
    expire: () => {
      valid = '';
    },
  };
}
