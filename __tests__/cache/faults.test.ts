import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fault, Moment } from './cache-server.ts';
import { DIGEST, ENTRY, NEVER, Scene, TAR } from './scene.ts';

/** A job with a mirror of one file. */
async function sceneWithMirror(product?: 'enterprise server'): Promise<Scene> {
  const scene = await Scene.start(product);
  mkdirSync(join(scene.workspace, 'mirror'));
  writeFileSync(join(scene.workspace, 'mirror/a.txt'), 'a');
  return scene;
}

test('G16: a service that answers with errors only is given up, and not tried again to save', async () => {
  await using scene = await sceneWithMirror();
  scene.server.faults.set('lookup', { status: 500 });
  const cache = scene.cache({ deadlines: { failing: 1 } });
  expect(cache.gaveUp).toBe(false);
  expect(await cache.restore(NEVER)).toEqual({ hit: false, key: undefined });
  expect(cache.gaveUp).toBe(true);
  expect(await cache.save(DIGEST, NEVER)).toBe('not-saved');
  expect(scene.says.lines).toEqual([expect.stringMatching(/^warning: .*HTTP status 500.*without the cache/)]);
  expect(new Set(scene.server.moments)).toEqual(new Set(['lookup']));
});

test('G16: a service that hangs is given up, and the process that waits for it is ended', async () => {
  await using scene = await sceneWithMirror();
  scene.server.faults.set('lookup', 'hang');
  expect(await scene.cache({ deadlines: { answer: 500 } }).restore(NEVER)).toEqual({ hit: false, key: undefined });
  // On a machine so slow that the request did not even arrive, there is nobody to hang up.
  if (scene.server.moments.length > 0) await scene.server.hungUp;
  expect(scene.says.lines).toEqual([expect.stringMatching(/^warning: .*does not answer/)]);
  expect(readdirSync(scene.temporary)).toEqual([]);
});

test('G14: an archive that cannot be unpacked is a miss, told in one line', async () => {
  await using scene = await sceneWithMirror();
  scene.server.store.plant(`${scene.prefix}${DIGEST}-1-1`, Buffer.from('no archive'));
  expect(await scene.cache().restore(NEVER)).toEqual({ hit: false, key: undefined });
  expect(scene.says.lines).toEqual([expect.stringMatching(/^warning: .*could not be restored.*goes on without it/)]);
});

test.for<[hazard: string, what: string, moment: Moment, fault: Fault, told: RegExp]>([
  ['G17 G22', 'a read-only token', 'reserve', 'denied', /^info: This run may not save.*read-only/],
  ['G17', 'a rate limit', 'reserve', { status: 429 }, /^warning: .*saves too often/],
  [
    'G17',
    'an upload that is refused',
    'upload',
    { status: 403 },
    /^warning: .*could not be saved.*: HTTP status 403\. /,
  ],
  ['G17', 'a storage that is refused', 'commit', { status: 403 }, /^warning: .*could not be saved.*\(403\)/],
  ['G19', 'a key that another job reserved', 'reserve', { status: 409 }, /^info: .*another job/],
])('%s: %s costs a save, and one line', async ([, , moment, fault, told]) => {
  await using scene = await sceneWithMirror();
  scene.server.faults.set(moment, fault);
  expect(await scene.cache().save(DIGEST, NEVER)).toBe('not-saved');
  expect(scene.says.lines).toEqual([expect.stringMatching(told)]);
  expect(scene.says.lines.join()).not.toMatch(new RegExp(`${scene.server.token}|${scene.server.signature}`));
});

test.for<[what: string, moment: Moment, fault: Fault, told: RegExp]>([
  [
    'a read-only token',
    'reserve',
    'denied',
    /^info: This run may not save.*\(cache write denied: the token is read-only\)/,
  ],
  ['a rate limit', 'reserve', { status: 429 }, /^warning: .*: HTTP status 429\. The repository saves too often/],
  ['a refusal without a word', 'reserve', { status: 403 }, /^warning: .*: HTTP status 403\. /],
  ['an upload that is refused', 'upload', { status: 403 }, /^warning: .*could not be saved.*\b403\b/],
  ['an upload that fails', 'upload', { status: 500 }, /^warning: .*could not be saved.*\b500\b/],
  ['an entry that is not taken', 'commit', { status: 400 }, /^warning: .*could not be saved.*\b400\b/],
  [
    'a key that another job reserved',
    'reserve',
    { status: 409, message: 'Cache already exists.' },
    /^info: .*another job/,
  ],
])('G17 G21: the older service: %s costs a save, and one line', async ([, moment, fault, told]) => {
  await using scene = await sceneWithMirror('enterprise server');
  scene.server.faults.set(moment, fault);
  expect(await scene.cache().save(DIGEST, NEVER)).toBe('not-saved');
  expect(scene.says.lines).toEqual([expect.stringMatching(told)]);
});

test('G13: where there is no GNU tar nothing is unpacked, since no other one would keep within the folder', async () => {
  await using scene = await sceneWithMirror();
  expect(await scene.cache().save(DIGEST, NEVER)).toBe('saved');
  rmSync(join(scene.workspace, 'mirror'), { recursive: true });
  scene.says.lines.length = 0;
  const environment = { PATH: `${programs(scene, 'echo "bsdtar 3.7.2"')}:${process.env['PATH']}` };
  const cache = scene.cache({ run: 2, environment });
  expect(await cache.restore(NEVER)).toEqual({ hit: false, key: undefined });
  expect(cache.gaveUp).toBe(true);
  expect(await cache.save(DIGEST, NEVER)).toBe('not-saved');
  expect(readdirSync(scene.workspace)).toEqual([]);
  expect(scene.says.lines).toEqual([expect.stringMatching(/^warning: .*no GNU tar .* does not try to save\.$/)]);
});

/** A folder for PATH with a tar of this script. */
function programs(scene: Scene, script: string): string {
  const folder = join(scene.temporary, 'programs');
  mkdirSync(folder);
  writeFileSync(join(folder, TAR), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, TAR), 0o755);
  return folder;
}

test('G09 G17 G23: a disk that is full while the archive is built, by programs that are told no password', async () => {
  await using scene = await sceneWithMirror();
  // What tar and zstd say on a full disk: a test cannot fill one.
  const folder = programs(
    scene,
    `[ "$1" = --version ] && exec /usr/bin/env PATH='${process.env['PATH']}' ${TAR} --version
    echo "zstd: error 70 : Write error : No space left on device <$INPUT_PASSWORD$FILECLOUD_PASSWORD>" >&2
    echo "tar: cache.tzst: Wrote only 4096 of 10240 bytes" >&2
    exit 2`,
  );
  const passwords = { INPUT_PASSWORD: 's3cret', FILECLOUD_PASSWORD: 's3cret' };
  const environment = { ...passwords, PATH: `${folder}:${process.env['PATH']}` };
  expect(await scene.cache({ environment }).save(DIGEST, NEVER)).toBe('not-saved');
  expect(scene.says.lines).toEqual([
    expect.stringMatching(/^warning: .*No space left on device <>.*free as much space/),
  ]);
});

test('G10: a cancelled run stops to restore at once', async () => {
  await using scene = await sceneWithMirror();
  scene.server.faults.set('lookup', 'hang');
  const cancelled = new AbortController();
  void scene.server.asked().then(() => cancelled.abort());
  await expect(scene.cache().restore(cancelled.signal)).rejects.toThrow('The run was cancelled.');
  await scene.server.hungUp;
  expect(scene.says.lines).toEqual([]);
});

test('G11: the worker does not outlive a program that was killed', async () => {
  await using scene = await sceneWithMirror();
  scene.server.faults.set('lookup', 'hang');
  const worker = spawn(process.execPath, [ENTRY, '--cache-worker'], {
    env: { ...scene.environment(1), GITHUB_WORKSPACE: scene.workspace },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  worker.stdin?.write(`${JSON.stringify({ task: 'restore', path: './mirror', key: 'k', beat: 1000 })}\n`);
  const gone = once(worker, 'exit');
  await Promise.race([scene.server.asked(), gone]);
  expect(worker.exitCode, 'it waits for the service').toBeNull();
  worker.stdin?.destroy();
  expect(await gone).toEqual([null, 'SIGKILL']);
});
