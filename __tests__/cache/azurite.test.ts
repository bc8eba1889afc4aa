import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Azurite } from './azurite.ts';
import { DIGEST, NEVER, Scene } from './scene.ts';

// Where Azurite is installed (the nightly workflow starts it), the blobs go there instead of into the test's own service.
const url = process.env['AZURITE_URL'] ?? '';
const storages: readonly (readonly [string, () => Promise<Azurite | undefined>])[] = [
  ['the service of the tests', async () => undefined],
  ...(url === '' ? [] : ([['Azurite', () => Azurite.open(url)]] as const)),
];

test.each(storages)('G15 many files come back from %s with content and times', async (_, open) => {
  await using scene = await Scene.start('github.com', await open());
  const mirror = join(scene.workspace, 'mirror');
  mkdirSync(mirror);
  const names = Array.from({ length: 300 }, (__, number) => `file ${number}.txt`);
  for (const [number, name] of names.entries()) {
    writeFileSync(join(mirror, name), `content ${number}`);
    utimesSync(join(mirror, name), 1_700_000_000 + number, 1_700_000_000 + number);
  }
  expect(await scene.cache({ run: 1 }).save(DIGEST, NEVER)).toBe('saved');
  rmSync(mirror, { recursive: true });
  expect((await scene.cache({ run: 2 }).restore(NEVER)).hit).toBe(true);
  expect(readdirSync(mirror).sort()).toEqual([...names].sort());
  for (const [number, name] of names.entries()) {
    expect(readFileSync(join(mirror, name), 'utf8')).toBe(`content ${number}`);
    expect(statSync(join(mirror, name)).mtimeMs).toBe((1_700_000_000 + number) * 1000);
  }
});
