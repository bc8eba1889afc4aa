import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../src/report/summary.ts';
import { hostileText } from './collected.ts';
import { resultWith } from './result.ts';

const workspace = resolve('/work/space');
const CONTEXT = {
  server: 'https://files.example.com',
  remotePath: '/SHARED/handbook',
  localPath: resolve(workspace, 'docs/handbook'),
  workspace,
};

test('a run that went well', () => {
  const summary = summaryOf(
    resultWith({
      new: 1,
      updated: 1,
      skipped: 12_345,
      deleted: 1,
      bytes: 3 * 1024 * 1024,
      changed: true,
      cacheHit: true,
      changes: [
        { path: 'b/2024_report.pdf', action: 'updated', size: 2 * 1024 * 1024 },
        { path: 'a.pdf', action: 'new', size: 1024 },
        { path: 'old', action: 'deleted', size: undefined },
      ],
    }),
    CONTEXT,
  );
  expect(summary).toBe(`## ✅ FileCloud Mirror: Mirrored

<code>/SHARED/handbook</code> on <code>https:<!-- -->//files.example.com</code> → <code>docs/handbook</code>

|  | Files |
| :--- | ---: |
| New | 1 |
| Updated | 1 |
| Skipped | 12,345 |
| Deleted | 1 |
| Failed | 0 |

**3.0 MiB** downloaded in **2.0 s**, 1.5 MiB/s. The mirror was restored from the cache first.

\`\`\`mermaid
pie showData
    "New" : 1
    "Updated" : 1
    "Skipped" : 12345
    "Deleted" : 1
\`\`\`

### Changes

| File | What | Size |
| :--- | :--- | ---: |
| <code>b/2024&#95;report.pdf</code> | updated | 2.0 MiB |
| <code>a.pdf</code> | new | 1.0 KiB |
| <code>old</code> | deleted |  |

`);
});

test('a run that failed tells what ended it, what failed, and what it warned about', () => {
  const summary = summaryOf(
    resultWith({
      ended: 'The server does not answer | any more.',
      failed: 52,
      failures: [
        { path: '', error: 'It is not there.' },
        ...Array.from({ length: 50 }, () => ({ path: 'a.pdf', error: 'No.' })),
      ],
      warnings: ['Nothing was deleted.'],
    }),
    CONTEXT,
  );
  expect(summary).toContain('## ❌ FileCloud Mirror: Failed');
  expect(summary).toContain('> The server does not answer &#124; any more.');
  expect(summary).toContain('| (the folder itself) | It is not there. |');
  expect(summary.match(/\| <code>a\.pdf<\/code> \| No\. \|/g)).toHaveLength(49);
  expect(summary).toContain('… and 2 more. The report names all of them');
  expect(summary).toContain('### Warnings\n\n- Nothing was deleted.');
});

test.each([
  [resultWith(), '✅ FileCloud Mirror: Nothing changed'],
  [resultWith({ dryRun: true, changed: true }), '✅ FileCloud Mirror: Dry run'],
  [resultWith({ cancelled: true, ended: 'Cancelled.' }), '⏹️ FileCloud Mirror: Cancelled'],
  [resultWith({ failed: 1 }), '❌ FileCloud Mirror: Failed'],
])('the heading says how it ended: %#', (result, heading) => {
  expect(summaryOf(result, undefined).split('\n')[0]).toBe(`## ${heading}`);
});

test('a dry run says what would be downloaded, and no speed', () => {
  const summary = summaryOf(resultWith({ dryRun: true, changed: true, new: 1, bytes: 3 * 1024 * 1024 }), CONTEXT);
  expect(summary).toContain('\n**3.0 MiB** would be downloaded; compared in **2.0 s**.\n');
  expect(summary).toContain('_A dry run: nothing was written.');
});

test('the local path is shown as it is where it lies outside the workspace, or is it', () => {
  for (const localPath of [resolve('/elsewhere'), workspace]) {
    expect(summaryOf(resultWith(), { ...CONTEXT, localPath })).toContain(`→ <code>${localPath}</code>`);
  }
  const dotted = summaryOf(resultWith(), { ...CONTEXT, localPath: resolve(workspace, '..docs') });
  expect(dotted).toContain('→ <code>..docs</code>');
});

test('G09: secrets are taken out before they are escaped', () => {
  const redact = (text: string): string => text.replaceAll('p@ss|word', '***');
  const summary = summaryOf(
    resultWith({
      ended: 'p@ss|word',
      failed: 1,
      failures: [{ path: 'p@ss|word', error: 'p@ss|word' }],
      changes: [{ path: 'p@ss|word', action: 'new', size: 1 }],
      warnings: ['p@ss|word'],
    }),
    { ...CONTEXT, remotePath: '/p@ss|word' },
    redact,
  );
  expect(summary).not.toMatch(/p@?.*ss.*word/);
  expect(summary.match(/&#42;&#42;&#42;/g)).toHaveLength(6);
});

describe('G06: names form no markup', () => {
  /** A line with everything in it that came from outside taken away. */
  const shape = (line: string): string =>
    line
      .replaceAll(/<code>.*?<\/code>/g, 'x')
      .replace(/^(\| x \| )(?!new).*( \|)$/, '$1x$2')
      .replace(/^(- |> ).*/, '$1x');

  test('whatever they are, the lines and columns are the same', () => {
    const summaryWith = (text: string): string =>
      summaryOf(
        resultWith({
          ended: `.${text}`,
          failed: 1,
          failures: [{ path: `.${text}`, error: `.${text}` }],
          changes: [{ path: `.${text}`, action: 'new', size: 1 }],
          warnings: [`.${text}`],
        }),
        { ...CONTEXT, remotePath: `/${text}` },
      );
    const plain = summaryWith('x').split('\n').map(shape);
    fc.assert(
      fc.property(hostileText, text => {
        expect(summaryWith(text).split('\n').map(shape)).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  test('a summary stays below the 1 MiB that GitHub takes', () => {
    const worst = '|'.repeat(5000);
    const summary = summaryOf(
      resultWith({
        ended: worst,
        failed: 100,
        failures: Array.from({ length: 100 }, () => ({ path: worst, error: worst })),
        changes: Array.from({ length: 100 }, () => ({ path: worst, action: 'new', size: 1 })),
        warnings: Array.from({ length: 100 }, () => worst),
      }),
      { server: worst, remotePath: worst, localPath: worst, workspace },
    );
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('### Failures');
  });
});
