import { describe, expect, test } from 'vitest';
import type { Fault } from '../../sandbox/sandbox.ts';
import { ALWAYS, match, one, PATH, TEXT } from './one-file.ts';
import { FOLDER, failure, listed, MemorySink, named, scene, signal } from './scene.ts';

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

  test('and was replaced by one of the same size, and refused meanwhile, is fetched as it is now', async () => {
    const { download, sandbox, sink, entry } = await one('old text');
    const modified = (entry.modified ?? 0) + 60;
    const replace: Fault = { status: 404, before: ({ tree }) => tree.write(PATH, 'new text', modified) };
    sandbox.inject({ match, fault: replace });
    expect(await download()).toEqual({ size: 8, modified });
    expect(sink.text).toBe('new text');
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
