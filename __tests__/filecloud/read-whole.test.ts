import { expect, test } from 'vitest';
import { type Bound, readWhole } from '../../src/filecloud/read-whole.ts';
import { RemoteError } from '../../src/sync/remote.ts';
import { rejection } from './scene.ts';

const bound: Bound = { most: 3, tooLarge: () => new RemoteError('malformed', 'too large') };

/** An answer that comes in these chunks. */
const answer = (...chunks: readonly string[]) => ({
  header: () => undefined,
  read: async (take: (bytes: Buffer) => void): Promise<void> => {
    for (const chunk of chunks) take(Buffer.from(chunk));
  },
});

test('an answer has as many bytes as it may have, and not one more', async () => {
  expect(await readWhole(answer('ab', 'c'), bound, String)).toBe('abc');
  expect((await rejection(readWhole(answer('ab', 'cd'), bound, String))).message).toBe('too large');
});

test.each(['3', '0', '2', '400', '-1', 'many'])('what was announced (%s) is no more than a word', async length => {
  const announced = { ...answer('ab', 'c'), header: () => length };
  expect(await readWhole(announced, bound, String)).toBe('abc');
});

test('the memory of an answer takes the next one, whatever became of the first', async () => {
  const memoryOf = (): Promise<unknown> => readWhole(answer('a'), bound, ({ buffer }) => buffer);
  const memory = await memoryOf();
  expect((await memoryOf()) === memory).toBe(true);
  await rejection(readWhole(answer('abcd'), bound, String));
  const refuse = (): never => {
    throw new Error('This is no answer.');
  };
  await rejection(readWhole(answer('a'), bound, refuse));
  expect((await memoryOf()) === memory).toBe(true);
});
