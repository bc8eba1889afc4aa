import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redactor } from '../../src/report/redact.ts';

/** Each form in which a secret may turn up: as it is, in an address, in a header, in JSON. */
function forms(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll(/%../g, byte => byte.toLowerCase()),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    new URLSearchParams({ v: secret }).toString().slice(2),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
  ];
}

// No stars: they are what stands in its place.
const secrets = fc.array(
  fc.string({ minLength: 3, maxLength: 20 }).filter(text => !text.includes('*')),
  {
    minLength: 1,
    maxLength: 3,
  },
);

test('G09: no form of any secret passes, wherever it stands', () => {
  fc.assert(
    fc.property(secrets, fc.string(), (values, around) => {
      const redactor = new Redactor();
      for (const value of values) redactor.add(value);
      const all = values.flatMap(forms);
      const shown = redactor.apply(all.map(form => `${around} ${form} `).join('\n'));
      for (const form of all) expect(shown.replaceAll('***', '\n')).not.toContain(form);
    }),
    { numRuns: 150 },
  );
});

test('a text without secrets stays as it is, and so does one with short ones: they are in every word', () => {
  const redactor = new Redactor();
  expect(redactor.apply('as it is')).toBe('as it is');
  expect(redactor.add('it')).toEqual([]);
  redactor.add('$&');
  redactor.add('.*');
  redactor.add('a+b');
  expect(redactor.apply('as it is, aab a+b')).toBe('as it is, aab ***');
});

test.each([
  ['ends in full stops', 'secret. ..'],
  ['begins or ends in white space', ' secret '],
  ['holds white space, which is taken together', 'cor  rect\n\thorse. '],
  ['holds what pages write otherwise', `<'s&c"ret>`],
])('G09 a secret that %s is known where a message was tidied up', (_, secret) => {
  const redactor = new Redactor();
  redactor.add(secret);
  const page = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const tidied = [
    secret.trim(),
    secret.replaceAll(/\s+/g, ' '),
    secret.replaceAll(/\s+/g, ' ').trim(),
    secret.replace(/[.\s]+$/, ''),
    secret.replaceAll(/\s+/g, ' ').replace(/[.\s]+$/, ''),
    page,
    page.replaceAll('"', '&quot;'),
    page.replaceAll('"', '&quot;').replaceAll("'", '&#039;'),
  ];
  for (const text of tidied) expect(redactor.apply(`Wrong: “${text}”`).replaceAll(/[.\s]/g, '')).toBe('Wrong:“***”');
});

test('the longer one goes first, so that nothing of it is left', () => {
  const redactor = new Redactor();
  redactor.add('horse');
  redactor.add('correct horse battery');
  expect(redactor.apply('correct horse battery, horse')).toBe('***, ***');
});

test('a form is told once', () => {
  const redactor = new Redactor();
  expect(redactor.add('simple')).toEqual(['simple', 'c2ltcGxl']);
  expect(redactor.add('simple')).toEqual([]);
  expect(redactor.add('\ud800xx')).not.toEqual([]);
});

test('G09 H26: a server that sends a cookie with each answer costs neither time nor memory, and what came first stays secret', () => {
  const redactor = new Redactor();
  redactor.add('the password');
  for (let index = 0; index < 20_000; index++) redactor.add(`AWSALB=${index}`);
  expect(redactor.size).toBeLessThan(20_000);
  expect(redactor.apply('the password, AWSALB=19999, AWSALB=19990.')).toBe('***, ***, ***.');
});
