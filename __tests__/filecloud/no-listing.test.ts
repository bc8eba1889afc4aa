import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { answered, entry, page } from './answered-listing.ts';
import { FOLDER, failure, manyDocs, names, scene, signal } from './scene.ts';

describe('what is no listing', () => {
  test.each([
    ['L02 a login page', '<!DOCTYPE html><html><body>Login</body></html>', 'an HTML page'],
    ['L02 a page without a doctype', '<html><body>Login</body></html>', 'an HTML page'],
    ['L03 an empty body', '', 'an empty answer'],
    ['L03 JSON', '{"command":[{"type":"getfilelist","result":0}]}', 'JSON'],
    ['L03 a warning before the XML', `Warning: x in y.php on line 1\n${page(entry('a'))}`, 'not XML'],
    ['L03 junk behind the XML', `${page(entry('a'))}junk`, 'not well-formed'],
    ['L03 a second document', page(entry('a')) + page(entry('a')), 'not well-formed'],
    ['L03 another document', '<fileinfo></fileinfo>', '<fileinfo>'],
    ['L05 a document type', `<!DOCTYPE entries [<!ENTITY x "y">]>${page(entry('a'))}`, 'XML'],
    ['L05 an entity of its own', page(`${entry('a')}<!ENTITY x "y">`), 'XML'],
    ['L04 no record of the folder', `<entries>${entry('a')}</entries>`, 'without its meta record'],
  ])('%s is refused', async (_, body, what) => {
    const { list } = await answered(body);
    expect(await failure(list())).toEqual({ failure: 'malformed', message: expect.stringContaining(what) });
  });

  test.each([
    ['nothing at all', '', 'a listing that says nothing', ''],
    ['a total that is no number', '<total>abc</total><result>1</result>', 'whose total is no number', ''],
    ['a total below zero', '<total>-96</total><result>1</result>', 'whose total is no number', entry('a')],
    ['an empty total', '<total></total><result>1</result>', 'whose total is no number', ''],
    ['two totals', '<total>0</total><total>1</total><result>1</result>', 'whose total is no number', entry('a')],
  ])('L04 a record with %s is refused: it is no empty folder', async (_, meta, what, entries) => {
    const { list } = await answered(page(entries, meta));
    expect(await failure(list())).toEqual({ failure: 'malformed', message: expect.stringContaining(what) });
  });

  test('L04 words without a result are a refusal', async () => {
    const { list } = await answered(page('', '<message>Access denied.</message>'));
    expect(await failure(list())).toEqual({
      failure: 'refused',
      message: expect.stringContaining('refused to list it: Access denied.'),
    });
  });

  test('a listing without a result is one', async () => {
    const { list } = await answered(page(entry('a'), '<total>1</total>'));
    expect(names(await list())).toEqual(['a']);
  });

  test('an empty folder is one by its total or its result', async () => {
    for (const meta of ['<total>0</total>', '<result>1</result>', '<total>0</total><result>1</result>']) {
      expect(await (await answered(page('', meta))).list()).toEqual([]);
    }
  });

  test('L03 a byte order mark is no harm', async () => {
    const { list } = await answered(`\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n${page(entry('a'))}\r\n`);
    expect(names(await list())).toEqual(['a']);
  });

  test.each([
    ['meta', 'refused', 'does not exist or is not accessible'],
    ['commands', 'refused', 'does not exist or is not accessible'],
    ['401', 'forbidden', 'status 401'],
    ['403', 'forbidden', 'status 403'],
    ['html', 'malformed', 'an HTML page'],
    ['filelistfail', 'refused', 'refused to list it.'],
  ] as const)('L04 L15 L20 a missing folder is an error, in the form %s', async (listingError, kind, words) => {
    const { cloud, sandbox } = await scene({ listingError });
    expect(await failure(cloud.list('/SHARED/gone', signal))).toEqual({
      failure: kind,
      message: expect.stringContaining(words),
    });
    // Whether the session had ended was asked once, and that was all.
    expect(sandbox.requests.map(({ op }) => op)).toEqual(['loginguest', 'getfilelist', 'getauthenticationinfo']);
  });

  test('L15 a status 404 says that the folder is gone', async () => {
    const { cloud, sandbox } = await scene();
    sandbox.inject({ match: { op: 'getfilelist' }, fault: { status: 404, body: 'nothing here' } });
    expect((await failure(cloud.list(FOLDER, signal))).failure).toBe('vanished');
  });

  test('L14 a folder that fails spoils no other', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(1), folders: ['/SHARED/bad'] });
    sandbox.inject({
      match: { op: 'getfilelist', path: '/SHARED/bad' },
      times: Number.POSITIVE_INFINITY,
      fault: { status: 500 },
    });
    const [bad, good] = await Promise.all([failure(cloud.list('/SHARED/bad', signal)), cloud.list(FOLDER, signal)]);
    expect(bad).toEqual({ failure: 'unreachable', message: expect.stringContaining('answered 500') });
    expect(good).toHaveLength(1);
  });

  test('L21 a root that is suddenly empty is an empty list, not an error', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(2) });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(2);
    for (const name of ['f0', 'f1']) sandbox.tree.remove(`${FOLDER}/${name}`);
    expect(await cloud.list(FOLDER, signal)).toEqual([]);
  });
});

describe('a listing that is too much', () => {
  test('L06 a page of more than 16 MiB is refused while it comes', async () => {
    const { cloud, sandbox } = await scene();
    const body = Buffer.alloc(16 * 1024 * 1024 + 1, ' ');
    sandbox.inject({ match: { op: 'getfilelist' }, fault: { body } });
    expect(await failure(cloud.list(FOLDER, signal))).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('larger than 16 MiB'),
    });
  });

  test.each([
    ['plain', '<entry><path>/d/a</path><name>a</name></entry>'],
    ['empty', '<entry></entry>'],
    ['not plain', '<entry/>'],
  ])('L06 a page of more than a hundred thousand entries, %s, is refused', async (_, one) => {
    const { list } = await answered(page(one.repeat(100_001)));
    expect(await failure(list())).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('sent more than 100000 entries at once instead of the listing'),
    });
  });

  test('L06 a page of more elements than any has is refused before it is parsed', async () => {
    const { list } = await answered(page(entry('a', '<x y="1"/>'.repeat(500_000))));
    expect(await failure(list())).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('sent more XML than a listing has'),
    });
  });

  test('L06 a hundred thousand references cost no more than their bytes', async () => {
    const { list } = await answered(page(entry('a', `<ext>${'&#65;'.repeat(100_000)}</ext>`)));
    expect(names(await list())).toEqual(['a']);
  });

  test('L07 a compressed answer is refused before it is unpacked', async () => {
    for (const gzip of ['ok', 'cut', 'bomb'] as const) {
      const { cloud, sandbox } = await scene({ files: manyDocs(1) });
      sandbox.inject({ match: { op: 'getfilelist' }, fault: { gzip } });
      expect(await failure(cloud.list(FOLDER, signal))).toEqual({
        failure: 'malformed',
        message: expect.stringContaining('compresses (gzip)'),
      });
      expect(sandbox.count('getfilelist')).toBe(1);
    }
  });
});

test('an error of a listing shows nothing of the server but its words', async () => {
  const { list } = await answered(
    '<commands><command><result>0</result><message>No access.</message></command></commands>',
  );
  const error = await list().catch((reason: unknown) => reason);
  expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toMatch(/cookie|demo-password/i);
});
