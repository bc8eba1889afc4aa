import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { select } from '../../src/sync/selection.ts';

const choose = (include: string[], exclude: string[] = []) => select({ include, exclude, shard: undefined });

describe('globs', () => {
  test('a trailing slash stands for everything below', () => {
    expect(['docs/a/b.txt', 'docs', 'docsx/a'].map(path => choose(['docs/']).file(path))).toEqual([true, false, false]);
    expect(['docs/a/b.txt', 'docs'].map(path => choose([], ['docs/']).file(path))).toEqual([false, true]);
  });

  test('exclude wins over include', () => {
    const selection = choose(['**/*.pdf'], ['drafts/**', 'old.pdf']);
    expect(['a.pdf', 'drafts/a.pdf', 'old.pdf', 'x/old.pdf'].map(path => selection.file(path))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test('an exclude that names a folder leaves out all below it', () => {
    const selection = choose([], ['drafts', '**/tmp']);
    expect(['drafts/a', 'x/tmp/y/z', 'draftsx/a', 'x/a'].map(path => selection.file(path))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(['drafts', 'x/tmp', 'x'].map(path => selection.folder(path))).toEqual([false, false, true]);
  });

  test.each([
    [['docs/*.md'], [], 'docs', true],
    [['docs/*.md'], [], 'docs/deep', false],
    [['docs/*.md'], [], 'other', false],
    [['**/*.md'], [], 'any/where', true],
    [['a/*/c/**'], [], 'a/b', true],
    [['a/*/c/**'], [], 'a/b/d', false],
    [[], ['drafts/**'], 'drafts', false],
    [[], ['drafts/'], 'drafts', false],
    [[], ['drafts/'], 'drafts/x', false],
    [[], ['a/**/**'], 'a', false],
    [[], ['**'], 'a', false],
    [[], ['drafts/*'], 'drafts', true],
    [[], [], 'x', true],
  ])('include %j exclude %j: folder %j is listed: %j', (include, exclude, folder, expected) => {
    expect(choose(include, exclude).folder(folder)).toBe(expected);
  });

  test('a folder that is not listed holds no chosen file', () => {
    const name = fc.constantFrom('a', 'b', '.c', 'd.md');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
    const part = fc.constantFrom('a', 'b', '*', '**', '.c', '*.md', '?');
    const globs = fc.array(
      fc.array(part, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/')),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(globs, globs, path, (include, exclude, file) => {
        const selection = choose(include, exclude);
        if (!selection.file(file)) return;
        const parts = file.split('/');
        for (let length = 1; length < parts.length; length++) {
          expect(selection.folder(parts.slice(0, length).join('/'))).toBe(true);
        }
      }),
    );
  });
});

describe('shards', () => {
  test('are disjoint and together complete', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 9 }), (path, count) => {
        const owners = Array.from({ length: count }, (_, index) =>
          select({ include: [], exclude: [], shard: { index: index + 1, count } }).file(path),
        );
        expect(owners.filter(Boolean)).toHaveLength(1);
      }),
    );
  });

  test('a path stays in its shard for ever', () => {
    const shardOf = (path: string) =>
      [1, 2, 3, 4, 5].find(index => select({ include: [], exclude: [], shard: { index, count: 5 } }).file(path));
    expect(['a.pdf', 'docs/a.pdf', 'Übersicht/🚀.csv', ''].map(shardOf)).toMatchInlineSnapshot(`
      [
        3,
        3,
        1,
        5,
      ]
    `);
  });

  test('split a share evenly', () => {
    const sizes = [1, 2, 3, 4].map(
      index =>
        Array.from({ length: 2000 }, (_, n) => `folder ${n % 7}/document ${n}.pdf`).filter(
          select({ include: [], exclude: [], shard: { index, count: 4 } }).file,
        ).length,
    );
    for (const size of sizes) expect(size).toBeGreaterThan(400);
  });
});
