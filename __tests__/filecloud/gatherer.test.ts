import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gatherer } from '../../src/filecloud/gatherer.ts';

test('answers that come at once, chunk by chunk in any order, stay apart', () => {
  const chunk = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(new Uint8Array(50_000).fill(7)));
  const events = fc.array(fc.tuple(fc.nat(4), fc.option(chunk)), { maxLength: 60 });
  fc.assert(
    fc.property(events, steps => {
      const open = new Map<number, { readonly gatherer: Gatherer; readonly expected: Uint8Array[] }>();
      const end = (id: number): void => {
        const answer = open.get(id);
        if (answer === undefined) return;
        expect(Buffer.compare(answer.gatherer.bytes, Buffer.concat(answer.expected))).toBe(0);
        expect(answer.gatherer.size).toBe(answer.gatherer.bytes.length);
        answer.gatherer.end();
        open.delete(id);
      };
      for (const [id, bytes] of steps) {
        if (bytes === null) {
          end(id);
          continue;
        }
        let answer = open.get(id);
        if (answer === undefined) {
          answer = { gatherer: new Gatherer(), expected: [] };
          open.set(id, answer);
        }
        answer.gatherer.add(Buffer.from(bytes));
        answer.expected.push(bytes);
      }
      for (const id of [...open.keys()]) end(id);
    }),
  );
});

test('a chunk may be used again by whoever gave it', () => {
  const gatherer = new Gatherer();
  const chunk = Buffer.from('first ');
  gatherer.add(chunk);
  chunk.fill(0);
  gatherer.add(Buffer.from('second'));
  expect(gatherer.bytes.toString()).toBe('first second');
  gatherer.end();
});

test('as much as was expected, less, more, and far more than is kept for the next', () => {
  for (const expected of [0, 10, 100_000, 3_000_000]) {
    for (const size of [0, 10, 100_001, 5_000_000]) {
      const gatherer = new Gatherer(expected);
      const piece = Buffer.alloc(Math.max(1, size >> 2), size % 251);
      for (let left = size; left > 0; left -= piece.length) gatherer.add(piece.subarray(0, left));
      expect(gatherer.bytes.equals(Buffer.alloc(size, size % 251))).toBe(true);
      gatherer.end();
    }
  }
});

test('ended twice, its memory is given back once', () => {
  const one = new Gatherer();
  one.add(Buffer.from('one'));
  one.end();
  one.end();
  const [a, b] = [new Gatherer(), new Gatherer()];
  a.add(Buffer.from('aaaa'));
  b.add(Buffer.from('bbbb'));
  expect([a.bytes.toString(), b.bytes.toString()]).toEqual(['aaaa', 'bbbb']);
  a.end();
  b.end();
});

test('what is one byte more than there is room for comes whole', () => {
  const gatherer = new Gatherer();
  const room = gatherer.bytes.buffer.byteLength;
  gatherer.add(Buffer.alloc(room, 'a'));
  gatherer.add(Buffer.from('b'));
  expect(gatherer.bytes.toString()).toBe(`${'a'.repeat(room)}b`);
  gatherer.end();
});
