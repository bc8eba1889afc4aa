import type { Writable } from 'node:stream';
import { Lines } from './lines.ts';
import { ProgressClock, progressLine } from './progress-line.ts';
import type { Progress, Reporter } from './reporter.ts';

/** Milliseconds between two lines of progress in a log file. */
const INTERVAL = 10_000;

/** Plain lines, for pipes and log files. */
export class PlainReporter implements Reporter {
  protected readonly lines: Lines;
  readonly #debug: boolean;
  readonly #clock: ProgressClock;

  /** @param options `now`: milliseconds, monotonic; for tests */
  constructor(output: Writable, options: { readonly debug?: boolean; readonly now?: () => number } = {}) {
    this.lines = new Lines(output);
    this.#debug = options.debug ?? false;
    this.#clock = new ProgressClock(INTERVAL, options.now ?? (() => performance.now()));
  }

  async group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.info(title);
    return await body();
  }

  info(message: string): void {
    this.print(message, '');
  }

  debug(message: string): void {
    if (this.#debug) this.print(message, 'debug: ');
  }

  warning(message: string): void {
    this.print(message, 'warning: ');
  }

  error(message: string): void {
    this.lines.writeAll(message, 'error: ');
  }

  progress(progress: Progress): void {
    const elapsed = this.#clock.tick();
    if (elapsed !== undefined) this.lines.write(progressLine(progress, elapsed));
  }

  secret(value: string): void {
    this.lines.redactor.add(value);
  }

  redact(text: string): string {
    return this.lines.redactor.apply(text);
  }

  flush(): Promise<void> {
    return this.lines.flush();
  }

  protected print(message: string, indent: string): void {
    this.lines.write(message, indent);
  }
}
