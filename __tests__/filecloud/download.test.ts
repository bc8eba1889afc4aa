import { describe, expect, test } from 'vitest';
import type { Fault, SandboxOptions } from '../../sandbox/sandbox.ts';
import { missingFileForms } from '../../sandbox/switches.ts';
import type { FileCloudOptions } from '../../src/filecloud/filecloud.ts';
import { serve } from './raw-server.ts';
import { client, docs, FOLDER, failure, listed, MemorySink, named, rejection, scene, signal } from './scene.ts';

const ALWAYS = Number.POSITIVE_INFINITY;
const PATH = `${FOLDER}/a.txt`;
const TEXT = 'The quick brown fox. '.repeat(50);
const match = { op: 'downloadfile' };

/** One file on the server, as it is listed. */
async function one(content: string = TEXT, server: SandboxOptions = {}, options: Partial<FileCloudOptions> = {}) {
  const at = await scene({ files: { [PATH]: content }, ...server }, options);
  const entry = named(await at.cloud.list(FOLDER, signal), 'a.txt');
  const sink = new MemorySink();
  return {
    ...at,
    entry,
    sink,
    download: () => at.cloud.download(entry, sink, signal),
    /** What the server was asked since it was listed. */
    ops: () => at.sandbox.requests.slice(2).map(({ op }) => op),
    ranges: () => at.sandbox.requests.filter(({ op }) => op === 'downloadfile').map(({ headers }) => headers.range),
  };
}

describe('a download', () => {
  test('brings the bytes of the file, and its version', async () => {
    const { download, entry, sink, ops } = await one();
    expect(await download()).toEqual({ size: TEXT.length, modified: entry.modified });
    expect(sink.text).toBe(TEXT);
    expect(ops()).toEqual(['downloadfile']);
  });

  test('of a body without its length is the same', async () => {
    const { download, sink } = await one(TEXT, { contentLength: false });
    await download();
    expect(sink.text).toBe(TEXT);
  });

  test.each(['a b&c+d=e%2f#?.txt', 'ä😀.txt', '__proto__', '!x', '%2e%2e'])(
    'N25 asks for “%s” by its name',
    async name => {
      const { cloud, sandbox } = await scene({ files: docs({ x: '' }) });
      sandbox.tree.write(`${FOLDER}/${name}`, name);
      const sink = new MemorySink();
      await cloud.download(listed(`${FOLDER}/${name}`, Buffer.byteLength(name)), sink, signal);
      expect(sink.text).toBe(name);
      expect(sandbox.requests.at(-1)?.params).toEqual({ filepath: `${FOLDER}/${name}`, filename: name, redirect: '0' });
    },
  );

  test('H28 of an empty file brings nothing, and that is right', async () => {
    for (const contentLength of [true, false]) {
      const { download, sink } = await one('', { contentLength });
      expect(await download()).toMatchObject({ size: 0 });
      expect(sink.size).toBe(0);
    }
  });

  test('H32 does not look at the name that the answer suggests', async () => {
    const { download, sandbox, sink } = await one('abc');
    const headers = { 'content-disposition': 'attachment; filename="../../evil"' };
    sandbox.inject({ match, fault: { status: 200, headers, body: 'abc' } });
    await download();
    expect(sink.text).toBe('abc');
  });

  test('H34 of one file by two is two downloads', async () => {
    const { cloud, entry } = await one();
    const sinks = [new MemorySink(), new MemorySink()];
    await Promise.all(sinks.map(sink => cloud.download(entry, sink, signal)));
    expect(sinks.map(({ text }) => text)).toEqual([TEXT, TEXT]);
  });

  test.each([
    ['an HTML page', '<!DOCTYPE html><html><body>I am a file.</body></html>'],
    [
      'XML with an error in it',
      '<commands><command><result>0</result><message>I am a file.</message></command></commands>',
    ],
  ])('H01 H02 of a file that is %s brings it, when it has the listed size', async (_, content) => {
    for (const contentLength of [true, false]) {
      const { download, sink } = await one(content, { contentLength });
      await download();
      expect(sink.text).toBe(content);
    }
  });

  test('of a file of unknown size brings what comes', async () => {
    const { cloud, sandbox } = await one();
    const sink = new MemorySink();
    expect(await cloud.download(listed(PATH, undefined, 7), sink, signal)).toEqual({ size: TEXT.length, modified: 7 });
    for (const fault of [{ html: true }, { commands: 'No.' }] as const) {
      const injected = sandbox.inject({ match, times: ALWAYS, fault });
      await failure(cloud.download(listed(PATH, undefined), new MemorySink(), signal));
      injected.remove();
    }
  });

  test('of a page of unknown size brings it, where its name says that it is one', async () => {
    const page = '<!DOCTYPE html><html></html>';
    const { cloud, sandbox } = await scene({ files: docs({ 'a.html': page }) });
    sandbox.inject({ match, fault: { body: page, contentType: 'text/html' } });
    const sink = new MemorySink();
    await cloud.download(listed(`${FOLDER}/a.html`, undefined), sink, signal);
    expect(sink.text).toBe(page);
  });
});

describe('what is no file', () => {
  test.each([
    ['H01 a page', { html: true }, 'malformed', 'an HTML page instead of the file'],
    ['H01 a page of another kind', { body: ' <html>', contentType: 'text/html' }, 'malformed', 'an HTML page'],
    ['H02 a refusal', { commands: 'The file is locked by robert.' }, 'refused', 'The file is locked by robert.'],
    ['H02 a refusal without a reason', { commands: '' }, 'refused', 'it gave no reason.'],
    ['H07 status 401', { status: 401 }, 'forbidden', 'status 401'],
    ['H07 status 403', { status: 403 }, 'forbidden', 'status 403'],
    ['H08 status 404', { status: 404 }, 'vanished', 'status 404'],
    ['H29 status 204', { status: 204 }, 'malformed', 'answered 204'],
    ['H29 status 206', { status: 206, body: TEXT }, 'malformed', 'answered 206'],
    ['H29 status 304', { status: 304 }, 'malformed', 'answered 304'],
    ['H14 a compressed body', { gzip: 'ok' }, 'malformed', 'compresses (gzip)'],
    ['H14 a compressed body, cut off', { gzip: 'cut' }, 'malformed', 'compresses (gzip)'],
    ['H14 a bomb', { gzip: 'bomb' }, 'malformed', 'compresses (gzip)'],
  ] as const satisfies readonly (readonly [string, Fault, string, string])[])(
    '%s is never taken for it',
    async (_, fault, kind, words) => {
      const { download, sandbox } = await one();
      sandbox.inject({ match, times: ALWAYS, fault });
      expect(await failure(download())).toEqual({ failure: kind, message: expect.stringContaining(words) });
      expect(sandbox.count('downloadfile')).toBe(1);
      expect(sandbox.count('loginguest')).toBe(1);
      // Rights do not depend on what the file is now.
      if (kind === 'forbidden') expect(sandbox.count('fileinfo')).toBe(0);
    },
  );

  test.each(missingFileForms)('H08 a file that has gone is called so, in the form %s', async missingFileForm => {
    const { download, sandbox, ops } = await one(TEXT, { missingFileForm });
    sandbox.tree.remove(PATH);
    expect((await failure(download())).failure).toBe('vanished');
    expect(ops()).toEqual(['downloadfile', 'getauthenticationinfo', 'fileinfo']);
  });

  test('H07 L17 a file that the account may not download is refused in the words of the server', async () => {
    const { download } = await one(TEXT, { undownloadable: new Set([PATH]) });
    expect(await failure(download())).toEqual({
      failure: 'refused',
      message: expect.stringContaining('You do not have permission'),
    });
  });
});

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

describe('H16 a file that is not what was listed', () => {
  test.each([
    ['grew', `${TEXT}more`],
    ['grew by much', 'y'.repeat(300_000)],
    ['shrank', 'less'],
    ['became empty', ''],
    ['became a page', '<!DOCTYPE html><html></html>'],
  ])('and %s is looked up, and fetched as it is now', async (_, content) => {
    for (const contentLength of [true, false]) {
      const { download, sandbox, sink, entry } = await one(TEXT, { contentLength });
      sandbox.tree.write(PATH, content, (entry.modified ?? 0) + 60);
      expect(await download()).toEqual({ size: content.length, modified: (entry.modified ?? 0) + 60 });
      expect(sink.text).toBe(content);
      expect(sandbox.count('downloadfile')).toBe(2);
    }
  });

  test('but a page of HTML, as it is served as one, too', async () => {
    const { download, sandbox, sink } = await one('<html>1</html>');
    const fault = { body: '<html>22</html>', contentType: 'text/html' };
    sandbox.tree.write(PATH, fault.body);
    sandbox.inject({ match, times: 2, fault });
    await download();
    expect(sink.text).toBe(fault.body);
  });

  test('again and again is given up', async () => {
    const { download, sandbox, entry } = await one();
    let version = 0;
    const change: Fault = {
      before: ({ tree }) => {
        version++;
        tree.write(PATH, 'x'.repeat(version), (entry.modified ?? 0) + version);
      },
    };
    sandbox.inject({ match, times: ALWAYS, fault: change });
    expect(await failure(download())).toEqual({
      failure: 'changing',
      message: expect.stringContaining('changed 3 times'),
    });
    expect(sandbox.count('downloadfile')).toBe(3);
  });

  test('and became a folder has vanished', async () => {
    const { download, sandbox } = await one();
    sandbox.tree.remove(PATH);
    sandbox.tree.folder(PATH);
    expect((await failure(download())).failure).toBe('vanished');
  });

  test('but is said to be still that is told with both numbers', async () => {
    const { download, sandbox } = await one();
    sandbox.inject({ match, times: ALWAYS, fault: { body: `${TEXT}more`, contentType: 'application/pdf' } });
    expect(await failure(download())).toEqual({
      failure: 'malformed',
      message: expect.stringContaining(`has ${TEXT.length} bytes, and sends ${TEXT.length + 4}`),
    });
  });

  test('H30 of 5 GiB whose body is short is no file', async () => {
    const { cloud, sandbox } = await scene({ files: { [PATH]: { size: 5 * 1024 ** 3 } } }, { retries: 0 });
    const entry = named(await cloud.list(FOLDER, signal), 'a.txt');
    expect(entry.size).toBe(5_368_709_120);
    sandbox.inject({ match, times: ALWAYS, fault: { status: 200, headers: { etag: '"1"' }, body: 'short' } });
    expect(await failure(cloud.download(entry, new MemorySink(), signal))).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('has 5368709120 bytes, and sends 5.'),
    });
  });

  test('H30 a body without end is given up when it is longer than the file', async () => {
    const { cloud, sandbox } = await one('abc');
    // Far more than a test would wait for.
    sandbox.tree.write(PATH, { size: 5 * 1024 ** 4 });
    const sink = new MemorySink();
    sandbox.inject({ match: { op: 'fileinfo' }, fault: { body: '<fileinfo></fileinfo>' } });
    expect((await failure(cloud.download(listed(PATH, 3), sink, signal))).failure).toBe('vanished');
    expect(sink.size).toBeLessThan(1024 * 1024);
  });
});

describe('errors of the one who takes the bytes', () => {
  test.each([
    ['writing', 'write'],
    ['starting again', 'restart'],
  ] as const)('pass through unchanged: %s', async (_, what) => {
    const { cloud, sandbox, entry } = await one(TEXT, { etag: 'none' });
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    class FullSink extends MemorySink {
      override write(chunk: Uint8Array): void {
        if (what === 'write') throw full;
        super.write(chunk);
      }
      override restart(): void {
        throw full;
      }
    }
    sandbox.inject({ match, fault: { resetAfter: 400 } });
    expect(await rejection(cloud.download(entry, new FullSink(), signal))).toBe(full);
    expect(sandbox.count('downloadfile')).toBe(what === 'write' ? 1 : 2);
  });

  test('a cancelled download ends at once, and says so', async () => {
    const { cloud, sandbox, entry } = await one();
    const controller = new AbortController();
    sandbox.inject({ match, fault: { stallAfter: 400 } });
    const sink = new MemorySink();
    const download = rejection(cloud.download(entry, sink, controller.signal));
    while (sink.size < 400) await new Promise(setImmediate);
    controller.abort();
    expect((await download).name).toBe('CancelledError');
  });
});
