import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';

/** What tells one cached mirror from another, and where it lies. Holds no secret. */
export type CacheScope = Pick<
  Config,
  'server' | 'remotePath' | 'include' | 'exclude' | 'shard' | 'cacheKey' | 'localPath' | 'workspace'
>;

const DIGEST = /^[0-9a-f]{64}$/;

/**
 * The names of one mirror's cache entries. Entries of the Actions cache are immutable, so each is named after the run that saved
 * it, and a restore asks for the newest of the mirror's by {@link prefix} (GitHub's documentation, "Dependency caching reference").
 * What users typed is only in a hash: a key may hold no comma, and has room for 512 characters.
 */
export class CacheKeys {
  /** All entries of this mirror start with it, and no others. */
  readonly prefix: string;
  readonly #run: string;

  constructor(scope: CacheScope, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform) {
    this.prefix = `filecloud-mirror-v1-${platform}-${identityOf(scope)}-`;
    const run = numberIn(environment['GITHUB_RUN_ID']) ?? `${Date.now()}`;
    this.#run = `${run}-${numberIn(environment['GITHUB_RUN_ATTEMPT']) ?? '1'}`;
  }

  /** The entry this run saves of a whole mirror. */
  complete(digest: string): string {
    return `${this.prefix}${digest}-${this.#run}`;
  }

  /** The entry this run saves of a mirror it did not finish. */
  partial(): string {
    return `${this.prefix}partial-${this.#run}`;
  }

  /** The digest of the whole mirror in an entry; undefined for a partial one. */
  digestIn(key: string): string | undefined {
    if (!key.startsWith(this.prefix)) return undefined;
    const [digest = ''] = key.slice(this.prefix.length).split('-', 1);
    return isDigest(digest) ? digest : undefined;
  }
}

/** Whether the text is the SHA-256 of a mirror's content: 64 hexadecimal digits. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** 128 bits over all that decides which files are mirrored. The order of the globs decides nothing. */
function identityOf({ server, remotePath, include, exclude, shard, cacheKey }: CacheScope): string {
  const part = shard === undefined ? null : [shard.index, shard.count];
  const parts = [server, remotePath, include.toSorted(), exclude.toSorted(), part, cacheKey];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function numberIn(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,20}$/.test(text) ? text : undefined;
}
