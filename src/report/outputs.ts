import type { Result } from '../result.ts';

/** The outputs of the action by name, as GitHub takes them: text. */
export function outputsOf(result: Result): Record<string, string> {
  return Object.fromEntries(Object.entries(valuesOf(result)).map(([name, value]) => [name, String(value)]));
}

/** The same as typed values, for `--json`. */
export function valuesOf(result: Result): Record<string, string | number | boolean> {
  return {
    new: result.new,
    updated: result.updated,
    skipped: result.skipped,
    deleted: result.deleted,
    failed: result.failed,
    bytes: result.bytes,
    changed: result.changed,
    digest: result.digest,
    'cache-hit': result.cacheHit,
    report: result.report,
  };
}

/** The result of a run that ended before it began. */
export function emptyResult(ended: string): Result {
  return {
    new: 0,
    updated: 0,
    skipped: 0,
    deleted: 0,
    failed: 0,
    bytes: 0,
    changed: false,
    digest: '',
    cacheHit: false,
    report: '',
    dryRun: false,
    duration: 0,
    ended,
    cancelled: false,
    failures: [],
    changes: [],
    warnings: [],
  };
}
