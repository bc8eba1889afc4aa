import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { cookiesOf, loggedIn, login, outcome, session, texts } from './client.ts';

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120 Safari/537.36' };

describe('loginguest', () => {
  it('answers with the compact envelope and a cookie for each part of the session', async () => {
    await using sandbox = await startSandbox({ secureCookies: true });
    const answer = await login(sandbox);
    expect(answer.headers.getSetCookie().map(cookie => cookie.replace(/=.*/, ''))).toEqual([
      'X-XSRF-TOKEN',
      'X-XSRF-TOKEN-user',
      'tonido-login-user',
      'tonido-login-seed',
      'tonido-login-hash',
      'tonido-share-login-hash',
      'tonido-share-login-seed',
      'tonido-share-login-user',
    ]);
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; Secure$/);
    expect(await answer.text()).toBe(
      '<commands><command><type>loginguest</type><result>1</result><message></message></command></commands>',
    );
  });

  it('takes the e-mail address too, and parameters in the query, and answers in JSON when asked', async () => {
    await using sandbox = await startSandbox();
    const url = `${sandbox.url}/core/loginguest?userid=demo%40example.com&password=demo-password&time=1`;
    const answer = await fetch(url, { headers: { accept: 'application/json' } });
    expect(await answer.json()).toEqual({ command: [{ type: 'loginguest', result: 1, message: '' }] });
  });

  it('H04 locks the account after five wrong passwords, for the right one too', async () => {
    await using sandbox = await startSandbox();
    for (const left of [4, 3, 2, 1]) {
      const [result, message] = await outcome(login(sandbox, 'wrong'));
      expect(result).toBe('0');
      expect(message).toContain(`Remaining attempts: ${left}`);
    }
    await login(sandbox, 'wrong');
    expect(await outcome(login(sandbox))).toEqual(['0', expect.stringContaining('locked')]);
  });

  it('turns away an administrator, a disabled account and a client that does not describe itself', async () => {
    await using sandbox = await startSandbox({ adminAccount: true });
    expect(await outcome(login(sandbox))).toEqual(['0', expect.stringContaining('CLFC-00035-00116')]);
    const admin = { adminuser: 'demo', adminpassword: 'demo-password' };
    expect(await outcome(session(sandbox, '').call('/admin/adminlogin', admin))).toEqual(['1', '']);
    Object.assign(sandbox.switches, { adminAccount: false, disabledAccount: true });
    expect((await outcome(login(sandbox)))[1]).toContain('disabled');
    Object.assign(sandbox.switches, { disabledAccount: false, rmc: true });
    expect((await outcome(login(sandbox)))[0]).toBe('0');
    expect((await outcome(login(sandbox, 'demo-password', browser)))[0]).toBe('1');
  });

  it('asks for a code where there is an authenticator, gives no cookie before, and takes a code once', async () => {
    const totpSecret = 'JBSWY3DPEHPK3PXP';
    await using sandbox = await startSandbox({ totpSecret });
    const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
    const first = await login(sandbox);
    expect(first.headers.getSetCookie()).toEqual([]);
    const [result, token = ''] = await outcome(first);
    expect(result).toBe('3');
    const { call } = session(sandbox, '');
    expect((await outcome(call('resend2facode', { userid: 'demo', token })))[0]).toBe('1');
    expect((await outcome(call('2falogin', { userid: 'demo', token: 'other', code })))[0]).toBe('0');
    const second = await call('2falogin', { userid: 'demo', token, code });
    expect(cookiesOf(second)).toContain('tonido-login-hash=');
    expect((await outcome(second))[0]).toBe('1');
    const [, again = ''] = await outcome(login(sandbox));
    expect((await outcome(call('2falogin', { userid: 'demo', token: again, code })))[0]).toBe('0');
  });
});

describe('a session', () => {
  it('is told by getauthenticationinfo, ends with locksession, and is needed for all else', async () => {
    await using sandbox = await startSandbox();
    expect(texts(await session(sandbox, '').text('getauthenticationinfo'), 'authenticated')).toEqual(['0']);
    const { call, text } = await loggedIn(sandbox);
    const info = await text('getauthenticationinfo');
    expect(texts(info, 'authenticated')).toEqual(['1']);
    expect(texts(info, 'profile')).toEqual(['demo']);
    expect((await outcome(call('locksession')))[0]).toBe('1');
    expect((await outcome(call('getfilelist', { path: '/' })))[0]).toBe('0');
    expect(texts(await text('getauthenticationinfo'), 'authenticated')).toEqual(['0']);
  });

  it('H03 expires on demand, in the form that is switched on', async () => {
    await using sandbox = await startSandbox();
    const { call } = await loggedIn(sandbox);
    sandbox.expireSessions();
    for (const [form, status, body] of [
      ['commands', 200, /^<commands>/],
      ['meta', 200, /^<entries><meta><result>0</],
      ['401', 401, /./],
      ['403', 403, /./],
      ['html', 200, /^<!DOCTYPE html>/],
    ] as const) {
      sandbox.switches.expiredForm = form;
      const answer = await call('getfilelist', { path: '/' });
      expect(answer.status).toBe(status);
      expect(await answer.text()).toMatch(body);
    }
  });

  it('of a browser needs X-Requested-With and the token of its cookie; that of another client does not', async () => {
    await using sandbox = await startSandbox();
    const { call, cookies } = await loggedIn(sandbox);
    const token = /X-XSRF-TOKEN=(\w+)/.exec(cookies)?.[1] ?? '';
    const status = async (headers: Record<string, string>) =>
      (await call('getfilelist', { path: '/' }, headers)).status;
    const proof = { ...browser, 'x-requested-with': 'XMLHttpRequest', 'x-xsrf-token': token };
    expect(await status({ 'user-agent': 'python-requests/2.32' })).toBe(200);
    expect(await status(browser)).toBe(403);
    expect(await status({ ...proof, 'x-xsrf-token': 'NONE' })).toBe(403);
    expect(await status(proof)).toBe(200);
    sandbox.switches.csrf = false;
    expect(await status(browser)).toBe(200);
  });
});

describe('the server', () => {
  it('in maintenance shows a page to all that is no browser, or refuses everybody', async () => {
    await using sandbox = await startSandbox({ maintenance: 'page' });
    const page = await login(sandbox);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!DOCTYPE html>')]);
    expect((await outcome(login(sandbox, 'demo-password', browser)))[0]).toBe('1');
    sandbox.switches.maintenance = '503';
    expect((await login(sandbox, 'demo-password', browser)).status).toBe(503);
  });

  it('refuses addresses that begin with //, and those outside of the path it is installed under', async () => {
    await using sandbox = await startSandbox({ prefix: '/files/' });
    expect(sandbox.url).toMatch(/\d\/files$/);
    expect((await login(sandbox)).status).toBe(200);
    const origin = new URL(sandbox.url).origin;
    for (const path of ['//core/loginguest', '/core/loginguest', '/files//core/loginguest', '/files/']) {
      expect((await fetch(`${origin}${path}`)).status, path).toBe(404);
    }
  });

  it('takes the legacy form of an operation, and records what it was asked', async () => {
    await using sandbox = await startSandbox();
    const { call } = await loggedIn(sandbox);
    await (await call('/core/?op=getfilelist', { path: '/SHARED/' })).text();
    expect(sandbox.count('getfilelist')).toBe(1);
    expect(sandbox.requests.at(-1)).toMatchObject({
      op: 'getfilelist',
      method: 'POST',
      path: '/SHARED',
      params: { path: '/SHARED/' },
      status: 200,
    });
  });
});
