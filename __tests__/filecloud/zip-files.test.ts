import { inflateRawSync } from 'node:zlib';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unpack } from '../../src/filecloud/zip-files.ts';
import { deflated, type HandmadeEntry, handmadeZip } from './handmade-zip.ts';
import { batch, CONTENTS, match, receivedFrom } from './one-batch.ts';
import { FOLDER, listed } from './scene.ts';

describe('names in a ZIP never become paths', () => {
  const zip = (entries: Zippable) => zipSync(entries, { level: 1 });

  test.each(['../a.txt', '/a.txt', './a.txt', 'x/a.txt', '..\\a.txt', 'A.txt', 'a.txt/', '__proto__'])(
    'N01 N05 N23 “%s” is nobody’s',
    async name => {
      const stand = 'z'.repeat(name.length);
      const bytes = Buffer.from(zip({ [stand]: strToU8('aaa'), 'empty.txt': strToU8('') }));
      for (let at = bytes.indexOf(stand); at >= 0; at = bytes.indexOf(stand)) bytes.write(name, at);
      expect((await receivedFrom(bytes)).received).toEqual({ 'empty.txt': '' });
    },
  );

  test('a name that comes twice is nobody’s', async () => {
    const bytes = Buffer.from(zip({ 'a.txt': strToU8('aaa'), 'b.txt': strToU8('bbb'), 'empty.txt': strToU8('') }));
    for (let at = bytes.indexOf('b.txt'); at >= 0; at = bytes.indexOf('b.txt')) bytes.write('a.txt', at);
    expect((await receivedFrom(bytes)).received).toEqual({ 'empty.txt': '' });
  });

  test('a size that is not the listed one is nobody’s, whatever it unpacks to', async () => {
    const bytes = Buffer.from(zip({ 'a.txt': strToU8('a'.repeat(1_000_000)), 'empty.txt': strToU8('') }));
    // The directory says 3 bytes.
    bytes.writeUInt32LE(3, bytes.lastIndexOf('a.txt') - 46 + 24);
    expect((await receivedFrom(bytes)).received).toEqual({ 'empty.txt': '' });
  });

  test('a ZIP that is bent at any byte brings right files or none', async () => {
    const good = zip({ 'a.txt': strToU8('aaa'), 'ä b.txt': strToU8('bb') });
    for (let at = 4; at < good.length; at += 7) {
      const bent = Uint8Array.from(good);
      bent[at] = (bent[at] ?? 0) ^ 0xff;
      const { received } = await receivedFrom(bent);
      for (const [name, body] of Object.entries(received)) expect(CONTENTS).toMatchObject({ [name]: body });
    }
  });
});

describe('L07 a ZIP is unpacked no further than its files were listed', () => {
  /** What is received of files of these contents when the server sends this ZIP. */
  async function receivedOf(contents: Readonly<Record<string, string>>, zip: Uint8Array) {
    const at = await batch();
    at.sandbox.inject({ match, fault: { body: zip, contentType: 'application/zip' } });
    const files = Object.entries(contents).map(([name, content]) => listed(`${FOLDER}/${name}`, content.length));
    return await at.fetchAll(files);
  }

  test('however many entries share one bomb', async () => {
    const content = 'x'.repeat(1000);
    const good = { name: 'good', content, piece: 1 };
    const bombs = Array.from({ length: 100 }, (_, index) => ({ name: `f${index}`, content, piece: 0 }));
    const contents = Object.fromEntries([...bombs, good].map(({ name }) => [name, content]));
    const bomb = deflated(Buffer.alloc(100 * 1024 * 1024));
    const timeOf = async (work: () => unknown): Promise<number> => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    const once = await timeOf(() => inflateRawSync(bomb));
    const all = await timeOf(async () => {
      const received = await receivedOf(contents, handmadeZip([good, ...bombs], [bomb, deflated(content)]));
      expect(Object.keys(received)).toEqual(['good']);
    });
    // To the end, it would be a hundred times.
    expect(all / once).toBeLessThan(50);
  });

  test('each entry as far as its own size, whatever its data hold', async () => {
    const bombs = Array.from({ length: 10 }, (_, index) => ({ name: `f${index}`, content: 'x'.repeat(1000) }));
    const bomb = deflated(Buffer.alloc(100 * 1024 * 1024));
    const zip = handmadeZip(
      bombs,
      bombs.map(() => bomb),
    );
    const started = performance.now();
    inflateRawSync(bomb);
    const once = performance.now() - started;
    expect(await unpack(zip, new Map(bombs.map(({ name, content }) => [name, content.length])))).toEqual(new Map());
    // To the end, it would be ten times.
    expect((performance.now() - started) / once).toBeLessThan(6);
  });

  test('and nobody gets what another had already', async () => {
    const content = Array.from({ length: 3000 }, (_, index) => String.fromCharCode(33 + ((index * index) % 89))).join(
      '',
    );
    const entries = ['a', 'b', 'c'].map(name => ({ name, content, piece: 0, method: 0 }));
    const received = await receivedOf(
      { a: content, b: content, c: content },
      handmadeZip(entries, [Buffer.from(content)]),
    );
    expect(Object.keys(received)).toEqual(['a']);
  });
});

describe('an entry of a ZIP', () => {
  const files = { 'ä.txt': 'hello', b: 'hello', c: '' };
  const good: HandmadeEntry = { name: 'b', content: 'hello' };

  /** What is received when the ZIP holds this entry, and behind it a good one. */
  async function receivedBehind(entry: HandmadeEntry, piece: Buffer) {
    const at = await batch();
    const body = handmadeZip([entry, good], [piece, deflated('hello')]);
    at.sandbox.inject({ match, fault: { body, contentType: 'application/zip' } });
    return await at.fetchAll(Object.entries(files).map(([name, { length }]) => listed(`${FOLDER}/${name}`, length)));
  }

  test.each([
    ['that is stored', { name: 'ä.txt', content: 'hello', method: 0 }, Buffer.from('hello')],
    ['that is deflated', { name: 'ä.txt', content: 'hello' }, deflated('hello')],
    ['whose name says that it is UTF-8', { name: 'ä.txt', content: 'hello', flags: 0x800 }, deflated('hello')],
    [
      'with data behind its end',
      { name: 'ä.txt', content: 'hello' },
      Buffer.concat([deflated('hello'), Buffer.of(1, 2)]),
    ],
    ['that is empty, deflated', { name: 'c', content: '' }, deflated('')],
    ['that is empty, stored', { name: 'c', content: '', method: 0 }, Buffer.of()],
  ] as const)('%s is received', async (_, entry, piece) => {
    const content = entry.content;
    expect(await receivedBehind(entry, piece)).toEqual({ [entry.name]: content, b: 'hello' });
  });

  test.each([
    [
      'whose name is in an old code page',
      { name: Buffer.from('ä.txt', 'latin1'), content: 'hello' },
      deflated('hello'),
    ],
    ['that unpacks to more', { name: 'ä.txt', content: 'hello' }, deflated('hello!')],
    ['that unpacks to less', { name: 'ä.txt', content: 'hello' }, deflated('hell')],
    ['that unpacks to something else', { name: 'ä.txt', content: 'hello' }, deflated('hallo')],
    ['that is no empty one', { name: 'c', content: '' }, deflated('x'.repeat(100))],
    ['that is cut off', { name: 'ä.txt', content: 'hello' }, deflated('hello').subarray(0, 4)],
    ['that is not deflated', { name: 'ä.txt', content: 'hello' }, Buffer.from([7, 7, 7])],
    ['of a method that nobody knows', { name: 'ä.txt', content: 'hello', method: 99 }, Buffer.from('hello')],
    ['that is encrypted', { name: 'ä.txt', content: 'hello', flags: 1 }, deflated('hello')],
    ['whose data are not there', { name: 'ä.txt', content: 'hello', piece: 7 }, deflated('hello')],
    ['without a name', { name: '', content: 'hello' }, deflated('hello')],
  ] as const)('%s is not, and spoils no other', async (_, entry, piece) => {
    expect(await receivedBehind(entry, piece)).toEqual({ b: 'hello' });
  });
});
