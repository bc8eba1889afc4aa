import { getState, saveState } from '@actions/core';
import type { CacheScope } from './cache/key.ts';

/**
 * What the main step leaves for the post step, through the runner's state file. No credentials: the file is plain text on the
 * runner's disk.
 */
export type State =
  | { readonly phase: 'none' }
  /** The main step began to download and did not end: it was cancelled or killed. */
  | { readonly phase: 'started'; readonly scope: CacheScope; readonly since: number }
  | { readonly phase: 'failed'; readonly scope: CacheScope; readonly since: number }
  /** There is nothing for the post step to do. */
  | { readonly phase: 'complete' };

/** Names of the runner's states; its environment shows them as `STATE_filecloud-mirror-…`. */
const SCOPE = 'filecloud-mirror-scope';
const SINCE = 'filecloud-mirror-since';
const END = 'filecloud-mirror-end';

/**
 * To be called when the cached mirror was restored and before the first download: what is newer than this instant is worth saving.
 * Not called where nothing may be cached (a dry run, `cache: false`), nor on the command line, which has no post step.
 */
export function saveStarted(scope: CacheScope): void {
  const { server, remotePath, include, exclude, shard, cacheKey, localPath, workspace } = scope;
  saveState(SCOPE, { server, remotePath, include, exclude, shard, cacheKey, localPath, workspace });
  saveState(SINCE, Date.now());
}

/** To be called when the run ended. `complete`: the whole mirror is there, and saved as far as it can be. */
export function saveEnded(end: 'complete' | 'failed'): void {
  saveState(END, end);
}

/** What the main step left. A state that cannot be read counts as none. */
export function readState(): State {
  const end = getState(END);
  if (end === 'complete') return { phase: 'complete' };
  const scope = scopeIn(getState(SCOPE));
  if (scope === undefined) return { phase: 'none' };
  const since = Number(getState(SINCE)) || 0;
  return { phase: end === 'failed' ? 'failed' : 'started', scope, since };
}

function scopeIn(text: string): CacheScope | undefined {
  const value = parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const field = (name: string): unknown => Reflect.get(value, name);
  const server = field('server');
  const remotePath = field('remotePath');
  const include = field('include');
  const exclude = field('exclude');
  const cacheKey = field('cacheKey');
  const localPath = field('localPath');
  const workspace = field('workspace');
  if (typeof server !== 'string' || typeof remotePath !== 'string' || typeof cacheKey !== 'string') return undefined;
  if (typeof localPath !== 'string' || typeof workspace !== 'string') return undefined;
  if (!isStrings(include) || !isStrings(exclude)) return undefined;
  return { server, remotePath, include, exclude, shard: shardIn(field('shard')), cacheKey, localPath, workspace };
}

function shardIn(value: unknown): CacheScope['shard'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const index: unknown = Reflect.get(value, 'index');
  const count: unknown = Reflect.get(value, 'count');
  return typeof index === 'number' && typeof count === 'number' ? { index, count } : undefined;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MAIN = 'filecloud-mirror-main';

/** Leaves word that the main step ran: the same bundle is started again for the post step. */
export function markMainStep(): void {
  saveState(MAIN, 'true');
}

/** Whether this is the post step. */
export function isPostStep(): boolean {
  return getState(MAIN) !== '';
}
