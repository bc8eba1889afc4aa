import { describe, expect, test } from 'vitest';
import { isRest, strongTag } from '../../src/filecloud/content-range.ts';

describe('H17 the rest of a file of 1000 bytes, from byte 400', () => {
  test.each([
    ['bytes 400-999/1000', true],
    [' bytes 400-999/1000 ', true],
    [undefined, false],
    ['', false],
    ['bytes', false],
    ['bytes 400-999', false],
    ['bytes 400-999/*', false],
    ['bytes */1000', false],
    ['bytes 0-999/1000', false],
    ['bytes 399-999/1000', false],
    ['bytes 401-999/1000', false],
    ['bytes 400-998/1000', false],
    ['bytes 400-1000/1000', false],
    ['bytes 400-999/999', false],
    ['bytes 400-999/1001', false],
    ['bytes 400-1000/1001', false],
    ['bytes 999-400/1000', false],
    ['bytes -400-999/1000', false],
    ['bytes=400-999/1000', false],
    ['items 400-999/1000', false],
    ['bytes 4e2-999/1000', false],
    ['bytes 400-999/1000, bytes 400-999/1000', false],
  ])('“%s”: %s', (header, rest) => {
    expect(isRest(header, 400, 1000)).toBe(rest);
  });

  test('H30 may begin beyond 4 GiB', () => {
    expect(isRest('bytes 5368709120-5368709121/5368709122', 5_368_709_120, 5_368_709_122)).toBe(true);
  });
});

test.each([
  ['"abc"', '"abc"'],
  ['"abc-gzip"', '"abc-gzip"'],
  ['""', '""'],
  ['W/"abc"', undefined],
  ['w/"abc"', undefined],
  ['abc', undefined],
  ['"a"b"', undefined],
  ['', undefined],
  [undefined, undefined],
])('H33 of the entity tag %s, %s proves a version', (etag, strong) => {
  expect(strongTag(etag)).toBe(strong);
});
