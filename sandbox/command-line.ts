import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { parseArgs } from 'node:util';
import { authenticator } from './accounts.ts';
import type { SandboxOptions } from './sandbox.ts';
import {
  batchFaults,
  etagForms,
  expiredForms,
  listingErrors,
  maintenanceForms,
  missingFileForms,
  rangeAnswers,
} from './switches.ts';
import { Zone } from './zone.ts';

/** A command line that makes no sense; its message says which part, and what would. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

export const help = `A FileCloud-compatible server over a local folder.

Usage: npm run sandbox -- [--root DIR] [options]

  --root DIR              local folder to serve; without it the server starts empty and takes uploads
  --mount PATH            FileCloud path it is served at (/SHARED/files)
  --host ADDRESS          address to listen on (127.0.0.1)
  --port N                port to listen on (8080; 0: any free one)
  --user, --password      the account (demo, demo-password)
  --totp-secret SECRET    base32; the login then asks for a code
  --zone ZONE             IANA zone of the server's wall clock (UTC)
  --tls-key, --tls-cert   PEM files; serve HTTPS
  --prefix PATH           path that FileCloud is installed under
  --quiet                 do not print the requests

How it behaves:
  --latency MS            wait before every answer
  --page-cap N            at most so many entries an answer
  --no-csrf, --no-batch, --no-content-length, --no-extra-fields
  --secure-cookies, --pretty, --omit-utc, --omit-meta-result, --omit-total, --ignore-start, --ignore-limit, --rmc,
  --admin-account, --disabled-account
  --total-offset N        added to the true total of a listing (--total-offset=-1 takes away)
  --lock-after N          wrong passwords until the account is locked (5)
  --redirect URL          send downloads to this storage
  --maintenance           ${maintenanceForms.join(' | ')}
  --listing-error         ${listingErrors.join(' | ')}
  --expired-form          ${expiredForms.join(' | ')}
  --missing-file-form     ${missingFileForms.join(' | ')}
  --ranges                ${rangeAnswers.join(' | ')}
  --etag                  ${etagForms.join(' | ')}
  --batch-fault           ${batchFaults.join(' | ')}
  --forbidden PATH, --undownloadable PATH   may be given more than once
  --help
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const paths = { type: 'string', multiple: true } as const;

const definitions = {
  root: text,
  mount: text,
  host: text,
  port: text,
  user: text,
  password: text,
  'totp-secret': text,
  zone: text,
  'tls-key': text,
  'tls-cert': text,
  prefix: text,
  quiet: flag,
  help: flag,
  latency: text,
  'page-cap': text,
  'no-csrf': flag,
  'no-batch': flag,
  'no-content-length': flag,
  'no-extra-fields': flag,
  'secure-cookies': flag,
  pretty: flag,
  'omit-utc': flag,
  'omit-meta-result': flag,
  'omit-total': flag,
  'ignore-start': flag,
  'ignore-limit': flag,
  rmc: flag,
  'admin-account': flag,
  'disabled-account': flag,
  'total-offset': text,
  'lock-after': text,
  redirect: text,
  maintenance: text,
  'listing-error': text,
  'expired-form': text,
  'missing-file-form': text,
  ranges: text,
  etag: text,
  'batch-fault': text,
  forbidden: paths,
  undownloadable: paths,
} as const;

export type CommandLine =
  | { readonly help: true }
  | { readonly help: false; readonly quiet: boolean; readonly options: SandboxOptions };

/** Reads the arguments of the program. Throws a CommandLineError. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const values = parse(args);
  if (values.help) return { help: true };
  const options: SandboxOptions = {
    ...defined('root', given(values.root, folder)),
    ...defined(
      'mount',
      given(values.mount, path => absolute('--mount', path)),
    ),
    ...defined(
      'prefix',
      given(values.prefix, path => absolute('--prefix', path)),
    ),
    ...defined(
      'host',
      given(values.host, value => filled('--host', value)),
    ),
    ...defined(
      'user',
      given(values.user, value => filled('--user', value)),
    ),
    ...defined(
      'password',
      given(values.password, value => filled('--password', value)),
    ),
    ...defined('totpSecret', given(values['totp-secret'], totpSecret)),
    ...defined('zone', given(values.zone, zone)),
    ...defined('tls', tls(values['tls-key'], values['tls-cert'])),
    port: number('--port', values.port ?? '8080', 65_535),
    latency: number('--latency', values.latency ?? '0', 600_000),
    pageCap: given(values['page-cap'], value => number('--page-cap', value, 1_000_000, 1)),
    totalOffset: number('--total-offset', values['total-offset'] ?? '0', 1_000_000, -1_000_000),
    lockAfter: number('--lock-after', values['lock-after'] ?? '5', 1000, 1),
    redirect: given(values.redirect, address),
    csrf: !values['no-csrf'],
    batch: !values['no-batch'],
    contentLength: !values['no-content-length'],
    extraFields: !values['no-extra-fields'],
    secureCookies: values['secure-cookies'] ?? false,
    pretty: values.pretty ?? false,
    omitUtc: values['omit-utc'] ?? false,
    omitMetaResult: values['omit-meta-result'] ?? false,
    omitTotal: values['omit-total'] ?? false,
    ignoreStart: values['ignore-start'] ?? false,
    ignoreLimit: values['ignore-limit'] ?? false,
    rmc: values.rmc ?? false,
    adminAccount: values['admin-account'] ?? false,
    disabledAccount: values['disabled-account'] ?? false,
    ...defined('maintenance', oneOf('--maintenance', maintenanceForms, values.maintenance)),
    ...defined('listingError', oneOf('--listing-error', listingErrors, values['listing-error'])),
    ...defined('expiredForm', oneOf('--expired-form', expiredForms, values['expired-form'])),
    ...defined('missingFileForm', oneOf('--missing-file-form', missingFileForms, values['missing-file-form'])),
    ...defined('ranges', oneOf('--ranges', rangeAnswers, values.ranges)),
    ...defined('etag', oneOf('--etag', etagForms, values.etag)),
    ...defined('batchFault', oneOf('--batch-fault', batchFaults, values['batch-fault'])),
    forbidden: new Set(values.forbidden?.map(path => absolute('--forbidden', path))),
    undownloadable: new Set(values.undownloadable?.map(path => absolute('--undownloadable', path))),
  };
  return { help: false, quiet: values.quiet ?? false, options };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: definitions, allowPositionals: false }).values;
  } catch (error) {
    throw new CommandLineError((error instanceof Error ? error.message : String(error)).replaceAll('\n', ' '));
  }
}

function given<Value>(value: string | undefined, read: (value: string) => Value): Value | undefined {
  return value === undefined ? undefined : read(value);
}

/** A property that is left out where there is no value. */
function defined<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  const record: Partial<Record<Name, Value>> = {};
  if (value !== undefined) record[name] = value;
  return record;
}

function filled(option: string, value: string): string {
  if (value !== '') return value;
  throw new CommandLineError(`${option} is empty.`);
}

function number(option: string, value: string, most: number, least = 0): number {
  if (/^-?\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
  throw new CommandLineError(`${option} is ${value}; it takes a whole number from ${least} to ${most}.`);
}

function address(value: string): string {
  if (/^https?:\/\/[^/]/.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
  throw new CommandLineError(`--redirect is ${value}; it takes an http address, such as http://127.0.0.1:9000.`);
}

function oneOf<Value extends string>(
  option: string,
  allowed: readonly Value[],
  value: string | undefined,
): Value | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find(one => one === value);
  if (found !== undefined) return found;
  throw new CommandLineError(`${option} is ${value}; it takes one of ${allowed.join(', ')}.`);
}

function absolute(option: string, path: string): string {
  if (path.startsWith('/')) return path.replace(/(?<=.)\/+$/, '');
  throw new CommandLineError(`${option} is ${path}; it takes a path that begins with /.`);
}

function folder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new CommandLineError(`--root is ${path}; there is no such folder.`);
}

function totpSecret(secret: string): string {
  try {
    authenticator(secret);
    return secret;
  } catch {
    throw new CommandLineError('--totp-secret is no base32 text, such as JBSWY3DPEHPK3PXP.');
  }
}

function zone(name: string): string {
  try {
    new Zone(name);
    return name;
  } catch {
    throw new CommandLineError(`--zone is ${name}; it takes an IANA time zone, such as Europe/Berlin.`);
  }
}

function tls(key: string | undefined, cert: string | undefined): SandboxOptions['tls'] {
  if (key === undefined && cert === undefined) return undefined;
  if (key === undefined || cert === undefined) throw new CommandLineError('--tls-key and --tls-cert go together.');
  const pair = { key: pem('--tls-key', key), cert: pem('--tls-cert', cert) };
  try {
    createSecureContext(pair);
    return pair;
  } catch {
    throw new CommandLineError('--tls-key and --tls-cert do not hold a key and its certificate in PEM form.');
  }
}

function pem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandLineError(`${option} is ${file}; there is no such file to read.`);
  }
}
