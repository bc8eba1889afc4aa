import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { RunError } from '../../src/errors.ts';
import { RemoteError } from '../../src/sync/remote.ts';
import { inShard } from '../../src/sync/shard.ts';
import { FailingFileSystem, systemError } from './local/failing-file-system.ts';
import { fileEntry, folderEntry } from './remote-in-memory.ts';
import { EVERYTHING, mirrored } from './scene.ts';

const T = 1_700_000_000;

describe('swaps', () => {
  test('N19 a local file where the server has a folder: fails without delete, is replaced with it', async () => {
    const scene = await mirrored('x', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.write('x/y', 'y', T);
    scene.remote.folders.add('x/empty');
    const kept = await scene.run();
    expect(kept.counts).toMatchObject({ failed: 1, new: 0 });
    expect(scene.tree()['x']).toBe(`x@${T}`);
    const replaced = await scene.run({ delete: true });
    expect(replaced.counts).toMatchObject({ failed: 0, new: 1, deleted: 1 });
    expect(scene.tree()).toMatchObject({ x: 'folder', 'x/y': `y@${T}`, 'x/empty': 'folder' });
  });

  test('N18 a local folder where the server has a file: the same', async () => {
    const scene = await mirrored('x/y', 'x/z/w', 'other', 'third', 'fourth');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    const kept = await scene.run();
    expect(kept.counts).toMatchObject({ failed: 1 });
    expect(scene.tree()).toHaveProperty('x/y');
    const replaced = await scene.run({ delete: true });
    expect(replaced.counts).toMatchObject({ failed: 0, updated: 1, deleted: 2 });
    expect(scene.tree()['x']).toBe(`file now@${T}`);
  });

  test('the old thing goes only when the new one is on disk', async () => {
    const folder = await mirrored('x/y', 'other', 'third');
    folder.remote.remove('x');
    folder.remote.write('x', 'file now', T);
    folder.remote.faults.set('get x', () => new RemoteError('unreachable', 'No.'));
    expect((await folder.run({ delete: true })).counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(folder.tree()).toHaveProperty('x/y');

    const file = await mirrored('x', 'other', 'third');
    file.remote.remove('x');
    file.remote.write('x/y', 'y', T);
    file.remote.faults.set('get x/y', () => new RemoteError('unreachable', 'No.'));
    expect((await file.run({ delete: true })).counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(file.tree()['x']).toBe(`x@${T}`);
  });

  test('a folder that holds what the globs leave out is not replaced', async () => {
    const scene = await mirrored('x/y', 'other', 'third');
    scene.write('x/mine.txt', 'mine');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING, exclude: ['x/mine.txt'] });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(scene.tree()).toHaveProperty('x/mine.txt');
  });

  test('N14 a folder that cannot be read whole is not replaced', async () => {
    const scene = await mirrored('x/y', 'other', 'third');
    const deep = `x/${'d/'.repeat(200)}mine`;
    scene.write(deep, 'mine');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ deleted: 0, updated: 0 });
    expect(report.outcomes).toContainEqual({
      path: 'x',
      action: 'failed',
      error: expect.stringContaining('A local folder stands where the server has a file'),
    });
    expect(scene.tree()).toHaveProperty([deep]);
  });

  test('N26 a folder that holds a .git is not replaced', async () => {
    const scene = await mirrored('x/y', 'other', 'third');
    scene.write('x/deep/.git/config', 'mine');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(scene.tree()).toHaveProperty(['x/deep/.git/config']);
  });

  test.each([
    ['with nothing in the folder that they choose', 'x/notes.txt', ['**/*.pdf'], undefined],
    ['with something in it that they choose', 'x/a.pdf', ['**/*.pdf'], undefined],
    ['of another shard', 'x/a.pdf', [], [1, 2].find(index => !inShard('x', { index, count: 2 }))],
  ])('a file that the globs or the shard leave out is not replaced by a folder %s', async (_, path, include, index) => {
    const scene = await mirrored('x', 'other.pdf', 'third.pdf');
    scene.write('x', 'mine');
    scene.remote.remove('x');
    scene.remote.write(path, 'new', T);
    const shard = index === undefined ? {} : { shard: { index, count: 2 } };
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING, include, ...shard });
    expect(scene.tree()['x']).toMatch(/^mine@/);
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0, new: 0 });
  });

  test.each([
    ['EACCES', 'permission is denied', undefined],
    ['ENOSPC', 'the disk is full', 'Make room and run again'],
  ])('F06 F07 a folder that cannot be made (%s) gives the place back to the file', async (code, reason, ended) => {
    const scene = await mirrored('x', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.write('x/y', 'y', T);
    const failing = new FailingFileSystem();
    failing.before = ({ name, subject }) => {
      if (name === 'mkdirSync' && String(subject).endsWith('/x')) throw systemError(code);
    };
    const report = await scene.run({ delete: true, fileSystem: failing.fileSystem });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0, new: 0 });
    expect(report.outcomes.at(-1)).toMatchObject({ action: 'failed', error: expect.stringContaining(reason) });
    if (ended === undefined) expect(report.ended).toBeUndefined();
    else expect(report.ended?.message).toContain(ended);
    expect(scene.tree()).toEqual({ x: `x@${T}`, other: `other@${T}`, third: `third@${T}` });
  });

  test('swaps count for max-delete', async () => {
    const scene = await mirrored('x/y', 'x/z', 'other');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    const report = await scene.run({ delete: true, maxDelete: { kind: 'files', files: 1 } });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(report.refusal).toBeDefined();
    expect(scene.tree()).toHaveProperty('x/y');
  });
});

describe('what appears while a replacement is on its way is kept', () => {
  test.each([
    ['a file', ['x/of-user.txt'], []],
    ['a file that the globs leave out', ['x/deep/keep.me'], ['**/*.me']],
    ['a file beside the others', ['x/z/new'], []],
    ['a .git', ['x/.git/config'], []],
  ])('N18 %s in the folder that makes room for a file', async (_, appearing, exclude) => {
    const scene = await mirrored('x/y', 'x/z/w', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    scene.remote.onCall = call => {
      if (call === 'get x') for (const path of appearing) scene.write(path, 'precious');
    };
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING, exclude });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0, updated: 0 });
    expect(report.outcomes.at(-1)).toMatchObject({
      path: 'x',
      error: expect.stringContaining('What stands in its place changed during the run'),
    });
    for (const path of ['x/y', 'x/z/w', ...appearing]) expect(scene.tree()).toHaveProperty([path]);
    expect(Object.keys(scene.tree()).filter(path => path.startsWith('.filecloud-mirror'))).toEqual([]);
  });

  test('what went meanwhile is no reason not to replace the folder', async () => {
    const scene = await mirrored('x/y', 'x/z/w', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.write('x', 'file now', T);
    scene.remote.onCall = call => {
      if (call === 'get x') rmSync(join(scene.path, 'x/z'), { recursive: true });
    };
    expect((await scene.run({ delete: true, maxDelete: EVERYTHING })).counts).toMatchObject({ failed: 0, updated: 1 });
    expect(scene.tree()['x']).toBe(`file now@${T}`);
  });

  test('N19 a folder in the place of the file that makes room for a folder', async () => {
    const scene = await mirrored('x', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.write('x/y', 'y', T);
    scene.remote.write('slow', 's', T);
    scene.remote.onCall = call => {
      if (call !== 'get slow') return;
      rmSync(join(scene.path, 'x'));
      scene.write('x/precious', 'p');
    };
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0, new: 1 });
    expect(scene.tree()).toMatchObject({ x: 'folder', 'x/precious': expect.stringMatching(/^p@/) });
    // The next run sees a folder on both sides.
    expect((await scene.run()).counts).toMatchObject({ failed: 0, new: 1 });
  });
});

describe('a folder of which nothing comes', () => {
  const refused = [
    { ...fileEntry('secret', '/x/secret', 1, T), downloadable: false },
    fileEntry('n'.repeat(300), '/x/n', 1, T),
  ];

  test('N19 leaves the file in its place where all in it is refused', async () => {
    const scene = await mirrored('x', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.folders.add('x');
    scene.remote.listings.set('x', [...refused, folderEntry('empty', '/x/empty')]);
    scene.remote.folders.add('x/empty');
    for (const dryRun of [true, false]) {
      expect((await scene.run({ delete: true, dryRun })).counts).toMatchObject({ failed: 2, deleted: 0, new: 0 });
      expect(scene.tree()['x']).toBe(`x@${T}`);
    }
    // One that fails while it is downloaded is no more than one that was not asked for.
    scene.remote.write('x/y', 'y', T);
    scene.remote.listings.set('x', [...refused, fileEntry('y', '/x/y', 1, T), folderEntry('empty', '/x/empty')]);
    scene.remote.faults.set('get x/y', () => new RemoteError('unreachable', 'No.'));
    expect((await scene.run({ delete: true })).counts).toMatchObject({ failed: 3, deleted: 0, new: 0 });
    expect(scene.tree()).toEqual({ x: `x@${T}`, other: `other@${T}`, third: `third@${T}` });
  });

  test('N19 leaves the file in its place also where no name in it is possible', async () => {
    const scene = await mirrored('x', 'other', 'third');
    scene.remote.remove('x');
    scene.remote.folders.add('x');
    scene.remote.listings.set('x', [fileEntry('n'.repeat(300), '/x/n', 1, T)]);
    expect((await scene.run({ delete: true })).counts).toMatchObject({ failed: 1, deleted: 0 });
    expect(scene.tree()['x']).toBe(`x@${T}`);
  });

  test('is not made where the globs choose nothing in it; the file goes like others that the server does not have', async () => {
    const scene = await mirrored('x.pdf', 'other.pdf', 'third.pdf');
    scene.remote.remove('x.pdf');
    scene.remote.write('x.pdf/sub/notes.txt', 'n', T);
    for (const dryRun of [true, false]) {
      const report = await scene.run({ delete: true, include: ['**/*.pdf'], dryRun });
      expect(report.counts).toMatchObject({ failed: 0, deleted: 1, new: 0 });
    }
    expect(Object.keys(scene.tree())).toEqual(['other.pdf', 'third.pdf']);
  });

  test('is taken away again, with the folders that were made for a file which did not come', async () => {
    const scene = await mirrored('x.pdf', 'other.pdf', 'third.pdf');
    scene.remote.remove('x.pdf');
    scene.remote.write('x.pdf/deep/er/y.pdf', 'y', T);
    const failing = new FailingFileSystem();
    let moves = 0;
    failing.before = ({ name }) => {
      // The first moves the file away, the second is the download's.
      if (name === 'renameSync' && ++moves === 2) throw systemError('EIO');
    };
    const report = await scene.run({ delete: true, include: ['**/*.pdf'], fileSystem: failing.fileSystem });
    expect(report.counts).toMatchObject({ failed: 1, deleted: 0, new: 0 });
    expect(scene.tree()).toEqual(Object.fromEntries(['x', 'other', 'third'].map(n => [`${n}.pdf`, `${n}.pdf@${T}`])));
  });
});

test('files of replaced folders come side by side, small ones together', async () => {
  const scene = await mirrored('x', 'z/old', 'other', 'third', 'fourth');
  for (const name of ['x', 'z']) scene.remote.remove(name);
  for (let index = 0; index < 30; index++) scene.remote.write(`x/f${index}`, `${index}`, T);
  for (let index = 0; index < 10; index++) scene.remote.write(`x/deep/f${index}`, `${index}`, T);
  scene.remote.write('z', 'file now', T);
  const batches: number[] = [];
  scene.remote.downloadTogether = async (_folder, files, receive) => {
    batches.push(files.length);
    const [first] = files;
    if (first !== undefined) receive(first, Buffer.from(scene.remote.files.get(first.path.slice(1))?.content ?? ''));
  };
  let inFlight = 0;
  let most = 0;
  const download = scene.remote.download.bind(scene.remote);
  scene.remote.download = async (file, sink, signal) => {
    most = Math.max(most, ++inFlight);
    await turn();
    inFlight--;
    return await download(file, sink, signal);
  };
  const report = await scene.run({ delete: true, concurrency: 4 });
  expect(report.counts).toMatchObject({ new: 40, updated: 1, deleted: 2, failed: 0 });
  expect({ batches: batches.sort(), most }).toEqual({ batches: [10, 30], most: 4 });
  expect(Object.keys(scene.tree())).toHaveLength(3 + 1 + 30 + 1 + 10 + 1);
});

test('a run that ends in the middle of replacements leaves each thing old or new', async () => {
  const scene = await mirrored(...Array.from({ length: 12 }, (_, n) => `x${n}`), 'other');
  for (let n = 0; n < 12; n++) {
    scene.remote.remove(`x${n}`);
    for (const name of ['a', 'b']) scene.remote.write(`x${n}/${name}`, 'new', T);
  }
  scene.remote.faults.set('get x5/a', () => new RunError('The server is gone.'));
  const report = await scene.run({ delete: true, maxDelete: EVERYTHING, concurrency: 3 });
  expect(report.ended?.message).toBe('The server is gone.');
  expect(report.counts.deleted).toBeGreaterThan(0);
  const tree = scene.tree();
  let replaced = 0;
  for (let n = 0; n < 12; n++) {
    const hasNew = [`x${n}/a`, `x${n}/b`].some(path => tree[path] === `new@${T}`);
    expect(tree[`x${n}`]).toBe(hasNew ? 'folder' : `x${n}@${T}`);
    if (hasNew) replaced++;
  }
  expect(replaced).toBe(report.counts.deleted);
  expect((await scene.run({ delete: true, maxDelete: EVERYTHING })).counts).toMatchObject({ failed: 0 });
  expect(Object.values(scene.tree()).filter(is => is === `new@${T}`)).toHaveLength(24);
});
