import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CLOCK_STEP, MirrorCache } from './cache/mirror-cache.ts';
import { messageOf } from './errors.ts';
import type { Reporter } from './report/reporter.ts';
import { readState } from './state.ts';
import { tidyOwnFolder } from './sync/local/leftovers.ts';
import { OWN_FOLDER } from './sync/names.ts';

/**
 * The post step: what a cancelled or failed run downloaded goes into the cache, so that the next run goes on from there. Not in the main
 * step, which a cancellation gives ten seconds at most. Never throws: the step failed already, or was cancelled.
 */
export async function post({
  reporter,
  environment,
  entry,
}: {
  readonly reporter: Reporter;
  readonly environment: NodeJS.ProcessEnv;
  readonly entry: string;
}): Promise<void> {
  const state = readState();
  if (state.phase === 'none' || state.phase === 'complete') return;
  try {
    const { localPath } = state.scope;
    if (!tidyOwnFolder(localPath) && !hasNews(localPath, state.since - CLOCK_STEP)) {
      reporter.info('The run that did not finish downloaded nothing new: there is nothing to save.');
      return;
    }
    const cache = new MirrorCache({ config: state.scope, log: reporter, environment, entry });
    await cache.savePartial(new AbortController().signal);
  } catch (error) {
    reporter.warning(
      `What was downloaded was not saved in the Actions cache (${messageOf(error)}). The next run downloads it again.`,
    );
  }
}

/** Whether a file of the mirror was put in its place after the instant: of that only the change time tells, by the file system's clock. */
function hasNews(folder: string, since: number): boolean {
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of entriesOf(next)) {
      if (entry.name === OWN_FOLDER) continue;
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= since) return true;
    }
  }
  return false;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
