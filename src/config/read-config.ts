import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Config } from './config.ts';
import { INPUTS } from './inputs.ts';
import * as values from './values.ts';

/** Where the run takes place. */
export interface Place {
  /** Absolute path that relative ones start from. */
  readonly workspace: string;
}

/**
 * Inputs or flags as one checked, frozen config. Nothing was sent when it throws.
 * @param read the text given for an input; '' for none
 * @throws UsageError naming the input, its value (but of secrets) and what would be right
 */
export function readConfig(read: (name: string) => string, { workspace }: Place): Config {
  const text = (name: string): string => {
    const given = read(name);
    const input = INPUTS.find(one => one.name === name);
    // A password may begin and end with spaces; nothing else does.
    const value = input?.secret === true ? given : given.trim();
    if (value !== '') return value;
    if (input?.required === true) throw missing(name);
    return input?.default ?? '';
  };
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

/** What must not be seen anywhere. */
export function secretsOf(read: (name: string) => string): string[] {
  return INPUTS.filter(input => input.secret)
    .map(input => read(input.name))
    .filter(value => value !== '');
}

function missing(name: string): UsageError {
  const hint =
    name === 'password'
      ? ' If this is a pull request from a fork: secrets are not handed to those; skip the step there.'
      : '';
  return new UsageError(`${name}: It is empty, and has to be given.${hint}`);
}
