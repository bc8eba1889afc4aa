import { homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { MirrorCache } from './cache/mirror-cache.ts';
import { hasCacheService } from './cache/service.ts';
import { isLeftOut } from './cache/tar.ts';
import type { Config } from './config/config.ts';
import { CancelledError, messageOf, RunError } from './errors.ts';
import { FileCloud } from './filecloud/filecloud.ts';
import { Highlights } from './report/highlights.ts';
import { ReportFile } from './report/report-file.ts';
import type { Reporter } from './report/reporter.ts';
import type { Result } from './result.ts';
import { deleteRefusal } from './sync/local/delete-guard.ts';
import { MirrorFolder } from './sync/local/mirror-folder.ts';
import { select } from './sync/selection.ts';
import { type SyncReport, sync } from './sync/sync.ts';

/** What surrounds a run: where it prints, what the environment says, and which script is started for the cache. */
export interface Surroundings {
  readonly reporter: Reporter;
  readonly environment: NodeJS.ProcessEnv;
  /** The bundle's own path. */
  readonly entry: string;
  /** Told when the cached mirror was restored, before the first download; not where nothing is to be saved, as the cache gave no answer. */
  readonly onDownloading?: () => void;
}

/**
 * One run as a story: log in, restore, sync, save, report. Logging in comes before the cache, so that a rejected login touches nothing local.
 * @returns how it ended, also when it failed; throws only what is a mistake in the program
 */
export async function mirror(
  config: Config,
  { reporter, environment, entry, onDownloading }: Surroundings,
  signal: AbortSignal,
): Promise<Result> {
  const started = performance.now();
  const highlights = new Highlights();
  let report: ReportFile | undefined;
  let remote: FileCloud | undefined;
  let folder: MirrorFolder | undefined;
  let synced: SyncReport | undefined;
  let cacheHit = false;
  let ended: string | undefined;
  let cancelled = false;
  const end = (error: unknown): void => {
    if (!(error instanceof RunError || error instanceof CancelledError)) throw error;
    // What ended the run first is the reason; what fails while tidying up is not.
    ended ??= error.message;
    cancelled ||= error instanceof CancelledError;
  };

  try {
    report = config.report === undefined ? undefined : ReportFile.open(config.report);
    const guard = config.delete ? deleteRefusal(config.localPath, config.workspace, homedir()) : undefined;
    if (guard !== undefined) throw new RunError(guard);
    const cloud = new FileCloud({ ...config, timezone: config.serverTimezone, log: reporter });
    remote = cloud;
    await reporter.group(`Log in to ${config.server}`, () => cloud.login(signal));
    // From here on a listing's garbage is made as fast as it is dropped. V8 would give it ever larger spaces: a third more memory, no speed.
    setFlagsFromString('--semi-space-growth-factor=1');

    // Other CI systems have none, and nobody there wants to read about it.
    const hasCache = hasCacheService(environment) || environment['GITHUB_ACTIONS'] === 'true';
    const cache =
      hasCache && config.cache && !config.dryRun
        ? new MirrorCache({ config, log: reporter, environment, entry })
        : undefined;
    if (cache !== undefined) {
      cacheHit = (await reporter.group('Restore the mirror from the cache', () => cache.restore(signal))).hit;
    }

    // After a restore without an answer there may be less here than in the cache, where it would be put in front of that.
    if (cache?.gaveUp !== true) onDownloading?.();
    const local = MirrorFolder.open(config.localPath, { write: !config.dryRun });
    folder = local;
    const written = report;
    let downloaded = 0;
    const title = `${config.dryRun ? 'Compare' : 'Mirror'} ${config.remotePath} ${config.dryRun ? 'with' : 'into'} ${config.localPath}`;
    synced = await reporter.group(title, async () => {
      const done = await sync(
        cloud,
        local,
        {
          remotePath: config.remotePath,
          selection: select(config),
          delete: config.delete,
          maxDelete: config.maxDelete,
          dryRun: config.dryRun,
          concurrency: config.concurrency,
          batches: config.batch === 'auto',
        },
        {
          outcome: outcome => {
            const { error } = outcome;
            // The words of servers, which may tell what they were sent.
            written?.write(error === undefined ? outcome : { ...outcome, error: reporter.redact(error) });
            highlights.add(outcome);
            const isDownload = outcome.action === 'new' || outcome.action === 'updated';
            if (isDownload && !isLeftOut(outcome.path)) downloaded++;
            if (outcome.action === 'deleted') reporter.info(`deleted ${outcome.path}`);
            else if (outcome.action !== 'skipped') reporter.debug(`${outcome.action} ${outcome.path}`);
          },
          warning: message => {
            highlights.warning(message);
            reporter.warning(message);
          },
          debug: message => reporter.debug(message),
          progress: progress => reporter.progress(progress),
        },
        signal,
      );
      const { counts } = done;
      reporter.info(
        `${counts.new} new, ${counts.updated} updated, ${counts.skipped} skipped, ${counts.deleted} deleted, ${counts.failed} failed.`,
      );
      return done;
    });
    if (synced.ended !== undefined) throw synced.ended;
    if (synced.refusal !== undefined) throw new RunError(synced.refusal);
    if (cache !== undefined && synced.counts.failed === 0) {
      // The own folder must not be packed.
      folder.close();
      folder = undefined;
      const { digest, counts } = synced;
      const changes = { downloaded, removed: counts.deleted };
      const saved = await reporter.group('Save the mirror to the cache', () => cache.save(digest, signal, changes));
      // Then the post step saves it.
      if (saved === 'not-saved' && signal.aborted) throw new CancelledError();
    }
  } catch (error) {
    end(error);
  } finally {
    folder?.close(ended !== undefined);
    await remote?.close();
  }
  try {
    report?.close();
  } catch (error) {
    end(error instanceof RunError ? error : new RunError(messageOf(error), { cause: error }));
  }

  const counts = synced?.counts ?? { new: 0, updated: 0, skipped: 0, deleted: 0, failed: 0, bytes: 0 };
  return {
    ...counts,
    changed: counts.new + counts.updated + counts.deleted > 0,
    digest: synced?.digest ?? '',
    cacheHit,
    report: config.report ?? '',
    dryRun: config.dryRun,
    duration: performance.now() - started,
    ended,
    cancelled,
    ...highlights.lists(),
  };
}
