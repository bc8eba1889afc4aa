import { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';

const SEQUENCE = /\u001b\[(\??)(\d*)([A-Za-z])/y;

/** A terminal of some columns that keeps its screen: enough of one for what a progress bar does. */
export class FakeTerminal {
  readonly stream: WriteStream;
  written = '';
  /** Characters of the longest line that ever was on it. */
  widest = 0;
  readonly #rows: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    const output = new Writable({
      decodeStrings: false,
      write: (text, _encoding, done) => {
        this.#take(String(text));
        done();
      },
    });
    // The class tells a terminal from a pipe, and a real one needs a device.
    Object.setPrototypeOf(output, WriteStream.prototype);
    Object.assign(output, { columns, rows: 24, isTTY: true });
    if (!(output instanceof WriteStream)) throw new Error('no terminal');
    this.stream = output;
  }

  /** The lines that stand there now, without empty ones at the end. */
  screen(): string[] {
    const rows = this.#rows.map(row => row.trimEnd());
    while (rows.at(-1) === '') rows.pop();
    return rows;
  }

  #take(text: string): void {
    this.written += text;
    for (let at = 0; at < text.length; at++) {
      SEQUENCE.lastIndex = at;
      const [sequence, mode, digits, letter] = SEQUENCE.exec(text) ?? [];
      if (sequence !== undefined) {
        at += sequence.length - 1;
        if (mode === '') this.#control(letter ?? '', Number(digits === '' ? '1' : digits), digits === '');
      } else if (text.charAt(at) === '\n') {
        this.#move(this.#row + 1);
        this.#column = 0;
      } else this.#put(text.charAt(at));
    }
  }

  #put(character: string): void {
    const row = this.#rows[this.#row] ?? '';
    const next = row.padEnd(this.#column).slice(0, this.#column) + character + row.slice(this.#column + 1);
    this.#rows[this.#row] = next;
    this.#column++;
    this.widest = Math.max(this.widest, next.length);
  }

  #control(letter: string, count: number, plain: boolean): void {
    if (letter === 'A') this.#move(Math.max(this.#row - count, 0));
    else if (letter === 'B' || letter === 'E') this.#move(this.#row + count);
    else if (letter === 'G') this.#column = count - 1;
    else if (letter === 'J') {
      this.#rows.length = this.#row + 1;
      this.#rows[this.#row] = (this.#rows[this.#row] ?? '').slice(0, this.#column);
    } else if (letter === 'K') {
      const row = this.#rows[this.#row] ?? '';
      this.#rows[this.#row] = plain || count === 0 ? row.slice(0, this.#column) : '';
    }
  }

  #move(row: number): void {
    while (this.#rows.length <= row) this.#rows.push('');
    this.#row = row;
  }
}
