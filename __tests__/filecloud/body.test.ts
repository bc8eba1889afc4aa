import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Body } from '../../src/filecloud/body.ts';
import { rejection } from './scene.ts';

const broken = (error: unknown): Error => new Error('broken', { cause: error });
const nothing = (): void => {};

/** A body, and what it asks of its connection. */
function connected() {
  const asked: string[] = [];
  const body: Body = new Body(() => {
    asked.push('abort');
    body.fail(new Error('aborted'));
  });
  return { body, asked };
}

describe('a body', () => {
  test('is handed over until it ends, what came before it was read, too', async () => {
    const { body } = connected();
    const bytes: number[] = [];
    body.push(Buffer.from('ab'));
    const reading = body.read(chunk => bytes.push(...chunk), broken);
    body.push(Buffer.from('c'));
    expect(body.ended).toBe(false);
    body.end();
    await reading;
    expect(Buffer.from(bytes).toString()).toBe('abc');
    expect(body.ended).toBe(true);
  });

  test('that came whole before it was read', async () => {
    const { body } = connected();
    const bytes: number[] = [];
    body.push(Buffer.from('abc'));
    body.end();
    await body.read(chunk => bytes.push(...chunk), broken);
    expect(Buffer.from(bytes).toString()).toBe('abc');
  });

  test('is not read on when its reader has had enough, however much of it is there already', async () => {
    for (const endsFirst of [true, false]) {
      const { body } = connected();
      for (const text of ['a', 'b', 'c']) body.push(Buffer.from(text));
      if (endsFirst) body.end();
      const seen: string[] = [];
      const reading = body.read(chunk => {
        seen.push(chunk.toString());
        throw new Error('enough');
      }, broken);
      body.push(Buffer.from('d'));
      await expect(reading).rejects.toThrow('enough');
      expect(seen).toEqual(['a']);
    }
  });

  test('frees the memory of what was used, unless something else is a part of it', async () => {
    const { body } = connected();
    const size = 32 * 1024;
    const whole = Buffer.alloc(size);
    const afterHeaders = Buffer.alloc(size).subarray(100);
    const small = Buffer.alloc(1024);
    const early = Buffer.alloc(size);
    body.push(early);
    await immediate();
    expect(early.length).toBe(size);
    let total = 0;
    const reading = body.read(chunk => {
      total += chunk.length;
    }, broken);
    for (const chunk of [whole, afterHeaders, small]) {
      body.push(chunk);
      // The connection may still look at it in this turn.
      expect(chunk.length).toBeGreaterThan(0);
    }
    body.end();
    await reading;
    await immediate();
    expect(total).toBe(3 * size - 100 + 1024);
    // On Node 20 there is no way to free it.
    const freed = 'transfer' in ArrayBuffer.prototype ? 0 : size;
    expect([early.length, whole.length]).toEqual([freed, freed]);
    expect([afterHeaders.length, small.length]).toEqual([size - 100, 1024]);
  });

  test('H13 that breaks off is not whole, whoever has read of it and when', async () => {
    const { body } = connected();
    const reading = rejection(body.read(nothing, broken));
    body.push(Buffer.from('abc'));
    body.fail(new Error('reset'));
    body.end();
    expect(await reading).toMatchObject({ message: 'broken', cause: { message: 'reset' } });
    const late = connected().body;
    late.push(Buffer.from('abc'));
    late.fail(new Error('reset'));
    expect((await rejection(late.read(nothing, broken))).message).toBe('broken');
  });

  test.each(['before', 'after'])('whose bytes cannot be taken is not read on (those that came %s)', async when => {
    const { body, asked } = connected();
    const full = new Error('full');
    let taken = 0;
    const take = (): void => {
      taken++;
      throw full;
    };
    if (when === 'before') for (let n = 0; n < 2; n++) body.push(Buffer.from('abc'));
    const reading = rejection(body.read(take, broken));
    if (when === 'after') body.push(Buffer.from('abc'));
    expect(await reading).toBe(full);
    expect(asked).toEqual(['abort']);
    expect(taken).toBe(1);
  });
});

describe('a body that nobody wants', () => {
  test('is read to its end where that is near', async () => {
    const { body, asked } = connected();
    body.push(Buffer.from('ab'));
    const discarding = body.discard(undefined);
    body.push(Buffer.from('c'));
    body.end();
    await discarding;
    await body.discard(undefined);
    expect(asked).toEqual([]);
  });

  test('is ended where its end is far, or nobody knows how far', async () => {
    const unknown = connected();
    const discarding = unknown.body.discard(undefined);
    for (let n = 0; n < 4; n++) unknown.body.push(Buffer.alloc(16 * 1024));
    expect(unknown.asked).toEqual([]);
    unknown.body.push(Buffer.alloc(1));
    await discarding;
    const far = connected();
    await far.body.discard('10000000');
    expect([unknown.asked, far.asked]).toEqual([['abort'], ['abort']]);
  });

  test('that breaks is no error', async () => {
    const { body } = connected();
    const discarding = body.discard('10');
    body.fail(new Error('reset'));
    await discarding;
    await body.discard('10');
  });
});
