import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Watch } from '../../src/cache/watch.ts';

let reasons: string[];
let watch: Watch;

beforeEach(() => {
  vi.useFakeTimers();
  reasons = [];
  watch = new Watch({ life: 60_000, answer: 15_000, failing: 20_000, pace: 30_000 });
  watch.start(reason => reasons.push(reason));
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

/** A worker that tells the same each second. */
function during(
  seconds: number,
  tell: (second: number) => { waiting?: boolean; traffic?: number; failure?: string },
): void {
  for (let second = 0; second < seconds; second++) {
    const { waiting = true, traffic = 0, failure } = tell(second);
    watch.beat({ kind: 'beat', waiting, traffic, failure });
    vi.advanceTimersByTime(1000);
  }
}

test('G16: a request without a byte for the deadline is given up, once', () => {
  during(15, () => ({}));
  expect(reasons).toEqual(['the cache service does not answer']);
  during(100, () => ({}));
  expect(reasons).toHaveLength(1);
});

test('G16: a transfer that moves is not given up, however long it takes', () => {
  during(600, second => ({ traffic: Math.floor(second / 14) * 64 * 1024 }));
  expect(reasons).toEqual([]);
  during(15, () => ({ traffic: 42 * 64 * 1024 }));
  expect(reasons).toEqual(['the cache service does not answer']);
});

test('G16: a transfer that drips is given up', () => {
  during(29, second => ({ traffic: second }));
  expect(reasons).toEqual([]);
  during(2, second => ({ traffic: 29 + second }));
  expect(reasons).toEqual(['the cache service is too slow']);
});

test('G16: many short requests are no drip', () => {
  during(600, second => ({ waiting: second % 10 !== 0, traffic: second }));
  expect(reasons).toEqual([]);
});

test('G16: tar may work as long as it likes', () => {
  during(600, () => ({ waiting: false }));
  expect(reasons).toEqual([]);
});

test('G16: failures again and again are given up, a single one is not', () => {
  during(19, second => ({ waiting: false, traffic: second, failure: 'HTTP status 503' }));
  during(1, () => ({ traffic: 100 }));
  expect(reasons).toEqual([]);
  during(20, second => ({ waiting: false, traffic: second, failure: 'HTTP status 503' }));
  expect(reasons).toEqual(['the cache service fails again and again (HTTP status 503)']);
});

test('a worker that gives no sign of life is given up', () => {
  vi.advanceTimersByTime(60_000);
  expect(reasons).toEqual(['the process that serves the cache gives no sign of life']);
});
