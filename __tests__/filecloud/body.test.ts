import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { discardBody, readBody } from '../../src/filecloud/body.ts';
import { rejection } from './scene.ts';

const broken = (error: unknown): Error => new Error('broken', { cause: error });

/** A body that never ends, and counts what was read of it. */
function endless() {
  let read = 0;
  const body = new Readable({
    read() {
      read += 16 * 1024;
      this.push(Buffer.alloc(16 * 1024));
    },
  });
  return { body, read: () => read };
}

describe('a body', () => {
  test('is handed over until it ends', async () => {
    const bytes: number[] = [];
    await readBody(Readable.from([Buffer.from('ab'), Buffer.from('c')]), chunk => bytes.push(...chunk), broken);
    expect(Buffer.from(bytes).toString()).toBe('abc');
  });

  test('H13 that is closed without an end is not whole', async () => {
    const body = new Readable({ read() {} });
    const reading = rejection(readBody(body, () => {}, broken));
    body.push('abc');
    setImmediate(() => body.destroy());
    expect((await reading).message).toBe('broken');
  });

  test('whose bytes cannot be taken is not read on', async () => {
    const { body } = endless();
    const full = new Error('full');
    const reading = readBody(
      body,
      () => {
        throw full;
      },
      broken,
    );
    expect(await rejection(reading)).toBe(full);
    expect(body.destroyed).toBe(true);
  });
});

describe('a body that nobody wants', () => {
  test('is read to its end where that is near', async () => {
    const body = Readable.from([Buffer.from('ab'), Buffer.from('c')]);
    await discardBody(body, undefined);
    expect(body.readableEnded).toBe(true);
    await discardBody(body, undefined);
  });

  test('is ended where its end is far, or nobody knows how far', async () => {
    const unknown = endless();
    await discardBody(unknown.body, undefined);
    expect(unknown.read()).toBeLessThan(256 * 1024);
    const far = endless();
    await discardBody(far.body, '10000000');
    expect(far.read()).toBe(0);
    expect([unknown.body.destroyed, far.body.destroyed]).toEqual([true, true]);
  });

  test('that breaks is no error', async () => {
    const body = new Readable({ read() {} });
    const discarding = discardBody(body, '10');
    body.destroy(new Error('reset'));
    await discarding;
  });
});
