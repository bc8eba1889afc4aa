import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LocalError, type LocalFolder, type MirrorFolder } from '../../../src/sync/local/mirror-folder.ts';
import { FailingFileSystem } from './failing-file-system.ts';
import { PLATFORMS, put, Room } from './room.ts';

const onLinux = test.runIf(process.platform === 'linux');

/** Everything that changes something below a folder. The names are those of the canary. */
const CHANGES: readonly (readonly [string, (mirror: MirrorFolder, folder: LocalFolder) => unknown])[] = [
  ['place', (mirror, folder) => put(mirror, folder, 'a.txt', 'new')],
  ['place deeper', (mirror, folder) => put(mirror, folder.child('sub'), 'b.txt', 'new')],
  ['make', (_, folder) => folder.child('made').make()],
  ['remove a file', (_, folder) => folder.removeFile('a.txt')],
  ['remove a file deeper', (_, folder) => folder.child('sub').removeFile('b.txt')],
  ['remove a folder', (_, folder) => folder.removeFolder('sub')],
  ['rename', (_, folder) => folder.rename('a.txt', 'A.txt')],
  ['move away', (mirror, folder) => mirror.moveAway(folder, 'sub').discard()],
];

/** Runs a change; what goes wrong must be told as a LocalError. */
async function attempt(change: () => unknown): Promise<LocalError | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(LocalError);
    return error instanceof LocalError ? error : undefined;
  }
}

describe.each(PLATFORMS)('as on %s', platform => {
  test.each(CHANGES)('F02 below a planted link: %s', async (_, change) => {
    const room = new Room();
    symlinkSync(room.outside, join(room.mirror, 'docs'));
    room.write('mirror/real/x', 'x');
    symlinkSync(room.outside, join(room.mirror, 'real', 'docs'));
    const mirror = room.open({ platform });
    for (const folder of [mirror.root.child('docs'), mirror.root.child('real').child('docs')]) {
      const error = await attempt(() => change(mirror, folder));
      expect(error?.code).toBe('link');
      expect(error?.message).toMatch(/docs.* in the mirror .*a link stands there.*Remove the link/);
      expect(() => folder.read()).toThrow('links are never followed');
    }
    mirror.close();
    room.expectCanaryAlive();
    expect(Object.keys(room.tree()).sort()).toEqual(['docs', 'real', 'real/docs', 'real/x']);
  });

  test.each(['..', '.', '', '/', '/etc', 'a/b', '../outside', 'nul\0', '.filecloud-mirror', '.FileCloud-Mirror'])(
    'N01–N08 N21 the name %j leads nowhere, whatever was checked before',
    async name => {
      const room = new Room();
      room.write('mirror/docs/x', 'x');
      const mirror = room.open({ platform });
      const { root } = mirror;
      const file = mirror.temporaryFile();
      const before = room.tree();
      for (const change of [
        () => root.child(name).make(),
        () => root.place(name, file, undefined),
        () => root.removeFile(name),
        () => root.removeFolder(name),
        () => root.rename('docs', name),
        () => root.rename(name, 'docs'),
        () => mirror.moveAway(root, name),
      ]) {
        expect(['name', 'own']).toContain((await attempt(change))?.code);
      }
      file.discard();
      mirror.close();
      expect(room.tree()).toEqual(before);
      room.expectCanaryAlive();
    },
  );
});

test.each(PLATFORMS)(
  'N26 a .git is never written, replaced or removed, whatever was checked before (as on %s)',
  async platform => {
    const room = new Room();
    for (const path of ['.git/config', 'docs/.git/config', 'docs/.GIT']) room.write(`mirror/${path}`, 'mine');
    const mirror = room.open({ platform });
    const before = room.tree();
    const file = mirror.temporaryFile();
    for (const folder of [mirror.root, mirror.root.child('docs')]) {
      for (const name of ['.git', '.GIT', '.g\u200dit']) {
        for (const change of [
          () => folder.child(name).make(),
          () => folder.place(name, file, undefined),
          () => folder.removeFile(name),
          () => folder.removeFolder(name),
          () => folder.rename(name, 'x'),
          () => folder.rename('docs', name),
          () => mirror.moveAway(folder, name),
        ]) {
          expect((await attempt(change))?.message).toContain('git would run commands from it');
        }
      }
    }
    file.discard();
    mirror.close();
    expect(room.tree()).toEqual(before);
  },
);

test('N06 N07 on Windows, a backslash or a colon is no plain name either', async () => {
  const room = new Room();
  const mirror = room.open({ platform: 'win32' });
  for (const name of ['..\\outside', 'C:x', 'a:stream']) {
    expect((await attempt(() => put(mirror, mirror.root, name, 'x')))?.code).toBe('name');
  }
});

test('N01–N25 no sequence of names leaves the folder', async () => {
  const room = new Room();
  const mirror = room.open();
  const name = fc.oneof(
    fc.constantFrom('..', '.', '', '/', '../outside', '..\\outside', '%2e%2e', 'a', 'b', '__proto__', 'a\n', '\u202e'),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map(units => String.fromCharCode(...units)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 3 }), async names => {
      await attempt(async () => {
        let folder = mirror.root;
        for (const step of names.slice(1)) folder = folder.child(step);
        await put(mirror, folder, names[0] ?? '', 'x');
      });
    }),
    { numRuns: 100 },
  );
  mirror.close();
  room.expectCanaryAlive();
});

onLinux('F02 a link planted before any call of a change: nothing outside is touched', async () => {
  for (const [title, change] of CHANGES) {
    for (let k = 1, calls = 1; k <= calls; k++) {
      const room = new Room();
      const docs = join(room.mirror, 'docs');
      room.write('mirror/docs/a.txt', 'old');
      mkdirSync(join(docs, 'sub'));
      const failing = new FailingFileSystem();
      const mirror = room.open({ platform: 'linux', fileSystem: failing.fileSystem });
      const opened = failing.calls.length;
      failing.before = call => {
        if (call.k !== opened + k) return;
        renameSync(docs, join(room.mirror, 'was'));
        symlinkSync(room.outside, docs);
      };
      await attempt(() => change(mirror, mirror.root.child('docs')));
      calls = failing.calls.length - opened;
      mirror.close();
      room.expectCanaryAlive();
      expect(room.openDescriptors(), `${title}, call ${k}`).toEqual([]);
      rmSync(room.mirror, { recursive: true });
    }
  }
});

test('F02 by plain paths, what went through a link planted in the last instant is taken back', async () => {
  const room = new Room();
  const docs = join(room.mirror, 'docs');
  mkdirSync(docs);
  const failing = new FailingFileSystem();
  const mirror = room.open({ platform: 'darwin', fileSystem: failing.fileSystem });
  failing.before = call => {
    if (call.name !== 'renameSync') return;
    failing.before = () => {};
    renameSync(docs, join(room.mirror, 'was'));
    symlinkSync(room.outside, docs);
  };
  const error = await attempt(() => put(mirror, mirror.root.child('docs'), 'new.txt', 'new'));
  expect(error?.code).toBe('link');
  mirror.close();
  expect(room.tree()).toEqual({ docs: 'other', was: 'folder' });
  expect(readdirSync(room.outside)).toEqual(['a.txt', 'sub']);
});

onLinux('F02 a folder that is open stays the one that is written to, when a link takes its place', async () => {
  const room = new Room();
  const mirror = room.open({ platform: 'linux' });
  const docs = mirror.root.child('docs');
  docs.retain();
  docs.make();
  renameSync(join(room.mirror, 'docs'), join(room.mirror, 'was'));
  symlinkSync(room.outside, join(room.mirror, 'docs'));
  await put(mirror, docs, 'a.txt', 'new');
  docs.release();
  expect(room.read('was/a.txt')).toBe('new');
  mirror.close();
  room.expectCanaryAlive();
});

onLinux('F02 a folder that is kept open, moved away and made anew is the new one', async () => {
  const room = new Room();
  room.write('mirror/docs/x', 'x');
  const mirror = room.open({ platform: 'linux' });
  const docs = mirror.root.child('docs');
  docs.retain();
  expect(docs.read().size).toBe(1);
  const moved = mirror.moveAway(mirror.root, 'docs');
  // Their descriptors may be the one that was given back.
  mirror.root.child('other').make();
  await put(mirror, docs, 'new.txt', 'new');
  docs.release();
  moved.discard();
  mirror.close();
  expect(room.tree()).toEqual({ docs: 'folder', 'docs/new.txt': 'new', other: 'folder' });
});

onLinux('F02 a thread that swaps the folder for a link and back, as fast as it can', async () => {
  const room = new Room();
  const docs = join(room.mirror, 'docs');
  mkdirSync(docs);
  symlinkSync(room.outside, join(room.path, 'link'));
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(
    `const { renameSync, rmSync } = require('node:fs');
     const { docs, was, link, flags } = require('node:worker_threads').workerData;
     while (Atomics.load(flags, 0) === 0) {
       try {
         renameSync(docs, was);
         renameSync(link, docs);
         Atomics.add(flags, 1, 1);
         renameSync(docs, link);
         renameSync(was, docs);
       } catch {
         // The other side made the folder in between: that one is taken.
         rmSync(was, { recursive: true, force: true });
       }
     }`,
    { eval: true, workerData: { docs, was: join(room.path, 'was'), link: join(room.path, 'link'), flags } },
  );
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  try {
    await new Promise(resolve => worker.once('online', resolve));
    let done = 0;
    for (let round = 0; round < 60; round++) {
      const mirror = room.open({ platform: 'linux' });
      for (const [, change] of CHANGES) {
        const error = await attempt(() => change(mirror, mirror.root.child('docs')));
        if (error === undefined) done++;
      }
      mirror.close();
    }
    expect(done).toBeGreaterThan(0);
  } finally {
    Atomics.store(flags, 0, 1);
    await ended;
  }
  expect(Atomics.load(flags, 1)).toBeGreaterThan(0);
  room.expectCanaryAlive();
});
