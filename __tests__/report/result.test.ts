import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closingError } from '../../src/report/annotation.ts';
import { Highlights } from '../../src/report/highlights.ts';
import { outputsOf, valuesOf } from '../../src/report/outputs.ts';
import { resultWith } from './result.ts';

describe('the closing word', () => {
  const failures = Array.from({ length: 12 }, (_, index) => ({ path: `${index}.pdf`, error: 'No.' }));

  test('is none when nothing failed', () => {
    expect(closingError(resultWith({ new: 3 }))).toBeUndefined();
  });

  test('counts what failed and names the first ten', () => {
    expect(closingError(resultWith({ failed: 1234, failures }))).toBe(
      [
        '1,234 entries could not be mirrored:',
        ...failures.slice(0, 10).map(({ path }) => `${path}: No.`),
        '… and 1,224 more. The report names all (input report).',
      ].join('\n'),
    );
    expect(closingError(resultWith({ failed: 10, failures: failures.slice(0, 10) }))).not.toContain('more');
  });

  test('has one line for each, whatever line ends are in names and in the words of the server', () => {
    const failed = {
      ended: 'No.\nLogged in as admin.',
      failed: 1,
      failures: [{ path: 'a\nb.txt', error: 'No.\r\n2 new, 0 failed. s3cret' }],
    };
    expect(closingError(resultWith(failed), text => text.replace('s3cret', '***'))).toBe(
      'No.\\u{a}Logged in as admin.\n1 entry could not be mirrored:\na\\u{a}b.txt: No.\\u{d}\\u{a}2 new, 0 failed. ***',
    );
  });

  test('is not flooded by the words of a server', () => {
    const failed = { failed: 1, failures: [{ path: 'a', error: 'no '.repeat(1_000_000) }] };
    expect(closingError(resultWith(failed))?.length).toBeLessThan(5000);
  });

  test('begins with what ended the run', () => {
    const failed = { ended: 'The disk is full.', failed: 1, failures: [{ path: '', error: 'It is not there.' }] };
    expect(closingError(resultWith(failed))).toBe(
      'The disk is full.\n1 entry could not be mirrored:\n(the folder itself): It is not there.',
    );
  });
});

describe('the outputs', () => {
  test('are all there for every result, as text', () => {
    const result = resultWith({ new: 1, changed: true, cacheHit: true, report: '/w/r.jsonl', digest: 'ab', bytes: 5 });
    expect(outputsOf(result)).toEqual({
      new: '1',
      updated: '0',
      skipped: '0',
      deleted: '0',
      failed: '0',
      bytes: '5',
      changed: 'true',
      digest: 'ab',
      'cache-hit': 'true',
      report: '/w/r.jsonl',
    });
  });

  test('keep their types for JSON', () => {
    expect(valuesOf(resultWith({ new: 1 }))).toMatchObject({ new: 1, changed: false, digest: '' });
  });
});

describe('the highlights', () => {
  test('are the twenty largest changes, the largest first', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(50), { nil: undefined }), { maxLength: 60 }), sizes => {
        const highlights = new Highlights();
        for (const size of sizes) {
          highlights.add({ path: 'a', action: 'new', ...(size === undefined ? {} : { size }) });
          highlights.add({ path: 'b', action: 'skipped', size: 99 });
        }
        const expected = sizes.map(size => size ?? 0).sort((a, b) => b - a);
        expect(highlights.lists().changes.map(({ size }) => size ?? 0)).toEqual(expected.slice(0, 20));
      }),
      { numRuns: 50 },
    );
  });

  test('are the first fifty failures and the first twenty warnings', () => {
    const highlights = new Highlights();
    for (let index = 0; index < 60; index++) {
      highlights.add({ path: `${index}`, action: 'failed', error: 'No.' });
      highlights.warning(`${index}`);
    }
    const { failures, warnings, changes } = highlights.lists();
    expect([failures.length, failures[0], failures[49]?.path]).toEqual([50, { path: '0', error: 'No.' }, '49']);
    expect([warnings.length, warnings[19]]).toEqual([20, '19']);
    expect(changes).toEqual([]);
  });
});
