import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RunError } from '../../src/errors.ts';
import { ReportFile } from '../../src/report/report-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('one JSON object a line, one line a file, as the contract says', () => {
  const path = join(folder, 'new', 'report.jsonl');
  const report = ReportFile.open(path);
  report.write({ path: 'a/b.pdf', action: 'new', size: 123, modified: 1721417080 });
  report.write({ path: 'c\n"', action: 'failed', error: '##[error]no' });
  report.write({ path: 'old', action: 'deleted', size: 0 });
  report.write({ path: 'far', action: 'skipped', size: 1, modified: 9e12 });
  expect(existsSync(path)).toBe(false);
  report.close();
  expect(readFileSync(path, 'utf8')).toBe(
    [
      '{"path":"a/b.pdf","action":"new","size":123,"modified":"2024-07-19T19:24:40Z"}',
      '{"path":"c\\n\\"","action":"failed","error":"##[error]no"}',
      '{"path":"old","action":"deleted","size":0}',
      '{"path":"far","action":"skipped","size":1}',
      '',
    ].join('\n'),
  );
  expect(readdirSync(join(folder, 'new'))).toEqual(['report.jsonl']);
});

test('what lies beside it stays as it is; what a killed run left does not', () => {
  const path = join(folder, 'beside.jsonl');
  const others = ['beside.jsonl.part', 'beside.jsonl~', 'target'].map(name => join(folder, name));
  for (const other of others) writeFileSync(other, 'mine');
  symlinkSync(join(folder, 'target'), `${path}.filecloud-mirror-part`);
  const report = ReportFile.open(path);
  report.write({ path: 'a', action: 'skipped' });
  report.close();
  expect(others.map(other => readFileSync(other, 'utf8'))).toEqual(['mine', 'mine', 'mine']);
  expect(lstatSync(path).isFile()).toBe(true);
  expect(existsSync(`${path}.filecloud-mirror-part`)).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('{"path":"a","action":"skipped"}\n');
});

test('an earlier report is replaced whole, also by one without lines', () => {
  const path = join(folder, 'again.jsonl');
  writeFileSync(path, 'the report of yesterday\n');
  ReportFile.open(path).close();
  expect(readFileSync(path, 'utf8')).toBe('');
});

test('a link to a report stays one: what it leads to is replaced', () => {
  const [target, link] = [join(folder, 'linked.jsonl'), join(folder, 'link')];
  writeFileSync(target, 'the report of yesterday\n');
  symlinkSync('linked.jsonl', link);
  ReportFile.open(link).close();
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('');
});

test('more lines than are gathered at once arrive in order', () => {
  const path = join(folder, 'long.jsonl');
  const report = ReportFile.open(path);
  const paths = Array.from({ length: 2000 }, (_, index) => `${index}/${'x'.repeat(40)}`);
  for (const name of paths) report.write({ path: name, action: 'skipped' });
  report.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map(line => Reflect.get(Object(JSON.parse(line)), 'path'))).toEqual(paths);
});

describe('where it cannot be written, the error names the input, the path and the remedy', () => {
  test('a file in the place of its folder', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => ReportFile.open(join(folder, 'file', 'report.jsonl'))).toThrow(RunError);
    expect(() => ReportFile.open(join(folder, 'file', 'report.jsonl'))).toThrow(
      /^report: “.*report\.jsonl” cannot be written \(E.*\)\. Name a file in a folder that can be written to\.$/,
    );
  });

  test.runIf(existsSync('/dev/full'))('F07: a full disk', () => {
    const path = join(folder, 'full.jsonl');
    const report = ReportFile.open(path, (_, text) => writeFileSync('/dev/full', text));
    report.write({ path: 'a', action: 'new' });
    expect(() => report.close()).toThrow(
      /^report: “.*full\.jsonl” cannot be written any more \(ENOSPC.*Make room there/,
    );
  });
});
