import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ActionsReporter } from '../../src/report/actions-reporter.ts';
import { PlainReporter } from '../../src/report/plain-reporter.ts';
import { Redactor } from '../../src/report/redact.ts';

const SECRET = 'pass\u0007::word';

test('G09 of two secrets that begin alike the longer one is hidden whole, in whatever order they came', () => {
  for (const secrets of [
    ['abcdef', 'abc'],
    ['abc', 'abcdef'],
  ]) {
    const redactor = new Redactor();
    for (const secret of secrets) redactor.add(secret);
    expect(redactor.apply('abcdef abc')).toBe('*** ***');
  }
});

test.each([
  ['a step', (output: PassThrough) => new ActionsReporter({ output, debug: true })],
  ['a log file', (output: PassThrough) => new PlainReporter(output, { debug: true })],
])('G09 G27 a secret that would be escaped is hidden before it is, in the log of %s', (_, make) => {
  const output = new PassThrough();
  const reporter = make(output);
  reporter.secret(SECRET);
  output.read();
  for (const level of ['info', 'debug', 'warning', 'error'] as const) reporter[level](`It is ${SECRET}.`);
  const lines = String(output.read()).trim().split('\n');
  expect(lines.map(line => line.replace(/^(::\w+::|\w+: )/, ''))).toEqual(Array(4).fill('It is ***.'));
});
