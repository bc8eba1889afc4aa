/** What became of one path. One line of the report. */
export interface Outcome {
  /** Relative to the mirror, with `/`. */
  readonly path: string;
  readonly action: 'new' | 'updated' | 'skipped' | 'deleted' | 'failed';
  /** Bytes. */
  readonly size?: number | undefined;
  /** Whole seconds since 1970 UTC. */
  readonly modified?: number | undefined;
  /** Why it failed. */
  readonly error?: string;
}

/** The sums of a run. */
export interface Counts {
  readonly new: number;
  readonly updated: number;
  readonly skipped: number;
  readonly deleted: number;
  readonly failed: number;
  /** Bytes downloaded (in a dry run: that would be). */
  readonly bytes: number;
}
