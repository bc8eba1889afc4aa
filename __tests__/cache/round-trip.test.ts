import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DIGEST, fill, NEVER, Scene } from './scene.ts';

test('G15 G18 G20: a mirror comes back with its times, wherever in the workspace it lies, and is not saved again unchanged', async () => {
  await using scene = await Scene.start();
  const path = '#docs!/[x] *?ñ ';
  const mirror = join(scene.workspace, path);

  const first = scene.cache({ run: 1, path });
  expect(await first.restore(NEVER)).toEqual({ hit: false, key: undefined });
  fill(mirror, { 'a.txt': 'a', 'b/漢 \'q" $x.txt': 'b', '.hidden': 'h', '.filecloud-mirror/unfinished': 'u' });
  expect(await first.save(DIGEST, NEVER)).toBe('saved');
  expect(existsSync(join(mirror, '.filecloud-mirror')), 'temporary files are not packed').toBe(false);

  rmSync(mirror, { recursive: true });
  const second = scene.cache({ run: 2, path });
  expect(await second.restore(NEVER)).toEqual({ hit: true, key: scene.server.store.keys[0] });
  expect(readdirSync(mirror).sort()).toEqual(['.hidden', 'a.txt', 'b']);
  expect(readFileSync(join(mirror, 'b/漢 \'q" $x.txt'), 'utf8')).toBe('b');
  expect(statSync(join(mirror, 'a.txt')).mtimeMs).toBe(1_721_417_080_000);

  expect(await second.save(DIGEST, NEVER)).toBe('unchanged');
  expect(scene.server.moments).toEqual(['lookup', 'reserve', 'upload', 'commit', 'lookup', 'download']);
  expect(readdirSync(scene.temporary), 'nothing is left in the temporary folder').toEqual([]);
  const key = scene.server.store.keys[0];
  expect(scene.says.lines, 'four lines, none of them the library’s').toEqual([
    'info: The Actions cache holds no such mirror yet.',
    `info: Saved the mirror in the Actions cache: ${key}`,
    `info: Restored the mirror from the Actions cache: ${key}`,
    'info: The mirror is in the Actions cache already: it is not saved again.',
  ]);
});

test('G18: the newest entry is restored, and one that is partial is no reason not to save the whole', async () => {
  await using scene = await Scene.start();
  fill(join(scene.workspace, 'mirror'), { 'a.txt': 'newer' });
  // An older entry, which could not even be unpacked.
  scene.server.store.plant(`${scene.prefix}${DIGEST}-1-1`, Buffer.from('older'));
  expect(await scene.cache({ run: 2 }).savePartial(NEVER)).toBe('saved');

  const next = scene.cache({ run: 3 });
  const { key } = await next.restore(NEVER);
  expect(key).toMatch(/-partial-2-1$/);
  expect(await next.save(DIGEST, NEVER)).toBe('saved');
});

test('F15: what is in the folder already stays as it is: a cached mirror only adds what is missing', async () => {
  await using scene = await Scene.start();
  const mirror = join(scene.workspace, 'mirror');
  fill(mirror, { 'a.txt': 'a', 'docs/mine.md': 'of the commit before' });
  expect(await scene.cache({ run: 1 }).save(DIGEST, NEVER)).toBe('saved');

  rmSync(mirror, { recursive: true });
  fill(mirror, { 'docs/mine.md': 'of this commit' });
  expect(await scene.cache({ run: 2 }).restore(NEVER)).toMatchObject({ hit: true });
  expect(readFileSync(join(mirror, 'docs/mine.md'), 'utf8')).toBe('of this commit');
  expect(readFileSync(join(mirror, 'a.txt'), 'utf8')).toBe('a');
  expect(scene.says.lines.filter(line => line.startsWith('warning'))).toEqual([]);
});

test('G21: GitHub Enterprise Server with the older service', async () => {
  await using scene = await Scene.start('enterprise server');
  const mirror = join(scene.workspace, 'mirror');
  fill(mirror, { 'a.txt': 'a' });
  expect(await scene.cache().save(DIGEST, NEVER)).toBe('saved');
  rmSync(mirror, { recursive: true });
  expect(await scene.cache().restore(NEVER)).toMatchObject({ hit: true });
  expect(readFileSync(join(mirror, 'a.txt'), 'utf8')).toBe('a');
});

test('F04: a file of two names comes back as two files', async () => {
  await using scene = await Scene.start();
  const mirror = join(scene.workspace, 'mirror');
  fill(mirror, { 'a.txt': 'a' });
  linkSync(join(mirror, 'a.txt'), join(mirror, 'b.txt'));
  expect(await scene.cache({ run: 1 }).save(DIGEST, NEVER)).toBe('saved');
  rmSync(mirror, { recursive: true });
  expect(await scene.cache({ run: 2 }).restore(NEVER)).toMatchObject({ hit: true });
  for (const name of ['a.txt', 'b.txt']) {
    expect(readFileSync(join(mirror, name), 'utf8')).toBe('a');
    expect(statSync(join(mirror, name))).toMatchObject({ nlink: 1, mtimeMs: 1_721_417_080_000 });
  }
});
