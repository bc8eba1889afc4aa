import * as tls from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { RunError } from '../../src/errors.ts';
import { proxyFor } from '../../src/filecloud/proxy.ts';
import type { Answer } from '../../src/filecloud/transport.ts';
import { makeAuthority, type Pair } from './certificates.ts';
import { proxies, startProxy } from './proxy-server.ts';
import { door, serve, serveRaw, textOf, wire } from './raw-server.ts';
import { client, FOLDER, failure, manyDocs, rejection, signal } from './scene.ts';

const authority = makeAuthority();
const trusted = { caCertificate: authority.certificate };

async function sandboxWith(tls?: Pair): Promise<Sandbox> {
  const sandbox = await startSandbox({ files: manyDocs(1), ...(tls === undefined ? {} : { tls }) });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

describe('H22 a certificate', () => {
  test('of an authority of one’s own is trusted when it is given, on top of the usual ones', async () => {
    const { url } = await sandboxWith(authority.right);
    const { cloud } = client(url, trusted);
    await cloud.login(signal);
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
  });

  test.runIf('setDefaultCACertificates' in tls)('of an authority that the machine trusts is trusted, too', async () => {
    const before = tls.getCACertificates('default');
    onTestFinished(() => tls.setDefaultCACertificates(before));
    tls.setDefaultCACertificates([...before, makeAuthority().certificate, authority.certificate]);
    const { url } = await sandboxWith(authority.right);
    const { cloud } = client(url, { caCertificate: makeAuthority().certificate });
    await cloud.login(signal);
  });

  test('may come with others in one text', async () => {
    const { url } = await sandboxWith(authority.right);
    const { cloud } = client(url, { caCertificate: `${makeAuthority().certificate}\n${authority.certificate}` });
    await cloud.login(signal);
  });

  test.each([
    ['of an unknown authority', authority.right, {}],
    ['of another authority than the given one', authority.right, { caCertificate: makeAuthority().certificate }],
    ['of another host', authority.elsewhere, trusted],
    ['that is not valid any more', authority.expired, trusted],
  ])('%s ends the run at once, and the way out is named', async (_, tls, options) => {
    const { url, requests } = await sandboxWith(tls);
    const { cloud, waits } = client(url, options);
    const error = await rejection(cloud.login(signal));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toMatch(/^The certificate of 127\.0\.0\.1:\d+ is not trusted \([A-Z_]+\)\./);
    expect(error.message).toContain('ca-certificate');
    expect(requests).toEqual([]);
    expect(waits).toEqual([]);
  });

  test('is checked also where the environment tells Node not to', async () => {
    const { url, requests } = await sandboxWith(authority.right);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const error = await rejection(client(url).cloud.login(signal));
    expect(error.message).toMatch(/^The certificate of 127\.0\.0\.1:\d+ is not trusted/);
    expect(requests).toEqual([]);
  });

  test('is not asked of who speaks plain http, and that is told', async () => {
    const { port } = await sandboxWith();
    const error = await rejection(client(`https://127.0.0.1:${port}`).cloud.login(signal));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toContain('does not speak https');
  });
});

describe('H23 a proxy', () => {
  const credentials = 'us%40er:p%3Aw%25d%20';
  const basic = `Basic ${Buffer.from('us@er:p:w%d ').toString('base64')}`;

  test.each(['https_proxy', 'HTTPS_PROXY', 'all_proxy'])(
    'of %s is asked for a tunnel, with its credentials',
    async name => {
      const { url, port } = await sandboxWith(authority.right);
      const proxy = await startProxy();
      proxies({ [name]: `http://${credentials}@${proxy.host}` });
      const { cloud } = client(url, { ...trusted, concurrency: 1 });
      await cloud.login(signal);
      expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
      expect(proxy.seen).toEqual([{ asked: `CONNECT 127.0.0.1:${port}`, authorization: basic }]);
    },
  );

  test('is asked for plain requests where the server speaks plain http', async () => {
    const sandbox = await sandboxWith();
    const proxy = await startProxy();
    proxies({ http_proxy: `http://${credentials}@${proxy.host}` });
    const { cloud } = client(sandbox.url);
    await cloud.login(signal);
    expect(proxy.seen).toEqual([{ asked: `POST ${sandbox.url}/core/loginguest`, authorization: basic }]);
    expect(sandbox.requests[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('may be written without http://', async () => {
    const { url } = await sandboxWith(authority.right);
    const proxy = await startProxy();
    proxies({ https_proxy: proxy.host });
    await client(url, trusted).cloud.login(signal);
    expect(proxy.seen).toEqual([{ asked: expect.stringMatching(/^CONNECT /), authorization: undefined }]);
  });

  test.each(['127.0.0.1', '*', 'example.com,127.0.0.1'])('is left out for what no_proxy names: %s', async no_proxy => {
    const { url } = await sandboxWith(authority.right);
    const proxy = await startProxy();
    proxies({ https_proxy: `http://${proxy.host}`, no_proxy });
    await client(url, trusted).cloud.login(signal);
    expect(proxy.seen).toEqual([]);
  });

  test.each(['user:s3cret%40pw', ':s3cret%40pw'])('is known without its credentials (%s)', given => {
    proxies({ https_proxy: `http://${given}@127.0.0.1:3128` });
    expect(proxyFor('https://files.example.com')).toMatchObject({
      url: 'http://127.0.0.1:3128/',
      host: '127.0.0.1:3128',
    });
  });

  test.each(['http', 'https'])('that wants other credentials ends the run, without showing them (%s)', async scheme => {
    const { url } = await sandboxWith(scheme === 'https' ? authority.right : undefined);
    const proxy = await startProxy(407);
    proxies({ [`${scheme}_proxy`]: `http://user:s3cret-pw@${proxy.host}` });
    const error = await rejection(client(url, trusted).cloud.login(signal));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toContain('The proxy wants other credentials');
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toMatch(/s3cret|c2VjcmV0|dXNlcjpz/);
    expect(proxy.seen).toHaveLength(1);
  });

  test('that nobody named, and that wants credentials, ends the run', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(407).end();
    });
    expect((await rejection(door(url).get())).message).toContain('The proxy wants other credentials');
  });

  test('that does not let through is named', async () => {
    const { url } = await sandboxWith(authority.right);
    const proxy = await startProxy(403);
    proxies({ https_proxy: `http://${proxy.host}` });
    const error = await rejection(client(url, { ...trusted, retries: 1 }).cloud.login(signal));
    expect(error.message).toContain(`by way of the proxy ${proxy.host}`);
    expect(error.message).toContain('403');
  });

  test('that is not there is named', async () => {
    proxies({ https_proxy: 'http://user:s3cret-pw@127.0.0.1:1' });
    const error = await rejection(client('https://files.example.com', { retries: 0 }).cloud.login(signal));
    expect(error.message).toContain('The connection was refused (files.example.com by way of the proxy 127.0.0.1:1');
    expect(error.message).not.toContain('s3cret');
  });

  test.each(['http://user:s3cret%ZZ@127.0.0.1:1', 'http://s3cret:x@:', 'socks5://user:s3cret-pw@127.0.0.1:1'])(
    'whose address cannot be used ends the run, without showing it',
    async https_proxy => {
      proxies({ https_proxy });
      const error = await rejection(client('https://files.example.com').cloud.login(signal));
      expect(error).toBeInstanceOf(RunError);
      expect(error.message).toContain('https_proxy');
      expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain('s3cret');
    },
  );
});

describe('headers', () => {
  test.each([20_000, 1_000_000])('H27 of %s bytes are too many', async headerBytes => {
    const sandbox = await sandboxWith();
    sandbox.inject({ match: { op: 'loginguest' }, times: 2, fault: { headerBytes } });
    const { get } = door(sandbox.url, { retries: 0 });
    expect(await failure(get('/core/loginguest', { form: '' }))).toEqual({
      failure: 'unreachable',
      message: expect.stringContaining('too many headers'),
    });
  });

  test('that are broken are a failure in passing', async () => {
    const { url } = await serveRaw(socket => socket.end('HTTP/1.1 200 OK\r\nno header\r\n\r\n'));
    expect((await failure(door(url, { retries: 0 }).get())).failure).toBe('unreachable');
    const { url: nonsense } = await serveRaw(socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect((await failure(door(nonsense, { retries: 0 }).get())).failure).toBe('unreachable');
  });

  test('H26 that set cookies again and again count by their last', async () => {
    const cookies: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      response.writeHead(200, { 'set-cookie': [`a=${cookies.length}; path=/`, `b=${'x'.repeat(9000)}`] }).end();
    });
    const { get, log } = door(url);
    for (let round = 0; round < 3; round++) await get();
    expect(cookies).toEqual([undefined, 'a=1', 'a=2']);
    expect(log.secrets).toEqual(['1', '2', '3']);
  });

  test('H26 that set cookies of any bytes are sent back as they came', async () => {
    const cookies: (string | undefined)[] = [];
    const user = Buffer.from('tonido-login-user=Jörg€').toString('latin1');
    const { url } = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      response.writeHead(200, { 'set-cookie': user }).end();
    });
    const { get } = door(url);
    for (let round = 0; round < 2; round++) await get();
    expect(cookies).toEqual([undefined, user]);
  });

  test('ask for the bytes as they are, and say what asks', async () => {
    const { url } = await serve((request, response) => {
      response.end(
        JSON.stringify([request.headers['accept-encoding'], request.headers['user-agent'], request.headers.accept]),
      );
    });
    expect(JSON.parse(await door(url).get())).toEqual([
      'identity',
      expect.stringMatching(/^Mozilla\/5\.0 .*FileCloud-Mirror/),
      '*/*',
    ]);
  });
});

describe('an answer that says how it is encoded', () => {
  // PHP programs write the first to have their web server not compress.
  test.each(['none', '', 'Identity', ' IDENTITY '])('and is not (“%s”) is taken', async encoding => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end('ok');
    });
    expect(await door(url).get()).toBe('ok');
  });

  test.each(['gzip', 'BR', 'none, gzip'])('H14 and is (“%s”) is refused', async encoding => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end('ok');
    });
    expect((await failure(door(url).get())).message).toContain(`compresses (${encoding})`);
  });
});

test('no more requests are in flight than concurrency allows, whoever sends them', async () => {
  let inFlight = 0;
  let most = 0;
  const { url } = await serve((_, response) => {
    inFlight++;
    most = Math.max(most, inFlight);
    setTimeout(() => {
      inFlight--;
      response.end('ok');
    }, 2);
  });
  const { get } = door(url, { concurrency: 3 });
  await Promise.all(Array.from({ length: 12 }, () => get()));
  expect(most).toBe(3);
});

test('an answer that is announced (103) is waited for', async () => {
  const { url } = await serveRaw(socket => {
    socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n');
    setTimeout(() => socket.write(wire('ok')), 5);
  });
  const { transport } = door(url);
  const read = async (answer: Answer) => [answer.status, answer.header('link'), await textOf(answer)];
  expect(await transport.request({ path: '/core/x' }, signal, read)).toEqual([200, undefined, 'ok']);
});

test('of an answer that was read nothing is kept, not even its headers', async () => {
  const { url } = await serveRaw(socket => socket.write(wire('ok', ['content-length: 2', 'etag: "1"'])));
  const answers: Answer[] = [];
  const read = async (answer: Answer): Promise<string | undefined> => {
    answers.push(answer);
    return answer.header('etag');
  };
  expect(await door(url).transport.request({ path: '/core/x' }, signal, read)).toBe('"1"');
  expect(answers.map(answer => answer.header('etag'))).toEqual([undefined]);
});

test('a chunked answer in pieces is put together', async () => {
  const { url } = await serveRaw(socket => {
    socket.write(wire('', ['transfer-encoding: chunked']));
    setTimeout(() => socket.write('3\r\nabc\r\n'), 1);
    setTimeout(() => socket.write('2\r\nde\r\n0\r\n\r\n'), 5);
  });
  expect(await door(url).get()).toBe('abcde');
});
