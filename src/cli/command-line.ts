import type { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import type { Config } from '../config/config.ts';
import { readConfig, secretsOf } from '../config/read-config.ts';
import { UsageError } from '../errors.ts';
import { closingError } from '../report/annotation.ts';
import { Lines } from '../report/lines.ts';
import { valuesOf } from '../report/outputs.ts';
import { PlainReporter } from '../report/plain-reporter.ts';
import { bytesText, durationText } from '../report/quantity.ts';
import type { Reporter } from '../report/reporter.ts';
import type { Result } from '../result.ts';
import { readArguments, SEE_HELP } from './arguments.ts';

export interface CommandLineOptions {
  readonly argv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly workspace: string;
  readonly version: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly run: (config: Config, reporter: Reporter) => Promise<Result>;
}

/** @returns the exit status: 0 all mirrored, 1 something failed, 2 wrong usage */
export async function commandLine(options: CommandLineOptions): Promise<0 | 1 | 2> {
  const { argv, environment, workspace, version, stdout, stderr, run } = options;
  const complaints = new PlainReporter(stderr);
  const answer = new Lines(stdout);
  let config: Config;
  let json: boolean;
  let secrets: readonly string[];
  try {
    const read = readArguments(argv, environment, version);
    if (read.kind === 'text') {
      for (const line of read.text.trimEnd().split('\n')) answer.raw(line);
      await answer.flush();
      return 0;
    }
    json = read.json;
    secrets = secretsOf(read.read);
    for (const secret of secrets) complaints.secret(secret);
    const place = { workspace, passwordHint: 'Set FILECLOUD_PASSWORD.', hint: SEE_HELP };
    config = readConfig(name => read.read(name), place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complaints.error(error.message);
    await complaints.flush();
    return 2;
  }

  const reporter = await reporterFor(json ? stderr : stdout, environment);
  for (const secret of secrets) reporter.secret(secret);
  const result = await run(config, reporter);
  const failure = closingError(result, text => reporter.redact(text));
  const [bytes, time] = [bytesText(result.bytes), durationText(result.duration)];
  if (failure !== undefined) {
    // On standard error, so that it is seen also where the rest goes into a file; behind all that was said before.
    await reporter.flush();
    complaints.error(failure);
    await complaints.flush();
  } else if (result.dryRun) reporter.info(`Dry run: ${bytes} would be downloaded; compared in ${time}.`);
  else reporter.info(`${bytes} downloaded in ${time}.`);
  if (json) {
    const error = failure === undefined ? {} : { error: reporter.redact(failure) };
    answer.raw(JSON.stringify({ ...valuesOf(result), ...error }));
    await answer.flush();
  }
  await reporter.flush();
  return failure === undefined ? 0 : 1;
}

async function reporterFor(stream: Writable, environment: NodeJS.ProcessEnv): Promise<PlainReporter> {
  const debug = environment['FILECLOUD_DEBUG'] === '1' || environment['RUNNER_DEBUG'] === '1';
  if (!(stream instanceof WriteStream) || environment['CI'] === 'true' || environment['TERM'] === 'dumb') {
    return new PlainReporter(stream, { debug });
  }
  // Only people before a terminal pay for the bar.
  const { TerminalReporter } = await import('../report/terminal-reporter.ts');
  return new TerminalReporter(stream, { debug, color: (environment['NO_COLOR'] ?? '') === '' });
}
