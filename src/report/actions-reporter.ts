import type { Writable } from 'node:stream';
import { commandData, visible } from './escape.ts';
import { Lines } from './lines.ts';
import { ProgressClock, progressLine } from './progress-line.ts';
import type { Progress, Reporter } from './reporter.ts';

/** Milliseconds between two lines of progress. */
const INTERVAL = 5000;
/** Warnings that a step shows (the runner keeps ten of a kind). */
const ANNOTATIONS = 10;
/** Secrets that the runner is told of: a server may send a new cookie with each answer, and none of them is shown here anyway. */
const MASKS = 100;

export interface ActionsReporterOptions {
  readonly output: Writable;
  readonly debug: boolean;
  /** Milliseconds, monotonic; for tests. */
  readonly now?: () => number;
}

/** The log of a GitHub Actions step. Workflow commands are written here only. */
export class ActionsReporter implements Reporter {
  readonly #lines: Lines;
  readonly #debug: boolean;
  readonly #clock: ProgressClock;
  #warnings = 0;
  #masks = 0;

  constructor({ output, debug, now = () => performance.now() }: ActionsReporterOptions) {
    this.#lines = new Lines(output);
    this.#debug = debug;
    this.#clock = new ProgressClock(INTERVAL, now);
  }

  async group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.#command('group', title);
    try {
      return await body();
    } finally {
      this.#lines.raw('::endgroup::');
    }
  }

  info(message: string): void {
    this.#lines.write(message);
  }

  debug(message: string): void {
    if (this.#debug) this.#command('debug', message);
  }

  warning(message: string): void {
    if (++this.#warnings <= ANNOTATIONS) this.#command('warning', message);
    else this.#lines.write(`Warning: ${message}`);
  }

  error(message: string): void {
    this.#command('error', ...this.redact(message).split('\n'));
  }

  progress(progress: Progress): void {
    const elapsed = this.#clock.tick();
    if (elapsed !== undefined) this.#lines.write(progressLine(progress, elapsed));
  }

  secret(value: string): void {
    const forms = this.#lines.redactor.add(value);
    if (forms.length === 0 || ++this.#masks > MASKS) return;
    for (const form of forms) this.#lines.raw(`::add-mask::${commandData(form)}`);
  }

  redact(text: string): string {
    return this.#lines.redactor.apply(text);
  }

  flush(): Promise<void> {
    return this.#lines.flush();
  }

  #command(name: string, ...lines: readonly string[]): void {
    const safe = lines.map(line => visible(this.redact(line))).join('\n');
    this.#lines.raw(`::${name}::${commandData(safe)}`);
  }
}
