import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RemoteError } from '../../src/sync/remote.ts';
import { inShard } from '../../src/sync/shard.ts';
import { FailingFileSystem, systemError } from './local/failing-file-system.ts';
import { EVERYTHING, Scene } from './scene.ts';

const T = 1_700_000_000;
const names = (scene: Scene) => Object.keys(scene.tree()).sort();

async function mirrored(...paths: string[]): Promise<Scene> {
  const scene = new Scene();
  for (const path of paths) scene.remote.write(path, path, T);
  await scene.run();
  return scene;
}

describe('delete', () => {
  test('F15 without it, local files that the server does not have stay', async () => {
    const scene = await mirrored('a', 'b');
    scene.remote.remove('b');
    scene.write('mine/x', 'x');
    expect((await scene.run()).counts.deleted).toBe(0);
    expect(names(scene)).toEqual(['a', 'b', 'mine', 'mine/x']);
  });

  test('E04 with it they go, and folders that became empty go from the leaves up', async () => {
    const scene = await mirrored('a', 'b/c/d', 'b/e', 'f');
    scene.remote.remove('b');
    const report = await scene.run({ delete: true });
    expect(report.counts).toMatchObject({ deleted: 2, skipped: 2, failed: 0 });
    expect(
      report.outcomes
        .filter(({ action }) => action === 'deleted')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['b/c/d', 'b/e']);
    expect(names(scene)).toEqual(['a', 'f']);
  });

  test('what the globs leave out is neither downloaded nor deleted, and its folders stay', async () => {
    const scene = await mirrored('a.pdf', 'b.pdf');
    scene.write('gone/notes.txt', 'mine');
    scene.write('gone/old.pdf', 'old');
    scene.write('mine.txt', 'mine');
    await scene.run({ delete: true, include: ['**/*.pdf'], maxDelete: EVERYTHING });
    expect(names(scene)).toEqual(['a.pdf', 'b.pdf', 'gone', 'gone/notes.txt', 'mine.txt']);
    await scene.run({ delete: true, exclude: ['gone', 'mine.txt'], maxDelete: EVERYTHING });
    expect(names(scene)).toEqual(['a.pdf', 'b.pdf', 'gone', 'gone/notes.txt', 'mine.txt']);
  });

  test('what the server has no more goes also where it has something else of that name which the globs leave out', async () => {
    const scene = await mirrored('notes/old.pdf', 'x.pdf', 'a.pdf', 'b.pdf');
    scene.write('notes/mine.txt', 'mine');
    for (const name of ['notes', 'x.pdf']) scene.remote.remove(name);
    scene.remote.write('notes', 'a file that is not chosen', T);
    scene.remote.write('x.pdf/deep/c.txt', 'in a folder that is not chosen', T);
    const report = await scene.run({ delete: true, include: ['*.pdf', 'notes/*.pdf'] });
    expect(report.counts).toMatchObject({ deleted: 2, skipped: 2, failed: 0 });
    expect(names(scene)).toEqual(['a.pdf', 'b.pdf', 'notes', 'notes/mine.txt']);
  });

  test('inside the own shard only', async () => {
    const scene = new Scene();
    for (let n = 0; n < 8; n++) scene.write(`f${n}`, 'x');
    scene.remote.write('keep', 'k');
    const one = await scene.run({ delete: true, maxDelete: EVERYTHING, shard: { index: 1, count: 2 } });
    const two = await scene.run({ delete: true, maxDelete: EVERYTHING, shard: { index: 2, count: 2 } });
    expect(one.counts.deleted).toBeGreaterThan(0);
    expect(two.counts.deleted).toBeGreaterThan(0);
    expect(one.counts.deleted + two.counts.deleted).toBe(8);
    expect(names(scene)).toEqual(['keep']);
  });

  test.each([
    ['50%', { kind: 'share', percent: 50 }, 2, true],
    ['49%', { kind: 'share', percent: 49 }, 2, false],
    ['2', { kind: 'files', files: 2 }, 2, true],
    ['1', { kind: 'files', files: 1 }, 2, false],
    ['0%', { kind: 'share', percent: 0 }, 1, false],
  ] as const)('E05 max-delete %s is decided before the first removal', async (_, maxDelete, gone, allowed) => {
    const scene = await mirrored('a', 'b', 'c', 'd');
    for (const name of ['d', 'c'].slice(0, gone)) scene.remote.remove(name);
    const report = await scene.run({ delete: true, maxDelete });
    expect(report.counts.deleted).toBe(allowed ? gone : 0);
    expect(report.refusal === undefined).toBe(allowed);
    if (!allowed) expect(report.refusal).toContain(`${gone} of 4 local files`);
  });

  test('L21 an emptied root deletes nothing unless max-delete is 100%', async () => {
    const scene = await mirrored('a', 'b');
    scene.remote.files.clear();
    const refused = await scene.run({ delete: true, maxDelete: { kind: 'files', files: 1000 } });
    expect(refused.refusal).toContain('empty now');
    expect(names(scene)).toEqual(['a', 'b']);
    const meant = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(meant.counts.deleted).toBe(2);
    expect(names(scene)).toEqual([]);
  });

  test('a link that the server does not have is removed itself, never what it points to', async () => {
    const scene = await mirrored('a', 'b');
    const outside = join(scene.path, '..', 'outside');
    mkdirSync(outside);
    scene.write('../outside/canary', 'canary');
    symlinkSync(outside, join(scene.path, 'link'));
    await scene.run({ delete: true });
    expect(names(scene)).toEqual(['a', 'b']);
    symlinkSync(outside, join(scene.path, 'look'));
    expect(scene.tree()).toMatchObject({ look: 'link' });
  });
});

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
