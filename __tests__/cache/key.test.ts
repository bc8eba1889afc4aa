import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CacheKeys, type CacheScope } from '../../src/cache/key.ts';
import { DIGEST } from './scene.ts';

const RUN = { GITHUB_RUN_ID: '17', GITHUB_RUN_ATTEMPT: '2' };
const SCOPE: CacheScope = {
  server: 'https://files.example.com',
  remotePath: '/SHARED/handbook',
  include: ['**/*.pdf', '**/*.md'],
  exclude: [],
  shard: { index: 2, count: 5 },
  cacheKey: 'docs',
  localPath: '/work/mirror',
  workspace: '/work',
};

function prefix(change: Partial<CacheScope>, platform: NodeJS.Platform = 'linux'): string {
  return new CacheKeys({ ...SCOPE, ...change }, RUN, platform).prefix;
}

test('G18: each run saves under a name of its own, below the one that a restore asks for', () => {
  const keys = new CacheKeys(SCOPE, RUN, 'linux');
  expect(keys.prefix).toMatch(/^filecloud-mirror-v1-linux-[0-9a-f]{32}-$/);
  expect(keys.complete(DIGEST)).toBe(`${keys.prefix}${DIGEST}-17-2`);
  expect(keys.partial()).toBe(`${keys.prefix}partial-17-2`);
});

test('G18: an entry tells the digest of its mirror, a partial or strange one does not', () => {
  const keys = new CacheKeys(SCOPE, RUN, 'linux');
  expect(keys.digestIn(keys.complete(DIGEST))).toBe(DIGEST);
  expect(keys.digestIn(keys.partial())).toBeUndefined();
  expect(keys.digestIn(`other-${DIGEST}-17-2`)).toBeUndefined();
});

test('G24 G25: whatever chooses other files, and another system, has other entries', () => {
  const changes: readonly Partial<CacheScope>[] = [
    {},
    { server: 'https://files.example.org' },
    { remotePath: '/SHARED/handbook2' },
    { include: ['**/*.pdf'] },
    { include: ['**/*.pdf,**/*.md'] },
    { include: [], exclude: SCOPE.include },
    { shard: { index: 1, count: 5 } },
    { shard: undefined },
    { cacheKey: '' },
  ];
  const prefixes = [...changes.map(change => prefix(change)), prefix({}, 'win32')];
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test('what chooses no other files has the same entries: the order of globs, and where the mirror lies', () => {
  expect(prefix({ include: SCOPE.include.toReversed() })).toBe(prefix({}));
  expect(prefix({ localPath: '/elsewhere/mirror', workspace: '/elsewhere' })).toBe(prefix({}));
});

test('G13: whatever users type or the environment holds, a key has no comma and fits', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (cacheKey, id, attempt) => {
      const environment = { GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt };
      const key = new CacheKeys({ ...SCOPE, cacheKey }, environment, 'darwin').complete(DIGEST);
      expect(key).toMatch(/^[a-z0-9-]{1,512}$/);
    }),
  );
});
