import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible } from '../../src/report/escape.ts';
import { codeMarkdown, plainMarkdown } from '../../src/report/markdown.ts';
import { hostileText } from './collected.ts';

const COMMENT = '<!-- -->';

/** What Markdown becomes: entities are read, and comments leave gaps. */
function seen(markdown: string): string {
  return markdown
    .replaceAll(COMMENT, '\0')
    .replaceAll(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
      code === undefined ? ({ amp: '&', lt: '<', gt: '>' }[name] ?? '?') : String.fromCodePoint(Number(code)),
    );
}

describe('G06: no text forms markup', () => {
  test('nothing in it means anything to Markdown or HTML, and a reader sees the text', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const markdown = plainMarkdown(text);
        const shown = seen(markdown);
        expect(shown.replaceAll('\0', '')).toBe(visible(text).trim());
        // GitHub looks for these in what Markdown became; the comments are between them.
        expect(shown).not.toMatch(/@(?!\0)|#(?!\0)|:\/\/|:[\w+-]+:|\bwww\./i);
        const raw = markdown.replaceAll(/&(?:#\d+|amp|lt|gt);/g, '');
        // What is left of the signs that open something is inside the comments.
        expect(raw.replaceAll(COMMENT, '')).not.toMatch(/[<>&|`*_[\]~$\\\n]/);
        expect(markdown).not.toMatch(/^(\s|[-+=]\s|\d+[.)]|---|#{1,6}(\s|$))/);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['a|b', 'a&#124;b'],
    ['<script>&lt;', '&lt;script&gt;&amp;lt;'],
    ['@octocat', `@${COMMENT}octocat`],
    ['fixes #12 and GH-3', `fixes #${COMMENT}12 and GH${COMMENT}-3`],
    ['see https://evil.example', `see https:${COMMENT}//evil.example`],
    ['www.evil.example', `www${COMMENT}.evil.example`],
    ['a:tada:', `a:${COMMENT}tada:`],
    ['a:white_check_mark:', `a:${COMMENT}white&#95;check&#95;mark:`],
    ['- a', '&#45; a'],
    ['= ::', '&#61; ::'],
    ['1. a', '1&#46; a'],
    ['# a', `#${COMMENT} a`],
    ['a\nb', 'a&#92;u{a}b'],
  ])('%j', (text, markdown) => {
    expect(plainMarkdown(text)).toBe(markdown);
  });

  test('what most names are made of stays readable in the raw text', () => {
    const name = '/SHARED/hand book/2024-07 (draft), v1.2+b – é.pdf: 12:30';
    expect(plainMarkdown(name)).toBe(name);
    expect(codeMarkdown(name)).toBe(`<code>${name}</code>`);
  });

  test('long texts are cut, between characters', () => {
    expect(plainMarkdown('é'.repeat(301))).toBe(`${'é'.repeat(300)}…`);
    expect(plainMarkdown(`${'x'.repeat(299)}${'👩'.repeat(999)}`)).toBe(`${'x'.repeat(299)}👩…`);
    expect(plainMarkdown('👩'.repeat(300))).toBe('👩'.repeat(300));
  });
});
