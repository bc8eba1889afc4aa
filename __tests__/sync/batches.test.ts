import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Scene } from './scene.ts';

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
