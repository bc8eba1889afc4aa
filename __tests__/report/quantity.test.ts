import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesText, counted, countText, durationText } from '../../src/report/quantity.ts';

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1024 * 1024 - 1, '1.0 MiB'],
  [1.5 * 1024 ** 3, '1.5 GiB'],
  [1024 ** 5 * 5000, '5000.0 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, '0.0 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_499, '59 s'],
  [59_500, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [3_599_500, '1 h 0 min'],
  [7_620_000, '2 h 7 min'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test('counts have commas, and one of a thing is one', () => {
  expect([0, 999, 1000, 1234567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect([counted(1, 'file'), counted(0, 'file'), counted(2000, 'entry', 'entries')]).toEqual([
    '1 file',
    '0 files',
    '2,000 entries',
  ]);
});

test('bytes are never told as a thousand and more of a unit, up to the largest', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger().map(Math.abs), bytes => {
      const [, number, unit] = /^([\d.]+) (\w+)$/.exec(bytesText(bytes)) ?? [];
      expect(Number(number)).toBeLessThan(1024);
      expect(unit).toMatch(/^([KMGTP]i)?B$/);
    }),
  );
});
