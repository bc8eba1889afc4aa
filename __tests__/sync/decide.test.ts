import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../src/sync/decide.ts';

const entry = { size: 5, modified: 100 };

test.each([
  ['nothing there', entry, undefined, 'new'],
  ['same size and time', entry, { size: 5, modified: 100 }, 'skipped'],
  ['another size', entry, { size: 6, modified: 100 }, 'updated'],
  ['a later time', entry, { size: 5, modified: 101 }, 'updated'],
  ['an earlier time: different is enough', entry, { size: 5, modified: 99 }, 'updated'],
  ['a link at its place', entry, 'occupied', 'updated'],
  ['unknown size: time alone decides', { size: undefined, modified: 100 }, { size: 9, modified: 100 }, 'skipped'],
  ['T06 unknown time: downloaded', { size: 5, modified: undefined }, { size: 5, modified: 100 }, 'updated'],
  ['zero bytes', { size: 0, modified: 100 }, { size: 0, modified: 100 }, 'skipped'],
] as const)('%s', (_, remote, local, decision) => {
  expect(decide(remote, local)).toBe(decision);
});

test('a file that was mirrored is skipped, and any difference is seen', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer(), fc.nat(), fc.integer(), (size, modified, otherSize, otherTime) => {
      expect(decide({ size, modified }, { size, modified })).toBe('skipped');
      const same = size === otherSize && modified === otherTime;
      expect(decide({ size, modified }, { size: otherSize, modified: otherTime })).toBe(same ? 'skipped' : 'updated');
    }),
  );
});
