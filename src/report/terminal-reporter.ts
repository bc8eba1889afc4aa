import type { WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import { visible } from './escape.ts';
import { PlainReporter } from './plain-reporter.ts';
import { ProgressClock, progressBar } from './progress-line.ts';
import type { Progress } from './reporter.ts';

/** Milliseconds between two drawings of the bar. */
const INTERVAL = 100;

/** Lines above, a progress bar with rate and time left below: for people before a terminal. */
export class TerminalReporter extends PlainReporter {
  readonly #stream: WriteStream;
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #color: boolean;
  readonly #clock: ProgressClock;

  constructor(
    stream: WriteStream,
    options: { readonly debug?: boolean; readonly color: boolean; readonly now?: () => number },
  ) {
    super(stream, options);
    this.#stream = stream;
    this.#draw = createLogUpdate(stream, { showCursor: true });
    this.#color = options.color;
    this.#clock = new ProgressClock(INTERVAL, options.now ?? (() => performance.now()), true);
  }

  override async group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.#draw.clear();
    this.lines.raw(this.#color ? `\u001B[1m${visible(this.redact(title))}\u001B[0m` : visible(this.redact(title)));
    try {
      return await body();
    } finally {
      this.#draw.clear();
    }
  }

  override progress(progress: Progress): void {
    const elapsed = this.#clock.tick();
    if (elapsed !== undefined) this.#draw(progressBar(progress, elapsed, (this.#stream.columns || 80) - 1));
  }

  override error(message: string): void {
    this.#draw.clear();
    super.error(message);
  }

  protected override print(message: string, indent: string): void {
    this.#draw.clear();
    super.print(message, indent);
  }
}
