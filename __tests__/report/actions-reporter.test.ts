import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActionsReporter } from '../../src/report/actions-reporter.ts';
import { visible } from '../../src/report/escape.ts';
import type { Progress } from '../../src/report/reporter.ts';
import { commandsIn } from '../runner-commands.ts';
import { BrokenPipe, Collected, hostileText } from './collected.ts';

const PROGRESS: Progress = {
  foldersListed: 1,
  foldersKnown: 2,
  filesSeen: 3,
  filesDownloaded: 0,
  filesToDownload: 0,
  filesArrived: 0,
  bytesDownloaded: 0,
  bytesToDownload: 0,
};

function logOf(
  say: (reporter: ActionsReporter) => void,
  options: { debug?: boolean; now?: () => number } = {},
): Collected {
  const output = new Collected();
  say(new ActionsReporter({ output, debug: false, ...options }));
  return output;
}

describe('G01 G02 G03 G04: what it prints is a command only where it means one', () => {
  test('the parsers of this test know a command when they see one', () => {
    expect(commandsIn(' ::set-output name=x::1\nplain\ra ##[error]b%0Ac')).toEqual([
      { name: 'set-output', data: '1' },
      { name: 'error', data: 'b\nc' },
    ]);
    expect(commandsIn('#\u00ad#[x]y')).toHaveLength(1);
    expect(commandsIn('a::b::c\n# #[x]\n##x]')).toEqual([]);
  });

  test('information: none, on one line, whatever line ends are in a name: none is forged', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const { text: log, lines } = logOf(reporter => reporter.info(text));
        expect(commandsIn(log)).toEqual([]);
        expect(lines).toEqual([visible(text)]);
      }),
      { numRuns: 300 },
    );
  });

  test('errors, warnings, debug, groups: the one that is meant, and its text arrives', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async text => {
        const output = new Collected();
        const reporter = new ActionsReporter({ output, debug: true });
        reporter.error(text);
        reporter.warning(text);
        reporter.debug(text);
        await reporter.group(text, async () => {});
        const commands = commandsIn(output.text);
        expect(commands.map(({ name }) => name)).toEqual(['error', 'warning', 'debug', 'group', 'endgroup']);
        const [error, ...others] = commands.slice(0, 4).map(({ data }) => data);
        // The closing word has lines of its own.
        expect(error).toBe(text.split('\n').map(visible).join('\n'));
        expect(new Set(others)).toEqual(new Set([visible(text)]));
        // The runner prints that text again.
        for (const { data } of commands) expect(commandsIn(data)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('a warning beyond the tenth is no command', () => {
    const { text } = logOf(reporter => {
      for (let index = 0; index < 11; index++) reporter.warning('::error::x ##[error]y');
    });
    expect(commandsIn(text).map(({ name }) => name)).toEqual(Array.from({ length: 10 }, () => 'warning'));
  });

  test('plain text stays as it is', () => {
    const text = 'docs/a b/C# notes [1] – 50%: 10::20, #1 é 👩‍💻 می‌خواهم';
    expect(logOf(reporter => reporter.info(text)).lines).toEqual([text]);
  });
});

test('groups close also when what is in them fails', async () => {
  const output = new Collected();
  const reporter = new ActionsReporter({ output, debug: false });
  const group = reporter.group('Log in', async () => {
    reporter.info('in it');
    throw new Error('no');
  });
  await expect(group).rejects.toThrow('no');
  expect(output.lines).toEqual(['::group::Log in', 'in it', '::endgroup::']);
  expect(await reporter.group('Log in', async () => 7)).toBe(7);
});

test('G07: ten warnings are annotations, the others are lines', () => {
  const { lines } = logOf(reporter => {
    for (let index = 1; index <= 12; index++) reporter.warning(`no ${index}`);
  });
  expect(lines.slice(8)).toEqual(['::warning::no 9', '::warning::no 10', 'Warning: no 11', 'Warning: no 12']);
});

test('progress is shown every five seconds, however often it is told', () => {
  let now = 1000;
  const { lines } = logOf(
    reporter => {
      for (; now <= 16_500; now += 500) reporter.progress(PROGRESS);
    },
    { now: () => now },
  );
  expect(lines).toEqual(Array.from({ length: 3 }, () => '1 of 2 folders listed, 3 files compared'));
});

test('G27: debug lines only where they were asked for, and redacted', () => {
  const say = (reporter: ActionsReporter): void => {
    reporter.secret('hunter2');
    reporter.debug('cookie=hunter2');
  };
  expect(logOf(say).text).not.toContain('cookie');
  expect(logOf(say, { debug: true }).text).toContain('::debug::cookie=***\n');
});

test('G09: every form of a secret is masked for the runner, once', () => {
  const { lines } = logOf(reporter => {
    reporter.secret('p%s\nx');
    reporter.secret('p%s\nx');
  });
  const masked = commandsIn(lines.join('\n'));
  expect(masked.map(({ name }) => name)).toEqual(masked.map(() => 'add-mask'));
  expect(masked.map(({ data }) => data)).toEqual([
    'p%s\nx',
    'p%s x',
    'p%25s%0Ax',
    'p%25s%0ax',
    'cCVzCng=',
    'cCVzCng',
    'p%s\\nx',
  ]);
});

test('H26: the runner is not told of a cookie with each answer without end; of what it is told no more, nothing is shown here', () => {
  const { lines } = logOf(reporter => {
    for (let index = 0; index < 1000; index++) reporter.secret(`cookie-${index}`);
    reporter.info('cookie-999');
  });
  expect(lines.length).toBeLessThan(1000);
  expect(lines.at(-1)).toBe('***');
});

test('a closed pipe ends neither the process nor the run', async () => {
  const pipe = new BrokenPipe();
  const reporter = new ActionsReporter({ output: pipe, debug: false });
  reporter.info('one');
  await reporter.flush();
  reporter.info('two');
  await reporter.flush();
  expect(pipe.writes).toBe(1);
});
