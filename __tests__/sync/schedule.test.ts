import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Queue } from '../../src/queue.ts';
import { schedule } from '../../src/sync/schedule.ts';

test('no more folders are listed while many files wait', async () => {
  const jobs = new Queue<number>();
  let waiting = 0;
  let done = 0;
  await schedule<number, number>(
    {
      folders: Array.from({ length: 20 }, (_, folder) => folder),
      jobs,
      list: async () => {
        for (let job = 0; job < 50; job++) jobs.push(job);
        waiting = Math.max(waiting, jobs.length);
      },
      transfer: async () => {
        await turn();
        done++;
      },
    },
    4,
    new AbortController().signal,
  );
  expect(done).toBe(1000);
  // Sixteen for each request in flight, and what one more folder brings.
  expect(waiting).toBeLessThanOrEqual(16 * 4 + 50);
});
