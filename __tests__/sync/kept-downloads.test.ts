import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CancelledError, RunError } from '../../src/errors.ts';
import { tidyOwnFolder } from '../../src/sync/local/leftovers.ts';
import { LocalError, MirrorFolder } from '../../src/sync/local/mirror-folder.ts';
import { RemoteError } from '../../src/sync/remote.ts';
import { FailingFileSystem, systemError } from './local/failing-file-system.ts';
import { Scene } from './scene.ts';

const MIB = 1024 * 1024;
const VERSION = { path: 'big.bin', size: 3 * MIB, modified: 1_700_000_000 };

/** Downloads the first part of a file, and ends the run. */
function interrupted(scene: Scene, { proof = '"v1"', bytes = 2 * MIB, isInterrupted = true } = {}): void {
  const folder = MirrorFolder.open(scene.path, { write: true });
  const file = folder.temporaryFile(VERSION);
  file.write(Buffer.alloc(bytes, 'a'));
  file.proof = proof;
  file.discard(isInterrupted);
  folder.close(isInterrupted);
}

/** What is in the mirror's own folder. */
function owned(scene: Scene): readonly string[] {
  const own = join(scene.path, '.filecloud-mirror');
  return existsSync(own) ? readdirSync(own) : [];
}

test('G10 an interrupted run keeps the part of a large download, and the next one goes on with it', async () => {
  const scene = new Scene();
  interrupted(scene);
  expect(readdirSync(join(scene.path, '.filecloud-mirror'))).toHaveLength(1);
  const folder = MirrorFolder.open(scene.path, { write: true });
  const file = folder.temporaryFile(VERSION);
  expect([file.size, file.proof]).toEqual([2 * MIB, '"v1"']);
  file.write(Buffer.alloc(MIB, 'b'));
  await folder.root.place('big.bin', file, VERSION.modified);
  file.discard();
  folder.close();
  expect(scene.tree()).toEqual({ 'big.bin': `${'a'.repeat(2 * MIB)}${'b'.repeat(MIB)}@${VERSION.modified}` });
});

describe('of large downloads that break off', () => {
  /** A scene with large files, which all break off, and what happens then. */
  function breakingOff(end: (path: string, signal: AbortSignal) => Error | Promise<Error>): Scene {
    const scene = new Scene();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) scene.remote.write(name, 'x'.repeat(2 * MIB));
    scene.remote.download = async (file, sink, signal) => {
      sink.write(Buffer.alloc(MIB, 'x'));
      sink.proof = '"v1"';
      throw await end(file.name, signal);
    };
    return scene;
  }
  const aborted = (signal: AbortSignal): Promise<Error> =>
    new Promise(resolve => {
      if (signal.aborted) resolve(new CancelledError());
      else signal.addEventListener('abort', () => resolve(new CancelledError()));
    });

  test('nothing is kept while the run goes on: nobody comes back to them', async () => {
    let most = 0;
    const scene = breakingOff(() => {
      most = Math.max(most, owned(scene).length);
      return new RemoteError('unreachable', 'The connection was reset.');
    });
    expect((await scene.run({ concurrency: 2 })).counts.failed).toBe(6);
    expect(most).toBeLessThanOrEqual(2);
    expect(readdirSync(scene.path)).toEqual([]);
  });

  test('G10 those in flight are kept when the run is cancelled', async () => {
    const stop = new AbortController();
    const scene = breakingOff((path, signal) => {
      if (path === 'b') stop.abort();
      return aborted(signal);
    });
    expect((await scene.run({ concurrency: 2, signal: stop.signal })).ended).toBeInstanceOf(CancelledError);
    expect(owned(scene)).toHaveLength(2);
  });

  test('those in flight are kept when the server is gone, that of the download which told it too', async () => {
    const scene = breakingOff((path, signal) => (path === 'b' ? new RunError('The server is gone.') : aborted(signal)));
    expect((await scene.run({ concurrency: 3 })).ended?.message).toBe('The server is gone.');
    expect(owned(scene)).toHaveLength(3);
  });

  test.each([
    ['ENOSPC', 'The disk that holds the mirror is full.', 'the disk is full'],
    ['EDQUOT', 'The quota of the disk that holds the mirror is used up.', 'the disk quota is used up'],
  ])(
    'F07 F08 nothing is kept on a full disk (%s), of an earlier run neither, and it is said once',
    async (code, end, reason) => {
      const full = new LocalError(code, `“b” in the mirror cannot be written: ${reason}. Make room and run again.`);
      const scene = breakingOff((path, signal) => (path === 'b' ? full : aborted(signal)));
      interrupted(scene);
      expect(owned(scene)).toHaveLength(1);
      const report = await scene.run({ concurrency: 3 });
      expect(report.ended?.message).toBe(`${end} Make room and run again: what was downloaded stays.`);
      expect(report.outcomes).toEqual([{ path: 'b', action: 'failed', error: expect.stringContaining(reason) }]);
      expect(report.outcomes[0]?.error?.match(/Make room/g)).toHaveLength(1);
      expect(readdirSync(scene.path)).toEqual([]);
    },
  );
});

test.each([
  ['another path', { ...VERSION, path: 'other.bin' }],
  ['another size', { ...VERSION, size: VERSION.size + 1 }],
  ['another time', { ...VERSION, modified: VERSION.modified + 1 }],
])('a part is not gone on with for %s, and is gone after a run that came to its end', (_, version) => {
  const scene = new Scene();
  interrupted(scene);
  const folder = MirrorFolder.open(scene.path, { write: true });
  const file = folder.temporaryFile(version);
  expect([file.size, file.proof]).toEqual([0, undefined]);
  file.discard();
  folder.close();
  expect(readdirSync(scene.path)).toEqual([]);
});

test('a part is gone on with by one download only', () => {
  const scene = new Scene();
  interrupted(scene);
  const folder = MirrorFolder.open(scene.path, { write: true });
  expect(folder.hasParts).toBe(true);
  const [one, other] = [folder.temporaryFile(VERSION), folder.temporaryFile(VERSION)];
  expect([one.size, other.size, folder.hasParts]).toEqual([2 * MIB, 0, false]);
  for (const file of [one, other]) file.discard();
  folder.close();
});

test('G13 a part of more bytes than the file has is not gone on with', () => {
  const scene = new Scene();
  interrupted(scene, { bytes: VERSION.size + 1 });
  const folder = MirrorFolder.open(scene.path, { write: true });
  expect([folder.hasParts, folder.temporaryFile(VERSION).size]).toEqual([true, 0]);
  folder.close();
  expect(readdirSync(scene.path)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('F01 a link that takes the place of a part is not written through', () => {
  const scene = new Scene();
  interrupted(scene);
  const folder = MirrorFolder.open(scene.path, { write: true });
  const own = join(scene.path, '.filecloud-mirror');
  const [kept = ''] = readdirSync(own);
  const outside = join(scene.path, '..', 'outside');
  renameSync(join(own, kept), outside);
  symlinkSync(outside, join(own, kept));
  const file = folder.temporaryFile(VERSION);
  expect(file.size).toBe(0);
  file.write(Buffer.alloc(MIB, 'b'));
  file.discard();
  folder.close();
  expect(readFileSync(outside).equals(Buffer.alloc(2 * MIB, 'a'))).toBe(true);
});

test('nothing is kept of a small part, without a proof, or by a run that came to its end', () => {
  const scene = new Scene();
  for (const how of [{ bytes: MIB - 1 }, { proof: '' }, { isInterrupted: false }, { proof: `"${'x'.repeat(90)}"` }]) {
    interrupted(scene, how);
    expect({ how, kept: owned(scene) }).toEqual({ how, kept: [] });
  }
});

test('F10 what only looks like a kept part is swept: a folder, a link, another size than its name says', () => {
  const scene = new Scene();
  interrupted(scene);
  const own = join(scene.path, '.filecloud-mirror');
  const [kept = ''] = readdirSync(own);
  writeFileSync(join(own, kept), 'shorter');
  mkdirSync(join(own, kept.replace(/-\w+$/, '-2261')));
  writeFileSync(join(own, 'left-over'), 'x');
  MirrorFolder.open(scene.path, { write: true }).close(true);
  expect(readdirSync(scene.path)).toEqual([]);
});

test('F04 G13 a kept part that is a hard link to a file outside is swept, never written to', () => {
  const scene = new Scene();
  interrupted(scene);
  const own = join(scene.path, '.filecloud-mirror');
  const [kept = ''] = readdirSync(own);
  const outside = join(scene.path, '..', 'outside');
  renameSync(join(own, kept), outside);
  linkSync(outside, join(own, kept));
  const folder = MirrorFolder.open(scene.path, { write: true });
  const file = folder.temporaryFile(VERSION);
  expect([file.size, file.proof]).toEqual([0, undefined]);
  file.restart();
  file.write(Buffer.alloc(MIB, 'b'));
  file.discard();
  folder.close();
  expect(readFileSync(outside).equals(Buffer.alloc(2 * MIB, 'a'))).toBe(true);
  expect(readdirSync(scene.path)).toEqual([]);
});

test('G13 a kept part whose proof is no entity tag is swept: it could not be sent', () => {
  const scene = new Scene();
  interrupted(scene);
  const own = join(scene.path, '.filecloud-mirror');
  const [kept = ''] = readdirSync(own);
  renameSync(join(own, kept), join(own, kept.replace(/-\w+$/, `-${Buffer.from('"a\r\nb"').toString('hex')}`)));
  MirrorFolder.open(scene.path, { write: true }).close(true);
  expect(readdirSync(scene.path)).toEqual([]);
});

test('G13 a kept part that cannot be opened is no reason not to download', () => {
  const scene = new Scene();
  interrupted(scene);
  const failing = new FailingFileSystem();
  const folder = MirrorFolder.open(scene.path, { write: true, fileSystem: failing.fileSystem });
  failing.before = ({ name, subject }) => {
    if (name === 'openSync' && String(subject).includes('kept-')) throw systemError('EACCES');
  };
  expect(folder.temporaryFile(VERSION).size).toBe(0);
  folder.close();
  expect(readdirSync(scene.path)).toEqual([]);
});

test('F08 closing never fails, also where a kept part cannot be removed', () => {
  const scene = new Scene();
  interrupted(scene);
  const failing = new FailingFileSystem();
  const folder = MirrorFolder.open(scene.path, { write: true, fileSystem: failing.fileSystem });
  failing.before = ({ name }) => {
    if (name === 'openSync' || name === 'rmSync') throw systemError('EMFILE');
  };
  expect(() => folder.close()).not.toThrow();
});

test('F02 a link in place of the own folder is removed itself when it is tidied', () => {
  const scene = new Scene();
  const outside = join(scene.path, '..', 'outside');
  mkdirSync(scene.path);
  mkdirSync(outside);
  writeFileSync(join(outside, 'precious'), 'p');
  symlinkSync(outside, join(scene.path, '.filecloud-mirror'));
  expect(tidyOwnFolder(scene.path)).toBe(false);
  expect(readdirSync(scene.path)).toEqual([]);
  expect(readdirSync(outside)).toEqual(['precious']);
});

test('between runs, all but kept parts can be tidied away', () => {
  const scene = new Scene();
  interrupted(scene);
  const own = join(scene.path, '.filecloud-mirror');
  writeFileSync(join(own, 'left-over'), 'x');
  expect(tidyOwnFolder(scene.path)).toBe(true);
  expect(readdirSync(own)).toHaveLength(1);
  const missing = new Scene();
  expect(tidyOwnFolder(missing.path)).toBe(false);
  expect(existsSync(missing.path)).toBe(false);
  writeFileSync(missing.path, 'a file');
  expect(tidyOwnFolder(missing.path)).toBe(false);
  const empty = new Scene();
  mkdirSync(join(empty.path, '.filecloud-mirror'), { recursive: true });
  expect(tidyOwnFolder(empty.path)).toBe(false);
  expect(readdirSync(empty.path)).toEqual([]);
});
