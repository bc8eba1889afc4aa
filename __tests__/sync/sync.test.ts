import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CancelledError, RunError } from '../../src/errors.ts';
import { RemoteError } from '../../src/sync/remote.ts';
import { FailingFileSystem, systemError } from './local/failing-file-system.ts';
import { fileEntry } from './remote-in-memory.ts';
import { EVERYTHING, Scene } from './scene.ts';

const T = 1_700_000_000;

describe('a first, a second and a third run', () => {
  test('everything new, everything skipped, one update', async () => {
    const scene = new Scene();
    scene.remote.write('a.txt', 'one', T);
    scene.remote.write('b/c.txt', 'two', T + 1);
    scene.remote.write('b/d/e.txt', '', T + 2);
    scene.remote.folders.add('empty');
    const first = await scene.run();
    expect(first.counts).toEqual({ new: 3, updated: 0, skipped: 0, deleted: 0, failed: 0, bytes: 6 });
    expect(scene.tree()).toEqual({
      'a.txt': `one@${T}`,
      b: 'folder',
      'b/c.txt': `two@${T + 1}`,
      'b/d': 'folder',
      'b/d/e.txt': `@${T + 2}`,
      empty: 'folder',
    });

    const before = scene.fingerprint();
    const second = await scene.run();
    expect(second.counts).toEqual({ new: 0, updated: 0, skipped: 3, deleted: 0, failed: 0, bytes: 0 });
    expect(second.digest).toBe(first.digest);
    expect(scene.fingerprint(), 'a run that changes nothing writes nothing').toEqual(before);

    scene.remote.write('b/c.txt', 'TWO', T + 9);
    const third = await scene.run();
    expect(third.counts).toEqual({ new: 0, updated: 1, skipped: 2, deleted: 0, failed: 0, bytes: 3 });
    expect(third.digest).not.toBe(first.digest);
    expect(scene.tree()['b/c.txt']).toBe(`TWO@${T + 9}`);
  });

  test('E11 a dry run writes nothing, and says what would have happened', async () => {
    const scene = new Scene();
    scene.remote.write('a.txt', 'one');
    scene.remote.folders.add('empty');
    scene.write('gone.txt', 'x');
    scene.write('kept.txt', 'x', T);
    scene.remote.write('kept.txt', 'x', T);
    const before = scene.fingerprint();
    const dry = await scene.run({ dryRun: true, delete: true });
    expect(scene.fingerprint()).toEqual(before);
    const real = await scene.run({ delete: true });
    expect({ counts: dry.counts, digest: dry.digest }).toEqual({ counts: real.counts, digest: real.digest });
    expect(dry.counts).toMatchObject({ new: 1, deleted: 1, skipped: 1 });
  });

  test('the digest is the same on a machine that had everything and on one that had nothing', async () => {
    const one = new Scene();
    const two = new Scene();
    for (const scene of [one, two]) for (const name of ['z', 'a/b', 'a-b', 'a.b/c']) scene.remote.write(name, name);
    two.write('a/b', 'a/b', T);
    expect((await two.run()).digest).toBe((await one.run()).digest);
  });
});

test('E03 what is missing or changed on disk is fetched again, whatever an earlier run did', async () => {
  const scene = new Scene();
  for (const name of ['a', 'b', 'c', 'd']) scene.remote.write(name, name, T);
  await scene.run();
  rmSync(join(scene.path, 'a'));
  scene.write('b', 'another size', T);
  scene.write('c', 'C', T + 1);
  expect((await scene.run()).counts).toMatchObject({ new: 1, updated: 2, skipped: 1 });
  expect(scene.tree()).toEqual({ a: `a@${T}`, b: `b@${T}`, c: `c@${T}`, d: `d@${T}` });
});

describe('failures', () => {
  test('E07 a folder whose only file failed may be empty; the file is named', async () => {
    const scene = new Scene();
    scene.remote.write('new/file', 'x', T);
    scene.remote.faults.set('get new/file', () => new RemoteError('refused', 'No.'));
    const report = await scene.run();
    expect(report.outcomes).toEqual([{ path: 'new/file', action: 'failed', error: 'No.' }]);
    expect(Object.keys(scene.tree()).filter(path => path !== 'new')).toEqual([]);
  });

  test("one file's failure stops nothing else, and the next run gets it", async () => {
    const scene = new Scene();
    for (const name of ['a', 'b', 'c']) scene.remote.write(name, name);
    scene.remote.faults.set('get b', () => new RemoteError('refused', 'No.'));
    const report = await scene.run();
    expect(report.counts).toMatchObject({ new: 2, failed: 1 });
    expect(report.outcomes).toContainEqual({ path: 'b', action: 'failed', error: 'No.' });
    expect((await scene.run()).counts).toMatchObject({ new: 1, skipped: 2, failed: 0 });
  });

  test('L14 a folder that cannot be listed fails alone; F06 nothing is deleted then', async () => {
    const scene = new Scene();
    scene.remote.write('a/one', '1');
    scene.remote.write('b/two', '2');
    await scene.run();
    scene.write('extra', 'x');
    scene.remote.remove('b/two');
    scene.remote.write('b/new', '3');
    scene.remote.faults.set('list a', () => new RemoteError('unreachable', 'The server answered 503.'));
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ new: 1, deleted: 0, failed: 1 });
    expect(report.warnings.join()).toContain('Nothing was deleted');
    expect(scene.tree()).toMatchObject({
      'a/one': expect.anything(),
      'b/two': expect.anything(),
      extra: expect.anything(),
    });
  });

  test('F06 a local folder that cannot be read fails alone; nothing is deleted then', async () => {
    const scene = new Scene();
    for (const name of ['a/one', 'b/two']) scene.remote.write(name, name);
    await scene.run();
    scene.write('extra', 'x');
    const failing = new FailingFileSystem();
    let reads = 0;
    failing.before = ({ name }) => {
      // The first is that of the mirror itself.
      if (name === 'readdirSync' && ++reads === 2) throw systemError('EACCES');
    };
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING, fileSystem: failing.fileSystem });
    expect(report.counts).toMatchObject({ skipped: 1, deleted: 0, failed: 1 });
    expect(report.complete).toBe(false);
    expect(scene.tree()).toHaveProperty('extra');
  });

  test('E06 a folder whose name cannot change its case fails alone; nothing is deleted then', async () => {
    const scene = new Scene();
    scene.write('docs/a', 'a', T);
    scene.write('extra', 'x');
    scene.remote.write('Docs/a', 'a', T);
    const failing = new FailingFileSystem();
    failing.seenAs = path => join(dirname(path), basename(path).toLowerCase());
    failing.before = ({ name }) => {
      if (name === 'renameSync') throw systemError('EACCES');
    };
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING, fileSystem: failing.fileSystem });
    expect(report.outcomes).toEqual([
      { path: 'Docs', action: 'failed', error: expect.stringContaining('cannot be renamed') },
    ]);
    // It is the folder itself that stands there.
    expect(report.outcomes[0]?.error).not.toContain('Remove it');
    expect(Object.keys(scene.tree()).sort()).toEqual(['docs', 'docs/a', 'extra']);
  });

  test('L20 a root that cannot be listed ends the run and deletes nothing', async () => {
    const scene = new Scene();
    scene.write('mine', 'x');
    scene.remote.faults.set('list ', () => new RemoteError('vanished', 'No such folder.'));
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.ended).toBeInstanceOf(RunError);
    expect(report.ended?.message).toContain('No such folder.');
    expect(report.counts.deleted).toBe(0);
    expect(scene.tree()).toHaveProperty('mine');
  });

  test('what ends the run leaves whole files, and the sums so far', async () => {
    const scene = new Scene();
    for (let n = 0; n < 20; n++) scene.remote.write(`f${n}`, `content ${n}`);
    scene.remote.faults.set('get f7', () => new RunError('The server is gone.'));
    const report = await scene.run({ concurrency: 2 });
    expect(report.ended?.message).toBe('The server is gone.');
    expect(report.counts.new).toBeLessThan(20);
    expect(Object.values(scene.tree()).every(text => /^content \d+@/.test(text))).toBe(true);
  });

  test('G10 a cancelled run stops taking new work', async () => {
    const scene = new Scene();
    for (let n = 0; n < 50; n++) scene.remote.write(`f${n}`, 'x');
    const controller = new AbortController();
    scene.remote.onCall = call => {
      if (call === 'get f9') controller.abort();
    };
    const report = await scene.run({ signal: controller.signal, concurrency: 2 });
    expect(report.ended).toBeInstanceOf(CancelledError);
    expect(report.counts.new).toBeLessThan(15);
    expect(report.counts.failed).toBe(0);
  });

  test.each(['list empty', 'get empty/a'])(
    'G10 what comes when the run is cancelled (%s) changes nothing',
    async last => {
      const scene = new Scene();
      scene.remote.folders.add('empty');
      if (last.startsWith('get')) scene.remote.write('empty/a', 'a');
      const controller = new AbortController();
      scene.remote.onCall = call => {
        if (call === last) controller.abort();
      };
      const report = await scene.run({ signal: controller.signal });
      expect(report.ended).toBeInstanceOf(CancelledError);
      expect(report.outcomes).toEqual([]);
      expect(Object.keys(scene.tree())).toEqual(last.startsWith('get') ? ['empty'] : []);
    },
  );

  test('L16 entries of unknown type are warned about and left alone, and protect their local name', async () => {
    const scene = new Scene();
    scene.remote.listings.set('', [
      { ...fileEntry('odd', '/odd', 1, T), kind: 'unknown', type: 'symlink' },
      fileEntry('a', '/a', 1, T),
    ]);
    scene.remote.write('a', 'a', T);
    scene.write('odd', 'mine');
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.warnings.join()).toContain('odd (symlink)');
    expect(report.counts).toMatchObject({ new: 1, failed: 0, deleted: 0 });
    expect(scene.tree()['odd']).toContain('mine');
  });

  test('L16 of unknown entries that the globs leave out nothing is said, and of what the server calls them not much', async () => {
    const scene = new Scene();
    const odd = (name: string, type: string) => ({
      ...fileEntry(name, `/${name}`, 1, T),
      kind: 'unknown' as const,
      type,
    });
    scene.remote.listings.set('', [odd('odd', 'x'.repeat(5_000_000)), odd('n'.repeat(5_000_000), '😀'.repeat(2000))]);
    scene.write('odd', 'mine');
    scene.write('gone', 'x');
    const [warning = '', ...more] = (await scene.run()).warnings;
    expect(more).toEqual([]);
    expect(warning.length).toBeLessThan(2000);
    expect(warning.isWellFormed()).toBe(true);
    expect(warning).toMatch(/^2 entries of an unknown type were left alone: odd \(x+…\), n+… \((?:😀)+…\)\. /u);
    const left = await scene.run({ exclude: ['odd', 'n*'], delete: true, maxDelete: EVERYTHING });
    expect(left.warnings).toEqual([]);
    expect(left.counts.deleted).toBe(1);
    expect((await scene.run({ include: ['*.pdf'] })).warnings).toEqual([]);
    expect(scene.tree()).toEqual({ odd: expect.stringMatching(/^mine@/) });
    // It may be a folder, with PDF files in it.
    expect((await scene.run({ include: ['**/*.pdf'] })).warnings).toHaveLength(1);
  });

  test('L17 a file that may not be downloaded is counted once and not asked for', async () => {
    const scene = new Scene();
    scene.remote.listings.set('', [{ ...fileEntry('secret', '/secret', 1, T), downloadable: false }]);
    const report = await scene.run();
    expect(report.counts.failed).toBe(1);
    expect(scene.remote.calls).toEqual(['list ']);
  });
});

test('F08 few folders are open at once, however many there are', async () => {
  const scene = new Scene();
  for (let n = 0; n < 100; n++) scene.remote.write(`d${n}/file`, 'x');
  const failing = new FailingFileSystem();
  let open = 0;
  let most = 0;
  failing.before = ({ name }) => {
    if (name === 'openSync') most = Math.max(most, ++open);
    if (name === 'closeSync') open--;
  };
  expect((await scene.run({ fileSystem: failing.fileSystem })).counts).toMatchObject({ new: 100, failed: 0 });
  expect(open).toBe(0);
  expect(most).toBeLessThan(50);
});

describe('links in the mirror', () => {
  test("F01 a link in a file's place is replaced, never followed", async () => {
    const scene = new Scene();
    scene.write('../outside.txt', 'canary');
    mkdirSync(scene.path);
    symlinkSync('../outside.txt', join(scene.path, 'a.txt'));
    scene.remote.write('a.txt', 'new', T);
    expect((await scene.run()).counts).toMatchObject({ updated: 1 });
    expect(scene.tree()['a.txt']).toBe(`new@${T}`);
    expect(new Scene().path).toBeDefined();
    expect((await scene.run()).counts).toMatchObject({ skipped: 1 });
  });

  test('F02 a linked folder fails the entries below it; nothing outside is written, deleted or changed', async () => {
    const scene = new Scene();
    const outside = join(scene.path, '..', 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'canary'), 'canary');
    mkdirSync(scene.path);
    symlinkSync(outside, join(scene.path, 'docs'));
    scene.remote.write('docs/canary', 'evil', T);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ failed: 1, new: 0, updated: 0, deleted: 0 });
    expect(scene.tree()['docs']).toBe('link');
  });

  test('F04 a hard link is broken, not written through', async () => {
    const scene = new Scene();
    mkdirSync(scene.path);
    const outside = join(scene.path, '..', 'outside.txt');
    writeFileSync(outside, 'canary');
    linkSync(outside, join(scene.path, 'a.txt'));
    scene.remote.write('a.txt', 'new', T);
    await scene.run();
    expect(scene.tree()['a.txt']).toBe(`new@${T}`);
    rmSync(join(scene.path, 'a.txt'));
    linkSync(outside, join(scene.path, 'a.txt'));
    expect(scene.tree()['a.txt']).toContain('canary');
  });
});
