import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Changes } from '../../src/cache/mirror-cache.ts';
import { isLeftOut } from '../../src/cache/tar.ts';
import { DIGEST, fill, NEVER, Scene } from './scene.ts';

const OTHER = 'e'.repeat(64);

test.for<[what: string, digest: string, changes: Changes | undefined, saved: 'saved' | 'unchanged']>([
  ['has the same digest', DIGEST, undefined, 'unchanged'],
  ['has another digest', OTHER, undefined, 'saved'],
  ['was not touched', DIGEST, { downloaded: 0, removed: 0 }, 'unchanged'],
  ['was not touched, although the server lost files that stay here', OTHER, { downloaded: 0, removed: 0 }, 'unchanged'],
  ['got new files', OTHER, { downloaded: 1, removed: 0 }, 'saved'],
  ['had to be mended, so that the entry is not what its name says', DIGEST, { downloaded: 1, removed: 0 }, 'saved'],
  ['lost files, which would come back with the old entry', DIGEST, { downloaded: 0, removed: 1 }, 'saved'],
])('G18: a restored mirror that %s', async ([, digest, changes, saved]) => {
  await using scene = await Scene.start();
  const mirror = join(scene.workspace, 'mirror');
  fill(mirror, { 'a.txt': 'a' });
  expect(await scene.cache({ run: 1 }).save(DIGEST, NEVER)).toBe('saved');
  rmSync(mirror, { recursive: true });
  const cache = scene.cache({ run: 2 });
  expect(await cache.restore(NEVER)).toMatchObject({ hit: true });
  expect(await cache.save(digest, NEVER, changes)).toBe(saved);
  expect(scene.server.store.keys).toHaveLength(saved === 'saved' ? 2 : 1);
});

test('G18: files that stood in the folder before are downloaded in each run; that is no reason to save in each', async () => {
  await using scene = await Scene.start();
  const mirror = join(scene.workspace, 'mirror');
  fill(mirror, { 'a.txt': 'of the server' });
  expect(await scene.cache({ run: 1 }).save(DIGEST, NEVER)).toBe('saved');
  fill(mirror, { 'a.txt': 'of the commit' });
  const cache = scene.cache({ run: 2 });
  expect(await cache.restore(NEVER)).toMatchObject({ hit: true });
  expect(readFileSync(join(mirror, 'a.txt'), 'utf8')).toBe('of the commit');
  expect(await cache.save(DIGEST, NEVER, { downloaded: 1, removed: 0 })).toBe('unchanged');
});

test('G18: a partial mirror that was completed is saved, even if nothing had to be downloaded', async () => {
  await using scene = await Scene.start();
  fill(join(scene.workspace, 'mirror'), { 'a.txt': 'a' });
  expect(await scene.cache({ run: 1 }).savePartial(NEVER)).toBe('saved');
  const cache = scene.cache({ run: 2 });
  expect(await cache.restore(NEVER)).toMatchObject({ hit: true });
  expect(await cache.save(DIGEST, NEVER, { downloaded: 0, removed: 0 })).toBe('saved');
});

test('G18: what archives leave out is known by name', () => {
  expect(['cache.tzst', 'a/cache.tgz', 'cache.tzst/b.txt'].map(isLeftOut)).toEqual([true, true, true]);
  expect(['cache.zip', 'a.cache.tzst', 'a/cache.tgz2', 'Cache.tgz'].map(isLeftOut)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
