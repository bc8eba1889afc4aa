import { describe, expect, test } from 'vitest';
import { RunError } from '../../src/errors.ts';
import { backoff, retryAfter } from '../../src/filecloud/retry-after.ts';
import { door, serve, serveRaw, textOf, wire } from './raw-server.ts';
import { failure, rejection, scene, signal } from './scene.ts';

describe('pauses', () => {
  const now = Date.UTC(2024, 6, 19, 19, 32, 57);

  test.each([
    ['0', 0],
    ['7', 7000],
    [' 7 ', 7000],
    ['007', 7000],
    ['120', 120_000],
    ['121', 120_000],
    ['99999999999', 120_000],
    ['Fri, 19 Jul 2024 19:33:07 GMT', 10_000],
    ['Fri, 19 Jul 2024 19:32:07 GMT', 0],
    ['Fri, 19 Jul 2124 19:32:07 GMT', 120_000],
    [undefined, undefined],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['NaN', undefined],
    ['1e3', undefined],
    ['soon', undefined],
    ['2024-07-19', undefined],
    ['19 Jul 2024', undefined],
    ['Fri, 99 Jul 2024 99:99:99 GMT', undefined],
    ['9'.repeat(400), undefined],
  ])('H05 Retry-After “%s” is %s ms', (value, milliseconds) => {
    expect(retryAfter(value, now)).toBe(milliseconds);
  });

  test('H05 grow by twice, within 30 s, with full jitter', () => {
    const most = [1, 2, 3, 4, 5, 6, 7, 8, 50].map(attempt => backoff(attempt, 500, () => 1));
    expect(most).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(3, 500, () => 0.25)).toBe(500);
  });

  test.each([
    ['7', 7000],
    ['100000', 120_000],
    ['soon', 0],
  ])('H05 are as long as the server asks: “%s”', async (value, milliseconds) => {
    for (const status of [429, 503, 500]) {
      const { cloud, sandbox, waits } = await scene();
      const fault = { status, headers: { 'retry-after': value } };
      sandbox.inject({ match: { op: 'getfilelist' }, fault });
      await cloud.list('/SHARED', signal);
      expect(waits).toEqual([milliseconds]);
    }
  });

  test('H05 are shared by all where the server is overloaded', async () => {
    const pauses: (() => void)[] = [];
    const sleep = () => new Promise<void>(resolve => pauses.push(resolve));
    const asked: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(asked.length === 1 ? 429 : 200).end('ok');
    });
    const { get } = door(url, { pace: { base: 0, sleep } });
    const first = get('/1');
    while (pauses.length === 0) await new Promise(setImmediate);
    const second = get('/2');
    await new Promise(setImmediate);
    expect(asked).toEqual(['/1']);
    pauses[0]?.();
    expect(await Promise.all([first, second])).toEqual(['ok', 'ok']);
    expect(asked.sort()).toEqual(['/1', '/1', '/2']);
  });

  test('end when the run is cancelled', async () => {
    const controller = new AbortController();
    const { url } = await serve((request, response) => {
      response.writeHead(request.url === '/429' ? 429 : 500, { 'retry-after': '100' }).end();
    });
    let pauses = 0;
    const sleep = (_: number, stop?: AbortSignal): Promise<void> => {
      pauses++;
      return new Promise((__, reject) => stop?.addEventListener('abort', () => reject(new Error('stop'))));
    };
    const { transport } = door(url, { pace: { base: 0, sleep } });
    const waiting = ['/429', '/500'].map(path => rejection(transport.request({ path }, controller.signal, textOf)));
    while (pauses < 2) await new Promise(setImmediate);
    setImmediate(() => controller.abort());
    for (const error of await Promise.all(waiting)) expect(error.name).toBe('CancelledError');
  });
});

describe('E13 an outage', () => {
  test('ends the run when twenty tries in a row brought no answer', async () => {
    let requests = 0;
    const { url } = await serveRaw(socket => {
      requests++;
      socket.resetAndDestroy();
    });
    const { get } = door(url, { retries: 5, concurrency: 1 });
    const ends: Error[] = [];
    while (ends.filter(error => error instanceof RunError).length === 0 && ends.length < 10) {
      ends.push(await rejection(get()));
    }
    expect(requests).toBe(20);
    expect(ends.at(-1)?.message).toMatch(/does not answer any more: 20 requests in a row failed\..*run again/);
  });

  // Those from 520 on are what a content network says of the server behind it.
  test.each([429, 502, 503, 504, 509, 520, 522, 527, 530])(
    'ends the run when requests are given up one after another with %s',
    async status => {
      const { url } = await serve((_, response) => {
        response.writeHead(status).end();
      });
      const { get } = door(url, { retries: 1 });
      const ends: Error[] = [];
      for (let round = 0; round < 5; round++) ends.push(await rejection(get()));
      expect(ends.map(({ name }) => name)).toEqual([...Array(4).fill('RemoteError'), 'RunError']);
      expect(ends.at(-1)?.message).toContain(`answered ${status}`);
    },
  );

  test.each([
    ['an answer between failures', 200, 503],
    ['files that the server breaks at', 500, 500],
    ['files that are locked', 423, 423],
    ['what is not offered', 501, 501],
  ])('is not %s', async (_, other, status) => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      response.writeHead(requests++ % 4 === 3 ? other : status).end();
    });
    const { get } = door(url, { retries: 0 });
    for (let round = 0; round < 48; round++) {
      const end = await get().catch((error: Error) => error);
      expect(end).not.toBeInstanceOf(RunError);
    }
  });

  test('is not one request alone, however often it is tried', async () => {
    const { url } = await serveRaw(socket => socket.resetAndDestroy());
    expect((await failure(door(url, { retries: 30 }).get())).message).toContain('Tried 31 times.');
  });

  test('is not a server that answers now and then', async () => {
    let requests = 0;
    const { url } = await serveRaw(socket => {
      if (requests++ % 20 === 19) socket.end(wire('ok'));
      else socket.resetAndDestroy();
    });
    const { get } = door(url, { retries: 19 });
    expect([await get(), await get(), await get()]).toEqual(['ok', 'ok', 'ok']);
  });

  test('is not a server whose answers break off', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('x', () => response.destroy());
    });
    const { get } = door(url, { retries: 0 });
    for (let round = 0; round < 24; round++) await failure(get());
  });

  test('is told with what to do when there is nobody at all', async () => {
    const { url, server } = await serve(() => {});
    await new Promise(resolve => server.close(resolve));
    const error = await rejection(door(url).get());
    expect(error.message).toContain('The connection was refused');
    expect(error.message).toContain('ECONNREFUSED');
  });
});
