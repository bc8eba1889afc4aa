import { describe, expect, test } from 'vitest';
import { RunError } from '../../src/errors.ts';
import { door, serve, serveRaw, textOf, wire } from './raw-server.ts';
import { failure, rejection, signal } from './scene.ts';

const optional = { optional: true };

/** A server that fails at `/core/optional`, and answers otherwise. */
async function failingAt(status: number, headers: Record<string, string> = {}) {
  const asked: (string | undefined)[] = [];
  const { url } = await serve((request, response) => {
    asked.push(request.url);
    if (request.url === '/core/optional') response.writeHead(status, headers).end();
    else response.end('ok');
  });
  return { url, asked };
}

describe('a request for what can be had in another way', () => {
  test.each([429, 500, 501, 502, 503, 504])(
    'is tried once, and nobody has to wait, where the server answers %s',
    async status => {
      const { url, asked } = await failingAt(status, { 'retry-after': '100' });
      const { transport, waits } = door(url, { retries: 5 });
      expect(await failure(transport.request({ path: '/core/optional' }, signal, textOf, optional))).toEqual({
        failure: 'unreachable',
        message: `The server answered ${status} (${new URL(url).host}).`,
      });
      expect([asked, waits]).toEqual([['/core/optional'], []]);
    },
  );

  test('makes no outage, however often it fails', async () => {
    const { url } = await failingAt(503);
    const { transport, get } = door(url, { retries: 0 });
    for (let round = 0; round < 10; round++) {
      const end = await rejection(transport.request({ path: '/core/optional' }, signal, textOf, optional));
      expect(end).not.toBeInstanceOf(RunError);
    }
    expect(await get()).toBe('ok');
  });

  test.each([
    ['a silence', ''],
    ['a reset', 'reset'],
  ])('makes no outage by %s either', async (_, said) => {
    const { url } = await serveRaw(socket => {
      if (said === 'reset') socket.resetAndDestroy();
    });
    const { transport } = door(url, { retries: 0, timeout: 0.02, concurrency: 30 });
    const ends = await Promise.all(
      Array.from({ length: 30 }, () => rejection(transport.request({ path: '/' }, signal, textOf, optional))),
    );
    expect(ends.map(({ name }) => name)).toEqual(Array(30).fill('RemoteError'));
  });

  test('has its free try all the same where a kept connection was closed', async () => {
    const heard = new Map<number, number>();
    const { url } = await serveRaw((socket, connection) => {
      const times = (heard.get(connection) ?? 0) + 1;
      heard.set(connection, times);
      if (times === 1) socket.write(wire('ok'));
      else socket.end();
    });
    const { transport, get } = door(url, { retries: 0, concurrency: 1 });
    expect(await get()).toBe('ok');
    expect(await transport.request({ path: '/' }, signal, textOf, optional)).toBe('ok');
  });
});
