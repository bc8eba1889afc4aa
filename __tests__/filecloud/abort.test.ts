import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Abort } from '../../src/filecloud/abort.ts';

/** A request that can be ended, and how often it was. */
function ending() {
  const abort = new Abort();
  const ends = { count: 0 };
  abort.whenAborted(() => ends.count++);
  return { abort, ends };
}

test('all requests of a run end with its signal, which is listened to once', () => {
  const run = new AbortController();
  const requests = Array.from({ length: 100 }, ending);
  for (const { abort } of requests) abort.follow(run.signal);
  expect(getEventListeners(run.signal, 'abort')).toHaveLength(1);
  run.abort();
  run.abort();
  expect(requests.map(({ abort, ends }) => [abort.aborted, ends.count])).toEqual(Array(100).fill([true, 1]));
});

test('a request that was released does not end with the signal any more', () => {
  const run = new AbortController();
  const [done, open] = [ending(), ending()];
  for (const { abort } of [done, open]) abort.follow(run.signal);
  done.abort.release();
  run.abort();
  open.abort.abort();
  expect([done.abort.aborted, done.ends.count, open.ends.count]).toEqual([false, 0, 1]);
});

test('runs do not end one another’s requests', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const [first, second] = [ending(), ending()];
  first.abort.follow(one.signal);
  second.abort.follow(other.signal);
  one.abort();
  expect([first.ends.count, second.ends.count]).toEqual([1, 0]);
});

test('what was aborted before counts, too', () => {
  const { abort, ends } = ending();
  abort.follow(AbortSignal.abort());
  expect([abort.aborted, ends.count]).toEqual([true, 1]);
  const late = new Abort();
  late.abort();
  let ended = 0;
  late.whenAborted(() => ended++);
  expect(ended).toBe(1);
});
