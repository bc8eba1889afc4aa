/** Everything a run needs to know, checked. Built by `readConfig`. */
export interface Config {
  /** Base URL without a trailing slash; a path prefix is kept. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** Base32 secret of an authenticator, without spaces. */
  readonly totpSecret: string | undefined;
  /** Folder on the server: starts with `/`, no trailing slash (but `/` itself). */
  readonly remotePath: string;
  /** Absolute path of the folder to mirror into. */
  readonly localPath: string;
  /** Absolute path of the workspace (the current folder on the command line). */
  readonly workspace: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly delete: boolean;
  readonly maxDelete: MaxDelete;
  readonly dryRun: boolean;
  /** IANA zone. */
  readonly serverTimezone: string;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Tries after the first. */
  readonly retries: number;
  /** Seconds without a byte before a request counts as stalled. */
  readonly timeout: number;
  readonly cache: boolean;
  readonly cacheKey: string;
  /** PEM text of authorities that are trusted on top of the usual ones. */
  readonly caCertificate: string | undefined;
  /** Absolute path of the report. */
  readonly report: string | undefined;
  readonly batch: 'auto' | 'off';
  readonly shard: Shard | undefined;
}

/** How much `delete` may remove: a number of files, or a share of the local files in per cent. */
export type MaxDelete =
  | { readonly kind: 'files'; readonly files: number }
  | { readonly kind: 'share'; readonly percent: number };

/** Part `index` (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}
