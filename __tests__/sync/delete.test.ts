import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVERYTHING, mirrored, Scene } from './scene.ts';

const T = 1_700_000_000;
const names = (scene: Scene) => Object.keys(scene.tree()).sort();

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

  test("N26 F16 a repository of the user's is never deleted, nor what lies in it, at whatever level", async () => {
    const scene = await mirrored('a', 'b', 'shared/x');
    const mine = ['clone/.git/config', 'clone/src/work', 'gone/deep/.git/HEAD', 'gone/deep/work', 'worktree/.git'];
    // One that the server has a folder for, too.
    const shared = ['shared/.GIT/config', 'shared/work'];
    for (const path of [...mine, ...shared, 'gone/x']) scene.write(path, 'mine');
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ deleted: 1, failed: 0 });
    for (const path of [...mine, ...shared, 'a', 'b', 'shared/x']) expect(scene.tree()).toHaveProperty([path]);
    expect(scene.tree()).not.toHaveProperty(['gone/x']);
  });

  test("empty folders of the user's stay where the globs leave them out, and go with the files in them elsewhere", async () => {
    const scene = await mirrored('y.pdf', 'z.pdf', 'old/deep/a.pdf');
    for (const folder of ['build/tmp', 'old/mine']) mkdirSync(join(scene.path, folder), { recursive: true });
    scene.remote.remove('old');
    const left = await scene.run({ delete: true, include: ['**/*.pdf'] });
    expect(left.counts).toMatchObject({ deleted: 1, failed: 0 });
    expect(names(scene)).toEqual(['build', 'build/tmp', 'old', 'old/mine', 'y.pdf', 'z.pdf']);
    // Without globs, an empty folder is the server's affair like any other.
    expect((await scene.run({ delete: true })).counts).toMatchObject({ deleted: 0, failed: 0 });
    expect(names(scene)).toEqual(['y.pdf', 'z.pdf']);
  });

  test('N14 local folders that lie too deep are left alone and told; the rest goes', async () => {
    const scene = await mirrored('a', 'b');
    scene.write('gone/x', 'x');
    scene.write(`gone/${'d/'.repeat(200)}leaf`, 'x');
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING });
    expect(report.counts).toMatchObject({ deleted: 1, failed: 1 });
    expect(report.outcomes.at(-1)).toEqual({ action: 'deleted', path: 'gone/x', size: 1 });
    expect(report.outcomes.find(({ action }) => action === 'failed')?.error).toBe(
      'The folder lies more than 128 levels deep. Remove it.',
    );
    expect(readdirSync(scene.path)).toEqual(['a', 'b', 'gone']);
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

  test.each([
    ['1', { kind: 'files', files: 1 }],
    ['99%', { kind: 'share', percent: 99 }],
  ] as const)('L21 an emptied root deletes not even the only file with max-delete %s', async (_, maxDelete) => {
    const scene = await mirrored('a');
    scene.remote.files.clear();
    expect((await scene.run({ delete: true, maxDelete })).refusal).toContain('all 1 local files');
    expect(names(scene)).toEqual(['a']);
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
