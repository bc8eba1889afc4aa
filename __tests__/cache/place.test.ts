import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeOf, removePlantedLinks } from '../../src/cache/place.ts';
import { DIGEST, NEVER, Scene } from './scene.ts';

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'place-'));
});

afterEach(() => rmSync(workspace, { recursive: true }));

test.for<[localPath: string, path: string, pattern: string]>([
  ['/work/mirror', 'mirror', './mirror'],
  ['/work/mirror/', 'mirror', './mirror'],
  ['/work/./a/../b/mirror', 'b/mirror', './b/mirror'],
  ['/work/..mirror', '..mirror', './..mirror'],
  ['/work/a/-b', 'a/-b', './a/-b'],
  ['/work/#a/!b', '#a/!b', './#a/!b'],
  ['/work/a[1]*?', 'a[1]*?', './a[[]1][*][?]'],
  ['/work/mirror ', 'mirror ', './mirror[ ]'],
])('G20: %s has one form', ([localPath, path, pattern]) => {
  expect(placeOf('/work', localPath, 'linux')).toEqual({ kind: 'cacheable', path, pattern });
});

test.for([
  ['/work', 'the workspace itself'],
  ['/', 'outside'],
  ['/work2/mirror', 'outside'],
  ['/work/../mirror', 'outside'],
  ['/work/-mirror', 'dash'],
  ['/work/a\\b', 'backslash'],
  ['/work/a\nb', 'line break'],
  ['/work/a\u0001b', 'control character'],
])('G20: %j cannot be cached', ([path = '', reason]) => {
  expect(placeOf('/work', path, 'linux')).toEqual({
    kind: 'not-cacheable',
    reason: expect.stringContaining(reason ?? ''),
  });
});

test('G20: in a workspace with a space in its path the library cannot pack', () => {
  expect(placeOf('/my work', '/my work/mirror', 'linux')).toEqual({
    kind: 'not-cacheable',
    reason: 'the path of the workspace holds a space',
  });
});

test('G20 G24: on Windows, too, with the separators of the others', () => {
  expect(placeOf('C:\\work', 'C:\\work\\a\\mirror', 'win32')).toEqual({
    kind: 'cacheable',
    path: 'a/mirror',
    pattern: './a/mirror',
  });
  expect(placeOf('C:\\work', 'D:\\mirror', 'win32')).toMatchObject({ kind: 'not-cacheable' });
});

test('G13: a mirror that is reached through a link is not cached', () => {
  mkdirSync(join(workspace, 'real'));
  symlinkSync('real', join(workspace, 'link'));
  expect(placeOf(workspace, join(workspace, 'real/mirror'), process.platform)).toMatchObject({ kind: 'cacheable' });
  for (const path of ['link', 'link/mirror']) {
    const place = placeOf(workspace, join(workspace, path), process.platform);
    expect(place).toEqual({ kind: 'not-cacheable', reason: 'link is a symbolic link' });
  }
});

test('G13: a planted link goes itself, with what it points to left alone', () => {
  mkdirSync(join(workspace, 'real/inner'), { recursive: true });
  symlinkSync('real', join(workspace, 'link'));
  expect(removePlantedLinks(workspace, join(workspace, 'link/inner'))).toBe(true);
  expect(lstatSync(join(workspace, 'link'), { throwIfNoEntry: false })).toBeUndefined();
  expect(readdirSync(join(workspace, 'real'))).toEqual(['inner']);
  expect(removePlantedLinks(workspace, join(workspace, 'link/inner'))).toBe(false);
});

test('a mirror outside the workspace: one warning in the whole run, and no request', async () => {
  await using scene = await Scene.start();
  const cache = scene.cache({ path: '../outside' });
  expect(await cache.restore(NEVER)).toEqual({ hit: false, key: undefined });
  expect(await cache.save(DIGEST, NEVER)).toBe('not-saved');
  expect(await scene.cache({ path: '../outside' }).savePartial(NEVER)).toBe('not-saved');
  expect(scene.says.lines).toEqual([expect.stringMatching(/^warning: .*outside the workspace/)]);
  expect(scene.server.moments).toEqual([]);
});

test('G21: no cache service: one line on GitHub, none elsewhere', async () => {
  await using scene = await Scene.start();
  const none = { ACTIONS_RESULTS_URL: '', ACTIONS_CACHE_URL: '' };
  const cache = scene.cache({ environment: none });
  await cache.restore(NEVER);
  await cache.save(DIGEST, NEVER);
  expect(scene.says.lines).toEqual([expect.stringMatching(/^info: This runner has no Actions cache/)]);
  scene.says.lines.length = 0;
  expect(await scene.cache({ environment: { ...none, GITHUB_ACTIONS: '' } }).restore(NEVER)).toMatchObject({
    hit: false,
  });
  expect(scene.says.lines).toEqual([]);
});
