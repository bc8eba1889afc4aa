import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { readConfig, secretsOf } from '../../src/config/read-config.ts';
import { UsageError } from '../../src/errors.ts';
import { certificate } from './certificate.ts';

const workspace = mkdtempSync(join(tmpdir(), 'config-'));
writeFileSync(join(workspace, 'own.pem'), `text before\n${certificate}\n${certificate}\n`);
writeFileSync(join(workspace, 'no.pem'), 'no certificate');
afterAll(() => rmSync(workspace, { recursive: true }));

const USUAL: Readonly<Record<string, string>> = {
  server: 'https://files.example.com',
  username: 'ci',
  password: 'correct horse',
  'remote-path': '/SHARED/handbook',
  'local-path': 'handbook',
};

function read(given: Readonly<Record<string, string>> = {}): Config {
  return readConfig(name => ({ ...USUAL, ...given })[name] ?? '', { workspace, passwordHint: 'Set the secret.' });
}

function refusal(given: Readonly<Record<string, string>>): string {
  try {
    read(given);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error(`${JSON.stringify(given)} was taken.`);
}

test('the defaults are those of the contract', () => {
  expect(read()).toEqual({
    server: 'https://files.example.com',
    username: 'ci',
    password: 'correct horse',
    totpSecret: undefined,
    remotePath: '/SHARED/handbook',
    localPath: resolve(workspace, 'handbook'),
    workspace,
    include: [],
    exclude: [],
    delete: false,
    maxDelete: { kind: 'share', percent: 50 },
    dryRun: false,
    serverTimezone: 'UTC',
    concurrency: 16,
    retries: 5,
    timeout: 60,
    cache: true,
    cacheKey: '',
    caCertificate: undefined,
    report: undefined,
    batch: 'auto',
    shard: undefined,
  });
  expect(Object.isFrozen(read())).toBe(true);
});

describe('what is right is read', () => {
  const rows: readonly (readonly [string, string, keyof Config, unknown])[] = [
    ['server', 'https://files.example.com/', 'server', 'https://files.example.com'],
    ['server', ' http://10.0.0.1:8080/cloud// ', 'server', 'http://10.0.0.1:8080/cloud'],
    ['server', 'https://FILES.example.com:443/a/b/', 'server', 'https://files.example.com/a/b'],
    ['password', ' with spaces ', 'password', ' with spaces '],
    ['totp-secret', 'jbsw y3dp-ehpk 3pxp', 'totpSecret', 'JBSWY3DPEHPK3PXP'],
    ['totp-secret', 'JBSWY3DPEHPK3PXP====', 'totpSecret', 'JBSWY3DPEHPK3PXP'],
    ['totp-secret', 'otpauth://totp/F:ci?secret=JBSWY3DPEHPK3PXP&digits=6', 'totpSecret', 'JBSWY3DPEHPK3PXP'],
    ['totp-secret', '\n otpauth://totp/F:ci?secret=JBSWY3DPEHPK3PXP\n', 'totpSecret', 'JBSWY3DPEHPK3PXP'],
    ['remote-path', '/', 'remotePath', '/'],
    ['remote-path', '//SHARED//hand book/', 'remotePath', '/SHARED/hand book'],
    ['remote-path', '/a/..b/c..', 'remotePath', '/a/..b/c..'],
    ['local-path', '/srv/mirror', 'localPath', resolve('/srv/mirror')],
    ['local-path', '../elsewhere', 'localPath', resolve(workspace, '..', 'elsewhere')],
    ['include', ' *.pdf\r\n\n  logos/**  ', 'include', ['*.pdf', 'logos/**']],
    ['exclude', 'a/..b', 'exclude', ['a/..b']],
    ['delete', 'True', 'delete', true],
    ['cache', 'FALSE', 'cache', false],
    ['dry-run', ' true ', 'dryRun', true],
    ['max-delete', '0', 'maxDelete', { kind: 'files', files: 0 }],
    ['max-delete', '100%', 'maxDelete', { kind: 'share', percent: 100 }],
    ['server-timezone', 'Europe/Berlin', 'serverTimezone', 'Europe/Berlin'],
    ['concurrency', '256', 'concurrency', 256],
    ['retries', '0', 'retries', 0],
    ['timeout', '3600', 'timeout', 3600],
    ['cache-key', 'tag 2', 'cacheKey', 'tag 2'],
    ['report', 'out/report.jsonl', 'report', resolve(workspace, 'out/report.jsonl')],
    ['report', 'handbook.jsonl', 'report', resolve(workspace, 'handbook.jsonl')],
    ['batch', 'off', 'batch', 'off'],
    ['shard', '2/5', 'shard', { index: 2, count: 5 }],
    ['ca-certificate', certificate, 'caCertificate', certificate],
    ['ca-certificate', 'own.pem', 'caCertificate', `${certificate}\n${certificate}`],
  ];
  test.each(rows)('%s: %j', (name, value, field, expected) => {
    expect(read({ [name]: value })[field]).toEqual(expected);
  });
});

describe('a report and links (E12)', () => {
  const place = (...names: string[]) => join(realpathSync(workspace), ...names);
  mkdirSync(place('mirror-of-links'));
  mkdirSync(place('elsewhere'));
  writeFileSync(place('elsewhere', 'report.jsonl'), '');
  symlinkSync('mirror-of-links', place('link-to-mirror'));
  symlinkSync(join('elsewhere', 'report.jsonl'), place('link-to-report'));
  symlinkSync('elsewhere', place('link-to-folder'));
  const of = (report: string, localPath = 'mirror-of-links') => ({ report, 'local-path': localPath });

  test.each([
    ['link-to-mirror/report.jsonl', 'mirror-of-links'],
    ['link-to-mirror/new/report.jsonl', 'mirror-of-links'],
    ['mirror-of-links/report.jsonl', 'link-to-mirror'],
  ])('%s lies in %s', (report, localPath) => {
    expect(refusal(of(report, localPath))).toContain('Put it beside local-path.');
  });

  test('the report is called as it was asked for, also where links lead to it', () => {
    for (const report of ['link-to-report', 'link-to-folder/report.jsonl', 'link-to-folder/new.jsonl']) {
      expect(read(of(report)).report).toBe(resolve(workspace, report));
    }
  });

  test.runIf(existsSync('/dev/null'))('what is no file would be replaced by one, and is refused', () => {
    symlinkSync('/dev/null', place('link-to-device'));
    for (const report of ['/dev/null', 'link-to-device']) {
      expect(refusal(of(report))).toContain('It is a device, a pipe or a socket. Name a file.');
    }
  });
});

describe('a wrong value is refused by name, with what would be right (E10, E12)', () => {
  const rows: readonly (readonly [input: string, value: string, remedy: string])[] = [
    ['server', 'files.example.com', 'like https://files.example.com.'],
    ['server', 'files.example.com:443', 'like https://files.example.com.'],
    ['server', 'ftp://files.example.com', 'like https://files.example.com.'],
    ['server', 'https://files.example.com/?a=b', 'without “?” and “#”'],
    ['server', 'https://files.example.com/#/ui', 'without “?” and “#”'],
    ['remote-path', 'SHARED/handbook', 'it begins with “/”'],
    ['remote-path', '\\SHARED', 'it begins with “/”'],
    ['remote-path', '/a/../b', 'without “.” and “..”'],
    ['remote-path', '/a/./b', 'without “.” and “..”'],
    ['remote-path', '/a\nb', 'without control characters'],
    ['include', '/logos/*', 'write "logos/*"'],
    ['exclude', '../x', 'leave “..” out'],
    ['exclude', './x', 'leave “.” out'],
    ['exclude', 'a//b', 'stands one slash'],
    ['delete', 'maybe', 'true or false'],
    ['dry-run', 'yes', 'true or false'],
    ['cache', '0', 'true or false'],
    ['max-delete', '101%', 'a share from 0% to 100%, like 50%'],
    ['max-delete', '-1', 'a number of files, like 100'],
    ['max-delete', '1.5', 'a number of files, like 100'],
    ['max-delete', '50 %', 'a share from 0% to 100%, like 50%'],
    ['server-timezone', 'Europe/Nowhere', 'like Europe/Berlin or UTC'],
    ['concurrency', '0', 'a whole number from 1 to 256'],
    ['concurrency', '257', 'a whole number from 1 to 256'],
    ['concurrency', 'NaN', 'a whole number from 1 to 256'],
    ['retries', '-1', 'a whole number from 0 to 100'],
    ['retries', '1e1', 'a whole number from 0 to 100'],
    ['timeout', '0', 'a whole number from 1 to 3600 (seconds)'],
    ['timeout', '60s', 'a whole number from 1 to 3600 (seconds)'],
    ['cache-key', 'a,b', 'without commas'],
    ['cache-key', 'x'.repeat(201), 'at most 200 characters'],
    ['ca-certificate', 'none.pem', 'PEM text, or the path of a file with it'],
    ['ca-certificate', 'no.pem', 'begins with -----BEGIN CERTIFICATE-----'],
    ['report', 'handbook/report.jsonl', 'Put it beside local-path'], // E12
    ['report', 'handbook', 'Put it beside local-path'],
    ['report', '.', 'Name a file.'],
    ['batch', 'on', 'auto or off'],
    ['shard', '0/5', 'like 2/5'],
    ['shard', '6/5', 'like 2/5'],
    ['shard', '1/1001', 'at most 1000'],
    ['shard', 'second', 'like 2/5'],
  ];
  test.each(rows)('%s: %j', (name, value, remedy) => {
    const message = refusal({ [name]: value });
    expect(message.startsWith(`${name}: ${JSON.stringify(value)} cannot be used. `)).toBe(true);
    expect(message).toContain(remedy);
    expect(message).toMatch(/\.$/);
  });

  test('PEM text that cannot be read is not repeated', () => {
    const torn = certificate.replace(/\n.{40}/, '\n');
    expect(refusal({ 'ca-certificate': torn })).toBe(
      'ca-certificate: "-----BEGIN CERTIFICATE-----…" cannot be used. Certificate 1 of 1 in it cannot be read. Export it anew in PEM form.',
    );
    // Also where its line ends were lost on the way.
    for (const end of ['\n', ' ', '']) {
      const key = ['-----BEGIN PRIVATE KEY-----', 'TOPSECRET', '-----END PRIVATE KEY-----'].join(end);
      expect(refusal({ 'ca-certificate': key })).toMatch(
        /^ca-certificate: "-----BEGIN PRIVATE KEY-----…" cannot be used\. It holds no certificate(?!.*TOPSECRET)/,
      );
    }
    expect(refusal({ 'ca-certificate': '-----BEGINTOPSECRET' })).not.toContain('TOPSECRET');
  });
});

test('G22: all that is missing is named at once, and a password has its own hint', () => {
  expect(refusal({ server: ' ', 'local-path': '' })).toBe('server, local-path: They are empty, and have to be given.');
  expect(refusal({ password: '' })).toBe('password: It is empty, and has to be given. Set the secret.');
  const place = { workspace, passwordHint: 'Set the secret.', hint: 'Read the help.' };
  expect(() => readConfig(name => (name === 'server' ? '' : 'x'), place)).toThrow(
    'server: It is empty, and has to be given. Read the help.',
  );
  expect(() => readConfig(() => '', place)).toThrow('have to be given. Set the secret. Read the help.');
});

describe('G09: no message shows a secret', () => {
  test.each([
    { 'totp-secret': 'hunter2!' },
    { 'totp-secret': 'otpauth://totp/x?secret=hunter2!' },
    { 'totp-secret': 'otpauth://hotp/x?secret=JBSWY3DPEHPK3PXPHUNTER2' },
    { 'totp-secret': 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXPHUNTER2&digits=8' },
    { 'totp-secret': 'otpauth://[hunter2' },
    { server: 'https://ci:hunter2@files.example.com' },
    { server: 'ftp://ci:hunter2@files.example.com' },
    { server: 'https://ci:hunter2 @files.example.com:99999' },
    { server: 'ci:hunter2@files.example.com' },
  ])('%j', given => {
    const message = refusal(given);
    expect(message.toLowerCase()).not.toContain('hunter2');
    expect(message).toMatch(/^(server|totp-secret): .*(Give them as|otpauth:\/\/ address)/);
  });

  test('the secrets are the password and all forms of the authenticator’s', () => {
    const given: Readonly<Record<string, string>> = {
      password: ' pass ',
      'totp-secret': 'otpauth://totp/x?secret=JBSW%20Y3DP&digits=6',
    };
    expect(secretsOf(name => given[name] ?? '')).toEqual([
      ' pass ',
      'otpauth://totp/x?secret=JBSW%20Y3DP&digits=6',
      'JBSW Y3DP',
      'JBSWY3DP',
    ]);
    expect(secretsOf(() => '')).toEqual([]);
  });
});

test('E10: no text at all makes anything but a config or an error that names an input', () => {
  const names = readFileSync(join(import.meta.dirname, '..', '..', 'action.yml'), 'utf8').match(/^ {2}[\w-]+(?=:$)/gm);
  const name = fc.constantFrom(...(names ?? []).map(one => one.trim()).filter(one => one !== 'local-path'));
  fc.assert(
    fc.property(
      name,
      fc.oneof(fc.string(), fc.integer().map(String), fc.string({ unit: fc.constantFrom(...'/%:.\\\0\n€\ud800-+9') })),
      (input, value) => {
        try {
          read({ [input]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect(String(error)).toContain(`${input}: `);
        }
      },
    ),
    { numRuns: 200 },
  );
});
