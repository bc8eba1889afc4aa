import { afterEach, describe, expect, test, vi } from 'vitest';
import { authenticator } from '../../sandbox/accounts.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { RunError } from '../../src/errors.ts';
import { serve } from './raw-server.ts';
import { rejected } from './rejected-login.ts';
import { client, FOLDER, manyDocs, rejection, scene, signal } from './scene.ts';
import { envelope } from './session-server.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';

describe('H04 a login that the server rejects', () => {
  test.each([
    ['a wrong password', {}, { password: 'wrong' }, 'Invalid user name or password. Remaining attempts: 4.'],
    ['a wrong user', {}, { username: 'nobody' }, 'Remaining attempts: 4. Check username and password.'],
    ['a disabled account', { disabledAccount: true }, {}, 'The account is expired and disabled.'],
    ['an administrator', { adminAccount: true }, {}, 'Use an ordinary user account instead of an administrator.'],
    ['a locked account', { lockAfter: 1 }, { password: 'wrong' }, 'Wait until the lock ends'],
  ])('is tried once only, and told in the words of the server: %s', async (_, server, options, words) => {
    const { message, ops } = await rejected(server, { retries: 5, ...options });
    expect(message).toContain(words);
    expect(message).toMatch(/^The server rejected the login of /);
    expect(ops).toEqual(['loginguest']);
  });

  test('says so where it gave no reason', async () => {
    const { url } = await serve((_, response) => {
      response.end(
        '<commands><command><type>loginguest</type><result>0</result><message></message></command></commands>',
      );
    });
    expect((await rejection(client(url).cloud.login(signal))).message).toContain('it gave no reason.');
  });

  test('is not tried again by other status either', async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests++;
      response
        .writeHead(401)
        .end(
          '<commands><command><type>loginquest</type><result> 0 </result><message> No. </message></command></commands>',
        );
    });
    expect((await rejection(client(url).cloud.login(signal))).message).toContain('rejected the login of demo: No.');
    expect(requests).toBe(1);
  });

  test.each([423, 429, 500, 503])('is not tried again where its status is %s: servers lock accounts', async status => {
    const seen: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.url);
      response.writeHead(status).end(envelope(0, 'Wrong password. 4 attempts left.'));
    });
    const { message } = await rejection(client(url, { retries: 5 }).cloud.login(signal));
    expect(message).toContain('rejected the login of demo: Wrong password. 4 attempts left. Check username');
    expect(seen).toEqual(['/core/loginguest']);
  });

  test('but a server that is busy, and shows a page without end, is asked again', async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      if (++requests > 1) response.end(envelope(1));
      else response.writeHead(503).end('x'.repeat(2 * 1024 * 1024));
    });
    const { cloud, log } = client(url);
    await cloud.login(signal);
    expect(log.lines).toContain('Logged in as demo.');
  });

  test('but a server that is busy is asked again', async () => {
    const sandbox = await startSandbox();
    sandbox.inject({ match: { op: 'loginguest' }, fault: { status: 503 } });
    const { cloud, log } = client(sandbox.url);
    await cloud.login(signal);
    expect(sandbox.count('loginguest')).toBe(2);
    expect(log.lines).toContain('Logged in as demo.');
    await sandbox.close();
  });
});

describe('H04 a second factor', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is asked of the authenticator', async () => {
    const { cloud, log, sandbox } = await scene({ totpSecret: SECRET, files: manyDocs(1) }, { totpSecret: SECRET });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
    const { code } = sandbox.requests.find(({ op }) => op === '2falogin')?.params ?? {};
    expect(log.secrets).toContain(code);
  });

  test('without a secret is told with what to do', async () => {
    const { message, ops } = await rejected({ totpSecret: SECRET });
    expect(message).toContain('as totp-secret');
    expect(ops).toEqual(['loginguest']);
  });

  test('that is wrong is tried once', async () => {
    const { message, ops } = await rejected({ totpSecret: SECRET }, { totpSecret: 'KRUGKIDROVUWG2ZA' });
    expect(message).toContain('Invalid code.');
    expect(message).toContain('Check totp-secret');
    expect(ops).toEqual(['loginguest', '2falogin']);
  });

  test('that is rejected with a status that others pass is tried once, too', async () => {
    const seen: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.url);
      const first = request.url === '/core/loginguest';
      response.writeHead(first ? 200 : 500).end(first ? envelope(3, 'token') : envelope(0, 'Used before.'));
    });
    const { cloud } = client(url, { totpSecret: SECRET, retries: 5 });
    expect((await rejection(cloud.login(signal))).message).toContain('code of the authenticator: Used before.');
    expect(seen).toEqual(['/core/loginguest', '/core/2falogin']);
  });

  test('is never given twice: the next login waits for the next code', async () => {
    // The clock of the client and of the server.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2024, 6, 19, 12, 0, 10) });
    const waits: number[] = [];
    const { cloud, sandbox } = await scene(
      { totpSecret: SECRET, files: manyDocs(1) },
      {
        totpSecret: SECRET,
        pace: {
          base: 0,
          sleep: async milliseconds => {
            waits.push(milliseconds);
            vi.setSystemTime(Date.now() + milliseconds);
          },
        },
      },
    );
    sandbox.expireSessions();
    await cloud.list(FOLDER, signal);
    expect(waits).toEqual([20_000]);
    const codes = sandbox.requests.filter(({ op }) => op === '2falogin').map(({ params }) => params['code']);
    const totp = authenticator(SECRET);
    expect(codes).toEqual([
      totp.generate({ timestamp: Date.UTC(2024, 6, 19, 12, 0, 10) }),
      totp.generate({ timestamp: Date.UTC(2024, 6, 19, 12, 0, 30) }),
    ]);
  });

  test('that never changes ends the login instead of asking for ever', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { cloud, sandbox } = await scene({ totpSecret: SECRET, files: manyDocs(1) }, { totpSecret: SECRET });
    sandbox.expireSessions();
    expect((await rejection(cloud.list(FOLDER, signal))).message).toContain('Check the clock of this machine.');
  });
});

describe('a server', () => {
  test.each([true, false])('that checks requests for forgery is content: %s', async csrf => {
    const { cloud } = await scene({ csrf, files: manyDocs(1) });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
  });

  test('that knows the newer name of the token only is content', async () => {
    const sandbox = await startSandbox({ files: manyDocs(1) });
    const { url } = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { cookie, ...headers } = request.headers;
      const answer = await fetch(`${sandbox.url}${request.url}`, {
        method: 'POST',
        body: Buffer.concat(chunks),
        headers: {
          'content-type': String(headers['content-type']),
          'user-agent': String(headers['user-agent']),
          'x-requested-with': String(headers['x-requested-with']),
          ...(headers['x-xsrf-token'] === undefined ? {} : { 'x-xsrf-token': String(headers['x-xsrf-token']) }),
          ...(cookie === undefined ? {} : { cookie }),
        },
      });
      const cookies = answer.headers.getSetCookie().filter(line => !line.startsWith('X-XSRF-TOKEN='));
      response.writeHead(answer.status, { 'set-cookie': cookies }).end(await answer.text());
    });
    const { cloud } = client(url);
    await cloud.login(signal);
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
    await cloud.close();
    await sandbox.close();
  });

  test('under a path of its own is found there', async () => {
    const { cloud } = await scene({ prefix: '/files', files: manyDocs(1) });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
  });

  test('that keeps its session, while what stands before it marks a cookie Secure over plain http, is content', async () => {
    const cookies: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      const balancer = 'AWSALBCORS=node; Secure; SameSite=None';
      response.writeHead(200, { 'set-cookie': ['tonido-login-hash=hash', balancer, 'AWSALB=node'] });
      response.end(envelope(1));
    });
    const { cloud } = client(url);
    await cloud.login(signal);
    await cloud.close();
    expect(cookies).toEqual([undefined, 'tonido-login-hash=hash; AWSALB=node']);
  });

  test('that marks its cookies Secure over plain http is explained', async () => {
    const { message, ops } = await rejected({ secureCookies: true });
    expect(message).toContain('TONIDOCLOUD_SECURE_COOKIE');
    expect(ops).toEqual(['loginguest']);
  });

  test.each([
    ['a page', 'text/html', '<html><body><h1>It works!</h1></body></html>', '(status 200: “It works!”)'],
    ['nothing', 'text/plain', '', '(status 200)'],
    ['JSON', 'application/json', '{"a":1}', 'does not answer like a FileCloud server'],
    ['other XML', 'text/xml', '<rss></rss>', 'does not answer like a FileCloud server'],
    ['a page of maintenance', 'text/html', '<html><title>Maintenance</title></html>', 'is in maintenance mode'],
  ])('that answers the login with %s is told apart', async (_, contentType, body, words) => {
    const sandbox = await startSandbox();
    sandbox.inject({ fault: { body, contentType } });
    const error = await rejection(client(sandbox.url).cloud.login(signal));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toContain(words);
    await sandbox.close();
  });

  test('H06 in maintenance with status 503 is tried again, and told', async () => {
    const { message, ops } = await rejected({ maintenance: '503' }, { retries: 1 });
    expect(message).toContain('Logging in to http://127.0.0.1');
    expect(message).toContain('answered 503');
    expect(ops).toEqual(['loginguest', 'loginguest']);
  });

  test('that is not at this address is told', async () => {
    const { message } = await rejected({ prefix: '/files' }, { server: 'http://127.0.0.1:1' });
    expect(message).toContain('ECONNREFUSED');
    expect(message).toContain('Check server');
  });
});
