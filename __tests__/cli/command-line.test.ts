import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../src/cli/command-line.ts';
import type { Config } from '../../src/config/config.ts';
import { INPUTS } from '../../src/config/inputs.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import type { Result } from '../../src/result.ts';
import { BrokenPipe, Collected } from '../report/collected.ts';
import { FakeTerminal } from '../report/fake-terminal.ts';
import { resultWith } from '../report/result.ts';

const RIGHT = ['--server', 'https://files.example.com', '--remote-path', '/SHARED/a', '--local-path', 'a'];
const ACCOUNT = { FILECLOUD_USERNAME: 'ci', FILECLOUD_PASSWORD: 'hunter2' };

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly config: Config | undefined;
}

async function call(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = ACCOUNT,
  run: (reporter: Reporter) => Result = () => resultWith(),
): Promise<Run> {
  const stdout = new Collected();
  const stderr = new Collected();
  let config: Config | undefined;
  const status = await commandLine({
    argv,
    environment,
    workspace: '/work',
    version: '1.2.3',
    stdout,
    stderr,
    run: async (checked, reporter) => {
      config = checked;
      return run(reporter);
    },
  });
  return { status, stdout: stdout.text, stderr: stderr.text, config };
}

describe('--help', () => {
  test('fits a terminal, and has an example, every flag and the exit status', async () => {
    const { status, stdout, stderr, config } = await call(['--help'], {});
    expect([status, stderr, config]).toEqual([0, '', undefined]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(45);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).toContain('Example:\n  export FILECLOUD_USERNAME=');
    expect(stdout).toContain('Exit status: 0');
    for (const { name, secret, required, default: preset } of INPUTS) {
      if (secret) expect(stdout).not.toContain(`--${name} `);
      else {
        const note = required ? '\\(required\\)' : preset === '' ? '' : `\\(${preset}\\)`;
        expect(stdout).toMatch(new RegExp(`^ {2}--${name} .*${note}$`, 'm'));
      }
    }
  });

  test('-h is the same; -V and --version tell the version', async () => {
    expect((await call(['-h'])).stdout).toBe((await call(['--help'])).stdout);
    expect((await call(['-V'])).stdout).toBe('1.2.3\n');
    expect((await call(['--version'])).stdout).toBe('1.2.3\n');
  });
});

describe('flags and environment variables', () => {
  /** A value other than the default, and what the config makes of it. */
  const values: Readonly<Record<string, readonly [string, keyof Config, unknown]>> = {
    server: ['https://b.example', 'server', 'https://b.example'],
    username: ['other', 'username', 'other'],
    password: ['hunter3', 'password', 'hunter3'],
    'totp-secret': ['JBSWY3DPEHPK3PXP', 'totpSecret', 'JBSWY3DPEHPK3PXP'],
    'remote-path': ['/b', 'remotePath', '/b'],
    'local-path': ['/b', 'localPath', resolve('/b')],
    include: ['*.pdf', 'include', ['*.pdf']],
    exclude: ['*.txt', 'exclude', ['*.txt']],
    delete: ['true', 'delete', true],
    'max-delete': ['7', 'maxDelete', { kind: 'files', files: 7 }],
    'dry-run': ['true', 'dryRun', true],
    'server-timezone': ['Asia/Tokyo', 'serverTimezone', 'Asia/Tokyo'],
    concurrency: ['3', 'concurrency', 3],
    retries: ['0', 'retries', 0],
    timeout: ['9', 'timeout', 9],
    cache: ['false', 'cache', false],
    'cache-key': ['k', 'cacheKey', 'k'],
    report: ['/r.jsonl', 'report', resolve('/r.jsonl')],
    batch: ['off', 'batch', 'off'],
    shard: ['1/2', 'shard', { index: 1, count: 2 }],
  };

  test.each(INPUTS.filter(({ name }) => name !== 'ca-certificate').map(({ name, secret }) => [name, secret] as const))(
    '%s',
    async (name, secret) => {
      const [value, field, expected] = values[name] ?? ['', 'server', undefined];
      const variable = `FILECLOUD_${name.replaceAll('-', '_').toUpperCase()}`;
      expect((await call(RIGHT.filter(isNotOf(name)), { ...ACCOUNT, [variable]: value })).config?.[field]).toEqual(
        expected,
      );
      if (secret) return;
      expect((await call([...RIGHT, `--${name}`, value])).config?.[field]).toEqual(expected);
      // A flag wins, and both of its spellings are one.
      const other = { ...ACCOUNT, [variable]: 'nonsense' };
      expect((await call([...RIGHT, `--${name}=${value}`], other)).config?.[field]).toEqual(expected);
    },
  );

  function isNotOf(name: string): (argument: string, index: number) => boolean {
    return (argument, index) => argument !== `--${name}` && RIGHT[index - 1] !== `--${name}`;
  }

  test('a switch alone is true, also before another flag; include may be given again', async () => {
    const { config } = await call([...RIGHT, '--dry-run', '--delete', '--include', 'a', '--include=b']);
    expect(config).toMatchObject({ dryRun: true, delete: true, include: ['a', 'b'] });
    expect((await call([...RIGHT, '--delete=false'])).config?.delete).toBe(false);
  });
});

describe('wrong usage: one error, exit status 2, nothing started', () => {
  test.each([
    [['--delete=maybe'], 'error: delete: "maybe" cannot be used. It has to be true or false.'],
    [['--delete', 'maybe'], 'error: delete: "maybe" cannot be used. It has to be true or false.'],
    [['--retries', '-1'], 'error: retries: "-1" cannot be used. It has to be a whole number from 0 to 100.'],
    [
      ['--delte'],
      "error: Unknown option '--delte' (Did you mean --delete?). Run filecloud-mirror --help for what there is.",
    ],
    [['stray'], 'error: "stray" belongs to no option. Run filecloud-mirror --help for what there is.'],
    [['--shard'], "error: Option '--shard <i/n>' argument missing. Run filecloud-mirror --help for what there is."],
    [
      ['--server', '--username', 'ci'],
      'error: --server has no value: “--username” is the next option. Run filecloud-mirror --help for what there is.',
    ],
    [
      ['--local-path='],
      'error: local-path: It is empty, and has to be given. Run filecloud-mirror --help for what there is.',
    ],
    [
      ['--password', 'hunter2'],
      'error: --password: There is no such flag, because other users of a machine can see command lines. Set FILECLOUD_PASSWORD instead.',
    ],
    [
      ['--totp-secret=JBSWY3DP'],
      'error: --totp-secret: There is no such flag, because other users of a machine can see command lines. Set FILECLOUD_TOTP_SECRET instead.',
    ],
  ])('%j', async (argv, message) => {
    const { status, stdout, stderr, config } = await call([...RIGHT, ...argv]);
    expect({ status, stdout, stderr, config }).toEqual({
      status: 2,
      stdout: '',
      stderr: `${message}\n`,
      config: undefined,
    });
  });

  test('all that is missing at once, and where the password belongs', async () => {
    expect((await call([], {})).stderr).toBe(
      'error: server, username, password, remote-path, local-path: They are empty, and have to be given. Set FILECLOUD_PASSWORD. Run filecloud-mirror --help for what there is.\n',
    );
  });

  test('G09: a wrong value that is a secret elsewhere is not shown', async () => {
    expect((await call([...RIGHT, '--shard', 'hunter2'])).stderr).toContain('shard: "***" cannot be used');
  });
});

describe('the end of a run', () => {
  test('0 and one line when all went well', async () => {
    const { status, stdout, stderr } = await call(RIGHT, ACCOUNT, () => resultWith({ bytes: 2048 }));
    expect([status, stdout, stderr]).toEqual([0, '2.0 KiB downloaded in 2.0 s.\n', '']);
    const dry = await call(RIGHT, ACCOUNT, () => resultWith({ dryRun: true, bytes: 2048 }));
    expect(dry.stdout).toBe('Dry run: 2.0 KiB would be downloaded; compared in 2.0 s.\n');
  });

  test('1 and the closing word when something failed: on standard error, where it is seen when the rest goes into a file', async () => {
    const failed = resultWith({ failed: 1, failures: [{ path: '::error::a', error: 'No.' }] });
    const { status, stdout, stderr } = await call(RIGHT, ACCOUNT, reporter => {
      reporter.info('a line');
      return failed;
    });
    expect(status).toBe(1);
    expect(stdout).toBe('a line\n');
    expect(stderr).toBe('error: 1 entry could not be mirrored:\nerror: \\u{3a}:error::a: No.\n');
  });

  test('--json: exactly one object on standard output, all else on standard error', async () => {
    const { status, stdout, stderr } = await call([...RIGHT, '--json'], ACCOUNT, reporter => {
      reporter.info('a line');
      return resultWith({ ended: 'hunter2 is wrong.', new: 2 });
    });
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual({
      new: 2,
      updated: 0,
      skipped: 0,
      deleted: 0,
      failed: 0,
      bytes: 0,
      changed: false,
      digest: '',
      'cache-hit': false,
      report: '',
      error: '*** is wrong.',
    });
    expect(stderr).toBe('a line\nerror: *** is wrong.\n');
    expect(JSON.parse((await call([...RIGHT, '--json'])).stdout)).not.toHaveProperty('error');
  });

  test('a reader that goes away changes nothing', async () => {
    const [stdout, stderr] = [new BrokenPipe(), new BrokenPipe()];
    const options = { environment: ACCOUNT, workspace: '/work', version: '1', stdout, stderr };
    const run = async (): Promise<Result> => resultWith();
    expect(await commandLine({ ...options, argv: [...RIGHT, '--json'], run })).toBe(0);
    expect(await commandLine({ ...options, argv: ['--help'], run })).toBe(0);
  });
});

describe('where it prints', () => {
  async function printed(environment: NodeJS.ProcessEnv): Promise<string> {
    const terminal = new FakeTerminal(80);
    await commandLine({
      argv: RIGHT,
      environment: { ...ACCOUNT, ...environment },
      workspace: '/work',
      version: '1',
      stdout: terminal.stream,
      stderr: new Collected(),
      run: async (_, reporter) => {
        await reporter.group('Log in', async () => reporter.debug('a detail'));
        return resultWith();
      },
    });
    return terminal.written;
  }

  test('bold headings on a terminal, but not with NO_COLOR, in CI, or on a dumb one', async () => {
    expect(await printed({})).toContain('\u001b[1mLog in');
    for (const variable of [{ NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }]) {
      expect(await printed(variable)).not.toContain('\u001b[1m');
    }
    expect(await printed({ CI: 'true' })).toBe('Log in\n0 B downloaded in 2.0 s.\n');
  });

  test('G27: details with FILECLOUD_DEBUG=1', async () => {
    expect(await printed({ CI: 'true', FILECLOUD_DEBUG: '1' })).toContain('debug: a detail');
  });
});
