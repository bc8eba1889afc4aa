import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { action } from '../src/action.ts';
import { ActionsReporter } from '../src/report/actions-reporter.ts';
import { emptyResult, outputsOf } from '../src/report/outputs.ts';
import { Collected } from './report/collected.ts';
import { commandsIn } from './runner-commands.ts';

const before = { ...process.env };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'action-'));
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']) {
    process.env[name] = join(folder, name);
    writeFileSync(join(folder, name), '');
  }
  process.env['GITHUB_WORKSPACE'] = folder;
});

afterEach(() => {
  for (const name of Object.keys(process.env)) {
    if (!(name in before)) delete process.env[name];
  }
  Object.assign(process.env, before);
  rmSync(folder, { recursive: true });
});

async function run(
  inputs: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly log: string }> {
  for (const [name, value] of Object.entries(inputs)) process.env[`INPUT_${name.toUpperCase()}`] = value;
  const output = new Collected();
  const reporter = new ActionsReporter({ output, debug: false });
  const status = await action(reporter, process.env, '', new AbortController().signal);
  return { status, log: output.text };
}

test('a wrong input: one error, every output, a summary, and no secret in any of them', async () => {
  const { status, log } = await run({
    server: 'https://files.example.com',
    username: 'builder',
    password: 'p@ss|word',
    'remote-path': 'SHARED/p@ss|word',
    'local-path': 'handbook',
  });
  expect(status).toBe(1);
  const commands = commandsIn(log).filter(({ name }) => name !== 'add-mask');
  expect(commands).toEqual([
    {
      name: 'error',
      data: 'remote-path: "SHARED/***" cannot be used. It has to be the path of a folder on the server, like /SHARED/handbook: it begins with “/”.',
    },
  ]);
  const masked = commandsIn(log).flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []));
  expect(masked).toContain('p@ss|word');
  expect(masked).toContain('builder');

  const outputs = readFileSync(join(folder, 'GITHUB_OUTPUT'), 'utf8');
  for (const [name, value] of Object.entries(outputsOf(emptyResult('')))) {
    expect(outputs).toMatch(new RegExp(`^${name}<<(ghadelimiter_.+)\n${value}\n\\1$`, 'm'));
  }
  const summary = readFileSync(join(folder, 'GITHUB_STEP_SUMMARY'), 'utf8');
  expect(summary).toContain('## ❌ FileCloud Mirror: Failed\n\n> remote-path: ');
  expect(summary).not.toMatch(/ss.{1,6}word/);
});

test('G22: without secrets it says why there may be none', async () => {
  const { status, log } = await run({
    server: 'https://a.example',
    username: 'a',
    'remote-path': '/a',
    'local-path': 'a',
  });
  expect(status).toBe(1);
  expect(log).toContain('password: It is empty, and has to be given. If this is a pull request from a fork');
});
