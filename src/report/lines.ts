import type { Writable } from 'node:stream';
import { visible } from './escape.ts';
import { Redactor } from './redact.ts';

/** The one place that prints: a line at a time, redacted and harmless. Goes on when nobody reads any more. */
export class Lines {
  readonly redactor = new Redactor();
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    // A closed pipe is no reason to end: the mirror still has to be right.
    stream.on('error', () => {});
  }

  /** Text of any origin, as one line: a name with a line break in it forges no other. */
  write(text: string, indent = ''): void {
    this.raw(indent + visible(this.redactor.apply(text)));
  }

  /** Text whose line breaks are of our making. */
  writeAll(text: string, indent = ''): void {
    for (const line of this.redactor.apply(text).split('\n')) this.raw(indent + visible(line));
  }

  /** A line of our own making, after redaction. */
  raw(line: string): void {
    if (this.#open) this.#stream.write(`${line}\n`);
  }

  /** Resolves when everything written so far has left the process. */
  flush(): Promise<void> {
    return new Promise(resolve => {
      if (!this.#open) resolve();
      else this.#stream.write('', () => resolve());
    });
  }

  /** A stream that failed takes what is written to it, and never says that it is done. */
  get #open(): boolean {
    return this.#stream.errored === null && !this.#stream.destroyed;
  }
}
