import { expect, test } from 'vitest';
import { entryForms } from '../../src/filecloud/entry-reader.ts';

test('L06 a server whose entries never look alike is read by no more than eight forms', () => {
  const forms = entryForms();
  const contents = Array.from({ length: 10 }, (_, index) => `<name>a</name><x${index}>1</x${index}>`);
  for (const content of contents) forms.learn(content);
  expect(contents.map(content => forms.read(`<entry>${content}</entry>`, 0))).toEqual([
    ...Array(8).fill({ name: 'a' }),
    undefined,
    undefined,
  ]);
});

test.each([
  ['elements', 101, 1],
  ['characters', 1, 64 * 1024],
])('L06 an entry of too many %s teaches no form', (_, elements, characters) => {
  const forms = entryForms();
  const content = `<name>${'a'.repeat(characters)}</name>`.repeat(elements);
  forms.learn(content);
  expect(forms.read(`<entry>${content}</entry>`, 0)).toBeUndefined();
});
