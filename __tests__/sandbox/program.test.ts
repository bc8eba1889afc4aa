import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandLineError, help, readCommandLine } from '../../sandbox/command-line.ts';
import { defaultSwitches } from '../../sandbox/switches.ts';

const program = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...args]);
}

describe('the sandbox as a program', () => {
  it('serves a folder until it is told to end, and prints what it was asked, never the password', async () => {
    writeFileSync(join(root, 'a.txt'), 'from the disk');
    const child = run('--root', root, '--mount', '/SHARED/docs', '--port', '0', '--password', 'secret');
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    while (!output.includes('\n')) await once(child.stdout, 'data');
    const url = /http:\S+(?=,)/.exec(output)?.[0] ?? '';
    const login = await fetch(`${url}/core/loginguest?userid=demo&password=secret`);
    const cookie = login.headers
      .getSetCookie()
      .map(one => one.replace(/;.*/s, ''))
      .join('; ');
    const file = await fetch(`${url}/core/downloadfile?filepath=/SHARED/docs/a.txt`, { headers: { cookie } });
    expect(await file.text()).toBe('from the disk');
    child.kill('SIGTERM');
    const [status] = await once(child, 'close');
    if (process.platform !== 'win32') expect(status).toBe(0);
    expect(output).toContain('200 GET downloadfile /SHARED/docs/a.txt\n');
    expect(output).not.toContain('secret');
  });

  it('answers nonsense with one error and status 2', async () => {
    const child = run('--ranges', 'sometimes');
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const [status] = await once(child, 'close');
    expect(status).toBe(2);
    expect(errors).toBe('sandbox: --ranges is sometimes; it takes one of honour, ignore, wrong, 416.\n');
  });
});

describe('its command line', () => {
  it('is told by --help', () => {
    expect(readCommandLine(['--help'])).toEqual({ help: true });
    for (const option of ['--root', '--mount', '--port', '--zone', '--tls-key', '--batch-fault', '--forbidden']) {
      expect(help).toContain(option);
    }
  });

  it('has every switch of the server', () => {
    for (const name of Object.keys(defaultSwitches())) {
      const flag = name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
      expect(help).toMatch(new RegExp(`--(no-)?${flag}\\b`));
    }
    const args = '--total-offset=-3 --lock-after 2 --admin-account --disabled-account --redirect http://127.0.0.1:9/a/';
    expect(readCommandLine(args.split(' '))).toMatchObject({
      options: {
        totalOffset: -3,
        lockAfter: 2,
        adminAccount: true,
        disabledAccount: true,
        redirect: 'http://127.0.0.1:9/a',
      },
    });
  });

  it('turns the switches', () => {
    const args = [
      '--root',
      root,
      '--prefix',
      '/files/',
      '--no-csrf',
      '--omit-utc',
      '--page-cap',
      '7',
      '--etag',
      'weak',
    ];
    const line = readCommandLine([...args, '--maintenance', '503', '--forbidden', '/a', '--forbidden', '/b/']);
    expect(line).toMatchObject({
      options: {
        root,
        prefix: '/files',
        port: 8080,
        csrf: false,
        batch: true,
        omitUtc: true,
        pageCap: 7,
        etag: 'weak',
        maintenance: '503',
        forbidden: new Set(['/a', '/b']),
      },
    });
  });

  it.each([
    ['a place', ['here'], /here/],
    ['an unknown option', ['--bogus'], /--bogus/],
    ['an option without its value', ['--port'], /--port/],
    ['no number', ['--port', '-1'], /--port/],
    ['too large a number', ['--port', '65536'], /--port is 65536; .* 65535/],
    ['no folder', ['--root', '/no/such/folder'], /--root is \/no\/such\/folder/],
    ['an empty folder name', ['--root', ''], /--root/],
    ['a relative FileCloud path', ['--mount', 'docs'], /--mount is docs/],
    ['an unknown zone', ['--zone', 'Mars/Olympus'], /--zone is Mars\/Olympus/],
    ['a secret that is not base32', ['--totp-secret', '1!'], /--totp-secret/],
    ['a key without its certificate', ['--tls-key', 'key.pem'], /--tls-cert/],
    ['a certificate that is not there', ['--tls-key', '/no/key', '--tls-cert', '/no/cert'], /--tls-key is \/no\/key/],
    ['an empty name', ['--user', ''], /--user is empty/],
    ['a certificate that is none', ['--tls-key', program, '--tls-cert', program], /^--tls-key and --tls-cert .* PEM/],
    ['answers without entries', ['--page-cap', '0'], /--page-cap is 0; it takes a whole number from 1 to/],
    ['a redirect to no address', ['--redirect', '/here'], /--redirect is \/here; it takes an http address/],
    ['a total that is no number', ['--total-offset', 'many'], /--total-offset is many; .* from -1000000 to 1000000/],
    ['a value that looks like an option', ['--latency', '-1'], /^[^\n]*--latency[^\n]*$/],
  ])('refuses %s', (_what, args, message) => {
    expect(() => readCommandLine(args)).toThrow(CommandLineError);
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
