import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextStore } from '../../src/sync/text-store.ts';

test('what was added is read again, in any order, also while more is added', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constant('ä'.repeat(100_000)),
    fc.constant(''),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (texts, order) => {
      const store = new TextStore();
      const whole = texts.filter(entry => entry.isWellFormed());
      const added = whole.map(entry => ({ entry, stored: store.add(entry) }));
      for (let reads = 0; reads < 40; reads++) {
        const one = added[order.next().value % Math.max(1, added.length)];
        if (one !== undefined) expect(store.read(one.stored)).toBe(one.entry);
        store.add('x');
      }
    }),
  );
});

test('names by the hundred thousand, forth and back', () => {
  const store = new TextStore();
  const names = Array.from({ length: 300_000 }, (_, number) => `documents/${number}/Übersicht-${number * 7919}.pdf`);
  const stored = names.map(name => store.add(name));
  const read = stored.map(one => store.read(one));
  expect(read).toEqual(names);
  expect(stored.toReversed().map(one => store.read(one))).toEqual(names.toReversed());
});

test('what is freed is memory of its own, however small a block is', () => {
  const pooled = Array.from({ length: 100 }, (_, number) => Buffer.from(`pooled ${number}`));
  const store = new TextStore();
  const large = 'x'.repeat(256 * 1024);
  // Each large text ends a block that holds a small one only.
  const stored = Array.from({ length: 60 }, (_, number) => [store.add(`name ${number}`), store.add(large)] as const);
  for (const [number, [small, big]] of stored.entries()) {
    expect(store.read(small)).toBe(`name ${number}`);
    expect(store.read(big).length).toBe(large.length);
  }
  expect(pooled.map(String)).toEqual(pooled.map((_, number) => `pooled ${number}`));
});
