import type { RemoteEntry } from './remote.ts';

/** A regular local file, as far as comparing needs it. */
export interface LocalFile {
  /** Bytes. */
  readonly size: number;
  /** Whole seconds since 1970 UTC. */
  readonly modified: number;
}

export type Decision = 'new' | 'updated' | 'skipped';

/**
 * Compares one listed file with what stands at its place. Pure.
 * Skipped when a regular file has the listed size and, to the second, the listed time. An unknown size leaves the decision to the time;
 * an unknown time means a download, since nothing else would show an edit of the same size.
 * @param local the regular file there, `occupied` for anything else there (a link), undefined for nothing
 */
export function decide(
  entry: Pick<RemoteEntry, 'size' | 'modified'>,
  local: LocalFile | 'occupied' | undefined,
): Decision {
  if (local === undefined) return 'new';
  if (local === 'occupied' || entry.modified === undefined || entry.modified !== local.modified) return 'updated';
  return entry.size === undefined || entry.size === local.size ? 'skipped' : 'updated';
}
