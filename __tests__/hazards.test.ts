import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** How many hazards each group has: the ids are counted up without a gap. */
const GROUPS = { N: 26, F: 18, L: 22, T: 13, H: 35, G: 28, E: 14 } as const;

const ids = Object.entries(GROUPS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}${String(index + 1).padStart(2, '0')}`),
);

const ROOT = join(import.meta.dirname, '..');

const rows = readFileSync(join(ROOT, 'docs', 'hazards.md'), 'utf8')
  .split('\n')
  .filter(line => /^\| [A-Z]\d\d /.test(line))
  .map(line => {
    const [id = '', problem = '', answer = '', state = '', ...more] = line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim());
    return { id, problem, answer, state, more };
  });

test('the page has one row for each of the 156 hazards, in order, and each row says everything', () => {
  expect(ids).toHaveLength(156);
  expect(rows.map(row => row.id)).toEqual(ids);
  for (const { id, problem, answer, state, more } of rows) {
    expect({ id, cells: [problem, answer].filter(cell => cell.endsWith('.')).length }).toEqual({ id, cells: 2 });
    expect({ id, state }).toEqual({ id, state: expect.stringMatching(/^(?:tested|no test: .+)$/) });
    expect({ id, more }).toEqual({ id, more: [] });
  }
});

test('what the page calls tested has a test of that name, and what has one is called tested', () => {
  const named = idsInTestNames();
  const missing = rows.filter(({ id, state }) => state === 'tested' && !named.has(id)).map(({ id }) => id);
  const denied = rows.filter(({ id, state }) => state !== 'tested' && named.has(id)).map(({ id }) => id);
  expect({ missing, denied }).toEqual({ missing: [], denied: [] });
});

test('no test is named after a hazard that there is not', () => {
  const known = new Set(ids);
  expect([...idsInTestNames()].filter(id => !known.has(id))).toEqual([]);
});

test('the search for names finds ids in names and in tables, and not in other text', () => {
  const found = idsIn(`
    // N01 is only spoken of
    test('N02 N03 a name', () => {});
    test.for([['N04', 1], ['x', 2]])('%s', () => {});
    describe("F05: a room", () => {});
    test('%s says N060 and xN07', () => {});
  `);
  expect([...found].sort()).toEqual(['F05', 'N02', 'N03', 'N04']);
});

/** All ids that stand as a whole word in a string literal of a test file. */
function idsInTestNames(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(join(ROOT, '__tests__'), { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.test.ts') || entry === 'hazards.test.ts') continue;
    for (const id of idsIn(readFileSync(join(ROOT, '__tests__', entry), 'utf8'))) found.add(id);
  }
  return found;
}

/** Names stand in string literals, those of tables too. Groups and numbers that are no hazards' are other words. */
function idsIn(source: string): ReadonlySet<string> {
  const code = source.replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const literals = code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  return new Set(literals.flatMap(literal => literal.match(/(?<![\w])[NFLTHGE]\d\d(?![\w])/g) ?? []));
}
