import { X509Certificate } from 'node:crypto';
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, UsageError } from '../errors.ts';
import type { MaxDelete, Shard } from './config.ts';

/** A value that cannot be used: what it is, and what would be right. */
export function wrong(name: string, value: string, right: string): UsageError {
  return new UsageError(`${name}: ${JSON.stringify(value)} cannot be used. ${right}`);
}

export function readServer(value: string): string {
  const right = 'It has to be the address of the server, like https://files.example.com';
  // Looked at before all else, and not shown: also an address that cannot be read may hold a password.
  if (/^[^/?#]*(?:\/\/)?[^/?#]*@/.test(value)) {
    throw new UsageError('server: The address holds credentials. Give them as username and password.');
  }
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw wrong('server', value, `${right}.`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong('server', value, `${right}.`);
  if (url.search !== '' || url.hash !== '') throw wrong('server', value, `${right}, without “?” and “#”.`);
  // A request to //core is an error for FileCloud (official Python client).
  return `${url.origin}${url.pathname.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')}`;
}

export function readRemotePath(value: string): string {
  const right = 'It has to be the path of a folder on the server, like /SHARED/handbook';
  if (!value.startsWith('/')) throw wrong('remote-path', value, `${right}: it begins with “/”.`);
  if (/[\0-\x1f\x7f]/.test(value)) throw wrong('remote-path', value, `${right}, without control characters.`);
  const parts = value.split('/').filter(part => part !== '');
  if (parts.includes('.') || parts.includes('..')) throw wrong('remote-path', value, `${right}, without “.” and “..”.`);
  return `/${parts.join('/')}`;
}

export function readBoolean(name: string, value: string): boolean {
  if (['true', 'True', 'TRUE'].includes(value)) return true;
  if (['false', 'False', 'FALSE'].includes(value)) return false;
  throw wrong(name, value, 'It has to be true or false.');
}

export function readNumber(name: string, value: string, least: number, most: number, unit: string): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw wrong(name, value, `It has to be a whole number from ${least} to ${most}${unit}.`);
}

export function readMaxDelete(value: string): MaxDelete {
  const match = /^(\d{1,9})(%?)$/.exec(value);
  const number = Number(match?.[1]);
  if (match !== null && match[2] === '') return { kind: 'files', files: number };
  if (match !== null && number <= 100) return { kind: 'share', percent: number };
  throw wrong('max-delete', value, 'It has to be a number of files, like 100, or a share from 0% to 100%, like 50%.');
}

/** One glob a line; white space around it goes. */
export function readGlobs(name: string, value: string): string[] {
  const globs = value
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
  for (const glob of globs) {
    if (glob.startsWith('/')) {
      throw wrong(name, glob, `Globs are relative to remote-path: write ${JSON.stringify(glob.replace(/^\/+/, ''))}.`);
    }
    if (glob.split('/').includes('..')) throw wrong(name, glob, 'Globs stay below remote-path: leave “..” out.');
    if (glob.split('/').includes('.')) throw wrong(name, glob, 'Globs are paths below remote-path: leave “.” out.');
    if (glob.includes('//')) throw wrong(name, glob, 'Between two names stands one slash.');
  }
  return globs;
}

export function readZone(value: string): string {
  // Asking Intl loads its data: some milliseconds that most runs need not spend.
  if (value === 'UTC') return value;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    throw wrong(
      'server-timezone',
      value,
      'It has to be a name of the IANA time zone database, like Europe/Berlin or UTC.',
    );
  }
}

export function readTotpSecret(value: string): string | undefined {
  if (value === '') return undefined;
  const right =
    'totp-secret: The value cannot be used (it is not shown, being secret). It has to be the base32 secret that the authenticator app was set up with, or its otpauth:// address';
  let secret = value;
  if (/^\s*otpauth:/i.test(value)) {
    let url: URL;
    try {
      url = new URL(value.trim());
    } catch {
      throw new UsageError(`${right}.`);
    }
    const parameter = (name: string, usual: string): boolean =>
      (url.searchParams.get(name) ?? usual).toUpperCase() === usual;
    if (
      url.host.toLowerCase() !== 'totp' ||
      !parameter('algorithm', 'SHA1') ||
      !parameter('digits', '6') ||
      !parameter('period', '30')
    ) {
      throw new UsageError(`${right} for codes of six digits every 30 seconds (SHA-1): FileCloud knows no others.`);
    }
    secret = url.searchParams.get('secret') ?? '';
  }
  const plain = secret.replaceAll(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]{8,}$/.test(plain)) throw new UsageError(`${right}.`);
  return plain;
}

/** PEM text, or a path to it. */
export function readCertificates(value: string, workspace: string): string | undefined {
  if (value.trim() === '') return undefined;
  const isText = value.includes('-----BEGIN');
  let pem = value;
  if (!isText) {
    try {
      pem = readFileSync(resolve(workspace, value), 'utf8');
    } catch (error) {
      throw wrong(
        'ca-certificate',
        value,
        `It has to be PEM text, or the path of a file with it (${messageOf(error)}).`,
      );
    }
  }
  // Of the text only what it says it is: it may be a key, given by mistake.
  const shown = isText ? `${/-----BEGIN [A-Z ]*-----/.exec(value)?.[0] ?? '-----BEGIN'}…` : value;
  const blocks =
    pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0)
    throw wrong(
      'ca-certificate',
      shown,
      'It holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----.',
    );
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw wrong(
        'ca-certificate',
        shown,
        `Certificate ${index + 1} of ${blocks.length} in it cannot be read. Export it anew in PEM form.`,
      );
    }
  }
  return blocks.join('\n');
}

export function readReport(value: string, workspace: string, localPath: string): string | undefined {
  if (value === '') return undefined;
  const path = resolve(workspace, value);
  // Also by way of links.
  if (isWithin(path, localPath) || isWithin(realPath(path), realPath(localPath))) {
    throw wrong(
      'report',
      value,
      'It lies in the mirror, where it would look like a mirrored file. Put it beside local-path.',
    );
  }
  const there = lookAt(path);
  if (there?.isDirectory() === true) throw wrong('report', value, 'It is a folder. Name a file.');
  // The finished report is moved to its place: whatever else stands there would be gone.
  if (there?.isFile() === false) {
    throw wrong('report', value, 'It is a device, a pipe or a socket. Name a file.');
  }
  return path;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Whether it can be written turns out when it is.
    return undefined;
  }
}

/** Without links, as far as it is there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

export function readShard(value: string): Shard | undefined {
  if (value === '') return undefined;
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(value);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match !== null && count >= 1 && count <= 1000 && index >= 1 && index <= count) return { index, count };
  throw wrong(
    'shard',
    value,
    'It has to be a part of a number of parts, like 2/5: the first from 1 to the second, that at most 1000.',
  );
}

export function readCacheKey(value: string): string {
  if (value.length > 200 || /[,\0-\x1f\x7f]/.test(value)) {
    throw wrong('cache-key', value, 'It has to be at most 200 characters, without commas and line breaks.');
  }
  return value;
}
