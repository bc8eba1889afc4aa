import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FailingFileSystem, systemError } from './local/failing-file-system.ts';
import { Scene } from './scene.ts';

/** A scene with two small files, which come together. */
function two() {
  const scene = new Scene();
  for (const name of ['a', 'b']) scene.remote.write(name, name, 1_700_000_000);
  scene.remote.downloadTogether = async (_folder, files, receive) => {
    for (const file of files) receive(file, Buffer.from(file.name));
  };
  return scene;
}

test('small files that did not come together come one by one, as many at once as others would', async () => {
  const scene = new Scene();
  for (let index = 0; index < 40; index++) scene.remote.write(`f${index}`, `${index}`);
  let batches = 0;
  scene.remote.downloadTogether = async (_folder, files, receive) => {
    batches++;
    const [first] = files;
    if (first !== undefined) receive(first, Buffer.from(scene.remote.files.get(first.path.slice(1))?.content ?? ''));
  };
  let inFlight = 0;
  let most = 0;
  const download = scene.remote.download.bind(scene.remote);
  scene.remote.download = async (file, sink, signal) => {
    most = Math.max(most, ++inFlight);
    await turn();
    inFlight--;
    return await download(file, sink, signal);
  };
  expect((await scene.run({ concurrency: 4 })).counts).toMatchObject({ new: 40, failed: 0 });
  expect({ batches, most }).toEqual({ batches: 1, most: 4 });
  expect(scene.remote.calls.filter(call => call.startsWith('get '))).toHaveLength(39);
});

test.each([
  ['ENOSPC', 'is full'],
  ['EDQUOT', 'is used up'],
])(
  'F07 F08 a disk that is full (%s) when files came together ends the run, and the next one gets them',
  async (code, words) => {
    const scene = two();
    const failing = new FailingFileSystem();
    failing.before = ({ name }) => {
      if (name === 'writeSync') throw systemError(code);
    };
    const report = await scene.run({ fileSystem: failing.fileSystem });
    expect(report.ended?.message).toContain(words);
    expect(report.counts.new).toBe(0);
    expect(scene.tree()).toEqual({});
    expect((await scene.run()).counts).toMatchObject({ new: 2, failed: 0 });
  },
);

test('F09 files that came together are waited for where another program uses them (Windows)', async () => {
  const scene = two();
  const failing = new FailingFileSystem();
  let moves = 0;
  failing.before = ({ name }) => {
    if (name === 'renameSync' && ++moves <= 4) throw systemError('EBUSY');
  };
  const report = await scene.run({ fileSystem: failing.fileSystem, platform: 'win32' });
  expect(report.counts).toMatchObject({ new: 2, failed: 0 });
  expect(Object.keys(scene.tree()).sort()).toEqual(['a', 'b']);
});
