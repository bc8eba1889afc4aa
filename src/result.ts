import type { Counts } from './sync/outcome.ts';

/** How a run ended. Also a run that failed, or that was cancelled, has one. */
export interface Result extends Counts {
  readonly changed: boolean;
  /** SHA-256 (hex) over the sorted list of mirrored files. Empty when nothing was listed. */
  readonly digest: string;
  readonly cacheHit: boolean;
  /** Absolute path, or empty. */
  readonly report: string;
  readonly dryRun: boolean;
  /** Milliseconds. */
  readonly duration: number;
  /** What ended the run before its end: a rejected login, an outage, a signal. */
  readonly ended: string | undefined;
  readonly cancelled: boolean;
  /** The first failures, and the largest changes, for the summary. */
  readonly failures: readonly { readonly path: string; readonly error: string }[];
  readonly changes: readonly {
    readonly path: string;
    readonly action: 'new' | 'updated' | 'deleted';
    readonly size: number | undefined;
  }[];
  readonly warnings: readonly string[];
}
