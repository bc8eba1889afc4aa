import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CancelledError, messageOf } from '../errors.ts';
import type { Log } from '../report/reporter.ts';
import { tidyOwnFolder } from '../sync/local/leftovers.ts';
import { CacheKeys, type CacheScope, isDigest } from './key.ts';
import type { Task } from './messages.ts';
import { type CacheablePlace, type Place, placeOf, removePlantedLinks } from './place.ts';
import { hasCacheService } from './service.ts';
import { PACKING_OPTIONS, unpackingOptions } from './tar.ts';
import type { Trouble } from './trouble.ts';
import { DEADLINES, type Deadlines } from './watch.ts';
import { runWorker, type WorkerEnd } from './worker-process.ts';

export interface MirrorCacheOptions {
  readonly config: CacheScope;
  readonly log: Log;
  readonly environment: NodeJS.ProcessEnv;
  /** The program's own script, which calls `cacheWorker` when it is started with `--cache-worker`. */
  readonly entry: string;
  readonly deadlines?: Partial<Deadlines>;
  readonly platform?: NodeJS.Platform;
}

/** What a run did to the mirror after it was restored. */
export interface Changes {
  /** Files that were downloaded, but for those that no archive holds: see `isLeftOut`. */
  readonly downloaded: number;
  /** Files that were removed. */
  readonly removed: number;
}

/** Milliseconds by which a file system's clock may lag behind the system's: its tick is 16 ms at most (Windows; Linux has 10). */
export const CLOCK_STEP = 20;

/** The mirror in the Actions cache. A help, never a condition: what does not work is told in one line, and the run goes on. */
export class MirrorCache {
  readonly #config: CacheScope;
  readonly #log: Log;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #entry: string;
  readonly #deadlines: Deadlines;
  readonly #platform: NodeJS.Platform;
  readonly #keys: CacheKeys;
  #restored: string | undefined;
  /** Whether it was said, in this run, that there is no caching: it is said once. */
  #told = false;
  #gaveUp = false;
  /** Whether there were files in the folder before it was restored. */
  #hadFiles = false;

  constructor({ config, log, environment, entry, deadlines, platform = process.platform }: MirrorCacheOptions) {
    this.#config = config;
    this.#log = log;
    this.#environment = environment;
    this.#entry = entry;
    this.#deadlines = { ...DEADLINES, ...deadlines };
    this.#platform = platform;
    this.#keys = new CacheKeys(config, environment, platform);
  }

  /**
   * Brings back the newest mirror that was saved, whole or partial, over what is there. It is input like any other: to be compared file by file.
   * @throws CancelledError when the signal is aborted; what was restored until then stays
   */
  async restore(signal: AbortSignal): Promise<{ readonly hit: boolean; readonly key: string | undefined }> {
    if (signal.aborted) throw new CancelledError();
    const place = this.#cacheable();
    if (place === undefined) return { hit: false, key: undefined };
    this.#hadFiles = isFilled(this.#config.localPath);
    const end = await this.#run('restore', place, this.#keys.prefix, signal);
    const planted = this.#removePlantedLinks();
    if (end.kind === 'cancelled') throw new CancelledError();
    if (end.trouble !== undefined) this.#tellRestore(end.trouble);
    // Whatever the file system dates from here on is newer than all that was restored: the post step tells downloads by that.
    if (end.key !== undefined || end.trouble !== undefined) await delay(CLOCK_STEP);
    this.#restored = planted ? undefined : end.key;
    if (this.#restored !== undefined) this.#log.info(`Restored the mirror from the Actions cache: ${this.#restored}`);
    else if (end.trouble === undefined && !planted) this.#log.info('The Actions cache holds no such mirror yet.');
    return { hit: this.#restored !== undefined, key: this.#restored };
  }

  /** Whether the service did not answer, or cannot be used on this machine: there is no sense in coming back to it in this run. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /**
   * Saves the whole mirror, unless the entry that was restored does as well. Never throws.
   * @param digest SHA-256 (hex) of the mirror's content
   * @param changes what became of the restored mirror, where that is known; else the digest decides
   */
  async save(digest: string, signal: AbortSignal, changes?: Changes): Promise<'saved' | 'unchanged' | 'not-saved'> {
    if (!isDigest(digest)) return 'not-saved';
    if (this.#isAsGood(digest, changes)) {
      this.#log.info('The mirror is in the Actions cache already: it is not saved again.');
      return 'unchanged';
    }
    return this.#save(this.#keys.complete(digest), signal);
  }

  /** Whether the restored entry does for the mirror as it is now. A partial one never does. */
  #isAsGood(digest: string, changes: Changes | undefined): boolean {
    const restored = this.#restored === undefined ? undefined : this.#keys.digestIn(this.#restored);
    if (restored === undefined) return false;
    if (changes === undefined) return restored === digest;
    const { downloaded, removed } = changes;
    if (downloaded === 0 && removed === 0) return true;
    // What was removed would come back with the old entry. One that had to be mended is not what its name says, unless files stood in the
    // folder before: those are not replaced by a cache, and are downloaded in each run.
    return restored === digest && removed === 0 && this.#hadFiles;
  }

  /** Saves what there is of a mirror that was not finished, so that the next run goes on from there. Never throws. */
  async savePartial(signal: AbortSignal): Promise<'saved' | 'not-saved'> {
    // The step that tried to restore has said why there is no caching, if there is none.
    this.#told = true;
    return this.#save(this.#keys.partial(), signal);
  }

  async #save(key: string, signal: AbortSignal): Promise<'saved' | 'not-saved'> {
    if (this.#gaveUp) return 'not-saved';
    const place = this.#cacheable();
    if (place === undefined) return 'not-saved';
    try {
      // A part of a large download that was kept goes with a partial mirror; a complete one has none.
      tidyOwnFolder(this.#config.localPath);
    } catch (error) {
      this.#log.debug(`Temporary files go into the cache, too: ${messageOf(error)}`);
    }
    const end = await this.#run('save', place, key, signal);
    if (end.kind === 'cancelled') return 'not-saved';
    if (end.key === undefined) {
      this.#tellSave(end.trouble ?? { kind: 'other', reason: 'no reason was given' });
      return 'not-saved';
    }
    this.#log.info(`Saved the mirror in the Actions cache: ${key}`);
    return 'saved';
  }

  #run(task: Task['task'], { path, pattern }: CacheablePlace, key: string, signal: AbortSignal): Promise<WorkerEnd> {
    const options = {
      entry: this.#entry,
      environment: this.#environment,
      workspace: this.#config.workspace,
      deadlines: this.#deadlines,
      tarOptions: task === 'restore' ? unpackingOptions(path, this.#platform) : PACKING_OPTIONS,
    };
    return runWorker({ task, path: pattern, key }, options, signal);
  }

  /** Where the mirror lies; undefined where there can be no caching. */
  #cacheable(): CacheablePlace | undefined {
    if (!hasCacheService(this.#environment)) {
      if (this.#environment['GITHUB_ACTIONS'] === 'true') {
        this.#tellOnce('info', 'This runner has no Actions cache: the mirror is neither restored nor saved.');
      }
      return undefined;
    }
    const place = this.#place();
    if (place.kind === 'cacheable') return place;
    const { localPath } = this.#config;
    const { reason } = place;
    this.#tellOnce(
      'warning',
      `The mirror in ${localPath} is not cached: ${reason}. Change that, or set cache to false.`,
    );
    return undefined;
  }

  #tellOnce(level: 'info' | 'warning', message: string): void {
    if (!this.#told) this.#log[level](message);
    this.#told = true;
  }

  #place(): Place {
    try {
      return placeOf(this.#config.workspace, this.#config.localPath, this.#platform);
    } catch (error) {
      return { kind: 'not-cacheable', reason: messageOf(error) };
    }
  }

  #removePlantedLinks(): boolean {
    try {
      if (!removePlantedLinks(this.#config.workspace, this.#config.localPath)) return false;
      this.#log.warning(
        'The cached mirror held a symbolic link in place of the folder. It was removed, and the cache is not used.',
      );
    } catch (error) {
      this.#log.debug(`The restored mirror was not checked for links: ${messageOf(error)}`);
    }
    return true;
  }

  #tellRestore({ kind, reason }: Trouble): void {
    this.#gaveUp = kind === 'dead' || kind === 'no-tar';
    if (kind === 'denied') {
      this.#log.info(`This run may not read the Actions cache (${reason}).`);
      return;
    }
    const rest = this.#gaveUp ? 'without the cache, and does not try to save' : 'without it';
    this.#log.warning(`The mirror could not be restored from the Actions cache: ${reason}. The run goes on ${rest}.`);
  }

  #tellSave({ kind, reason }: Trouble): void {
    if (kind === 'denied') {
      this.#log.info(
        `This run may not save to the Actions cache (${reason}). The next run downloads anew what changed.`,
      );
    } else if (kind === 'taken') {
      this.#log.info('The mirror was not saved in the Actions cache: another job saved the same one, or is about to.');
    } else {
      this.#log.warning(`The mirror could not be saved in the Actions cache: ${reason}. ${REMEDIES[kind]}`);
    }
  }
}

function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

const REMEDIES: Readonly<Record<Exclude<Trouble['kind'], 'denied' | 'taken'>, string>> = {
  dead: 'The next run downloads again what is not in the cache.',
  'rate-limit': 'The repository saves too often; the next run that changes something tries again.',
  quota: 'Delete caches of the repository, or raise its limit.',
  'disk-full':
    'An archive of the mirror is built beside it: free as much space as the mirror takes, or set cache to false.',
  'no-tar': 'Install it, or set cache to false.',
  other: 'The next run downloads again what is not in the cache.',
};
