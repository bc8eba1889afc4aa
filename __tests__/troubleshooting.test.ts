import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type SourceText, textsBelow, textsIn } from './source-texts.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');

/** Calls whose texts are no trouble: progress, details, help. */
const QUIET = new Set(['debug', 'info', 'group', 'input', 'option', 'description', 'version', 'helpOption']);
/** Texts of other kinds. */
const NO_MESSAGES = [
  /^src\/report\/(summary|progress-line|quantity)\.ts/,
  /^src\/cli\/[\w-]+\.ts:\d+ (Example|Dry run)/,
  /^src\/mirror\.ts:\d+ … … … …/,
  / (Mozilla|MMM d|HTTP status|… and …\. The report names all)/,
  // Mistakes of the program, which end with main.ts's words.
  / The worker of the cache was started without a task| A dry run must not write/,
  // Ends a request that is not wanted any more; what ended it is told instead.
  / The request was (ended|aborted)\.$/,
  // Makes the run go on without batches, with an information.
  / The ZIP is larger/,
];
/** What is filled into messages that have a row. */
const PARTS = [
  / It has to be | If this is a pull request from a fork| for codes of six digits/,
  / (The mirror )?“…”( in the mirror “…”)?$| … cannot be …: …$| …: …\n…$/,
  / … is a symbolic link| “…” was listed twice| XML that is cut off/,
  / The next run downloads again| The repository saves too often| Delete caches of the| An archive of the mirror| Give another local-path| Install it, or set cache/,
  / it gave no reason\.| Use an ordinary user account| Wait until the lock ends| Check username and password\./,
  / Its? .*(…s|plain text|UTF-8|differ)\.$| The entry has no (name|path)\./,
];

/** Whether a text is a message: a sentence, or the beginning of one. Lower-case words without a full stop are filled into one. */
function isMessage({ text, calls }: SourceText): boolean {
  if (text.trim().split(/\s+/).length < 3 || !(/^[A-Z“…]/.test(text) || text.endsWith('.'))) return false;
  // The remedies for wrong values stand behind a message that has a row.
  return !calls.some(call => QUIET.has(call) || call === 'wrong');
}

const told = (message: SourceText): string => `${message.place} ${message.text.trim()}`;
const texts = textsBelow(root, 'src').filter(isMessage);
const messages = texts.filter(text => ![...NO_MESSAGES, ...PARTS].some(pattern => pattern.test(told(text))));

/** The rows of a page: what their first cells quote, with `…` for what differs. */
const rowsOf = (markdown: string): string[] =>
  markdown.split('\n').flatMap(line => {
    const [, first = ''] = /^\| ((?:`[^`]+` ?)+)\|/.exec(line) ?? [];
    return first.match(/(?<=`)[^`]{2,}(?=`)/g) ?? [];
  });
const rows = rowsOf(page);

function tells(row: string, message: string): boolean {
  let at = 0;
  for (const part of row.split('…').filter(words => words.trim() !== '')) {
    const found = message.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

test('the collector finds texts wherever they are written', () => {
  const source = `
    // 'no comment'
    const pattern = /['"\`]/; /* "nor this" */
    throw new RunError(
      \`The \${said === '' ? 'a' : \`b\${c}\`} is “\${d}”. \` + // why
        'Do so, then it\\'s right.',
      { cause: error },
    );
    call(x ? "one" : 'two', 3 / 4, 'three');
  `;
  expect(textsIn(source, 'a.ts')).toEqual([
    { text: '', calls: ['RunError'], place: 'a.ts:5' },
    { text: 'a', calls: ['RunError'], place: 'a.ts:5' },
    { text: 'b…', calls: ['RunError'], place: 'a.ts:5' },
    { text: "The … is “…”. Do so, then it's right.", calls: ['RunError'], place: 'a.ts:5' },
    { text: 'one', calls: ['call'], place: 'a.ts:9' },
    { text: 'two', calls: ['call'], place: 'a.ts:9' },
    { text: 'three', calls: ['call'], place: 'a.ts:9' },
  ]);
  expect(messages.length).toBeGreaterThan(90);
});

test('every message that a user can meet has a row in docs/troubleshooting.md', () => {
  expect(messages.filter(({ text }) => !rows.some(row => tells(row, text))).map(told)).toEqual([]);
});

test('every message in docs/troubleshooting.md is one of the sources, and every exception of this test is needed', () => {
  const all = textsBelow(root, 'src').map(({ text }) => text);
  expect(rows.filter(row => !all.some(text => tells(row, text)))).toEqual([]);
  const unused = [...NO_MESSAGES, ...PARTS].filter(pattern => !texts.some(text => pattern.test(told(text))));
  expect(unused).toEqual([]);
});

test('the messages in README.md are of this page', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('## When something goes wrong')).split('\n## ')[0] ?? '';
  expect(rowsOf(section).length).toBeGreaterThan(3);
  expect(rows).toEqual(expect.arrayContaining(rowsOf(section)));
});

test('every row says why, and what to do', () => {
  for (const line of page.split('\n').filter(row => row.startsWith('|'))) {
    const cells = line.split('|').slice(1, -1);
    expect(cells, line).toHaveLength(3);
    for (const cell of cells) expect(cell.trim(), line).not.toBe('');
    if (line.startsWith('| `')) expect(cells[2], 'a remedy in sentences').toMatch(/^ [A-Z`[].*[.`)] $/);
  }
});
