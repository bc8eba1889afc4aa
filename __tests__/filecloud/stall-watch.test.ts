import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StallWatch } from '../../src/filecloud/stall-watch.ts';

describe('an answer', () => {
  let stalls = 0;
  let watch: StallWatch;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.advanceTimersByTime(1);
    stalls = 0;
    watch = new StallWatch(1000, () => {
      stalls++;
    });
  });

  afterEach(() => {
    watch.end();
    vi.useRealTimers();
  });

  /** Whether enough came, each time that so many bytes come after so many milliseconds. */
  const come = (bytes: number, after: number, times: number): boolean[] =>
    Array.from({ length: times }, () => {
      vi.advanceTimersByTime(after);
      return watch.touch(bytes);
    });

  test('H10 that brings nothing for the time limit stalls', () => {
    vi.advanceTimersByTime(999);
    expect(stalls).toBe(0);
    vi.advanceTimersByTime(1);
    expect(stalls).toBe(1);
  });

  test('H10 that brings something in time does not, however long it takes', () => {
    expect(come(1024, 900, 20)).not.toContain(false);
    expect(stalls).toBe(0);
    vi.advanceTimersByTime(1000);
    expect(stalls).toBe(1);
  });

  test('H11 that drips is told when the time limit is over, not before', () => {
    expect(come(1, 100, 12)).toEqual([...Array(10).fill(true), false, true]);
  });

  test('H11 that came fast and drips now is told when the time limit is over once more', () => {
    expect(come(100_000, 100, 1)).toEqual([true]);
    expect(come(1, 100, 20)).toEqual([...Array(19).fill(true), false]);
  });

  test('H11 that brings 1 KiB in the time limit is no drip', () => {
    expect(come(103, 100, 100)).not.toContain(false);
  });

  test('that has ended stalls no more', () => {
    watch.end();
    vi.advanceTimersByTime(5000);
    expect(stalls).toBe(0);
  });
});
