import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { COMMAND_LINE, Step } from './step.ts';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a person or a CI does, with both outputs piped. */
async function commandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder = '.',
  onStart?: (child: ChildProcess) => void,
): Promise<Ended> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [COMMAND_LINE, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart?.(child);
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

/** Flags and variables for a step's server: the password, as always, is a variable only. */
function account(step: Step): { args: string[]; environment: Record<string, string> } {
  return {
    args: ['--server', step.server.url, '--remote-path', '/SHARED/docs', '--local-path', 'mirror'],
    environment: { FILECLOUD_USERNAME: 'demo', FILECLOUD_PASSWORD: 'demo-password' },
  };
}

test('--help tells every flag and the exit statuses; --version the version', async () => {
  const [help, version] = await Promise.all([commandLine(['--help']), commandLine(['--version'])]);
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const flag of ['--server', '--max-delete', '--json', '--shard']) expect(help.stdout).toContain(flag);
  expect(help.stdout).not.toContain('--password');
  expect(help.stdout).toContain('Exit status: 0 all mirrored, 1 something failed, 2 wrong usage.');
  expect(version).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
});

test('the same engine: a mirror in plain lines, then one JSON result, in a pipe', async () => {
  const step = await Step.start({ files: { '/SHARED/docs/a.txt': 'a', '/SHARED/docs/sub/b.txt': 'bb' } });
  const { args, environment } = account(step);
  const first = await commandLine(args, environment, step.workspace);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(step.files()).toEqual({ 'a.txt': 'a', 'sub/b.txt': 'bb' });
  expect(first.stdout).toContain('2 new, 0 updated, 0 skipped, 0 deleted, 0 failed.');
  expect(first.stdout).not.toMatch(/\x1b|\r|^::/m);

  const { downloads } = step;
  const second = await commandLine(['--json', ...args], environment, step.workspace);
  expect(second.status, second.stderr).toBe(0);
  expect(second.stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(second.stdout)).toEqual({
    new: 0,
    updated: 0,
    skipped: 2,
    deleted: 0,
    failed: 0,
    bytes: 0,
    changed: false,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    'cache-hit': false,
    report: '',
  });
  expect(second.stderr).toContain('2 skipped');
  expect(step.downloads).toBe(downloads);
  // The action gives the same documents the same digest.
  const action = await step.elsewhere().run();
  expect(action.outputs['digest']).toBe(JSON.parse(second.stdout).digest);
});

test('exit status 1 when something failed; the JSON says what', async () => {
  const step = await Step.start({ files: { '/SHARED/docs/a.txt': 'a' } });
  const { args, environment } = account(step);
  const result = await commandLine(
    ['--json', ...args],
    { ...environment, FILECLOUD_PASSWORD: 'wrong-password' },
    step.workspace,
  );
  expect(result.status).toBe(1);
  expect(JSON.parse(result.stdout)).toMatchObject({ new: 0, error: expect.stringContaining('Remaining attempts: 4') });
  expect(step.server.count('loginguest')).toBe(1);
  expect(result.stdout + result.stderr).not.toContain('wrong-password');
});

test.for<[what: string, args: readonly string[], told: string]>([
  ['an unknown flag', ['--sever', 'x'], '--sever'],
  ['a wrong value', ['--retries', 'many'], 'retries: "many" cannot be used.'],
])('exit status 2 for %s: nothing is sent', async ([, wrong, told]) => {
  const step = await Step.start();
  const { args, environment } = account(step);
  const result = await commandLine([...args, ...wrong], environment, step.workspace);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).toContain(told);
  expect(step.server.requests).toEqual([]);
  expect(existsSync(step.mirror)).toBe(false);
});

test('G10: ended by a signal, it tells the result so far, and its exit status is that of the signal', async () => {
  const step = await Step.start({ files: { '/SHARED/docs/a.txt': 'a' } });
  const { args, environment } = account(step);
  let child: ChildProcess | undefined;
  step.server.inject({
    match: { op: 'getfilelist' },
    fault: {
      before: () => {
        child?.kill('SIGTERM');
      },
    },
  });
  const result = await commandLine(['--json', ...args], environment, step.workspace, started => {
    child = started;
  });
  expect(result.status).toBe(143);
  expect(JSON.parse(result.stdout)).toMatchObject({ new: 0, error: expect.stringContaining('The run was cancelled.') });
});
