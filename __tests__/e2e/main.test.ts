import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunnerResult } from '../../demo/runner.ts';
import { annotations, OUTPUTS, OWN_FOLDER, Step } from './step.ts';

const TIME = 1_721_417_080;

/** Files `folder-1/file-1.txt` and so on below `/SHARED/docs`. */
function share(folders: number, filesEach: number): Record<string, { content: string; modified: number }> {
  const files: Record<string, { content: string; modified: number }> = {};
  for (let folder = 1; folder <= folders; folder++) {
    for (let file = 1; file <= filesEach; file++) {
      const path = `folder-${folder}/file-${file}.txt`;
      files[`/SHARED/docs/${path}`] = { content: `The content of ${path}.`, modified: TIME + file };
    }
  }
  return files;
}

test('G08 a first run mirrors a thousand files; a second one asks for none, and writes nothing; G28 zone, locale and home do not matter', async () => {
  const files = share(50, 20);
  const step = await Step.start({ files });
  const first = await step.run();
  expect(first.status, first.log).toBe(0);
  const bytes = Object.values(files).reduce((sum, { content }) => sum + content.length, 0);
  expect(first.outputs).toEqual({
    new: '1000',
    updated: '0',
    skipped: '0',
    deleted: '0',
    failed: '0',
    bytes: `${bytes}`,
    changed: 'true',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    'cache-hit': 'false',
    report: '',
  });
  expect(step.files()).toEqual(
    Object.fromEntries(
      Object.entries(files).map(([path, { content }]) => [path.replace('/SHARED/docs/', ''), content]),
    ),
  );
  expect(first.summary).toContain('## ✅ FileCloud Mirror: Mirrored');
  // A log that people can read: nothing that grows with the number of files.
  expect(first.log.split('\n').length).toBeLessThan(40);

  const before = step.fingerprint();
  const { downloads } = step;
  const logins = step.server.count('loginguest');
  // G28 of a container without a home, in another zone and language.
  const second = await step.run({}, { environment: { HOME: '', TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8' } });
  expect(second.status, second.log).toBe(0);
  expect(second.outputs).toEqual({ ...first.outputs, new: '0', skipped: '1000', bytes: '0', changed: 'false' });
  expect(step.downloads).toBe(downloads);
  expect(step.fingerprint()).toEqual(before);
  expect(step.server.count('loginguest') - logins).toBe(1);
  expect(second.summary).toContain('Nothing changed');
});

test.for<[name: string, value: string, right: string]>([
  ['delete', 'maybe', 'true or false'],
  ['password', '', 'has to be given'],
])('a wrong %s fails before anything is sent', async ([name, value, right]) => {
  const step = await Step.start();
  const result = await step.run({ [name]: value });
  expect(result.status).toBe(1);
  const [told, ...more] = annotations(result.log, 'error');
  expect(told).toContain(`${name}: `);
  expect(told).toContain(value);
  expect(told).toContain(right);
  expect(more).toEqual([]);
  expect(step.server.requests).toEqual([]);
  expect(existsSync(step.mirror)).toBe(false);
  expectAllOutputs(result);
});

test('an updated, a deleted and an excluded file: outputs, report and summary agree', async () => {
  const step = await Step.start({ files: share(1, 10) });
  expect((await step.run()).status).toBe(0);
  step.server.tree.write('/SHARED/docs/folder-1/file-1.txt', 'A new one.', TIME + 500);
  step.server.tree.remove('/SHARED/docs/folder-1/file-2.txt');
  step.server.tree.write('/SHARED/docs/folder-1/left-out.tmp', 'x', TIME);
  writeFileSync(join(step.mirror, 'folder-1', 'mine.tmp'), 'mine');

  const result = await step.run({ delete: 'true', exclude: '**/*.tmp', report: 'out/report.jsonl' });
  expect(result.status, result.log).toBe(0);
  const report = join(step.workspace, 'out', 'report.jsonl');
  expect(result.outputs).toMatchObject({ new: '0', updated: '1', skipped: '8', deleted: '1', failed: '0', report });
  const lines = readFileSync(report, 'utf8').trimEnd().split('\n');
  const told: { path: string; action: string }[] = lines.map(line => JSON.parse(line));
  expect(told.filter(({ action }) => action !== 'skipped')).toEqual([
    { path: 'folder-1/file-1.txt', action: 'updated', size: 10, modified: '2024-07-19T19:33:00Z' },
    { path: 'folder-1/file-2.txt', action: 'deleted', size: expect.any(Number) },
  ]);
  expect(told).toHaveLength(10);
  expect(Object.keys(step.files())).toHaveLength(10);
  expect(step.files()).toMatchObject({ 'folder-1/file-1.txt': 'A new one.', 'folder-1/mine.tmp': 'mine' });
  expect(result.log).toContain('deleted folder-1/file-2.txt');
  expect(result.summary).toMatch(/\| Updated \| 1 \|/);
});

test('E11: a dry run tells what would be done, and writes nothing but the report', async () => {
  const step = await Step.start({ files: share(1, 3) });
  const result = await step.run({ 'dry-run': 'true', report: 'report.jsonl' });
  expect(result.status, result.log).toBe(0);
  expect(result.outputs).toMatchObject({ new: '3', failed: '0', changed: 'true' });
  expect(step.downloads).toBe(0);
  expect(existsSync(step.mirror)).toBe(false);
  expect(readFileSync(join(step.workspace, 'report.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
  expect(result.summary).toContain('Dry run');
});

test('max-delete refuses a removal of too much, whole', async () => {
  const step = await Step.start({ files: share(2, 4) });
  await step.run();
  step.server.tree.remove('/SHARED/docs/folder-1');
  step.server.tree.remove('/SHARED/docs/folder-2/file-1.txt');
  const before = step.fingerprint();
  const result = await step.run({ delete: 'true' });
  expect(result.status).toBe(1);
  expect(annotations(result.log, 'error')).toEqual([
    expect.stringContaining('5 of 8 local files would be deleted, more than max-delete allows (50%).'),
  ]);
  expect(result.outputs).toMatchObject({ deleted: '0', skipped: '3' });
  expect(step.fingerprint()).toEqual(before);
});

test('nothing is deleted where a folder could not be listed', async () => {
  const step = await Step.start({ files: share(2, 2) });
  await step.run();
  step.server.tree.remove('/SHARED/docs/folder-1/file-1.txt');
  step.server.switches.forbidden.add('/SHARED/docs/folder-2');
  const before = step.fingerprint();
  const result = await step.run({ delete: 'true', 'max-delete': '100%' });
  expect(result.status).toBe(1);
  expect(annotations(result.log, 'error')).toEqual([
    expect.stringMatching(/^1 entry could not be mirrored:\nfolder-2: The server refused to list it: /),
  ]);
  expect(result.outputs).toMatchObject({ deleted: '0', failed: '1', skipped: '1' });
  expect(step.fingerprint()).toEqual(before);
});

test.for<[what: string, localPath: string, prepare: (step: Step) => void]>([
  ['the workspace itself', '.', () => {}],
  ['a checkout', 'mirror', step => mkdirSync(join(step.mirror, '.git'), { recursive: true })],
])('F16: delete is refused for %s, before anything is sent', async ([, localPath, prepare]) => {
  const step = await Step.start({ files: share(1, 1) });
  prepare(step);
  writeFileSync(join(step.workspace, 'precious.txt'), 'precious');
  const result = await step.run({ delete: 'true', 'max-delete': '100%', 'local-path': localPath });
  expect(result.status).toBe(1);
  expect(annotations(result.log, 'error')).toHaveLength(1);
  expect(readFileSync(join(step.workspace, 'precious.txt'), 'utf8')).toBe('precious');
  expect(step.server.requests).toEqual([]);
  expectAllOutputs(result);
});

test('a run comes to its end when nobody reads its log any more', async () => {
  const step = await Step.start({ files: share(1, 5), latency: 10 });
  const result = await step.run(
    { batch: 'off' },
    {
      onStart: child => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      },
      // Every file is a line of the log.
      environment: { RUNNER_DEBUG: '1' },
    },
  );
  expect(result.signal).toBeNull();
  expect(result.status).toBe(0);
  expect(result.outputs).toMatchObject({ new: '5' });
  expect(Object.keys(step.files())).toHaveLength(5);
  expect(existsSync(join(step.mirror, OWN_FOLDER))).toBe(false);
});

function expectAllOutputs({ outputs }: RunnerResult): void {
  expect(Object.keys(outputs).sort()).toEqual([...OUTPUTS].sort());
}
