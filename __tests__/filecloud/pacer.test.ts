import { describe, expect, test } from 'vitest';
import { Pacer } from '../../src/filecloud/pacer.ts';
import { rejection, signal } from './scene.ts';

const turn = () => new Promise(setImmediate);

/** A pacer whose pauses end when the test says so. */
function paced(most: number) {
  const pauses: { readonly milliseconds: number; readonly end: () => void }[] = [];
  const pacer = new Pacer(
    most,
    milliseconds => new Promise(resolve => pauses.push({ milliseconds, end: () => resolve() })),
  );
  let inside = 0;
  const enter = (stop = signal) => pacer.enter(stop).then(() => void inside++);
  const leave = () => {
    inside--;
    pacer.leave();
  };
  return { pacer, pauses, enter, leave, inside: () => inside };
}

describe('the pacer', () => {
  test('lets no more in than it may, and the next when one leaves', async () => {
    const at = paced(2);
    for (let index = 0; index < 4; index++) void at.enter();
    await turn();
    expect(at.inside()).toBe(2);
    at.leave();
    await turn();
    expect(at.inside()).toBe(2);
    at.leave();
    at.leave();
    await turn();
    expect(at.inside()).toBe(1);
  });

  test('H05 an overload makes everybody pause, and halves what may be in flight', async () => {
    const at = paced(8);
    await at.enter();
    at.pacer.overload(1000, signal);
    expect(at.pacer.limit).toBe(4);
    at.leave();
    for (let index = 0; index < 8; index++) void at.enter();
    await turn();
    expect(at.inside()).toBe(0);
    expect(at.pauses.map(({ milliseconds }) => milliseconds)).toEqual([1000]);
    at.pauses[0]?.end();
    await turn();
    expect(at.inside()).toBe(4);
  });

  test('H05 answers of one overload halve it once, and the longest pause counts', async () => {
    const at = paced(8);
    at.pacer.overload(1000, signal);
    at.pacer.overload(5000, signal);
    expect(at.pacer.limit).toBe(4);
    void at.enter();
    at.pauses[0]?.end();
    await turn();
    expect(at.inside()).toBe(0);
    at.pauses[1]?.end();
    await turn();
    expect(at.inside()).toBe(1);
    at.pacer.overload(1, signal);
    expect(at.pacer.limit).toBe(2);
  });

  test('H05 one request may always be in flight', async () => {
    const at = paced(2);
    for (let round = 0; round < 3; round++) {
      at.pacer.overload(1, signal);
      at.pauses[round]?.end();
      await turn();
    }
    expect(at.pacer.limit).toBe(1);
    void at.enter();
    await turn();
    expect(at.inside()).toBe(1);
  });

  test('H05 twenty good answers allow one more again, up to what was allowed first', async () => {
    const at = paced(4);
    at.pacer.overload(1, signal);
    at.pauses[0]?.end();
    await turn();
    for (let index = 0; index < 5; index++) void at.enter();
    await turn();
    expect(at.inside()).toBe(2);
    for (let index = 0; index < 19; index++) at.pacer.good();
    expect(at.pacer.limit).toBe(2);
    at.pacer.good();
    await turn();
    expect([at.pacer.limit, at.inside()]).toEqual([3, 3]);
    for (let index = 0; index < 100; index++) at.pacer.good();
    expect(at.pacer.limit).toBe(4);
  });

  test('who waits for a pause or for a place goes when the run is cancelled, and takes nobody else’s place', async () => {
    const at = paced(1);
    const controller = new AbortController();
    await at.enter();
    const waiting = at.enter(controller.signal);
    void at.enter();
    controller.abort();
    await expect(waiting).rejects.toThrow('cancelled');
    at.leave();
    await turn();
    expect(at.inside()).toBe(1);
    // One who is woken and cancelled in one moment.
    const late = new AbortController();
    const woken = rejection(at.enter(late.signal));
    void at.enter();
    at.leave();
    late.abort();
    expect((await woken).name).toBe('CancelledError');
    await turn();
    expect(at.inside()).toBe(1);
    at.pacer.overload(1000, signal);
    const paused = new AbortController();
    const pausing = at.enter(paused.signal);
    paused.abort();
    await expect(pausing).rejects.toThrow('cancelled');
  });

  test('a pause that is cancelled is no unhandled rejection', async () => {
    const controller = new AbortController();
    const pacer = new Pacer(
      1,
      (_milliseconds, stop) =>
        new Promise((_, reject) => stop?.addEventListener('abort', () => reject(new Error('stop')))),
    );
    pacer.overload(1000, controller.signal);
    controller.abort();
    await turn();
    await pacer.enter(signal);
    expect(pacer.limit).toBe(1);
  });
});
