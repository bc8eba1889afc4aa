import { WriteStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { PlainReporter } from '../../src/report/plain-reporter.ts';
import { ProgressClock, progressBar, progressLine } from '../../src/report/progress-line.ts';
import type { Progress } from '../../src/report/reporter.ts';
import { TerminalReporter } from '../../src/report/terminal-reporter.ts';
import { BrokenPipe, Collected } from './collected.ts';
import { FakeTerminal } from './fake-terminal.ts';

const HALF: Progress = {
  foldersListed: 1200,
  foldersKnown: 1500,
  filesSeen: 1,
  filesDownloaded: 1,
  filesToDownload: 2,
  filesArrived: 0,
  bytesDownloaded: 1024 * 1024,
  bytesToDownload: 2 * 1024 * 1024,
};

describe('the line of progress', () => {
  test('tells folders and files, then what is downloaded, how fast, and how long it will take', () => {
    expect(progressLine({ ...HALF, filesToDownload: 0 }, 1000)).toBe('1,200 of 1,500 folders listed, 1 file compared');
    expect(progressLine(HALF, 60_000)).toBe(
      '1,200 of 1,500 folders listed, 1 file compared, 1 of 2 downloaded (1.0 MiB of 2.0 MiB, 17.1 KiB/s, 1 min 0 s left)',
    );
  });

  test('nothing is foretold from nothing', () => {
    const none = { ...HALF, filesDownloaded: 0, bytesDownloaded: 0 };
    expect(progressLine(none, 0)).toContain('0 of 2 downloaded (0 B of 2.0 MiB, 0 B/s)');
    expect(progressLine(none, 1000)).not.toContain('left');
  });

  test('empty files count as files; more bytes than foreseen are no more than all', () => {
    expect(progressBar({ ...HALF, bytesDownloaded: 0, bytesToDownload: 0 }, 1000, 80)).toContain(' 50 %');
    expect(progressBar({ ...HALF, filesDownloaded: 2, bytesDownloaded: 3 * 1024 * 1024 }, 1000, 80)).toMatch(
      /^█{30} 100 % {2}3.0 MiB of 2.0 MiB, 3.0 MiB\/s\n/,
    );
  });

  test('a large file counts while it comes', () => {
    const one = { ...HALF, filesDownloaded: 0, filesToDownload: 1, filesArrived: 0.5 };
    expect(progressBar(one, 60_000, 80)).toContain(' 50 %  1.0 MiB of 2.0 MiB, 17.1 KiB/s, 1 min 0 s left');
  });

  test('when nearly all bytes are there, many small files still take their time', () => {
    const small = { ...HALF, filesDownloaded: 25, filesToDownload: 100, bytesDownloaded: HALF.bytesToDownload - 1 };
    expect(progressLine(small, 10_000)).toContain(', 30 s left');
    expect(progressBar(small, 10_000, 80)).toContain(' 25 %');
  });

  test('the time left is seen on a terminal of the usual width', () => {
    expect(progressBar(HALF, 60_000, 80).split('\n')).toEqual([
      '█████████████░░░░░░░░░░░░░  50 %  1.0 MiB of 2.0 MiB, 17.1 KiB/s, 1 min 0 s left',
      '1,200 of 1,500 folders listed, 1 file compared, 1 of 2 downloaded',
    ]);
  });

  test('on a narrow one, too: the bar gets a line of its own, and what matters less goes first', () => {
    expect(progressBar(HALF, 60_000, 60).split('\n')).toEqual([
      `${'█'.repeat(15)}${'░'.repeat(15)}  50 %`,
      '1.0 MiB of 2.0 MiB, 17.1 KiB/s, 1 min 0 s left',
      '1,200 of 1,500 folders listed, 1 of 2 downloaded',
    ]);
    expect(progressBar(HALF, 60_000, 30).split('\n')).toEqual([
      `${'█'.repeat(12)}${'░'.repeat(12)}  50 %`,
      '17.1 KiB/s, 1 min 0 s left',
      '1 of 2 downloaded',
    ]);
    expect(progressBar(HALF, 60_000, 20).split('\n').slice(1)).toEqual(['1 min 0 s left', '1 of 2 downloaded']);
    expect(progressBar(HALF, 60_000, 12)).toBe('1 of 2 down…');
  });

  test('no line of the bar is wider than it may be', () => {
    for (const width of [0, 1, 19, 20, 39, 40, 79, 200]) {
      for (const line of progressBar(HALF, 1000, width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  test('the rate is that of the downloads: what was before them does not count', () => {
    let now = 60_000;
    const clock = new ProgressClock(5000, () => now);
    expect(clock.tick()).toBeUndefined();
    now += 4999;
    expect(clock.tick()).toBeUndefined();
    now += 1;
    expect(clock.tick()).toBe(5000);
    now += 4999;
    expect(clock.tick()).toBeUndefined();
    now += 1;
    expect(clock.tick()).toBe(10_000);
  });
});

describe('plain lines', () => {
  test('say what they are, one each: a line end in a name forges no line', async () => {
    const output = new Collected();
    const reporter = new PlainReporter(output);
    await reporter.group('Log in', async () => reporter.info('a\n::error::b'));
    reporter.warning('w\nx');
    reporter.error('e\n::error::f');
    reporter.debug('not asked for');
    expect(output.lines).toEqual([
      'Log in',
      'a\\u{a}::error::b',
      'warning: w\\u{a}x',
      'error: e',
      'error: \\u{3a}:error::f',
    ]);
  });

  test('G27: debug lines where they were asked for; secrets in none', () => {
    const output = new Collected();
    const reporter = new PlainReporter(output, { debug: true });
    reporter.secret('hunter2');
    reporter.debug('cookie=hunter2');
    expect(output.lines).toEqual(['debug: cookie=***']);
    expect(reporter.redact('hunter2')).toBe('***');
  });

  test('progress every ten seconds', () => {
    let now = 0;
    const output = new Collected();
    const reporter = new PlainReporter(output, { now: () => now });
    for (; now <= 25_000; now += 1000) reporter.progress(HALF);
    expect(output.lines).toHaveLength(2);
  });

  test('a closed pipe ends nothing', async () => {
    const pipe = new BrokenPipe();
    const reporter = new PlainReporter(pipe);
    reporter.info('one');
    await reporter.flush();
    reporter.error('two');
    await reporter.flush();
    expect(pipe.writes).toBe(1);
  });
});

describe('a terminal', () => {
  async function drawn(columns: number, color: boolean): Promise<FakeTerminal> {
    const terminal = new FakeTerminal(columns);
    let now = 0;
    const reporter = new TerminalReporter(terminal.stream, { color, now: () => now });
    await reporter.group('Mirror', async () => {
      reporter.progress(HALF);
      now = 99;
      reporter.progress({ ...HALF, bytesDownloaded: 0 });
      reporter.warning('careful');
      now = 200;
      reporter.progress(HALF);
      expect(terminal.screen().at(-1)).toContain('1 of 2 downloaded');
    });
    reporter.info('done');
    return terminal;
  }

  test('lines stay, and the bar is gone at the end', async () => {
    const terminal = await drawn(120, false);
    expect(terminal.screen()).toEqual(['Mirror', 'warning: careful', 'done']);
    expect(terminal.written).toContain(`${'█'.repeat(15)}${'░'.repeat(15)}  50 %`);
    expect(terminal.written).not.toContain('  0 %');
  });

  test.each([20, 60])('%i columns: no line is wrapped', async columns => {
    const terminal = await drawn(columns, false);
    expect(terminal.screen()).toEqual(['Mirror', 'warning: careful', 'done']);
    expect(terminal.widest).toBeLessThan(columns);
  });

  test.each([true, false])('G09 a title shows no secret (bold: %s)', async color => {
    const terminal = new FakeTerminal(80);
    const reporter = new TerminalReporter(terminal.stream, { color });
    reporter.secret('pass\u0007word');
    await reporter.group('Log in with pass\u0007word', async () => {});
    expect(terminal.written).toContain('Log in with ***');
    expect(terminal.written).not.toContain('word');
  });

  test('NO_COLOR: nothing is bold', async () => {
    expect((await drawn(80, true)).written).toContain('\u001b[1mMirror\u001b[0m');
    expect((await drawn(80, false)).written).not.toMatch(/\u001b\[\d*m/);
  });

  test('a real terminal is told from a pipe by its class', () => {
    expect(new FakeTerminal(80).stream).toBeInstanceOf(WriteStream);
  });
});
