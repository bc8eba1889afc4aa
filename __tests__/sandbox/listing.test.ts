import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { loggedIn, outcome, texts } from './client.ts';

const captured = readFileSync(new URL('../fixtures/getfilelist-filecloudonline-2024.xml', import.meta.url), 'utf8');

function ofMorning(size: number, second: number) {
  return { content: { size }, modified: 1_721_411_904 + second };
}

describe('a listing', () => {
  it('is, from the same data, the one that FileCloud Online sent in 2024, byte for byte', async () => {
    await using sandbox = await startSandbox({
      user: 'scott',
      password: 'demo-password',
      zone: 'America/Chicago',
      files: {
        '/scott/test.txt': { content: { size: 21 }, modified: 1_721_417_080, modifiedBy: 'scott' },
        '/scott/Enterprise File Sharing Best Practices - FileCloud.pdf': ofMorning(423_139, 2),
        '/scott/FileCloud Online DataSheet.pdf': ofMorning(457_445, 1),
        '/scott/README.md': ofMorning(309, 0),
        '/scott/Sample Excel File.xlsx': ofMorning(9299, 0),
        '/scott/Sample Markdown.md': ofMorning(1152, 0),
        '/scott/Sample Powerpoint File.pptx': ofMorning(350_859, 1),
        '/scott/Sample Text File.txt': ofMorning(3847, 0),
        '/scott/Sample Word File.docx': ofMorning(250_988, 0),
      },
    });
    sandbox.tree.folder('/scott/Media', { modified: 1_721_411_904 });
    sandbox.tree.folder('/scott/firstfolder', { modified: 1_721_417_577, modifiedBy: 'scott', shared: 'private' });
    const { text } = await loggedIn(sandbox, 'scott');
    expect(await text('getfilelist', { path: '/scott', limit: '-1' })).toBe(captured);
  });

  it('shows ten entries where no limit is asked for, and counts all', async () => {
    await using sandbox = await startSandbox({ files: numbered(12) });
    const { text } = await loggedIn(sandbox);
    const page = await text('getfilelist', { path: '/SHARED/docs' });
    expect(texts(page, 'name')).toHaveLength(10);
    expect(texts(page, 'total')).toEqual(['12']);
    const rest = await text('getfilelist', { path: '/SHARED/docs', start: '10', limit: '5' });
    expect(texts(rest, 'name')).toEqual(['8.txt', '9.txt']);
  });

  it('comes to the same entries in the same order, whatever the pages', async () => {
    await using sandbox = await startSandbox({ files: numbered(7), folders: ['/SHARED/docs/z', '/SHARED/docs/A'] });
    const { text } = await loggedIn(sandbox);
    const whole = texts(await text('getfilelist', { path: '/SHARED/docs', limit: '-1' }), 'name');
    expect(whole.slice(0, 2)).toEqual(['A', 'z']);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), async limit => {
        const pages: string[] = [];
        for (let start = 0; start < 9; start += limit) {
          const query = { path: '/SHARED/docs', start: String(start), limit: String(limit) };
          pages.push(...texts(await text('getfilelist', query), 'name'));
        }
        expect(pages).toEqual(whole);
      }),
      { numRuns: 5 },
    );
  });

  it('may be capped, deaf to start and limit, and wrong about its total', async () => {
    await using sandbox = await startSandbox({ files: numbered(5), pageCap: 3 });
    const { text } = await loggedIn(sandbox);
    const list = (start: string, limit: string) => text('getfilelist', { path: '/SHARED/docs', start, limit });
    expect(texts(await list('0', '-1'), 'name')).toHaveLength(3);
    sandbox.switches.ignoreStart = true;
    expect(texts(await list('3', '3'), 'name')[0]).toBe('0.txt');
    Object.assign(sandbox.switches, { ignoreStart: false, pageCap: undefined, ignoreLimit: true, totalOffset: 2 });
    expect(texts(await list('0', '1'), 'name')).toHaveLength(5);
    expect(texts(await list('0', '1'), 'total')).toEqual(['7']);
    sandbox.switches.omitTotal = true;
    expect(await list('0', '1')).not.toContain('<total>');
  });

  it('is sorted by size or time when asked, folders first', async () => {
    const files = { '/a/big': { content: 'xxx', modified: 1 }, '/a/small': { content: 'x', modified: 2 } };
    await using sandbox = await startSandbox({ files, folders: ['/a/folder'] });
    const { text } = await loggedIn(sandbox);
    const by = async (sortby: string, sortdir: string) =>
      texts(await text('getfilelist', { path: '/a', sortby, sortdir }), 'name');
    expect(await by('size', '1')).toEqual(['folder', 'small', 'big']);
    expect(await by('date', '1')).toEqual(['folder', 'big', 'small']);
    expect(await by('name', '-1')).toEqual(['folder', 'small', 'big']);
  });

  it('T01 tells the instant in modifiedepochutc only, and a wall clock that follows summer time elsewhere', async () => {
    const files = {
      '/a/winter': { content: '', modified: 1_705_320_000 },
      '/a/summer': { content: '', modified: 1_721_044_800 },
    };
    await using sandbox = await startSandbox({ files, zone: 'Europe/Berlin' });
    const { text } = await loggedIn(sandbox);
    const page = await text('getfilelist', { path: '/a' });
    expect(texts(page, 'modifiedepochutc')).toEqual(['1721044800', '1705320000']);
    expect(texts(page, 'modifiedepoch')).toEqual([String(1_721_044_800 + 7200), String(1_705_320_000 + 3600)]);
    expect(texts(page, 'modifiediso')).toEqual(['2024-07-15T14:00:00+0000', '2024-01-15T13:00:00+0000']);
    expect(texts(page, 'modified')).toEqual(['Jul 15, 2024 2:00 PM', 'Jan 15, 2024 1:00 PM']);
  });

  it('may look like that of an old server: no UTC times, no result, XML for people', async () => {
    await using sandbox = await startSandbox({
      files: numbered(1),
      omitUtc: true,
      omitMetaResult: true,
      pretty: true,
      extraFields: false,
    });
    const { text } = await loggedIn(sandbox);
    const page = await text('getfilelist', { path: '/SHARED/docs', includeextrafields: '1' });
    expect(page).not.toMatch(/modifiedepochutc|<result>|<etag>/);
    expect(page).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<entries>\n {4}<meta>\n/);
    expect(page).toContain('<favoriteid/>');
  });

  it('carries etags when asked for the extra fields, and they change with a write', async () => {
    await using sandbox = await startSandbox({ files: numbered(1) });
    const { text } = await loggedIn(sandbox);
    const etag = async () =>
      texts(await text('getfilelist', { path: '/SHARED/docs', includeextrafields: '1' }), 'etag')[0];
    const before = await etag();
    sandbox.tree.write('/SHARED/docs/0.txt', 'else');
    expect(await etag()).not.toBe(before);
  });

  it('N01 escapes what XML needs escaped, and leaves the rest of a name as it is', async () => {
    const name = `a & b <c> "d" 'e' ü ${'u\u0308'} %41 +.txt`;
    await using sandbox = await startSandbox({ files: { [`/SHARED/docs/${name}`]: '' } });
    const { text } = await loggedIn(sandbox);
    expect(texts(await text('getfilelist', { path: '/SHARED/docs' }), 'name')).toEqual([
      name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replaceAll('"', '&quot;'),
    ]);
  });

  it('lists the roots, without times', async () => {
    await using sandbox = await startSandbox();
    const { text } = await loggedIn(sandbox);
    const page = await text('getfilelist', { path: '/' });
    expect(texts(page, 'path')).toEqual(['/demo', '/EXTERNAL', '/SHARED']);
    expect(texts(page, 'isroot')).toEqual(['1', '1', '1']);
    expect(texts(page, 'modifiedepochutc')).toEqual(['', '', '']);
  });

  it('L04 fails in the form that is switched on, for a missing, a forbidden and a non-folder', async () => {
    await using sandbox = await startSandbox({
      files: { '/SHARED/docs/a.txt': '' },
      forbidden: new Set(['/SHARED/docs']),
    });
    const { call, text } = await loggedIn(sandbox);
    const list = (path: string) => call('getfilelist', { path });
    expect(await outcome(list('/SHARED/none'))).toEqual(['0', expect.stringContaining('/SHARED/none')]);
    expect(await text('getfilelist', { path: '/SHARED/docs' })).toMatch(/^<entries><meta><result>0</);
    sandbox.switches.forbidden.clear();
    expect((await outcome(list('/SHARED/docs/a.txt')))[0]).toBe('0');
    for (const [form, status, body] of [
      ['commands', 200, /^<commands><command><type>getfilelist<\/type><result>0</],
      ['401', 401, /./],
      ['403', 403, /./],
      ['html', 200, /^<!DOCTYPE html>/],
      ['filelistfail', 200, /^<filelistfail><\/filelistfail>$/],
    ] as const) {
      sandbox.switches.listingError = form;
      const answer = await list('/SHARED/none');
      expect(answer.status).toBe(status);
      expect(await answer.text()).toMatch(body);
    }
  });
});

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`/SHARED/docs/${index}.txt`, String(index)]));
}
