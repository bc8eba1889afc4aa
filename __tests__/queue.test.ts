import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from '../src/queue.ts';

test('first in, first out', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(), { nil: undefined })), steps => {
      const queue = new Queue<number>();
      const model: number[] = [];
      for (const step of steps) {
        if (step === undefined) {
          expect(queue.shift()).toBe(model.shift());
        } else {
          queue.push(step);
          model.push(step);
        }
        expect(queue.length).toBe(model.length);
      }
    }),
  );
});

test('is as long as what waits, also when it is never empty', () => {
  const queue = new Queue<number>();
  queue.push(0);
  for (let number = 1; number < 20_000; number++) {
    queue.push(number);
    expect(queue.shift()).toBe(number - 1);
  }
  expect(queue.length).toBe(1);
});

test('keeps nothing that was taken', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const queue = new Queue<object>();
  queue.push({ page: 'x'.repeat(1000) });
  queue.push({});
  const taken = new WeakRef(queue.shift() ?? {});
  await new Promise(setImmediate);
  collect();
  expect(taken.deref()).toBeUndefined();
  expect(queue.length).toBe(1);
});
