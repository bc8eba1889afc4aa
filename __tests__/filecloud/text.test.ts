import { describe, expect, test } from 'vitest';
import { head, pageText, sentence } from '../../src/filecloud/text.ts';

/** Characters that take a minute where each of them is tried with each other. */
const MANY = 200_000;
/** Milliseconds that are far more than they should take, and far less than a minute. */
const AT_ONCE = 10_000;

/** Milliseconds that something takes. */
function duration(act: () => unknown): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

describe('the words of a server', () => {
  test.each([
    ['No.', 'No'],
    ['No', 'No'],
    ['No … . \n.', 'No …'],
    ['No. Never. ', 'No. Never'],
    ['. .', ''],
    ['', ''],
  ])('“%s” are put into a sentence as “%s”', (text, words) => {
    expect(sentence(text)).toBe(words);
  });

  test('that nobody would read are not shown, nor a part of them', () => {
    expect(sentence('x'.repeat(10_000))).toHaveLength(10_000);
    expect(sentence('x'.repeat(10_001))).toBe('its words are too many to show');
  });

  test.each(['.', ' ', '. ', '\n', '.x', ' .x'])('L06 cost no more the more they are: %j', piece => {
    expect(duration(() => sentence(`${piece.repeat(MANY)}x`))).toBeLessThan(AT_ONCE);
  });
});

describe('the text of a page', () => {
  test.each([
    ['<html><body><h1>It works!</h1></body></html>', 'It works!'],
    ['a<br/>b', 'a b'],
    ['1 < 2 <b>is</b> true', '1 < 2 is true'],
    ['no page', 'no page'],
    ['<cut off', '<cut off'],
  ])('%s is “%s”', (page, text) => {
    expect(head(pageText(page))).toBe(text);
  });

  test.each(['<', '<a', '<a>', '>', ' ', 'a < '])('L06 costs no more the longer it is: %j', piece => {
    expect(duration(() => head(pageText(piece.repeat(MANY))))).toBeLessThan(AT_ONCE);
  });
});

test('the head of a text is one line of 200 characters', () => {
  expect(head(' a\n\t b ')).toBe('a b');
  expect(head('x'.repeat(200))).toBe('x'.repeat(200));
  expect(head('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
});
