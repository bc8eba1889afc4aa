import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { expiredForms } from '../../sandbox/switches.ts';
import { RunError } from '../../src/errors.ts';
import { client, docs, FOLDER, failure, listed, MemorySink, manyDocs, rejection, scene, signal } from './scene.ts';
import { envelope, startSessionServer } from './session-server.ts';

describe('H03 a session that ends in the middle', () => {
  test.each(expiredForms)('is renewed once for all who list, in the form %s', async expiredForm => {
    const { cloud, sandbox } = await scene({ files: manyDocs(2), expiredForm });
    sandbox.expireSessions();
    const lists = await Promise.all(Array.from({ length: 4 }, () => cloud.list(FOLDER, signal)));
    expect(lists.map(entries => entries.length)).toEqual([2, 2, 2, 2]);
    expect(sandbox.count('getauthenticationinfo')).toBe(1);
    expect(sandbox.count('loginguest')).toBe(2);
  });

  test.each(expiredForms)('H01 H02 is renewed once for all who download, in the form %s', async expiredForm => {
    const { cloud, sandbox } = await scene({ files: docs({ a: 'aaa', b: 'bbb', c: 'ccc' }), expiredForm });
    sandbox.expireSessions();
    const sinks = await Promise.all(
      ['a', 'b', 'c'].map(async name => {
        const sink = new MemorySink();
        await cloud.download(listed(`${FOLDER}/${name}`, 3), sink, signal);
        return sink.text;
      }),
    );
    expect(sinks).toEqual(['aaa', 'bbb', 'ccc']);
    expect(sandbox.count('getauthenticationinfo')).toBe(1);
    expect(sandbox.count('loginguest')).toBe(2);
  });

  test.each(expiredForms)('is renewed for who asks about a file, in the form %s', async expiredForm => {
    const { cloud, sandbox } = await scene({ files: docs({ a: 'aaa' }), expiredForm });
    sandbox.expireSessions();
    expect(await cloud.lookUp(`${FOLDER}/a`, signal)).toMatchObject({ name: 'a', size: 3 });
    expect(sandbox.count('loginguest')).toBe(2);
  });

  test('is not asked about again by who hears of its end late', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(1), folders: ['/SHARED/late'] });
    sandbox.expireSessions();
    const renewed = Promise.withResolvers<void>();
    // It was sent with the old session, and is answered when there is a new one.
    sandbox.inject({ match: { path: '/SHARED/late' }, fault: { before: () => renewed.promise } });
    const late = cloud.list('/SHARED/late', signal);
    while (!sandbox.requests.some(({ path }) => path === '/SHARED/late')) await new Promise(setImmediate);
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
    renewed.resolve();
    expect(await late).toEqual([]);
    expect(sandbox.count('getauthenticationinfo')).toBe(1);
  });

  test.each(['before the new login', 'during it'])(
    'is not ended anew by a late answer to what was sent %s',
    async when => {
      const held = { late: Promise.withResolvers<void>(), login: Promise.withResolvers<void>() };
      const heard = { late: Promise.withResolvers<void>(), login: Promise.withResolvers<void>() };
      const server = await startSessionServer(async ({ op, params, loggedIn, response }) => {
        if (op === 'loginguest' && server.logins() === 2) {
          heard.login.resolve();
          await held.login.promise;
        }
        if (op !== 'getfilelist' || loggedIn) return false;
        if (params.get('path') === '/late') {
          heard.late.resolve();
          await held.late.promise;
        }
        // What PHP sends for a session that it does not know.
        const gone = 'tonido-login-hash=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/';
        response.writeHead(200, { 'set-cookie': gone }).end(envelope(0, 'Not logged in.'));
        return true;
      });
      const { cloud } = client(server.url);
      await cloud.login(signal);
      server.expire();
      const list = (path: string) => cloud.list(path, signal);
      const early = when === 'during it' ? list('/early') : undefined;
      if (early !== undefined) await heard.login.promise;
      const late = list('/late');
      await heard.late.promise;
      held.login.resolve();
      await (early ?? list('/early'));
      held.late.resolve();
      expect(await late).toEqual([]);
      expect(await list('/after')).toEqual([]);
      expect(server.logins()).toBe(2);
    },
  );

  test.each([
    ['of another host', 'http://login.example.test/'],
    ['where none may lead', 'file:///login'],
    ['that redirects to itself', '/core/getfilelist'],
  ])('is renewed where its end is told by a redirect to a login page %s', async (_, location) => {
    const server = await startSessionServer(({ op, loggedIn, response }) => {
      if (op === 'loginguest' || loggedIn) return false;
      response.writeHead(302, { location }).end();
      return true;
    });
    const { cloud } = client(server.url);
    await cloud.login(signal);
    server.expire();
    expect(await cloud.list('/a', signal)).toEqual([]);
    expect(server.logins()).toBe(2);
  });

  test('is not at its end where a redirect is meant', async () => {
    const server = await startSessionServer(({ params, response }) => {
      if (params.get('path') !== '/away') return false;
      response.writeHead(302, { location: 'http://elsewhere.example.test/' }).end();
      return true;
    });
    const { cloud } = client(server.url);
    await cloud.login(signal);
    const { message } = await failure(cloud.list('/away', signal));
    expect(message).toContain('redirects this request to http://elsewhere.example.test');
    expect(server.calls).toEqual(['loginguest', 'getfilelist /away', 'getauthenticationinfo']);
  });

  test.each([403, 404, 200])('is not looked for again and again where the server does not tell (%s)', async status => {
    const server = await startSessionServer(({ op, params, response }) => {
      const refused = params.get('path')?.startsWith('/forbidden');
      if (op !== 'getauthenticationinfo' && !refused) return false;
      response.writeHead(refused ? 403 : status).end('<html>No.</html>');
      return true;
    });
    const { cloud } = client(server.url);
    await cloud.login(signal);
    for (let round = 1; round <= 4; round++) {
      expect((await failure(cloud.list(`/forbidden/${round}`, signal))).failure).toBe('forbidden');
      expect(await cloud.list('/free', signal)).toEqual([]);
      // It might have ended: two new ones are worth it.
      expect(server.logins()).toBe(1 + Math.min(round, 2));
    }
    const all = Array.from({ length: 20 }, (_, index) => failure(cloud.list(`/forbidden/${index}`, signal)));
    expect((await Promise.all(all)).map(end => end.failure)).toEqual(Array(20).fill('forbidden'));
    expect(server.logins()).toBe(3);
  });

  test('is looked for a few times only where many ask at once, and the server does not tell', async () => {
    const server = await startSessionServer(({ op, params, response }) => {
      const refused = params.get('path')?.startsWith('/forbidden');
      if (op !== 'getauthenticationinfo' && !refused) return false;
      response.writeHead(403).end('No.');
      return true;
    });
    const { cloud } = client(server.url, { concurrency: 3 });
    await cloud.login(signal);
    const all = Array.from({ length: 40 }, (_, index) => failure(cloud.list(`/forbidden/${index}`, signal)));
    expect((await Promise.all(all)).map(end => end.failure)).toEqual(Array(40).fill('forbidden'));
    expect(server.logins()).toBeLessThanOrEqual(3);
  });

  test('is renewed twice in a row for one request where the server says so', async () => {
    let ends = 2;
    const server = await startSessionServer(({ op }) => {
      if (op === 'getfilelist' && ends-- > 0) server.expire();
      return false;
    });
    const { cloud } = client(server.url);
    await cloud.login(signal);
    // It is asked with the session that ends just then.
    expect(await cloud.list('/a', signal)).toEqual([]);
    expect(server.logins()).toBe(3);
  });

  test('is renewed for who fetches a batch', async () => {
    const { cloud, sandbox } = await scene({ files: docs({ a: 'aaa', b: 'bbb' }) });
    const files = ['a', 'b'].map(name => listed(`${FOLDER}/${name}`, 3));
    sandbox.expireSessions();
    const received: string[] = [];
    await cloud.downloadTogether?.(FOLDER, files, ({ name }) => received.push(name), signal);
    expect(received).toEqual(['a', 'b']);
    expect(sandbox.count('loginguest')).toBe(2);
  });

  test('is renewed twice in a run, not more often', async () => {
    const { cloud, sandbox, log } = await scene({ files: manyDocs(1) });
    for (let round = 0; round < 2; round++) {
      sandbox.expireSessions();
      expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
    }
    sandbox.expireSessions();
    const error = await rejection(cloud.list(FOLDER, signal));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toContain('The session ended 3 times in this run.');
    expect(sandbox.count('loginguest')).toBe(3);
    expect(log.lines.filter(line => line.includes('logging in again'))).toHaveLength(2);
  });

  test('is not renewed where a no was meant as it is', async () => {
    const { cloud, sandbox } = await scene({ forbidden: new Set(['/SHARED/secret']) });
    for (let round = 0; round < 3; round++) await failure(cloud.list('/SHARED/secret', signal));
    expect(sandbox.count('loginguest')).toBe(1);
  });

  test('ends the run when the server rejects the new login', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(1) });
    sandbox.switches.disabledAccount = true;
    sandbox.expireSessions();
    const ends = await Promise.all([1, 2, 3].map(() => rejection(cloud.list(FOLDER, signal))));
    // One that comes late makes no second attempt.
    ends.push(await rejection(cloud.list(FOLDER, signal)));
    for (const error of ends) expect(error.message).toContain('expired and disabled');
    expect(sandbox.count('loginguest')).toBe(2);
  });
});

describe('the end of a session', () => {
  test('is told to the server, without ado where that fails', async () => {
    const { cloud, sandbox } = await scene();
    await cloud.close();
    expect(sandbox.requests.map(({ op }) => op)).toEqual(['loginguest', 'locksession']);
    const other = await scene();
    await other.sandbox.close();
    await other.cloud.close();
  });

  test('is not told where there was none', async () => {
    const sandbox = await startSandbox();
    const { cloud } = client(sandbox.url);
    await cloud.close();
    expect(sandbox.requests).toEqual([]);
    await sandbox.close();
  });
});
