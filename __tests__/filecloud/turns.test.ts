import { expect, test } from 'vitest';
import { Turns } from '../../src/filecloud/turns.ts';

const turn = () => new Promise(setImmediate);

test('each turn hands on one, in the order that they came', async () => {
  const turns = new Turns();
  const done: number[] = [];
  for (const number of [1, 2, 3]) turns.add(() => done.push(number));
  const seen: number[][] = [];
  for (let round = 0; round < 4; round++) {
    seen.push([...done]);
    await turn();
  }
  expect(seen).toEqual([[], [1], [1, 2], [1, 2, 3]]);
});

test('what comes meanwhile waits behind what came before', async () => {
  const turns = new Turns();
  const done: string[] = [];
  turns.add(() => {
    done.push('first');
    turns.add(() => done.push('from the first'));
  });
  turns.add(() => done.push('second'));
  for (let round = 0; round < 3; round++) await turn();
  expect(done).toEqual(['first', 'second', 'from the first']);
  // When nothing waits any more, the next comes like the first.
  turns.add(() => {
    done.push('last');
    turns.add(() => done.push('from the last'));
  });
  await turn();
  expect(done.at(-1)).toBe('last');
  await turn();
  expect(done.at(-1)).toBe('from the last');
});
