import { appendFileSync } from 'node:fs';
import { getInput, setOutput } from '@actions/core';
import type { Config } from './config/config.ts';
import { readConfig, secretsOf } from './config/read-config.ts';
import { messageOf, UsageError } from './errors.ts';
import { mirror } from './mirror.ts';
import type { ActionsReporter } from './report/actions-reporter.ts';
import { closingError } from './report/annotation.ts';
import { emptyResult, outputsOf } from './report/outputs.ts';
import { summaryOf } from './report/summary.ts';
import type { Result } from './result.ts';
import { saveEnded, saveStarted } from './state.ts';

/** Why there may be no password. */
const NO_SECRET =
  'If this is a pull request from a fork, or of Dependabot: secrets are not handed to those; skip the step there.';

/** The main step: inputs in, outputs, summary and one closing word out, in every case. @returns the exit status */
export async function action(
  reporter: ActionsReporter,
  environment: NodeJS.ProcessEnv,
  entry: string,
  signal: AbortSignal,
): Promise<0 | 1> {
  const read = (name: string): string => getInput(name, { trimWhitespace: false });
  const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
  let config: Config | undefined;
  let result: Result;
  try {
    // The name is half of a login. On the command line it is a flag, which everybody sees; here it comes from the secrets, too.
    for (const secret of [...secretsOf(read), read('username').trim()]) reporter.secret(secret);
    const checked = readConfig(read, { workspace, passwordHint: NO_SECRET });
    config = checked;
    if (checked.server.startsWith('http:')) {
      reporter.info(
        'The server is asked over plain http: the password can be read on the way. Use https where you can.',
      );
    }
    const caches = checked.cache && !checked.dryRun;
    result = await mirror(
      checked,
      { reporter, environment, entry, onDownloading: () => caches && saveStarted(checked) },
      signal,
    );
    if (caches) saveEnded(closingError(result) === undefined ? 'complete' : 'failed');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    result = emptyResult(error.message);
  }
  for (const [name, value] of Object.entries(outputsOf(result))) setOutput(name, value);
  writeSummary(result, config, reporter, environment);
  const failure = closingError(result, text => reporter.redact(text));
  if (failure !== undefined) reporter.error(failure);
  return failure === undefined ? 0 : 1;
}

function writeSummary(
  result: Result,
  config: Config | undefined,
  reporter: ActionsReporter,
  environment: NodeJS.ProcessEnv,
): void {
  const path = environment['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    appendFileSync(
      path,
      summaryOf(result, config, text => reporter.redact(text)),
    );
  } catch (error) {
    reporter.warning(`The job summary could not be written (${messageOf(error)}). The mirror is not affected by it.`);
  }
}
