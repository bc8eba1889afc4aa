import { existsSync, linkSync, lstatSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RunError } from '../../../src/errors.ts';
import { diskFileSystem, readOnly } from '../../../src/sync/local/file-system.ts';
import { MirrorFolder } from '../../../src/sync/local/mirror-folder.ts';
import { OWN_FOLDER } from '../../../src/sync/names.ts';
import { FailingFileSystem } from './failing-file-system.ts';
import { put, Room } from './room.ts';

describe('opening', () => {
  test('a missing folder is made, with its parents', () => {
    const room = new Room();
    const path = join(room.path, 'x', 'y');
    const mirror = MirrorFolder.open(path, { write: true });
    mirror.close();
    expect(mirror).toMatchObject({ path, exists: true });
    expect(readdirSync(path)).toEqual([]);
  });

  test('E11 in a dry run it is not made, looks empty, and nothing can be written by mistake', () => {
    const room = new Room();
    const mirror = MirrorFolder.open(join(room.path, 'missing'), { write: false });
    expect(mirror.exists).toBe(false);
    expect(mirror.root.read().size).toBe(0);
    expect(mirror.root.child('a').read().size).toBe(0);
    expect(mirror.root.child('a').stat('b')).toBeUndefined();
    expect(() => mirror.root.child('a').make()).toThrow('dry run');
    mirror.close();
    expect(existsSync(join(room.path, 'missing'))).toBe(false);

    room.write('mirror/a/b', 'b');
    const dry = room.open({ write: false });
    expect(dry.root.child('a').read()).toEqual(new Map([['b', 'file']]));
    expect(() => dry.root.child('a').removeFile('b')).toThrow('dry run');
    expect(() => dry.moveAway(dry.root, 'a')).toThrow('dry run');
    expect(room.tree()).toEqual({ a: 'folder', 'a/b': 'b' });
  });

  test('E11 nothing can be opened for writing in a dry run', () => {
    const room = new Room();
    const { openSync } = readOnly(diskFileSystem);
    for (const flags of ['w', 'wx', 'a', 'r+'])
      expect(() => openSync(join(room.mirror, 'a'), flags)).toThrow('dry run');
    expect(room.tree()).toEqual({});
  });

  test.skipIf(process.platform === 'win32')(
    'F18 a missing folder is made for all to read and its owner to write',
    () => {
      const room = new Room();
      const umask = process.umask(0);
      try {
        MirrorFolder.open(join(room.path, 'x', 'y'), { write: true }).close();
      } finally {
        process.umask(umask);
      }
      expect(['x', 'x/y'].map(path => lstatSync(join(room.path, path)).mode & 0o777)).toEqual([0o755, 0o755]);
    },
  );

  test('F03 the root may be a link; it is followed once', async () => {
    const room = new Room();
    const link = join(room.path, 'link');
    symlinkSync(room.mirror, link);
    const mirror = MirrorFolder.open(link, { write: true });
    expect(mirror.path).toBe(room.mirror);
    await put(mirror, mirror.root, 'a', 'a');
    mirror.close();
    expect(room.tree()).toEqual({ a: 'a' });
  });

  test('a file, a file on the way and a dead link end the run, and say what to do', () => {
    const room = new Room();
    room.write('file', '');
    symlinkSync(join(room.path, 'nowhere'), join(room.path, 'dead'));
    const failure = (name: string): unknown => {
      try {
        return MirrorFolder.open(join(room.path, name), { write: true });
      } catch (error) {
        return error;
      }
    };
    for (const [name, reason] of [
      ['file', /“.*file” is a file, not a folder\. Remove it/],
      ['file/x', /“.*file.x” cannot be used: .*ENOTDIR.*Choose another folder/],
      ['dead', /“.*dead” is a link to a folder that is not there/],
    ] as const) {
      expect(failure(name)).toBeInstanceOf(RunError);
      expect(failure(name)).toHaveProperty('message', expect.stringMatching(reason));
    }
  });

  test('F10 what a killed run left is swept; a link in its place goes itself', () => {
    const room = new Room();
    room.write(`mirror/${OWN_FOLDER}/half`, 'half');
    room.write(`mirror/${OWN_FOLDER}/moved/x`, 'x');
    symlinkSync(room.outside, join(room.mirror, OWN_FOLDER, 'moved', 'link'));
    room.open().close();
    expect(readdirSync(room.mirror)).toEqual([]);
    symlinkSync(room.outside, join(room.mirror, OWN_FOLDER));
    room.open().close();
    expect(readdirSync(room.mirror)).toEqual([]);
    room.expectCanaryAlive();
  });

  test('opening, looking and closing write nothing', () => {
    const room = new Room();
    room.write('mirror/a/b', 'b');
    const before = [room.mirror, join(room.mirror, 'a')].map(path => lstatSync(path, { bigint: true }).ctimeNs);
    const mirror = room.open();
    expect(mirror.fold.case).toBeTypeOf('boolean');
    mirror.root.child('a').read();
    mirror.temporaryFile().write(Buffer.from('x'));
    mirror.close();
    mirror.close();
    expect([room.mirror, join(room.mirror, 'a')].map(path => lstatSync(path, { bigint: true }).ctimeNs)).toEqual(
      before,
    );
  });
});

describe('fold', () => {
  test.runIf(process.platform === 'linux')(
    'N15 N16 is found out on the real file system, with entries or without',
    () => {
      const room = new Room();
      const empty = room.open({ platform: 'darwin' });
      expect(empty.fold).toEqual({ case: false, normalisation: false });
      empty.close();
      expect(readdirSync(room.mirror)).toEqual([]);
      for (const name of ['0', 'Readme', 'é']) writeFileSync(join(room.mirror, name), '');
      expect(room.open({ platform: 'darwin' }).fold).toEqual({ case: false, normalisation: false });
    },
  );

  test.runIf(process.platform === 'linux')('F04 N15 a file with a second name in another case does not mislead', () => {
    const room = new Room();
    room.write('mirror/readme', '');
    linkSync(join(room.mirror, 'readme'), join(room.mirror, 'README'));
    expect(room.open({ platform: 'darwin' }).fold).toEqual({ case: false, normalisation: false });
  });

  test.each([
    ['ignores case', (name: string) => name.toLowerCase(), { case: true, normalisation: false }],
    ['ignores normalisation', (name: string) => name.normalize('NFC'), { case: false, normalisation: true }],
  ])('N15 N16 a file system that %s', (_, seenAs, fold) => {
    const room = new Room();
    const failing = new FailingFileSystem();
    failing.seenAs = path => join(dirname(path), seenAs(basename(path)));
    const empty = room.open({ platform: 'win32', fileSystem: failing.fileSystem });
    expect(empty.fold).toEqual(fold);
    empty.close();
    expect(readdirSync(room.mirror)).toEqual([]);
    for (const name of ['readme', 'é']) writeFileSync(join(room.mirror, name), '');
    expect(room.open({ write: false, platform: 'win32', fileSystem: failing.fileSystem }).fold).toEqual(fold);
  });

  test('N15 N16 where nothing can be asked, the platform answers', () => {
    const missing = join(new Room().path, 'missing');
    const fold = (platform: NodeJS.Platform) => MirrorFolder.open(missing, { write: false, platform }).fold;
    expect(fold('linux')).toEqual({ case: false, normalisation: false });
    expect(fold('darwin')).toEqual({ case: true, normalisation: true });
    expect(fold('win32')).toEqual({ case: true, normalisation: false });
  });
});
