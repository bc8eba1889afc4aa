import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsedPage, readListingPage } from '../../src/filecloud/listing-page.ts';
import { decodeText } from '../../src/filecloud/text.ts';
import { Times } from '../../src/filecloud/times.ts';

const RUNS = 300;
const times = new Times('America/Chicago');
await times.load();

const page = (entries: string) => `<entries><meta><total>1</total><result>1</result></meta>${entries}</entries>`;

/** The entries of a page that holds this. */
async function entriesOf(entries: string) {
  const read = await readListingPage(page(entries), times);
  if (read.kind !== 'page') throw new Error(`It is no page but ${JSON.stringify(read)}.`);
  expect(read).toEqual(parsedPage(page(entries), times));
  return read.entries;
}

/** What the only entry has against it. */
async function complaint(entry: string) {
  const entries = await entriesOf(`<entry>${entry}</entry>`);
  expect(entries).toHaveLength(1);
  return entries[0]?.malformed;
}

describe('the quick reader and the full parser agree', () => {
  const space = fc.constantFrom('', '', '', ' ', '\n    ', '\t', '\u0001', '\u00a0');
  const text = fc.oneof(
    fc.constantFrom(
      'a',
      '',
      ' a ',
      'a\r\nb',
      'a\rb',
      'a\nb',
      'file',
      'dir',
      '1',
      '0',
      '21',
      '1721417577',
      '2024-07-19T14:32:57+0000',
    ),
    fc.constantFrom('Jul 19, 2024 2:32 PM', '&amp;', '&#039;', '&#0;', '&x;', '&', ']]>', '>', 'ä', '\u0000', '\ufffd'),
    fc.constantFrom('<![CDATA[<entry>]]>', '<!-- </entry> -->', '<b>x</b>', '<entry></entry>', '<?x <entry> ?>', '<'),
    fc.string({ maxLength: 4 }),
  );
  const tag = fc.constantFrom(
    ...['name', 'path', 'type', 'fullsize', 'candownload', 'modifiedepochutc', 'modifiedepoch', 'modifiediso'],
    ...['modified', 'ext', 'entry', 'b', 'a:b', '1', 'item', 'title'],
  );
  const element = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(tag, text, space).map(([name, value, gap]) => `<${name}>${value}</${name}>${gap}`),
    },
    { weight: 1, arbitrary: tag.map(name => `<${name}/>`) },
    { weight: 1, arbitrary: fc.tuple(tag, text).map(([name, value]) => `<${name} x="1">${value}</${name} >`) },
  );
  const usual = fc
    .tuple(fc.constantFrom('a', 'b', 'c&amp;d', 'é'), fc.array(element, { maxLength: 4 }))
    .map(([name, more]) => `<path>/d/${name}</path><name>${name}</name>${more.join('')}`);
  const entry = fc
    .oneof(
      usual,
      fc.array(element, { maxLength: 6 }).map(elements => elements.join('')),
    )
    .map(content => `<entry>${content}</entry>`);
  const odd = fc.constantFrom(
    '<entry/>',
    '<entry ></entry>',
    '<entry>',
    '</entry>',
    '<x><entry></entry></x>',
    'junk',
    '<meta></meta>',
  );
  const document = fc
    .record({
      prolog: fc.constantFrom(
        '',
        '',
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '\ufeff',
        '<!DOCTYPE x>',
        '<?x <entry></entry> ?>',
        ' ',
      ),
      root: fc.constantFrom('entries', 'entries', 'entries', 'entries', 'commands', 'fileinfo', 'html'),
      total: fc.constantFrom(
        '',
        '<total>1</total>',
        '<total>x</total>',
        '<total/>',
        '<total>1</total><total>2</total>',
      ),
      result: fc.constantFrom(
        '<result>1</result>',
        '<result>1</result>',
        '<result> 1 </result>',
        '<result>0</result>',
        '',
      ),
      message: fc.constantFrom('', '<message></message>', '<message>No &amp; no.</message>'),
      entries: fc.array(fc.oneof({ weight: 12, arbitrary: entry }, { weight: 1, arbitrary: odd }), { maxLength: 4 }),
      gap: space,
      end: fc.constantFrom('', '', '', '\n', 'junk', '<entry></entry>', '<!-- -->', '<?x?>'),
    })
    .map(
      ({ prolog, root, total, result, message, entries, gap, end }) =>
        `${prolog}<${root}><meta>${total}${result}${message}</meta>${gap}${entries.join(gap)}</${root}>${end}`,
    );

  const agree = async (xml: string) => {
    const plain = xml.startsWith('\ufeff') ? xml.slice(1) : xml;
    const quick = await readListingPage(xml, times);
    const full = parsedPage(plain, times);
    // What is no page may be called so in other words.
    if (full.kind === 'none') expect(quick).toEqual({ ...full, what: expect.any(String) });
    else expect(quick).toEqual(full);
  };

  const fields = fc.array(fc.tuple(tag, fc.boolean()), { maxLength: 6 });
  /** Entries of one form, but for what one or another holds. */
  const alike = fc
    .tuple(fields, fc.array(fc.tuple(fc.array(text), fc.array(space)), { maxLength: 5 }))
    .map(([layout, entries]) => {
      const of = (values: readonly string[], gaps: readonly string[]) =>
        layout
          .map(([name, isEmpty], at) => {
            const value = values.length === 0 ? 'a' : (values[at % values.length] ?? '');
            const gap = gaps.length === 0 ? '' : gaps[at % gaps.length];
            return `${isEmpty ? `<${name}/>` : `<${name}>${value}</${name}>`}${gap}`;
          })
          .join('');
      return entries.map(([values, gaps]) => `<entry>${of(values, gaps)}</entry>`).join(entries[0]?.[1][0] ?? '');
    });

  test('on entries that look alike', async () => {
    const documents = alike.map(entries => page(entries));
    await fc.assert(fc.asyncProperty(documents, agree), { numRuns: RUNS });
  });

  test('on entries with more elements than anybody has', async () => {
    const many = `<entry><name>a</name>${'<x>1</x><y/>'.repeat(50_000)}</entry>`;
    await agree(page(many + many));
  });

  test('on documents of every kind', async () => {
    await fc.assert(fc.asyncProperty(document, agree), { numRuns: RUNS });
  });

  test.each([
    '<entry/>',
    '<entry><name>a</name></entry><entry/>',
    '<entry><name>a</name></entry><entry/><entry><name>b</name></entry>',
    '<entry><name>a</name></entry><entry/><entry><name>b</name></entry><x><entry></entry></x>',
    '<?x <entry></entry> ?><entry/>',
    '<entry x="1"><name>a</name></entry>',
    '<x><entry><name>a</name></entry></x><entry/>',
    '<x><entry><name>a</name></entry></x>',
    '<entry><name>a</name></entry><x><entry><name>b</name></entry></x>',
    '<entry><entry><name>a</name></entry></entry>',
    '<entry><name>a</name></entry></entries><entries>',
  ])('on a page of %s', async entries => {
    await agree(page(entries));
    await agree(`<?x <entry></entry> ?>${page(entries)}`);
  });

  test.each(['<![CDATA[', '<!--', '<?', '<![CDATA[]]', '<!-- <![CDATA[', '<?x <!--'])(
    'on a page that is full of %s: it is none',
    async open => {
      const read = await readListingPage(page(`<entry><name>a</name></entry>${open.repeat(300_000)}`), times);
      expect(read).toMatchObject({ kind: 'none' });
    },
  );

  test('on documents that were cut, doubled or bent', async () => {
    const bent = fc
      .tuple(
        document,
        fc.nat(),
        fc.nat(12),
        fc.constantFrom('', '<', '>', '&', '/', 'x', '</entry>', '<entry>', '<!--', ']]>', '"'),
      )
      .map(([xml, at, gone, put]) => {
        const start = at % (xml.length + 1);
        return xml.slice(0, start) + put + xml.slice(start + gone);
      });
    await fc.assert(fc.asyncProperty(bent, agree), { numRuns: RUNS });
  });
});

describe('a name', () => {
  test.each([
    ['N03 that is missing', '<path>/d/a</path>', 'The entry has no name.'],
    ['N03 that is empty', '<path>/d/a</path><name></name>', 'differ'],
    ['N03 that is empty, written short', '<path>/d/a</path><name/>', 'differ'],
    ['N03 that comes twice', '<path>/d/a</path><name>a</name><name>a</name>', 'It has 2 names.'],
    ['N03 with elements in it', '<path>/d/a</path><name><b>a</b></name>', 'Its name is not plain text.'],
    ['N03 whose path is missing', '<name>a</name>', 'The entry has no path.'],
    ['N03 whose path comes twice', '<path>/d/a</path><path>/d/a</path><name>a</name>', 'It has 2 paths.'],
    ['N08 with a reference to NUL', '<path>/d/ab</path><name>a&#0;b</name>', 'Its name is not plain text.'],
    ['N08 with a reference to a control character', '<path>/d/ab</path><name>a&#x1;b</name>', 'not plain text'],
    ['N20 with a reference to half a pair', '<path>/d/a</path><name>&#xd800;</name>', 'not plain text'],
    ['L22 with a reference that nobody knows', '<path>/d/a</path><name>&nbsp;</name>', 'not plain text'],
    ['N24 that is not the end of its path', '<path>/d/b</path><name>a</name>', '(“/d/b”) differ'],
    ['N24 that is more than the end of its path', '<path>/d/a</path><name>d/a</name>', 'differ'],
  ])('%s makes the entry malformed', async (_, entry, words) => {
    expect(await complaint(entry)).toContain(words);
  });

  test('N20 whose bytes are not UTF-8 makes the entry malformed', async () => {
    const bytes = Buffer.from(
      page('<entry><path>/d/a</path><name>a</name></entry>').replaceAll('a<', '\xe4<'),
      'latin1',
    );
    const read = await readListingPage(decodeText(bytes), times);
    expect(read).toMatchObject({ entries: [{ malformed: expect.stringContaining('not valid UTF-8') }] });
  });

  test.each([
    ['N22 N23 __proto__', '__proto__'],
    ['N23 constructor', 'constructor'],
    ['N25 %2e%2e%2f', '%2e%2e%2f'],
    ['N09 with a line break in it', 'a\nb'],
    ['of digits', '007'],
    ['between spaces', '  a  '],
  ])('%s is a name like others', async (_, name) => {
    const entries = await entriesOf(`<entry><path>/d/${name}</path><name>${name}</name></entry>`);
    expect(entries).toEqual([
      { name, path: `/d/${name}`, kind: 'file', size: undefined, modified: undefined, downloadable: true },
    ]);
  });

  test.each([
    ['<![CDATA[R&D]]>', 'R&D'],
    ['<![CDATA[a&amp;b]]>', 'a&amp;b'],
    ['<![CDATA[<entry>]]>', '<entry>'],
    ['<![CDATA[]]>', ''],
    ['a<![CDATA[&lt;]]>&lt;<![CDATA[]]]]>z', 'a&lt;<]]z'],
    ['a<!-- <![CDATA[ -->&amp;<!-- ]]> -->b', 'a&b'],
    ['a<?x <![CDATA[ ?>&amp;<?x ]]> ?>b', 'a&b'],
    ['<![CDATA[<!--]]>&amp;<![CDATA[-->]]>', '<!--&-->'],
  ])('L22 written %s is “%s”', async (written, name) => {
    const [first] = await entriesOf(`<entry><path>/d/${written}</path><name>${written}</name></entry>`);
    expect(first).toMatchObject({ name, path: `/d/${name}` });
  });

  test('N24 of a folder whose path ends with a slash is the part before it', async () => {
    expect(await complaint('<path>/SHARED/a/</path><name>a</name><type>dir</type>')).toBeUndefined();
  });

  test('N22 that comes twice is left to the one who reads the list', async () => {
    const one = '<entry><path>/d/a</path><name>a</name></entry>';
    expect(await entriesOf(one + one)).toHaveLength(2);
  });

  test('L22 a wrong reference in a field that nobody reads is no matter', async () => {
    expect(await complaint('<path>/d/a</path><name>a</name><lastmodifiedby>&nbsp;</lastmodifiedby>')).toBeUndefined();
  });
});

test.each(['\u00a0', '\ufeff', '\u2028', '\v', '\f'])('L03 %j is no white space of XML', async space => {
  const xml = `<?xml version="1.0"?>${space}<entries><meta><total>0</total><result>1</result></meta></entries>`;
  expect(parsedPage(xml, times).kind).toBe('none');
  expect(await readListingPage(xml, times)).toEqual(parsedPage(xml, times));
});

test('a listing of FileCloud Online gives the true instants', async () => {
  const xml = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'getfilelist-filecloudonline-2024.xml'), 'utf8');
  const read = await readListingPage(xml, times);
  if (read.kind !== 'page') throw new Error('It is no page.');
  expect(read.total).toBe(11);
  expect(read.entries).toHaveLength(11);
  const instants = [...xml.matchAll(/<type>(\w+)<.*?<modifiedepochutc>(\d+)</g)].map(([, type, epoch]) =>
    type === 'file' ? Number(epoch) : undefined,
  );
  expect(read.entries.map(({ modified }) => modified)).toEqual(instants);
  // The server, in Chicago, wrote its wall clock into the other fields: without the instant they lead to it all the same.
  const old = await readListingPage(xml.replaceAll(/<modifiedepochutc>\d+<\/modifiedepochutc>/g, ''), times);
  expect(old).toEqual(read);
});
