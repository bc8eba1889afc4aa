import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Glob } from '../../src/sync/glob.ts';

describe('globs', () => {
  test.each([
    ['*', 'a.pdf', true],
    ['*', 'docs/a.pdf', false],
    ['*.pdf', 'a.pdf', true],
    ['*.pdf', 'a.PDF', false],
    ['*.*', 'a.', true],
    ['**/*.pdf', 'a.pdf', true],
    ['**/*.pdf', 'x/y/a.pdf', true],
    ['**/*.pdf', 'x/.hidden/.a.pdf', true],
    ['docs/**', 'docs/a/b.txt', true],
    ['docs/**', 'docsx/a.txt', false],
    ['docs/**', 'docs', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a?c', 'a🚀c', true],
    ['a??c', 'a🚀c', false],
    ['*?', '🚀', true],
    ['**', '.dot', true],
    ['data (1).csv', 'data (1).csv', true],
    ['[draft] {v1,v2}.md', '[draft] {v1,v2}.md', true],
    ['[abc]', 'a', false],
    ['{a,b}', 'a', false],
    ['!a', '!a', true],
    ['a+b@c|d$^', 'a+b@c|d$^', true],
    ['a\nb*', 'a\nbc', true],
    ['Übersicht 🚀*', 'Übersicht 🚀.csv', true],
    ['*/b', 'a/b', true],
    ['*/b', 'a/x/b', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'az', false],
    ['a/**/z', 'a/bz', false],
    ['a/**/z', 'a/b\nc\u2028d/z', true],
    ['**/*.tmp', 'x\ny/a.tmp', true],
    ['docs/**', 'docs/x\ny/a.txt', true],
    ['docs/**.pdf', 'docs/a.pdf', true],
    ['docs/**.pdf', 'docs/x/y/a.pdf', true],
    ['docs/**.pdf', 'docs/x/y/a.txt', false],
    ['**.pdf', 'x/a.pdf', true],
    ['doc**', 'docs/a/b', true],
    ['doc**', 'dox/a/b', false],
    ['a**b**c', 'a1/b2/3c', true],
    ['a**b**c**d**e**f**g**h**i**j', 'a/b/c/d/e/f/g/h/i/j', true],
    ['a/***/z', 'a/b/c/z', true],
  ])('%j: %j → %j', (glob, path, expected) => {
    expect(new Glob(glob).matches(path)).toBe(expected);
  });

  // Few characters: what has matched so far is often not what goes on.
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '🚀'), minLength: 1, maxLength: 6 });
  const path = fc.array(name, { minLength: 1, maxLength: 5 }).map(names => names.join('/'));
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '-', '?', '*', '**', '🚀'), minLength: 1, maxLength: 5 });
  const pattern = fc.array(part, { minLength: 1, maxLength: 5 }).map(parts => parts.join('/'));
  /** A path, and a pattern that is made of it, so that it matches or nearly does. */
  const related = fc
    .tuple(path, fc.array(fc.tuple(fc.nat(30), fc.nat(6), fc.constantFrom('*', '**', '?', 'a')), { maxLength: 4 }))
    .map(([whole, edits]) => {
      const made = [...whole];
      for (const [at, length, sign] of edits) made.splice(at, length, sign);
      return [made.join(''), whole] as const;
    });

  test('a path matches where the definition says so, and a folder is reached where a path below it could match', () => {
    fc.assert(
      fc.property(fc.oneof(related, fc.tuple(pattern, path)), ([glob, whole]) => {
        const matcher = new Glob(glob);
        expect(matcher.matches(whole), `${glob} ${whole}`).toBe(reference(glob, whole));
        if (!reference(glob, whole)) return;
        const names = whole.split('/');
        for (const level of names.keys()) expect(matcher.reaches(names.slice(0, level).join('/'))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('a folder below which nothing can match is not reached', () => {
    for (const [glob, folder] of [
      ['docs/*.md', 'docs/deep'],
      ['docs/*.md', 'other'],
      ['docs', 'docs'],
      ['*', 'a'],
      ['a/*/c/**', 'a/b/d'],
      ['doc**/x', 'other'],
    ] as const) {
      expect(new Glob(glob).reaches(folder), `${glob} ${folder}`).toBe(false);
    }
  });

  const dashes = '-'.repeat(250);
  const deep = Array.from({ length: 16 }, () => dashes).join('/');
  test.each([
    ['*-*-*-*.pdf', dashes],
    [`${'*-'.repeat(60)}.pdf`, dashes],
    ['**/*-*/**/*-*.pdf', deep],
    ['**-*-*-*-*.pdf', deep],
    ['**-**-**-**-**-**-**-**-**-**.pdf', deep],
    [`**/${'*-'.repeat(60)}.pdf`, deep],
  ])('no name makes %s dear', (glob, hostile) => {
    const matcher = new Glob(glob);
    const { user: before } = process.cpuUsage();
    for (let times = 0; times < 20; times++) expect(matcher.matches(hostile)).toBe(false);
    const { user } = process.cpuUsage();
    expect((user - before) / 20, 'microseconds for one').toBeLessThan(25_000);
  });
});

/** The definition, by trying everything. */
function reference(glob: string, path: string): boolean {
  const characters = [...path];
  const signs = glob.match(/(?<=^|\/)\*{2,}\/|\*{2,}|./gsu) ?? [];
  const known = new Map<string, boolean>();
  const rest = (sign: number, at: number): boolean => {
    const key = `${sign} ${at}`;
    const answer = known.get(key) ?? tried(sign, at);
    known.set(key, answer);
    return answer;
  };
  const tried = (sign: number, at: number): boolean => {
    const expected = signs[sign];
    const found = characters[at];
    if (expected === undefined) return found === undefined;
    if (expected.startsWith('**') && expected.endsWith('/')) {
      // None, or one more folder.
      const slash = characters.indexOf('/', at);
      return rest(sign + 1, at) || (slash >= 0 && rest(sign, slash + 1));
    }
    if (expected.startsWith('**')) return rest(sign + 1, at) || (found !== undefined && rest(sign, at + 1));
    if (expected === '*') return rest(sign + 1, at) || (found !== undefined && found !== '/' && rest(sign, at + 1));
    if (expected === '?') return found !== undefined && found !== '/' && rest(sign + 1, at + 1);
    return found === expected && rest(sign + 1, at + 1);
  };
  return rest(0, 0);
}
