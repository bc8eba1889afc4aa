import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { post } from '../../src/post.ts';
import { readState, saveEnded, saveStarted } from '../../src/state.ts';
import { DIGEST, ENTRY, NEVER, Scene } from './scene.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Does what a main step does, and hands its states on to the post step as the runner does. */
function handOver(scene: Scene, main: () => void): void {
  const file = join(scene.temporary, 'state');
  writeFileSync(file, '');
  vi.stubEnv('GITHUB_STATE', file);
  main();
  const states = readFileSync(file, 'utf8').matchAll(/^(.+)<<(.+)\r?\n([\s\S]*?)\r?\n\2\r?\n/gm);
  for (const [, name, , value] of states) vi.stubEnv(`STATE_${name}`, value);
}

function download(scene: Scene): void {
  mkdirSync(join(scene.workspace, 'mirror'), { recursive: true });
  const file = join(scene.workspace, 'mirror/a.txt');
  writeFileSync(file, 'a');
  // A mirror's files have the server's times.
  utimesSync(file, 1_721_417_080, 1_721_417_080);
}

async function postStep(scene: Scene): Promise<void> {
  await post({ reporter: scene.says, environment: scene.environment(1), entry: ENTRY });
}

test('G26: what a cancelled run downloaded is saved as a partial mirror', async () => {
  await using scene = await Scene.start();
  handOver(scene, () => {
    saveStarted({ ...scene.scope(), shard: { index: 2, count: 5 } });
    download(scene);
  });
  expect(readState()).toMatchObject({ phase: 'started', scope: { ...scene.scope(), shard: { index: 2, count: 5 } } });
  await postStep(scene);
  expect(scene.server.store.keys).toEqual([expect.stringMatching(/-partial-1-1$/)]);
});

test('G26 G18: a run that restored its mirror, failed, and downloaded nothing is not saved again', async () => {
  await using scene = await Scene.start();
  download(scene);
  expect(await scene.cache({ run: 1 }).save(DIGEST, NEVER)).toBe('saved');
  rmSync(join(scene.workspace, 'mirror'), { recursive: true });
  expect(await scene.cache({ run: 2 }).restore(NEVER)).toMatchObject({ hit: true });
  handOver(scene, () => {
    saveStarted(scene.scope());
    saveEnded('failed');
  });
  scene.says.lines.length = 0;
  await postStep(scene);
  expect(scene.says.lines).toEqual([
    'info: The run that did not finish downloaded nothing new: there is nothing to save.',
  ]);
  expect(scene.server.store.keys).toHaveLength(1);
});

test.for<[what: string, main: (scene: Scene) => void, phase: string, told: string[]]>([
  ['did not start', download, 'none', []],
  [
    'ended well',
    scene => {
      saveStarted(scene.scope());
      download(scene);
      saveEnded('complete');
    },
    'complete',
    [],
  ],
  [
    'failed without a download',
    scene => {
      saveStarted(scene.scope());
      saveEnded('failed');
    },
    'failed',
    ['info: The run that did not finish downloaded nothing new: there is nothing to save.'],
  ],
])('G26: nothing is saved of a run that %s', async ([, main, phase, told]) => {
  await using scene = await Scene.start();
  handOver(scene, () => main(scene));
  expect(readState()).toMatchObject({ phase });
  await postStep(scene);
  expect(scene.says.lines).toEqual(told);
  expect(scene.server.moments).toEqual([]);
});

test('a state that is not ours counts as none', () => {
  vi.stubEnv('STATE_filecloud-mirror-scope', '{"server":1}');
  expect(readState()).toEqual({ phase: 'none' });
});
