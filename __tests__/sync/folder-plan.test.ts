import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FolderPlanContext, planFolder } from '../../src/sync/folder-plan.ts';
import type { LocalKind } from '../../src/sync/local/mirror-folder.ts';
import type { RemoteEntry } from '../../src/sync/remote.ts';
import { select } from '../../src/sync/selection.ts';
import { fileEntry, folderEntry } from './remote-in-memory.ts';

const FOLDS = { case: true, normalisation: true };
const NOTHING_LOCAL: ReadonlyMap<string, LocalKind> = new Map();
const file = (name: string): RemoteEntry => fileEntry(name, `/${name}`, 1, 1);
const unknown = (name: string): RemoteEntry => ({ ...file(name), kind: 'unknown', type: 'weblink' });

const CONTEXT: FolderPlanContext = {
  folder: '',
  selection: select({ include: [], exclude: [], shard: undefined }),
  platform: 'linux',
  fold: FOLDS,
  pathLimit: 4000,
};

function plan(entries: readonly RemoteEntry[], exclude: readonly string[] = [], local = NOTHING_LOCAL) {
  return planFolder(entries, local, { ...CONTEXT, selection: select({ include: [], exclude, shard: undefined }) });
}

test.each([
  ['one that the globs leave out', file('a.txt'), ['a.txt']],
  ['one of an unknown type', unknown('A.txt'), []],
  ['one of an unknown type in another case', unknown('a.txt'), []],
])('an entry is mirrored whether it is listed before or after %s of the same name', (_, other, exclude) => {
  for (const entries of [
    [other, file('A.txt')],
    [file('A.txt'), other],
  ]) {
    expect(plan(entries, exclude).files.map(({ path }) => path)).toEqual(['A.txt']);
  }
});

test('twins are refused once for each name', () => {
  const paths = (entries: readonly RemoteEntry[]) => plan(entries).refused.map(({ path }) => path);
  expect(paths([file('a'), { ...file('a'), size: 2 }, file('a')])).toEqual(['a']);
  expect(paths([file('a'), folderEntry('a', '/a')])).toEqual(['a']);
  expect(paths([file('a'), file('A'), file('A')])).toEqual(['a', 'A']);
});

test('L12 N22 twins that differ in their time only are refused, too', () => {
  const { files, refused } = plan([file('a'), { ...file('a'), modified: 2 }]);
  expect(files).toEqual([]);
  expect(refused).toEqual([{ path: 'a', reason: expect.stringContaining('different sizes or times') }]);
});

test('N13 of a path the bytes count, not the characters', () => {
  const path = 'ä'.repeat(10);
  const refused = (pathLimit: number) =>
    planFolder([file(path)], NOTHING_LOCAL, { ...CONTEXT, pathLimit }).refused.map(({ reason }) => reason);
  expect(refused(20)).toEqual([]);
  expect(refused(19)).toEqual([expect.stringContaining('(19 bytes below the mirror)')]);
});

test('E06 a local file is not extraneous where the server has one that the globs leave out, in another case', () => {
  const local = new Map<string, LocalKind>([
    ['readme', 'file'],
    ['Notes', 'folder'],
    ['gone', 'file'],
  ]);
  const entries = [file('README'), folderEntry('NOTES', '/NOTES')];
  expect(plan(entries, ['README', 'NOTES'], local).extraneous.map(({ path }) => path)).toEqual(['gone']);
});

test('N26 the parts of a repository are known in any case where the file system ignores it', () => {
  const parts = [file('head'), file('Config'), folderEntry('Objects', '/o'), folderEntry('REFS', '/r'), file('other')];
  const refused = (fold: { readonly case: boolean; readonly normalisation: boolean }) =>
    planFolder(parts, NOTHING_LOCAL, { ...CONTEXT, fold }).refused.map(({ path }) => path);
  expect(refused(FOLDS)).toEqual(['head', 'Config', 'Objects', 'REFS']);
  expect(refused({ case: false, normalisation: false })).toEqual([]);
});

test('the plan is the same in whatever order the server lists', () => {
  const entry = fc.oneof(
    fc.constantFrom('a', 'A', 'b', 'out', '..').map(file),
    fc.constantFrom('a', 'b', 'out').map(name => folderEntry(name, `/${name}`)),
    fc.constantFrom('a', 'B', 'out').map(unknown),
    fc.constantFrom('a', 'b').map(name => ({ ...file(name), malformed: 'It has two names.' })),
    fc.constantFrom('a', 'b').map(name => ({ ...file(name), size: 2 })),
  );
  const local = new Map<string, LocalKind>([
    ['a', 'file'],
    ['B', 'folder'],
    ['mine', 'file'],
    ['out', 'file'],
  ]);
  const told = (entries: readonly RemoteEntry[]) => {
    const { files, folders, refused, unknown: odd, extraneous } = plan(entries, ['out'], local);
    const paths = (items: readonly { readonly path: string }[]) => [...new Set(items.map(({ path }) => path))].sort();
    return [files, folders, refused, odd, extraneous].map(paths);
  };
  fc.assert(
    fc.property(
      fc
        .array(entry, { maxLength: 6 })
        .chain(entries =>
          fc.tuple(
            fc.constant(entries),
            fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
          ),
        ),
      ([entries, shuffled]) => {
        expect(told(shuffled)).toEqual(told(entries));
      },
    ),
  );
});
