import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fault } from '../../sandbox/sandbox.ts';
import { annotations, OUTPUTS, OWN_FOLDER, Step } from './step.ts';

/** Why the step failed: its one annotation. All outputs are set, and the summary tells the failure too. */
async function failure(step: Step, inputs: Readonly<Record<string, string>> = {}): Promise<string> {
  const result = await step.run({ retries: '0', ...inputs });
  expect(result.status, result.log).toBe(1);
  expect(Object.keys(result.outputs).sort()).toEqual([...OUTPUTS].sort());
  expect(result.outputs).toMatchObject({ new: '0', changed: 'false', digest: '' });
  expect(result.summary).toContain('❌');
  const [told = '', ...more] = annotations(result.log, 'error');
  expect(more).toEqual([]);
  return told;
}

test('H: a server that cannot be reached', async () => {
  const step = await Step.start();
  const told = await failure(step, { server: `http://127.0.0.1:${await closedPort()}` });
  expect(told).toMatch(/^Logging in to http:\/\/127\.0\.0\.1:\d+ failed: The connection was refused/);
  expect(existsSync(step.mirror)).toBe(false);
});

test('H: a server that is no FileCloud', async () => {
  const step = await Step.start();
  step.server.inject({ times: Number.POSITIVE_INFINITY, fault: { html: true } });
  expect(await failure(step)).toContain('does not answer like a FileCloud server (status 200');
  expect(step.server.requests).toHaveLength(1);
  expect(existsSync(step.mirror)).toBe(false);
});

test('a rejected login is tried once, tells the words of the server, and touches nothing', async () => {
  const step = await Step.start({ files: { '/SHARED/docs/a.txt': 'a' } });
  const told = await failure(step, { password: 'wrong', retries: '5' });
  expect(told).toContain('Invalid user name or password. Remaining attempts: 4.');
  expect(step.server.requests.map(({ op }) => op)).toEqual(['loginguest']);
  expect(existsSync(step.mirror)).toBe(false);
});

test('a folder that is not on the server', async () => {
  const step = await Step.start();
  const told = await failure(step, { 'remote-path': '/SHARED/gone' });
  expect(told).toContain('The remote folder “/SHARED/gone” cannot be listed: The server refused to list it: The path');
  expect(told).toContain('Check remote-path');
});

test('what is not the file never gets its name; the others are mirrored, and one annotation names ten', async () => {
  const content = 'All of the file, all of it.';
  const kinds: readonly [name: string, fault: Fault][] = [
    ['short', { shortLength: 5 }],
    ['truncated', { truncate: 5 }],
    ['envelope', { commands: 'The disk of the server is broken.' }],
    ['page', { html: true }],
    ['reset', { resetAfter: 5 }],
    ['status', { status: 500 }],
  ];
  const bad = kinds.flatMap(([name]) => [`${name}-1.txt`, `${name}-2.txt`]);
  const good = ['good-1.txt', 'good-2.txt'];
  const step = await Step.start({
    files: Object.fromEntries([...bad, ...good].map(name => [`/SHARED/docs/${name}`, content])),
  });
  for (const [name, fault] of kinds) {
    step.server.inject({
      match: { op: 'downloadfile', path: new RegExp(`/${name}-`) },
      times: Number.POSITIVE_INFINITY,
      fault,
    });
  }
  const result = await step.run({ retries: '0', batch: 'off', report: 'report.jsonl' });
  expect(result.status, result.log).toBe(1);
  expect(result.outputs).toMatchObject({ new: '2', failed: '12', changed: 'true' });
  expect(step.files()).toEqual(Object.fromEntries(good.map(name => [name, content])));
  expect(existsSync(join(step.mirror, OWN_FOLDER))).toBe(false);

  const [told = '', ...more] = annotations(result.log, 'error');
  expect(more).toEqual([]);
  const lines = told.split('\n');
  expect(lines).toHaveLength(12);
  expect(lines[0]).toBe('12 entries could not be mirrored:');
  expect(lines[11]).toContain('2 more');
  const report = readFileSync(join(step.workspace, 'report.jsonl'), 'utf8').trimEnd().split('\n');
  const failed: { path: string; error: string }[] = report
    .map(line => JSON.parse(line))
    .filter(({ action }) => action === 'failed');
  expect(failed.map(({ path }) => path).sort()).toEqual([...bad].sort());
  const reason = (path: string): string => failed.find(entry => entry.path === path)?.error ?? '';
  expect(reason('envelope-1.txt')).toContain('The disk of the server is broken.');
  expect(reason('page-1.txt')).toContain('HTML');
});

test('a report that cannot be written fails before anything is sent', async () => {
  const step = await Step.start();
  const result = await step.run({ report: '/dev/null/report.jsonl' });
  expect(result.status).toBe(1);
  expect(annotations(result.log, 'error')).toEqual([expect.stringContaining('report: “/dev/null/report.jsonl”')]);
  expect(step.server.requests).toEqual([]);
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}
