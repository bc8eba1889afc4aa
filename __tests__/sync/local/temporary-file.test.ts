import nodeFileSystem, { lstatSync, readdirSync, readFileSync, rmdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../../src/sync/local/file-system.ts';
import { isDiskFull } from '../../../src/sync/local/mirror-folder.ts';
import { OWN_FOLDER } from '../../../src/sync/names.ts';
import { FailingFileSystem, systemError } from './failing-file-system.ts';
import { put, Room, T } from './room.ts';

const BUFFERED = 256 * 1024;

test('whatever is written in whatever pieces, with restarts, is what is placed', async () => {
  const room = new Room();
  const mirror = room.open();
  const size = fc.constantFrom(0, 1, 1000, 65_536, BUFFERED - 1000, BUFFERED);
  const steps = fc.array(fc.oneof({ weight: 5, arbitrary: size }, { weight: 1, arbitrary: fc.constant('restart') }), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(steps, async sizes => {
      const file = mirror.temporaryFile();
      let expected = Buffer.alloc(0);
      for (const [index, step] of sizes.entries()) {
        if (typeof step === 'string') {
          file.restart();
          expected = Buffer.alloc(0);
        } else {
          const chunk = Buffer.alloc(step, index + 1);
          file.write(chunk);
          expected = Buffer.concat([expected, chunk]);
          chunk.fill(0); // The caller uses it again.
        }
        expect(file.size).toBe(expected.byteLength);
      }
      await mirror.root.place('file', file, T);
      file.discard();
      expect(readFileSync(join(room.mirror, 'file')).equals(expected)).toBe(true);
    }),
    { numRuns: 20 },
  );
  expect(readdirSync(join(room.mirror, OWN_FOLDER))).toEqual([]);
});

test('H09 of what a download started again from, nothing stays: neither bytes on the disk nor their proof', async () => {
  const room = new Room();
  const mirror = room.open();
  const file = mirror.temporaryFile();
  file.write(Buffer.alloc(BUFFERED + 1, 'a'));
  file.proof = '"v1"';
  file.restart();
  expect([file.size, file.proof]).toEqual([0, undefined]);
  file.write(Buffer.from('short'));
  await mirror.root.place('file', file, T);
  file.discard();
  expect(room.read('file')).toBe('short');
});

test('what a disk takes in parts is written whole', async () => {
  const room = new Room();
  const written: number[] = [];
  const writeSync = (
    descriptor: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): number => {
    written.push(length);
    return nodeFileSystem.writeSync(descriptor, bytes, offset, Math.min(length, 1000), position);
  };
  const fileSystem: FileSystem = Object.assign(Object.create(nodeFileSystem), { writeSync });
  const content = Array.from({ length: 2500 }, (_, index) => String.fromCharCode(33 + (index % 89))).join('');
  const mirror = room.open({ fileSystem });
  await put(mirror, mirror.root, 'file', content);
  expect(room.read('file')).toBe(content);
  expect(written).toEqual([2500, 1500, 500]);
});

test('a small file costs five calls, and none before it is placed', async () => {
  const room = new Room();
  const failing = new FailingFileSystem();
  const mirror = room.open({ fileSystem: failing.fileSystem });
  await put(mirror, mirror.root, 'first', 'x');
  const before = failing.calls.length;
  const file = mirror.temporaryFile();
  file.write(Buffer.alloc(BUFFERED));
  expect(failing.calls).toHaveLength(before);
  await mirror.root.place('second', file, T);
  file.discard();
  if (process.platform !== 'linux') return; // Elsewhere, paths are checked before and after.
  expect(failing.calls.slice(before)).toEqual(['openSync', 'writeSync', 'futimesSync', 'closeSync', 'renameSync']);
});

test.skipIf(process.platform === 'win32')('what is on its way is nobody else’s to read', async () => {
  const room = new Room();
  const mirror = room.open();
  await put(mirror, mirror.root, 'file', 'x');
  expect(lstatSync(join(room.mirror, OWN_FOLDER)).mode & 0o777).toBe(0o700);
});

test('F01 a link in its place is replaced, never followed', async () => {
  const room = new Room();
  symlinkSync(join(room.outside, 'a.txt'), join(room.mirror, 'file'));
  symlinkSync(room.outside, join(room.mirror, 'folder'));
  const mirror = room.open();
  for (const name of ['file', 'folder']) await put(mirror, mirror.root, name, 'new');
  mirror.close();
  expect(room.tree()).toEqual({ file: 'new', folder: 'new' });
  room.expectCanaryAlive();
});

test('F01 a link in the place of the temporary file is not written through', async () => {
  const room = new Room();
  const failing = new FailingFileSystem();
  const mirror = room.open({ fileSystem: failing.fileSystem });
  await put(mirror, mirror.root, 'first', 'x');
  failing.before = ({ name, subject }) => {
    if (name === 'openSync') symlinkSync(join(room.outside, 'a.txt'), String(subject));
  };
  await expect(put(mirror, mirror.root, 'second', 'x')).rejects.toMatchObject({ code: 'EEXIST' });
  mirror.close();
  room.expectCanaryAlive();
});

test('N12 a name of 255 bytes has room: the temporary name is short', async () => {
  const room = new Room();
  const mirror = room.open();
  const name = 'n'.repeat(255);
  await put(mirror, mirror.root, name, 'x');
  await expect(put(mirror, mirror.root, `${name}n`, 'x')).rejects.toThrow('longer than this file system allows');
  expect(mirror.root.read()).toEqual(new Map([[name, 'file']]));
});

describe('times', () => {
  test.each([
    ['T08 before 1970', -1],
    ['T08 1970', 0],
    ['T10 now', T],
    ['T09 after 2038', 4_000_000_000],
  ])('%s is kept to the second', async (_, modified) => {
    const room = new Room();
    const mirror = room.open();
    const file = mirror.temporaryFile();
    await mirror.root.place('file', file, modified);
    expect(mirror.root.stat('file')).toEqual({ size: 0, modified });
  });

  test.each([253_402_300_799, 1e15, -1e15, Number.MAX_SAFE_INTEGER])(
    'T09 F14 %d is more than file systems hold: the file is placed all the same',
    async modified => {
      const room = new Room();
      const mirror = room.open();
      await mirror.root.place('file', mirror.temporaryFile(), modified);
      expect(mirror.root.stat('file')?.size).toBe(0);
    },
  );

  test('F14 a file system that refuses the time gets the file with another one', async () => {
    const room = new Room();
    const failing = new FailingFileSystem();
    failing.before = ({ name }) => {
      if (name === 'futimesSync') throw systemError('EINVAL');
    };
    const mirror = room.open({ fileSystem: failing.fileSystem });
    await put(mirror, mirror.root, 'file', 'x');
    expect(room.read('file')).toBe('x');
  });

  test('an unknown time is the present', async () => {
    const room = new Room();
    const mirror = room.open();
    const before = Math.floor(Date.now() / 1000);
    await mirror.root.place('file', mirror.temporaryFile(), undefined);
    expect(mirror.root.stat('file')?.modified).toBeGreaterThanOrEqual(before - 1);
  });
});

test('F07 on a full disk nothing is left of the download, and the old version stays', async () => {
  const room = new Room();
  room.write('mirror/file', 'old');
  const failing = new FailingFileSystem();
  const mirror = room.open({ fileSystem: failing.fileSystem });
  const file = mirror.temporaryFile();
  file.write(Buffer.alloc(BUFFERED + 1));
  failing.before = ({ name }) => {
    if (name === 'writeSync') throw systemError('ENOSPC');
  };
  let error: unknown;
  try {
    file.write(Buffer.alloc(1));
  } catch (thrown) {
    error = thrown;
  }
  expect(isDiskFull(error)).toBe(true);
  expect(error).toHaveProperty('message', expect.stringContaining('the disk is full. Make room'));
  file.discard();
  expect(readdirSync(join(room.mirror, OWN_FOLDER))).toEqual([]);
  mirror.close();
  expect(room.tree()).toEqual({ file: 'old' });
});

test('F07 F08 a file whose closing fails is not put in place: only then some disks say that there is no room', async () => {
  const room = new Room();
  room.write('mirror/file', 'old');
  const failing = new FailingFileSystem();
  const mirror = room.open({ fileSystem: failing.fileSystem });
  await put(mirror, mirror.root, 'other', 'x');
  failing.before = ({ name }) => {
    if (name === 'closeSync') throw systemError('EDQUOT');
  };
  await expect(put(mirror, mirror.root, 'file', 'new')).rejects.toMatchObject({ code: 'EDQUOT' });
  failing.before = () => {};
  mirror.close();
  expect(room.tree()).toEqual({ file: 'old', other: 'x' });
});

test('F07 F08 which codes say that no more can be written', () => {
  for (const [code, isFull] of [
    ['ENOSPC', true],
    ['EDQUOT', true],
    ['EROFS', false],
    ['EIO', false],
    ['EACCES', false],
  ] as const) {
    expect(isDiskFull(systemError(code)), code).toBe(isFull);
  }
  expect(isDiskFull(new Error('ENOSPC'))).toBe(false);
  expect(isDiskFull('ENOSPC')).toBe(false);
});

test('F02 the own folder swapped for a link, or gone, during the run', async () => {
  const room = new Room();
  const mirror = room.open({ platform: 'darwin' });
  await put(mirror, mirror.root, 'a', 'a');
  const own = join(room.mirror, OWN_FOLDER);
  expect(readdirSync(own)).toEqual([]);
  // Another run that ended took the empty folder with it.
  rmdirSync(own);
  await put(mirror, mirror.root, 'b', 'b');
  rmdirSync(own);
  symlinkSync(room.outside, own);
  await expect(put(mirror, mirror.root, 'c', 'c')).rejects.toMatchObject({ code: 'link' });
  expect(() => mirror.moveAway(mirror.root, 'b')).toThrow('a link stands there');
  mirror.close();
  room.expectCanaryAlive();
});
