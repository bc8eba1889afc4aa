import type { IncomingMessage } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startStorageHost } from '../../sandbox/sandbox.ts';
import { isPrivate, redirectTarget } from '../../src/filecloud/redirects.ts';
import { door, serve } from './raw-server.ts';
import { docs, FOLDER, failure, listed, MemorySink, scene, signal } from './scene.ts';

const file = listed(`${FOLDER}/a b&c.txt`, 5);
const files = docs({ 'a b&c.txt': 'hello' });

/** A server that sends one on from each path of the table; elsewhere it tells what it was asked. */
async function sendingOn(table: Readonly<Record<string, readonly [number, string | undefined]>>) {
  const seen: string[] = [];
  const { url } = await serve(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += String(chunk);
    seen.push(`${request.method} ${request.url}${form === '' ? '' : ` ${form}`}`);
    const [status, location] = table[request.url ?? ''] ?? [200, undefined];
    response.writeHead(status, location === undefined ? {} : { location }).end('arrived');
  });
  return { url, seen };
}

describe('H19 a redirect', () => {
  test('to the storage behind the server is followed, and nothing secret goes there', async () => {
    const { cloud, sandbox } = await scene({ files });
    const storage = await startStorageHost(sandbox);
    onTestFinished(storage.close);
    sandbox.switches.redirect = storage.url;
    const sink = new MemorySink();
    await cloud.download(file, sink, signal);
    expect(sink.text).toBe('hello');
    expect(storage.hits).toBe(1);
    expect(storage.leaks).toEqual([]);
  });

  test('to another host takes nothing secret there, and no cookie from there', async () => {
    const seen: (readonly [string | undefined, unknown, unknown, unknown])[] = [];
    const tell = (host: string) => (request: IncomingMessage) =>
      seen.push([host, request.headers.cookie, request.headers['x-xsrf-token'], request.headers['x-requested-with']]);
    const other = await serve((request, response) => {
      tell('other')(request);
      response.writeHead(200, { 'set-cookie': 'tonido-login-hash=evil' }).end('there');
    });
    const { url } = await serve((request, response) => {
      tell('own')(request);
      if (request.url === '/core/far') response.writeHead(302, { location: other.url }).end();
      else response.writeHead(200, { 'set-cookie': ['tonido-login-hash=good', 'X-XSRF-TOKEN=token'] }).end('here');
    });
    const { get } = door(url);
    expect([await get(), await get('/core/far'), await get()]).toEqual(['here', 'there', 'here']);
    const known = ['tonido-login-hash=good; X-XSRF-TOKEN=token', 'token', 'XMLHttpRequest'];
    expect(seen).toEqual([
      ['own', undefined, undefined, 'XMLHttpRequest'],
      ['own', ...known],
      ['other', undefined, undefined, undefined],
      ['own', ...known],
    ]);
  });

  test('to another host, and back from there, is no request of the session', async () => {
    const seen: (readonly [string | undefined, unknown, unknown, unknown])[] = [];
    let back = '';
    const other = await serve((_, response) => {
      response.writeHead(302, { location: `${back}/core/deletefile?path=/docs&name=a` }).end();
    });
    const { url } = await serve((request, response) => {
      const { cookie, 'x-xsrf-token': token, 'x-requested-with': script } = request.headers;
      seen.push([request.url, cookie, token, script]);
      if (request.url === '/core/far') response.writeHead(302, { location: other.url }).end();
      else {
        const set =
          request.url === '/core/x' ? ['tonido-login-hash=good', 'X-XSRF-TOKEN=token'] : ['tonido-login-hash=evil'];
        response.writeHead(200, { 'set-cookie': set }).end('here');
      }
    });
    back = url;
    const { get } = door(url);
    expect([await get(), await get('/core/far'), await get()]).toEqual(['here', 'here', 'here']);
    const known = ['tonido-login-hash=good; X-XSRF-TOKEN=token', 'token', 'XMLHttpRequest'];
    expect(seen).toEqual([
      ['/core/x', undefined, undefined, 'XMLHttpRequest'],
      ['/core/far', ...known],
      ['/core/deletefile?path=/docs&name=a', undefined, undefined, undefined],
      ['/core/x', ...known],
    ]);
  });

  test('whose address is not encoded is asked for as UTF-8, as browsers do', async () => {
    const { url, seen } = await sendingOn({ '/core/x': [302, Buffer.from('/core/ä€').toString('latin1')] });
    expect(await door(url).get()).toBe('arrived');
    expect(seen).toEqual(['GET /core/x', 'GET /core/%C3%A4%E2%82%AC']);
  });

  test('is asked for without the part of its address that is for browsers', async () => {
    const { url, seen } = await sendingOn({ '/core/x': [302, '/ui/core/index.html?a=1#/login'] });
    expect(await door(url).get()).toBe('arrived');
    expect(seen).toEqual(['GET /core/x', 'GET /ui/core/index.html?a=1']);
  });

  test('within the server keeps the session, and its cookies count', async () => {
    const cookies: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      if (request.url === '/core/x')
        response.writeHead(302, { location: '/core/y', 'set-cookie': 'balance=node2' }).end();
      else response.end('ok');
    });
    expect(await door(url).get()).toBe('ok');
    expect(cookies).toEqual([undefined, 'balance=node2']);
  });

  test.each([1000, 65_536, 65_537, 300_000])('is followed whatever else it says, in %i bytes', async size => {
    for (const headers of [{ 'content-length': String(size) }, {}]) {
      const { url } = await serve((request, response) => {
        if (request.url !== '/core/x') response.end('arrived');
        else response.writeHead(302, { location: '/elsewhere', ...headers }).end(Buffer.alloc(size));
      });
      const { get, waits } = door(url);
      expect(await get('/core/x')).toBe('arrived');
      expect(waits).toEqual([]);
    }
  });

  test('is followed five times, not six', async () => {
    const table = (last: number) =>
      Object.fromEntries(
        Array.from({ length: last }, (_, index) => [`/core/${index}`, [302, `/core/${index + 1}`] as const]),
      );
    const five = await sendingOn(table(5));
    expect(await door(five.url).get('/core/0')).toBe('arrived');
    const six = await sendingOn(table(6));
    expect((await failure(door(six.url).get('/core/0'))).message).toContain('more than 5 times');
    expect(six.seen).toHaveLength(6);
  });

  test('in a circle ends', async () => {
    const { url, seen } = await sendingOn({ '/core/x': [301, '/core/x'] });
    expect(await failure(door(url).get())).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('more than 5 times'),
    });
    expect(seen).toHaveLength(6);
  });

  test.each([
    [301, 'POST /core/y?z=1 a=b'],
    [302, 'POST /core/y?z=1 a=b'],
    [303, 'GET /core/y?z=1'],
    [307, 'POST /core/y?z=1 a=b'],
    [308, 'POST /core/y?z=1 a=b'],
  ])('%s of a form within the server is asked as %s', async (status, asked) => {
    const { url, seen } = await sendingOn({ '/core/x?q=1': [status, '/core/y?z=1'] });
    expect(await door(url).get('/core/x', { query: 'q=1', form: 'a=b' })).toBe('arrived');
    expect(seen).toEqual(['POST /core/x?q=1 a=b', asked]);
  });

  test.each([301, 302, 307, 308])('%s of a form to another host is not followed', async status => {
    const other = await sendingOn({});
    const { url } = await sendingOn({ '/core/x': [status, `${other.url}/core/x`] });
    expect((await failure(door(url).get('/core/x', { form: 'password=x' }))).message).toContain(
      `redirects this request to ${other.url}; that is not followed`,
    );
    expect(other.seen).toEqual([]);
  });

  test.each([
    ['H20 to nowhere', undefined, 'to no address at all'],
    ['H20 to what is no address', 'http://[', 'to no address at all'],
    ['H20 to a file', 'file:///etc/passwd', 'to a file: address'],
    ['H20 with credentials', 'http://user:pw@example.com/', 'with credentials'],
    ['H20 with a user', 'http://pw@example.com/', 'with credentials'],
    ['H20 with a password', 'http://:pw@example.com/', 'with credentials'],
  ])('%s is refused', async (_, location, words) => {
    const { url, seen } = await sendingOn({ '/core/x': [302, location] });
    const { failure: kind, message } = await failure(door(url).get());
    expect(kind).toBe('malformed');
    expect(message).toContain(words);
    expect(message).not.toContain('pw');
    expect(seen).toHaveLength(1);
  });

  test('H29 304 is no redirect', async () => {
    const { url } = await sendingOn({ '/core/x': [304, undefined] });
    expect(await door(url).get()).toBe('');
  });
});

describe('where a redirect may lead', () => {
  const go = (location: string, from: string, base = from) =>
    redirectTarget(location, new URL(from), new URL(base)).href;

  test.each([
    ['/core/y', 'https://files.example.com/core/x', 'https://files.example.com/core/y'],
    ['y', 'https://files.example.com/core/x', 'https://files.example.com/core/y'],
    ['//cdn.example.com/y', 'https://files.example.com/', 'https://cdn.example.com/y'],
    ['https://files.example.com/', 'http://files.example.com/', 'https://files.example.com/'],
    ['http://10.0.0.2/', 'http://10.0.0.1/', 'http://10.0.0.2/'],
  ])('%s from %s is followed', (location, from, target) => {
    expect(go(location, from)).toBe(target);
  });

  test('H20 from https to plain http is refused', () => {
    expect(() => go('http://files.example.com/', 'https://files.example.com/')).toThrow('from https to plain http');
  });

  test.each([
    'http://localhost/',
    'http://localhost./',
    'http://a.localhost/',
    'http://metadata.google.internal/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.100.100.200/',
    'http://[::1]/',
    'http://[::]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://[fe90::1]/',
    'http://[fea0::1]/',
    'http://[febf::1]/',
    'http://[fc00::1]/',
    'http://[::ffff:127.0.0.1]/',
  ])('H21 from a public server to %s is refused', location => {
    expect(() => go(location, 'http://files.example.com/')).toThrow('to a private address');
  });

  test.each([
    '172.15.0.1',
    '172.32.0.1',
    '11.0.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '8.8.8.8',
    '[2001:db8::1]',
    '[fec0::1]',
    '[fe00::1]',
    '[2001::1]',
    'fd.example.com',
    '10.example.com',
    'localhost.example.com',
  ])('H21 %s is no private address', host => {
    expect(isPrivate(host)).toBe(false);
  });
});
