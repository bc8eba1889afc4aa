import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { unpackingOptions } from '../../src/cache/tar.ts';
import { DIGEST, fill, NEVER, pack, Scene, TAR } from './scene.ts';

interface Plot {
  /** Where the archive is packed from: it holds `mirror/a.txt` and `x/evil.txt`. */
  readonly from: string;
  /** A folder beside the workspace, with `precious.txt`. */
  readonly outside: string;
}

/** A job whose cache holds an entry that somebody else made. */
async function poisoned(args: (plot: Plot) => readonly string[]): Promise<Scene & { readonly outside: string }> {
  const scene = await Scene.start();
  const outside = join(scene.temporary, 'outside');
  fill(outside, { 'precious.txt': 'p' });
  const from = join(scene.temporary, 'from');
  fill(from, { 'mirror/a.txt': 'a', 'x/evil.txt': 'evil' });
  scene.server.store.plant(`${scene.prefix}${DIGEST}-1-1`, pack(from, ...args({ from, outside })));
  return Object.assign(scene, { outside });
}

const LEFT_OUT =
  /^warning: .*it holds links, or files of other folders, which were left out\. The run goes on without it\.$/;

test.for<[what: string, args: (plot: Plot) => readonly string[]]>([
  ['an absolute name', ({ outside }) => [`--transform=s,^x/,${outside}/,`, 'mirror', 'x/evil.txt']],
  ['a file elsewhere in the workspace', () => ['--transform=s,^x/,.git/hooks/,', 'mirror', 'x/evil.txt']],
  ['a folder whose name begins alike', () => ['--transform=s,^x/,mirror2/,', 'mirror', 'x/evil.txt']],
  [
    'a link that is written through',
    ({ from, outside }) => {
      symlinkSync(outside, join(from, 'mirror/link'));
      return ['--transform=s,^x/,mirror/link/,', 'mirror', 'x/evil.txt'];
    },
  ],
  [
    'a link in place of the mirror',
    ({ from, outside }) => {
      rmSync(join(from, 'mirror'), { recursive: true });
      symlinkSync(outside, join(from, 'mirror'));
      return ['--transform=s,^x/,mirror/,', 'mirror', 'x/evil.txt'];
    },
  ],
  [
    'a hard link to a file outside',
    ({ from, outside }) => {
      linkSync(join(from, 'x/evil.txt'), join(from, 'mirror/evil.txt'));
      return [`--transform=s,^x/.*,${outside}/precious.txt,RS`, 'x/evil.txt', 'mirror'];
    },
  ],
])('G13: %s is left out, the rest is compared, and the entry is superseded', async ([, args]) => {
  await using scene = await poisoned(args);
  const cache = scene.cache({ run: 2 });
  expect(await cache.restore(NEVER)).toEqual({ hit: false, key: undefined });
  expect(scene.says.lines).toEqual([expect.stringMatching(LEFT_OUT)]);
  expect(readdirSync(scene.outside)).toEqual(['precious.txt']);
  expect(readFileSync(join(scene.outside, 'precious.txt'), 'utf8')).toBe('p');
  expect(statSync(join(scene.outside, 'precious.txt')).nlink).toBe(1);
  expect(readdirSync(scene.workspace).filter(name => name !== 'mirror')).toEqual([]);
  for (const name of readdirSync(scene.workspace, { recursive: true, encoding: 'utf8' })) {
    expect(lstatSync(join(scene.workspace, name)).isSymbolicLink(), name).toBe(false);
  }
  fill(join(scene.workspace, 'mirror'), { 'a.txt': 'a' });
  expect(await cache.save(DIGEST, NEVER)).toBe('saved');
  expect(await scene.cache({ run: 3 }).restore(NEVER)).toEqual({ hit: true, key: scene.server.store.keys[1] });
});

test.for<[what: string, name: (outside: string) => string]>([
  ['from the workspace', outside => `../temp/${basename(outside)}/`],
  ['from the mirror', outside => `mirror/../../temp/${basename(outside)}/`],
])('G13: a name that leads out by “..” %s is left out', async ([, name]) => {
  await using scene = await poisoned(({ outside }) => [`--transform=s,^x/,${name(outside)},`, 'mirror', 'x/evil.txt']);
  expect(await scene.cache({ run: 2 }).restore(NEVER)).toMatchObject({ hit: true });
  expect(readdirSync(scene.outside)).toEqual(['precious.txt']);
  expect(readdirSync(scene.workspace, { recursive: true }).sort()).toEqual(['mirror', 'mirror/a.txt']);
});

test('G13 F18: no set-id bit comes back', async () => {
  await using scene = await poisoned(({ from }) => {
    chmodSync(join(from, 'mirror/a.txt'), 0o6755);
    return ['mirror'];
  });
  expect(await scene.cache({ run: 2 }).restore(NEVER)).toMatchObject({ hit: true });
  expect(statSync(join(scene.workspace, 'mirror/a.txt')).mode & 0o7000).toBe(0);
});

test('G13 G20: whatever the mirror is called, exactly its own files are unpacked', () => {
  const root = mkdtempSync(join(tmpdir(), 'tar-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const character = fc.constantFrom(...'ab1 ñ漢@%&,;:=+~#!?*[](){}^$|.\'"`<>-_');
  const name = fc.string({ unit: character, minLength: 1, maxLength: 6 }).filter(text => !/^\.{1,2}$/.test(text));
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map(names => names.join('/'));
  const near = fc.tuple(path, fc.nat(), character).map(([own, at, other]): [string, string] => {
    const letters = [...own];
    const place = at % letters.length;
    return [own, letters.map((letter, index) => (index === place && letter !== '/' ? other : letter)).join('')];
  });
  fc.assert(
    fc.property(near, ([own, foreign]) => {
      fc.pre(foreign !== own && !foreign.split('/').some(part => /^\.{0,2}$/.test(part)));
      // What lies below the mirror is its own, and what it lies below would be a file in a folder's place.
      fc.pre(![`${foreign}/`, `${own}/`].some((one, index, all) => one.startsWith(all[1 - index] ?? '')));
      const from = join(root, 'from');
      const to = join(root, 'to');
      for (const folder of [from, to]) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
      }
      fill(from, { [`${own}/sub/@ %.txt`]: 'own' });
      const unpack = (): number | null => {
        const options = unpackingOptions(own, process.platform);
        const environment = { ...process.env, TAR_OPTIONS: options };
        return spawnSync(TAR, ['-xf', join(root, 'a.tar'), '-P', '-C', to], { env: environment }).status;
      };
      const packAll = (): void => {
        const names = readdirSync(from);
        spawnSync(TAR, ['--posix', '-P', '-C', from, '-cf', join(root, 'a.tar'), '--', ...names]);
      };
      const files = (): string[] =>
        readdirSync(to, { recursive: true, encoding: 'utf8' }).filter(found => lstatSync(join(to, found)).isFile());

      // As the library packs: by the mirror's own path.
      spawnSync(TAR, ['--posix', '-P', '-C', from, '-cf', join(root, 'a.tar'), '--', own]);
      expect(unpack()).toBe(0);
      expect(files()).toEqual([`${own}/sub/@ %.txt`]);

      writeFileSync(join(to, own, 'sub/@ %.txt'), 'as it was');
      fill(from, { [`${foreign}/evil.txt`]: 'evil' });
      packAll();
      expect(unpack()).toBe(2);
      expect(files()).toEqual([`${own}/sub/@ %.txt`]);
      expect(readFileSync(join(to, own, 'sub/@ %.txt'), 'utf8')).toBe('as it was');
    }),
    { numRuns: 60 },
  );
});
