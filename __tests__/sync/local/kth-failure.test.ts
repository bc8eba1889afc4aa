import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RunError } from '../../../src/errors.ts';
import { LocalError, type MirrorFolder } from '../../../src/sync/local/mirror-folder.ts';
import { OWN_FOLDER } from '../../../src/sync/names.ts';
import { FailingFileSystem } from './failing-file-system.ts';
import { put, Room } from './room.ts';

const LARGE = 'L'.repeat(300_000);

/** What a run does to its folder, each step failing for itself as in the engine. */
const STEPS: readonly ((mirror: MirrorFolder) => unknown)[] = [
  mirror => mirror.fold,
  mirror => mirror.root.read(),
  mirror => put(mirror, mirror.root, 'old', 'new version'),
  mirror => put(mirror, mirror.root.child('made').child('deep'), 'small', 'small'),
  mirror => put(mirror, mirror.root, 'large', LARGE),
  mirror => mirror.root.stat('old'),
  mirror => mirror.root.removeFile('gone'),
  mirror => mirror.root.removeFolder('empty'),
  mirror => mirror.root.rename('Case', 'case'),
  async mirror => {
    // A folder makes room for a file.
    const file = mirror.temporaryFile();
    let moved: ReturnType<MirrorFolder['moveAway']> | undefined;
    try {
      file.write(Buffer.from('file now'));
      moved = mirror.moveAway(mirror.root, 'swap');
      await mirror.root.place('swap', file, undefined);
      moved.discard();
    } catch (error) {
      moved?.restore();
      throw error;
    } finally {
      file.discard();
    }
  },
];

/** Contents that are whole, old or new, by path. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  old: ['old version', 'new version'],
  gone: ['gone'],
  Case: ['case'],
  case: ['case'],
  'made/deep/small': ['small'],
  large: [LARGE],
  swap: ['folder', 'file now'],
  'swap/x': ['x'],
  made: ['folder'],
  'made/deep': ['folder'],
  empty: ['folder'],
};

const DONE = {
  case: 'case',
  large: LARGE,
  made: 'folder',
  'made/deep': 'folder',
  'made/deep/small': 'small',
  old: 'new version',
  swap: 'file now',
};

async function run(room: Room, failing: FailingFileSystem): Promise<number> {
  let failures = 0;
  const guarded = async (step: () => unknown): Promise<void> => {
    try {
      await step();
    } catch (error) {
      failures++;
      expect(error instanceof LocalError || error instanceof RunError, String(error)).toBe(true);
    }
  };
  await guarded(async () => {
    const mirror = room.open({ fileSystem: failing.fileSystem });
    for (const step of STEPS) await guarded(() => step(mirror));
    mirror.close();
  });
  return failures;
}

test('F06 F07 F08 whichever call fails, every file is whole, and the next run gets everything done', async () => {
  const codes = ['EIO', 'ENOSPC', 'EACCES'];
  let calls = 1;
  for (let k = 0; k <= calls; k++) {
    const room = new Room();
    for (const [path, content] of [
      ['old', 'old version'],
      ['gone', 'gone'],
      ['Case', 'case'],
      ['swap/x', 'x'],
      [`${OWN_FOLDER}/left`, 'by a killed run'],
    ] as const) {
      room.write(`mirror/${path}`, content);
    }
    mkdirSync(join(room.mirror, 'empty'));
    const failing = new FailingFileSystem();
    const code = codes[k % codes.length] ?? 'EIO';
    failing.fail(k, code);
    const failures = await run(room, failing);
    const which = `${code} at call ${k}, ${failing.calls[k - 1]}`;
    expect(failures, which).toBeLessThanOrEqual(2);
    if (k === 0) calls = failing.calls.length;
    for (const [path, content] of Object.entries(room.tree())) {
      if (!path.startsWith(OWN_FOLDER)) expect(WHOLE[path], `${which}: ${path}`).toContain(content);
    }
    if (process.platform === 'linux') expect(room.openDescriptors(), which).toEqual([]);

    // The second run does again what is not done yet.
    await run(room, new FailingFileSystem());
    expect(room.tree(), which).toEqual(DONE);
    room.expectCanaryAlive();
  }
  expect(calls).toBeGreaterThan(50);
});
