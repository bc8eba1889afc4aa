import { spawnSync } from 'node:child_process';
import fileSystem, { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../src/make-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('makes what is missing, and leaves what is there', () => {
  const path = join(root, 'a', 'b', 'c');
  makeFolder(path);
  const { ino } = statSync(path);
  makeFolder(path);
  expect(statSync(path).ino).toBe(ino);
  symlinkSync(path, join(root, 'link'), 'junction');
  makeFolder(join(root, 'link', 'd'));
  expect(statSync(join(path, 'd')).isDirectory()).toBe(true);
});

test('a file on the way is an error', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'file', 'a', 'b'))).toThrow('EEXIST');
});

test('another process may make it at the same time', () => {
  const path = join(root, 'a');
  const late = (made: string): undefined => {
    fileSystem.mkdirSync(made);
    throw new Error('EEXIST');
  };
  makeFolder(path, { statSync, mkdirSync: Object.assign(late, fileSystem.mkdirSync) });
  expect(statSync(path).isDirectory()).toBe(true);
});

// In a process of its own: what never returns can't be ended from within.
test.skipIf(process.platform !== 'linux')('a folder that takes no others is an error, not an endless try', () => {
  const script = `
    import { ReportFile } from ${JSON.stringify(join(import.meta.dirname, '..', 'src', 'report', 'report-file.ts'))};
    try { ReportFile.open('/proc/none/such/report.jsonl'); } catch (error) { console.log(error.message); }
  `;
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  expect(child.stdout).toMatch(/^report: “\/proc\/none\/such\/report\.jsonl” cannot be written \(ENOENT/);
});
