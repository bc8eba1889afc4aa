import { mkdirSync, symlinkSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, parse } from 'node:path';
import { expect, test } from 'vitest';
import { deleteRefusal } from '../../../src/sync/local/delete-guard.ts';
import { Room } from './room.ts';

/** `work/repo` is the workspace, `homes/me` the home. */
function guard(localPath: string, prepare: (path: (name: string) => string) => void = () => {}): string | undefined {
  const room = new Room();
  const path = (name: string): string => join(room.path, name);
  for (const folder of ['work/repo/docs', 'homes/me', 'elsewhere']) mkdirSync(path(folder), { recursive: true });
  prepare(path);
  return deleteRefusal(path(localPath), path('work/repo'), path('homes/me'));
}

test.each([
  ['work/repo', 'it is the workspace itself'],
  ['work/repo/docs/..', 'it is the workspace itself'],
  ['work', 'the workspace lies in it'],
  ['.', 'the workspace lies in it'],
  ['homes/me', 'it is a home folder'],
  ['homes', 'a home folder lies in it'],
])('F16 %s is refused: %s', (localPath, reason) => {
  expect(guard(localPath)).toContain(reason);
  expect(guard(localPath)).toContain('Mirror into a folder of its own');
});

test.each([
  'work/repo/docs',
  'work/repo/missing',
  'work/repo/missing/deeper',
  'homes/me/mirror',
  'elsewhere',
  '..work',
])('F16 %s is not refused', localPath => {
  expect(guard(localPath)).toBeUndefined();
});

test('F16 the root of a file system and the homes of this machine are refused', () => {
  const { root } = parse(process.cwd());
  expect(deleteRefusal(root, join(root, 'x'), join(root, 'y'))).toContain('root of a file system');
  expect(deleteRefusal(homedir(), join(root, 'x'), homedir())).toContain('home folder');
  expect(deleteRefusal(userInfo().homedir, join(root, 'x'), join(root, 'y'))).toContain('home folder');
});

test('F16 a repository is refused, with .git as a folder or a file', () => {
  expect(guard('elsewhere', path => mkdirSync(path('elsewhere/.git')))).toContain('it holds a Git repository');
  expect(guard('elsewhere', path => symlinkSync('nowhere', path('elsewhere/.git')))).toContain('Git repository');
});

test('F03 links are seen through, on either side', () => {
  expect(guard('link', path => symlinkSync(path('work/repo'), path('link')))).toContain('it is the workspace itself');
  expect(guard('link/repo', path => symlinkSync(path('work'), path('link')))).toContain('it is the workspace itself');
  expect(guard('link/missing', path => symlinkSync(path('work/repo'), path('link')))).toBeUndefined();
});
