import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunnerResult } from '../../demo/runner.ts';
import { commandsIn } from '../runner-commands.ts';
import { annotations, Step } from './step.ts';

const PASSWORD = 'canary "pass\\wörd" 50% +/=?&';
const TOTP_SECRET = 'CANARYJBSWY3DPEHPK3PXPQR';

/** What servers may call files, and say: commands of both kinds, line ends, colours, turned text, markup. */
const HOSTILE = [
  '::set-output name=planted::1',
  '  ::add-mask::planted',
  '##[error]planted',
  'text ##[set-env name=planted]1',
  '#\u00ad#[add-path]planted',
  'line\n::error::planted',
  'line\r##[warning]planted',
  'line\u2028::debug::planted',
  '%0A::error::planted',
  'turned \u202egpj.exe',
  '<b>bold</b> | [link](javascript:planted) `code` @everyone',
];
const MESSAGE = HOSTILE.join('\n');
const MEANT = new Set(['add-mask', 'group', 'endgroup', 'debug', 'warning', 'error']);

test('G01 G02 G03 G04 G05 G06 G07 G09 G27: hostile names and words form no command, and no secret is in anything that is written', async () => {
  const names = HOSTILE.map((name, index) => `${index} ${name}`.replaceAll('/', ' '));
  // Some fail, with words of the server; the others are mirrored.
  const files = [...names, ...HOSTILE.map(name => name.replaceAll('/', ' '))].map(name => `/SHARED/docs/${name}`);
  const step = await Step.start({
    password: PASSWORD,
    totpSecret: TOTP_SECRET,
    files: Object.fromEntries(files.map(file => [file, 'x'])),
  });
  const secrets = new Set([PASSWORD, TOTP_SECRET]);
  step.server.inject({
    match: { op: 'getfilelist' },
    fault: {
      before: server => {
        // A server, or a proxy before it, that tells what it was sent.
        const { cookie = '', 'x-xsrf-token': token = '' } = server.requests.at(-1)?.headers ?? {};
        const code = server.requests.find(({ op }) => op === '2falogin')?.params['code'] ?? '';
        for (const value of [token, code].flat()) secrets.add(value);
        for (const [, name = '', value = ''] of cookie.matchAll(/([^=; ]+)=([^;]+)/g)) {
          // The account's name is in a cookie, too.
          if (!name.endsWith('-user') || name.startsWith('X-XSRF')) secrets.add(decodeURIComponent(value));
        }
        const told = [...secrets].flatMap(formsOf).join(' ');
        server.inject({
          match: { op: 'downloadfile', path: /\/\d+ / },
          times: Number.POSITIVE_INFINITY,
          fault: { commands: `${MESSAGE}\n${told}` },
        });
      },
    },
  });
  const inputs = { password: PASSWORD, 'totp-secret': TOTP_SECRET, batch: 'off', report: 'report.jsonl' };
  const result = await step.run(inputs, { environment: { RUNNER_DEBUG: '1' } });
  expect(result.status, result.log).toBe(1);
  expect(Number(result.outputs['failed'])).toBeGreaterThanOrEqual(HOSTILE.length);
  expect(secrets.size).toBeGreaterThanOrEqual(6);
  expect(annotations(result.log, 'error')).toHaveLength(1);
  expectOnlyMeantCommands(result.log);
  expect(result.summary).not.toContain('<b>');
  expect(result.summary).not.toContain('](javascript');
  const report = readFileSync(join(step.workspace, 'report.jsonl'), 'utf8');
  for (const line of report.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  expectNoSecret(result, [...secrets], report);
});

test('a login that is rejected in hostile words, with the password among them', async () => {
  const step = await Step.start({ password: PASSWORD });
  step.server.inject({
    match: { op: 'loginguest' },
    fault: { commands: `${MESSAGE}\nYou sent ${formsOf(PASSWORD).join(' ')}` },
  });
  const result = await step.run({ password: PASSWORD, report: 'report.jsonl' });
  expect(result.status).toBe(1);
  expect(annotations(result.log, 'error')).toEqual([expect.stringContaining('You sent ***')]);
  expectOnlyMeantCommands(result.log);
  const report = join(step.workspace, 'report.jsonl');
  expectNoSecret(result, [PASSWORD], existsSync(report) ? readFileSync(report, 'utf8') : '');
});

/** A secret as it is, and as it may be written in addresses, headers and JSON. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ v: secret }).toString().slice(2),
      base64,
      base64.replace(/=+$/, ''),
      JSON.stringify(secret).slice(1, -1),
    ]),
  ];
}

function expectOnlyMeantCommands(log: string): void {
  const found = commandsIn(log);
  expect([...new Set(found.map(({ name }) => name))].filter(name => !MEANT.has(name))).toEqual([]);
  for (const { name, data } of found) {
    // What a command says is of our making at its beginning, and has no command in it.
    expect(data, name).not.toMatch(/^\s*planted/);
    if (name !== 'add-mask') expect(commandsIn(data), data).toEqual([]);
  }
  expect(log).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
}

function expectNoSecret(result: RunnerResult, secrets: readonly string[], report: string): void {
  const places = {
    log: result.log
      .split('\n')
      .filter(line => !line.startsWith('::add-mask::'))
      .join('\n'),
    summary: result.summary,
    report,
    outputs: JSON.stringify(result.outputs),
    state: JSON.stringify(result.state),
  };
  for (const [place, text] of Object.entries(places)) {
    for (const form of secrets.flatMap(formsOf)) {
      expect(text.includes(form), `${form} is in the ${place}`).toBe(false);
    }
  }
}

test('G09: the closing word hides a secret that would be escaped, or cut off in its middle', async () => {
  const password = 'canary\u0007pass\u001bw0rd';
  const step = await Step.start({ password });
  for (const before of ['', 'x'.repeat(1955)]) {
    step.server.inject({ match: { op: 'loginguest' }, fault: { commands: `${before}It was ${password}.` } });
    const result = await step.run({ password, cache: 'false' });
    expect(result.status).toBe(1);
    const [closing] = annotations(result.log, 'error');
    expect(closing).toContain(before === '' ? 'It was ***.' : 'x'.repeat(100));
    // The masks themselves are the runner's.
    const seen = result.log.replaceAll(/^::add-mask::.*$/gm, '') + result.summary;
    expect(seen).not.toMatch(/canary|w0rd/);
  }
});
