import { describe, expect, test } from 'vitest';
import { ALWAYS, match, one, PATH, TEXT } from './one-file.ts';
import { serve } from './raw-server.ts';
import { client, failure, listed, MemorySink, signal } from './scene.ts';

describe('a body that breaks off', () => {
  test.each([
    ['H09 by a reset', { resetAfter: 400 }],
    ['H12 short of its length', { shortLength: 400 }],
  ] as const)('H17 H18 %s goes on where it was', async (_, fault) => {
    const { download, sandbox, sink, ranges } = await one();
    sandbox.inject({ match, fault });
    await download();
    expect(sink.text).toBe(TEXT);
    expect(sink.restarts).toBe(0);
    expect(ranges()).toEqual([undefined, 'bytes=400-']);
    expect(sandbox.requests.at(-1)).toMatchObject({
      status: 206,
      headers: { 'if-range': expect.stringMatching(/^".+"$/) },
    });
  });

  test.each([
    ['H33 with a weak tag', { etag: 'weak' }, [undefined, undefined]],
    ['H33 without a tag', { etag: 'none' }, [undefined, undefined]],
    ['H17 from a server that ignores ranges', { ranges: 'ignore' }, [undefined, 'bytes=400-']],
    ['H17 from a server that sends another part', { ranges: 'wrong' }, [undefined, 'bytes=400-', undefined]],
    ['H17 from a server that cannot', { ranges: '416' }, [undefined, 'bytes=400-', undefined]],
  ] as const)('%s begins again', async (_, server, asked) => {
    const { download, sandbox, sink, ranges } = await one(TEXT, server);
    sandbox.inject({ match, fault: { resetAfter: 400 } });
    await download();
    expect(sink.text).toBe(TEXT);
    expect(sink.restarts).toBe(1);
    expect(ranges()).toEqual(asked);
  });

  test('H18 of a file that changed meanwhile begins again with the new version', async () => {
    const { download, sandbox, sink } = await one();
    sandbox.inject({ match, fault: { resetAfter: 400 } });
    sandbox.inject({ match, fault: { before: ({ tree }) => tree.write(PATH, TEXT.toUpperCase()) } });
    await download();
    expect(sink.text).toBe(TEXT.toUpperCase());
    expect(sink.restarts).toBe(1);
  });

  test.each([
    ['H18 another tag', { etag: '"2"', 'content-range': 'bytes 5-9/10' }],
    ['H18 no tag', { 'content-range': 'bytes 5-9/10' }],
    ['H17 another range', { etag: '"1"', 'content-range': 'bytes 0-4/10' }],
    ['H17 another size', { etag: '"1"', 'content-range': 'bytes 5-9/11' }],
    ['H17 no range', { etag: '"1"' }],
  ])('whose rest has %s is not put together', async (_, headers: Record<string, string>) => {
    let asked = 0;
    const { url } = await serve((request, response) => {
      if (request.url?.includes('downloadfile') !== true) {
        response.end('<commands><command><result>1</result></command></commands>');
        return;
      }
      asked++;
      if (asked === 1) {
        response.writeHead(200, { etag: '"1"', 'content-length': 10 }).write('11111');
        setTimeout(() => response.destroy(), 20);
      } else if (asked === 2) {
        response.writeHead(206, { ...headers, 'content-length': 5 }).end('22222');
      } else {
        response.writeHead(200, { etag: '"2"', 'content-length': 10 }).end('2222222222');
      }
    });
    const { cloud } = client(url);
    await cloud.login(signal);
    const sink = new MemorySink();
    await cloud.download(listed('/d/a', 10), sink, signal);
    expect(sink.text).toBe('2222222222');
    expect(asked).toBe(3);
  });

  test('H09 again and again is given up after retries', async () => {
    const { download, sandbox } = await one(TEXT, {}, { retries: 2 });
    sandbox.inject({ match, times: ALWAYS, fault: { resetAfter: 10 } });
    expect(await failure(download())).toEqual({
      failure: 'unreachable',
      message: expect.stringContaining('Tried 3 times.'),
    });
    expect(sandbox.count('downloadfile')).toBe(3);
  });

  test.each([0, 3])('H13 H28 without a length is tried again, retries: %s', async retries => {
    for (const truncate of [400, 0]) {
      const { download, sandbox, waits } = await one(TEXT, { etag: 'none' }, { retries });
      sandbox.inject({ match, times: ALWAYS, fault: { truncate } });
      expect(await failure(download())).toEqual({
        failure: 'unreachable',
        message: expect.stringContaining(`broke off after ${truncate} of ${TEXT.length} bytes`),
      });
      expect(sandbox.count('downloadfile')).toBe(retries + 1);
      expect(sandbox.count('fileinfo')).toBe(1);
      expect(waits).toHaveLength(retries);
    }
  });

  test('H13 without a length goes on where it was, once it is known that the file is as it was', async () => {
    const { download, sandbox, sink, ranges } = await one();
    sandbox.inject({ match, times: 2, fault: { truncate: 400 } });
    await download();
    expect(sink.text).toBe(TEXT);
    expect(ranges()).toEqual([undefined, 'bytes=400-', 'bytes=800-']);
    expect(sandbox.count('fileinfo')).toBe(1);
  });

  test.each([
    ['of the version that is there', (etag: string) => etag, ['bytes=400-'], 0],
    ['of another version', () => '"other"', ['bytes=400-'], 1],
    ['without a proof', () => undefined, [undefined], 1],
  ] as const)('H18 what an earlier run left %s', async (_, proof, asked, restarts) => {
    const { download, sandbox, sink, ranges, entry } = await one();
    sandbox.inject({ match, fault: { resetAfter: 400 } });
    const first = new MemorySink();
    const { cloud } = client(sandbox.url, { retries: 0 });
    await cloud.login(signal);
    await failure(cloud.download(entry, first, signal));
    expect(first.proof).toMatch(/^".+"$/);
    sink.write(Buffer.from(first.text));
    sink.proof = proof(first.proof ?? '');
    await download();
    expect(sink.text).toBe(TEXT);
    expect(sink.restarts).toBe(restarts);
    expect(ranges().slice(1)).toEqual(asked);
  });

  test('H18 what an earlier run left is not more than the file', async () => {
    const { download, sink, ranges } = await one();
    sink.write(Buffer.from(TEXT));
    sink.proof = '"1"';
    await download();
    expect(sink.text).toBe(TEXT);
    expect(ranges()).toEqual([undefined]);
  });

  test('H28 of no bytes at all is a short one, also where it says so', async () => {
    const { download, sandbox } = await one(TEXT, {}, { retries: 1 });
    sandbox.inject({ match, times: ALWAYS, fault: { status: 200, body: '' } });
    expect(await failure(download())).toEqual({
      failure: 'unreachable',
      message: expect.stringContaining('after 0 of'),
    });
    expect(sandbox.count('downloadfile')).toBe(2);
  });

  test('H15 later than its length says is cut at the length, which has to be the listed size', async () => {
    const { url } = await serve((request, response) => {
      const body = request.url?.includes('downloadfile')
        ? 'abcdef'
        : '<commands><command><result>1</result></command></commands>';
      const length = request.url?.includes('downloadfile') ? 3 : body.length;
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${body}`);
    });
    const { cloud } = client(url);
    await cloud.login(signal);
    const sink = new MemorySink();
    await cloud.download(listed('/d/a', 3), sink, signal);
    expect(sink.text).toBe('abc');
  });
});
