import { Writable } from 'node:stream';
import fc from 'fast-check';

/** A stream that keeps what was written to it. */
export class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }
}

/** A stream whose reader went away. */
export class BrokenPipe extends Writable {
  writes = 0;

  constructor() {
    // Like standard output, which stays open after an error.
    super({ autoDestroy: false });
  }

  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: (error: Error) => void): void {
    this.writes++;
    done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  }
}

/** Names and messages that are made of commands, markup, line ends and what hides between letters. */
export const hostileText = fc
  .array(
    fc.constantFrom(
      '::',
      ':',
      '##[',
      '#',
      '[',
      ']',
      '::set-output name=new::9',
      '::add-mask::e',
      '##[set-env name=PATH]/tmp',
      '##[error]',
      '::stop-commands::t',
      '%0A::error::',
      '\n',
      '\r',
      '\u2028',
      '\u0085',
      ' ',
      '\u00a0',
      '\t',
      '\u00ad',
      '\u200b',
      '\u200d',
      '\u202e',
      '\ufeff',
      '\u001b[2K',
      '\0',
      '|',
      '`',
      '*',
      '_',
      '~~',
      '<img src=x onerror=alert(1)>',
      '&lt;',
      '&',
      '\\',
      '[a](https://evil.example)',
      '![a](https://evil.example)',
      '@everyone',
      'a@b.example',
      'www.evil.example',
      'https://evil.example',
      '#1',
      ':tada:',
      '$x$',
      '- ',
      '1. ',
      '---',
      '=',
      'report.pdf',
      'é',
      '👩‍💻',
      '\ud800',
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''));
