import { expect, test } from 'vitest';
import { LibraryOutput, type Trouble, troubleOf } from '../../src/cache/trouble.ts';

/** What @actions/cache 6.3 printed, line by line, and what is made of it. */
test.for<[kind: Trouble['kind'], reason: string, ...lines: string[]]>([
  [
    'quota',
    'Failed to CreateCacheEntry: Cache storage quota has been hit. Unable to upload any new cache entries',
    '::debug::Failed to reserve cache: Error: Failed to CreateCacheEntry: Cache storage quota has been hit. Unable to upload any new cache entries.%0AMore info on storage limits: https://docs.github.com/en/billing',
    'Failed to save: Unable to reserve cache with key k, another job may be creating this cache.',
  ],
  [
    'dead',
    'Failed to GetCacheEntryDownloadURL: Unable to make request: ECONNREFUSED',
    '::warning::Failed to restore: Failed to GetCacheEntryDownloadURL: Unable to make request: ECONNREFUSED%0AIf you are using self-hosted runners, please make sure',
  ],
  [
    'dead',
    'getCacheEntry failed: Cache service responded with 503',
    '::warning::Failed to restore: getCacheEntry failed: Cache service responded with 503',
  ],
  [
    'taken',
    'Cache already exists',
    'Failed to save: Unable to reserve cache with key k, another job may be creating this cache. More details: Cache already exists.',
  ],
  [
    'denied',
    "Cache save skipped: the effective cache-mode 'read' does not permit writes",
    "Cache save skipped: the effective cache-mode 'read' does not permit writes.",
  ],
  [
    'denied',
    'Failed to GetCacheEntryDownloadURL: Received non-retryable error: Failed request: (403) Forbidden: cache read denied: no scopes',
    '::warning::Failed to restore: Failed to GetCacheEntryDownloadURL: Received non-retryable error: Failed request: (403) Forbidden: cache read denied: no scopes',
  ],
  [
    'other',
    'Unexpected EOF in archive',
    '/usr/bin/tar: Unexpected EOF in archive',
    '/usr/bin/tar: Error is not recoverable: exiting now',
    `::warning::Failed to restore: "/usr/bin/tar" failed with error: The process '/usr/bin/tar' failed with exit code 2`,
  ],
  [
    'other',
    'tar failed with exit code 2',
    'zstd: /*stdin*\\: unknown header',
    '/usr/bin/tar: Child returned status 1',
    '/usr/bin/tar: Error is not recoverable: exiting now',
    `::warning::Failed to restore: "/usr/bin/tar" failed with error: The process '/usr/bin/tar' failed with exit code 2`,
  ],
  [
    'other',
    'it holds links, or files of other folders, which were left out',
    '/usr/bin/tar: mirror/x: Cannot create symlink to ‘’: No such file or directory',
    '/usr/bin/tar: Exiting with failure status due to previous errors',
    `::warning::Failed to restore: "/usr/bin/tar" failed with error: The process '/usr/bin/tar' failed with exit code 2`,
  ],
])('G16 G17: %s: %s', ([kind, reason, ...lines]) => {
  const output = new LibraryOutput();
  for (const line of lines) output.add(line);
  expect(output.trouble()).toEqual({ kind, reason });
});

test.for<[kind: Trouble['kind'], reason: string, refusal: string | undefined, line: string]>([
  ['other', 'HTTP status 403', 'HTTP status 403', '::warning::Failed to save: {}'],
  ['other', 'HTTP status 404', 'HTTP status 404', '::warning::Failed to restore: '],
  [
    'rate-limit',
    'HTTP status 429',
    'HTTP status 429',
    'Failed to save: Unable to reserve cache with key k, another job may be creating this cache. More details: {}',
  ],
  ['other', 'the service gave no reason', undefined, '::warning::Failed to save: {}'],
])('G16 G17: where the library has no words, the status has: %s, %s', ([kind, reason, refusal, line]) => {
  const output = new LibraryOutput();
  output.add(line);
  expect(output.trouble(refusal)).toEqual({ kind, reason });
});

test('G17: what the library says counts, not what it returns', () => {
  const output = new LibraryOutput();
  output.add('::debug::Failed to delete archive: x');
  expect(output.failed).toBe(false);
  output.add('::warning::Failed to save: Cache service responded with 403 during commit cache.');
  expect(output.failed).toBe(true);
});

test('what tells nothing of a failure is none', () => {
  const output = new LibraryOutput();
  for (const line of ['Sent 10 of 20 (50.0%), 1.0 MBs/sec', '[command]/usr/bin/tar -xf', 'Cache Size: ~0 MB (10 B)']) {
    output.add(line);
  }
  expect(output.trouble()).toBeUndefined();
});

test('G09: the signature of an address is not shown', () => {
  expect(troubleOf('PUT https://store.example.com/blob/7?sig=s3cret&se=1 failed').reason).toBe(
    'PUT https://store.example.com/blob/7 failed',
  );
  expect(troubleOf('No access with se=1&sig=s3cret&sp=r').reason).toBe('No access with se=1&sig=…&sp=r');
});
