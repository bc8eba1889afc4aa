import { describe, expect, test } from 'vitest';
import type { Fault } from '../../sandbox/sandbox.ts';
import { missingFileForms } from '../../sandbox/switches.ts';
import { ALWAYS, match, one, PATH, TEXT } from './one-file.ts';
import { docs, FOLDER, failure, listed, MemorySink, rejection, scene, signal } from './scene.ts';

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

describe('H01 a page that comes in place of a file', () => {
  const pages: readonly (readonly [string, string])[] = [
    ['of more than is looked at', `<!doctype html><html><body>Maintenance${'x'.repeat(100_000)}</body></html>`],
    ['behind a comment', '<!-- <a> --> <!----><html><body>Login</body></html>'],
    ['that is XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html><body>Login</body></html>'],
    ['without its beginning', '<head></head><body>Login</body>'],
    ['without its head', '\n<BODY class="x">Login</BODY>'],
    ['behind a byte order mark', '\ufeff<html>Login</html>'],
  ];

  test.each(pages)('%s is never taken for it, where its size is unknown', async (_, body) => {
    const { cloud, sandbox } = await one();
    sandbox.inject({ match, times: ALWAYS, fault: { body, contentType: 'text/html; charset=utf-8' } });
    expect(await failure(cloud.download(listed(PATH, undefined), new MemorySink(), signal))).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('an HTML page instead of the file'),
    });
  });

  test.each(pages)('%s is called so, and may mean that the session has ended', async (_, body) => {
    const { download, sandbox, sink } = await one();
    sandbox.inject({ match, fault: { body, contentType: 'text/html', before: () => sandbox.expireSessions() } });
    await download();
    expect(sink.text).toBe(TEXT);
    expect(sandbox.count('loginguest')).toBe(2);
    expect(sandbox.count('fileinfo')).toBe(0);
  });

  test.each([
    '<!-- comment of a text -->',
    '<?xml version="1.0"?><html-like/>',
    '<header/>',
    `<!--${'-'.repeat(200_000)}`,
    'text <html>',
  ])('%# is no page, but a file of unknown size', async body => {
    const { cloud, sandbox } = await one();
    sandbox.inject({ match, times: ALWAYS, fault: { body, contentType: 'text/html' } });
    const sink = new MemorySink();
    await cloud.download(listed(PATH, undefined), sink, signal);
    expect(sink.text).toBe(body);
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
