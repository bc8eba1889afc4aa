import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { door, serve, serveRaw, wire } from './raw-server.ts';
import { FOLDER, failure, manyDocs, scene, signal } from './scene.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

describe('what fails in passing is tried again', () => {
  test.each([408, 423, 425, 429, 500, 501, 502, 503, 504, 507, 509, 520, 522, 524, 530, 599])(
    'H06 H25 status %s',
    async status => {
      const { cloud, sandbox, waits } = await scene({ files: manyDocs(1) });
      sandbox.inject({ match: { op: 'getfilelist' }, times: 2, fault: { status, body: 'Not now.' } });
      expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
      expect(sandbox.count('getfilelist')).toBe(3);
      expect(waits).toHaveLength(2);
    },
  );

  test.each([400, 404, 405, 410, 451])('H06 but not status %s', async status => {
    const { cloud, sandbox, waits } = await scene({ files: manyDocs(1) });
    sandbox.inject({ match: { op: 'getfilelist' }, fault: { status, body: 'No.' } });
    await failure(cloud.list(FOLDER, signal));
    expect(sandbox.count('getfilelist')).toBe(1);
    expect(waits).toEqual([]);
  });

  test.each([
    ['H09 a reset before the answer', { reset: true }],
    ['H09 a reset in the middle', { resetAfter: 20 }],
    ['H12 a body shorter than announced', { shortLength: 20 }],
  ] as const)('%s', async (_, fault) => {
    const { cloud, sandbox } = await scene({ files: manyDocs(1) }, { retries: 1 });
    sandbox.inject({ match: { op: 'getfilelist' }, fault });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(1);
    expect(sandbox.count('getfilelist')).toBe(2);
    sandbox.inject({ match: { op: 'getfilelist' }, times: ALWAYS, fault });
    expect((await failure(cloud.list(FOLDER, signal))).failure).toBe('unreachable');
    expect(sandbox.count('getfilelist')).toBe(4);
  });

  test.each([
    ['H10 silence before the answer', ''],
    ['H10 silence in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nxxx'],
    ['H10 silence in the headers', 'HTTP/1.1 200 OK\r\ncontent-'],
  ])('%s', async (_, said) => {
    let requests = 0;
    const { url } = await serveRaw(socket => {
      requests++;
      if (said !== '') socket.write(said);
    });
    const { get } = door(url, { timeout: 0.05, retries: 1 });
    expect(await failure(get())).toEqual({
      failure: 'unreachable',
      message: expect.stringMatching(
        /^The server sent nothing, or next to nothing, for 0.05 s .*Tried 2 times\. Run again later\.$/,
      ),
    });
    expect(requests).toBe(2);
  });

  test('H11 a drip that would never end', async () => {
    const timers = new Set<NodeJS.Timeout>();
    const { url } = await serveRaw(socket => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 5);
      timers.add(timer);
      socket.once('close', () => clearInterval(timer));
    });
    const { get } = door(url, { timeout: 0.1, retries: 1 });
    expect((await failure(get())).message).toContain('next to nothing');
    expect(timers.size).toBe(2);
  });

  test.each([0, 1, 4])('as often as retries says: %s', async retries => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests++;
      response.writeHead(500).end();
    });
    const { get, waits } = door(url, { retries });
    const tries = retries === 0 ? 'once' : `${retries + 1} times`;
    expect(await failure(get())).toEqual({
      failure: 'unreachable',
      message: `The server answered 500 (${new URL(url).host}). Tried ${tries}. Run again later.`,
    });
    expect([requests, waits.length]).toEqual([retries + 1, retries]);
  });
});

describe('kept connections', () => {
  test('H24 one that the server closed meanwhile costs no try', async () => {
    const heard = new Map<number, number>();
    const { url } = await serveRaw((socket, connection) => {
      const times = (heard.get(connection) ?? 0) + 1;
      heard.set(connection, times);
      if (times === 1) socket.write(wire('ok'));
      else socket.end();
    });
    const { get, waits } = door(url, { retries: 0, concurrency: 1 });
    expect([await get(), await get(), await get()]).toEqual(['ok', 'ok', 'ok']);
    expect([...heard.values()]).toEqual([2, 2, 1]);
    expect(waits).toEqual([]);
  });

  test('H24 but one closed in the middle of an answer does', async () => {
    let requests = 0;
    const { url } = await serveRaw(socket => {
      requests++;
      if (requests === 1) socket.write(wire('ok'));
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nxx');
    });
    const { get } = door(url, { retries: 0, concurrency: 1 });
    expect(await get()).toBe('ok');
    expect((await failure(get())).message).toContain('Tried once.');
    expect(requests).toBe(2);
  });

  test('H24 and one closed at its first request does', async () => {
    let requests = 0;
    const { url } = await serveRaw(socket => {
      requests++;
      socket.end();
    });
    await failure(door(url, { retries: 0 }).get());
    expect(requests).toBe(1);
  });

  test('H24 and of those closed behind an answer that is only announced, all but one do', async () => {
    let requests = 0;
    const { url } = await serveRaw(socket => {
      socket.end(++requests > 10 ? wire('ok') : 'HTTP/1.1 103 Early Hints\r\n\r\n');
    });
    expect((await failure(door(url, { retries: 1 }).get())).message).toContain('Tried 2 times.');
    expect(requests).toBe(3);
  });

  test('H31 a server that closes each after an answer is asked over others', async () => {
    const connections = new Set<Socket>();
    const { url } = await serveRaw(socket => {
      connections.add(socket);
      socket.end(wire('ok'));
    });
    const { get } = door(url, { retries: 0, concurrency: 1 });
    for (let round = 0; round < 3; round++) expect(await get()).toBe('ok');
    expect(connections.size).toBe(3);
  });

  test('requests one after another take one connection, however many there may be', async () => {
    const connections = new Set<number>();
    const { url } = await serveRaw((socket, connection) => {
      connections.add(connection);
      socket.write(wire('ok'));
    });
    const { get } = door(url, { concurrency: 4 });
    for (let round = 0; round < 5; round++) expect(await get()).toBe('ok');
    expect(connections.size).toBe(1);
  });

  test('one that carried an error goes on', async () => {
    const connections = new Set<Socket>();
    const { url } = await serve((request, response) => {
      connections.add(request.socket);
      response.writeHead(request.url === '/core/x' ? 503 : 200).write('x');
      // The rest comes when the answer has long been judged.
      setTimeout(() => response.end('x'), 10);
    });
    const { get, transport } = door(url, { retries: 0, concurrency: 1 });
    await failure(get());
    // One that the caller leaves unread, too.
    await transport.request({ path: '/core/y' }, signal, async ({ status }) => expect(status).toBe(200));
    expect(await get('/core/y')).toBe('xx');
    expect(connections.size).toBe(1);
  });

  test('one that carries an error without end is given up', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(503).write('x');
    });
    const { get } = door(url, { retries: 0, timeout: 0.05 });
    expect((await failure(get())).message).toContain('answered 503');
  });
});
