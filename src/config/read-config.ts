import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Config } from './config.ts';
import { INPUTS } from './inputs.ts';
import * as values from './values.ts';

/** Where the run takes place. */
export interface Place {
  /** Absolute path that relative ones start from. */
  readonly workspace: string;
  /** What to do where there is no password: it is missing for other reasons here and there. */
  readonly passwordHint: string;
  /** What to do where anything is missing. */
  readonly hint?: string;
}

/**
 * Inputs or flags as one checked, frozen config. Nothing was sent when it throws.
 * @param read the text given for an input; '' for none
 * @throws UsageError naming the input, its value (but of secrets) and what would be right
 */
export function readConfig(read: (name: string) => string, place: Place): Config {
  const { workspace } = place;
  const text = (name: string): string => {
    const given = read(name);
    const input = INPUTS.find(one => one.name === name);
    // A password may begin and end with spaces; nothing else does.
    const value = input?.secret === true ? given : given.trim();
    return value === '' ? (input?.default ?? '') : value;
  };
  const empty = INPUTS.filter(({ name, required }) => required && text(name) === '').map(({ name }) => name);
  if (empty.length > 0) throw missing(empty, place);
  const localPath = resolve(workspace, text('local-path'));
  const batch = text('batch');
  if (batch !== 'auto' && batch !== 'off') throw values.wrong('batch', batch, 'It has to be auto or off.');
  return Object.freeze({
    server: values.readServer(text('server')),
    username: text('username'),
    password: text('password'),
    totpSecret: values.readTotpSecret(text('totp-secret')),
    remotePath: values.readRemotePath(text('remote-path')),
    localPath,
    workspace,
    include: values.readGlobs('include', text('include')),
    exclude: values.readGlobs('exclude', text('exclude')),
    delete: values.readBoolean('delete', text('delete')),
    maxDelete: values.readMaxDelete(text('max-delete')),
    dryRun: values.readBoolean('dry-run', text('dry-run')),
    serverTimezone: values.readZone(text('server-timezone')),
    concurrency: values.readNumber('concurrency', text('concurrency'), 1, 256, ''),
    retries: values.readNumber('retries', text('retries'), 0, 100, ''),
    timeout: values.readNumber('timeout', text('timeout'), 1, 3600, ' (seconds)'),
    cache: values.readBoolean('cache', text('cache')),
    cacheKey: values.readCacheKey(text('cache-key')),
    caCertificate: values.readCertificates(text('ca-certificate'), workspace),
    report: values.readReport(text('report'), workspace, localPath),
    batch,
    shard: values.readShard(text('shard')),
  });
}

/** What must not be seen anywhere. The username is half of what a login needs. */
export function secretsOf(read: (name: string) => string): string[] {
  const totp = read('totp-secret');
  // The part of an otpauth:// address, and the form without spaces, are as good as the whole.
  const part = new URLSearchParams(totp.slice(totp.indexOf('?') + 1)).get('secret') ?? totp;
  return [
    ...INPUTS.filter(input => input.secret || input.name === 'username').map(input => read(input.name)),
    part,
    part.replaceAll(/[\s-]/g, ''),
  ].filter((value, index, all) => value !== '' && all.indexOf(value) === index);
}

function missing(names: readonly string[], { passwordHint, hint }: Place): UsageError {
  const what = names.length === 1 ? 'It is empty, and has to be given.' : 'They are empty, and have to be given.';
  const hints = [...(names.includes('password') ? [passwordHint] : []), ...(hint === undefined ? [] : [hint])];
  return new UsageError(`${names.join(', ')}: ${[what, ...hints].join(' ')}`);
}
