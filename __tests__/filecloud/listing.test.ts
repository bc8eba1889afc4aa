import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { listFolder, type PageSource } from '../../src/filecloud/listing.ts';
import type { RemoteEntry, RemoteError } from '../../src/sync/remote.ts';
import { docs, FOLDER, failure, listed, manyDocs, named, names, scene, signal } from './scene.ts';

const page = (entries: string, meta = '<total>1</total><result>1</result>') =>
  `<entries><meta>${meta}</meta>${entries}</entries>`;
const entry = (name: string, more = '') =>
  `<entry><path>${FOLDER}/${name}</path><name>${name}</name><type>file</type><fullsize>3</fullsize><modifiedepochutc>1721417577</modifiedepochutc>${more}</entry>`;

/** What comes of a listing whose answer has this body. */
async function answered(body: string | Uint8Array, contentType = 'text/xml') {
  const at = await scene({ folders: [FOLDER] });
  at.sandbox.inject({ match: { op: 'getfilelist' }, times: Number.POSITIVE_INFINITY, fault: { body, contentType } });
  return { ...at, list: () => at.cloud.list(FOLDER, signal) };
}

describe('a folder', () => {
  test('is listed with names, kinds, sizes and times', async () => {
    const { cloud } = await scene({
      files: { [`${FOLDER}/a.txt`]: { content: 'abc', modified: 1_721_417_577 } },
      folders: [`${FOLDER}/sub`],
    });
    expect(await cloud.list(FOLDER, signal)).toEqual([
      expect.objectContaining({
        name: 'sub',
        path: `${FOLDER}/sub`,
        kind: 'folder',
        size: undefined,
        modified: undefined,
      }),
      {
        name: 'a.txt',
        path: `${FOLDER}/a.txt`,
        kind: 'file',
        size: 3,
        modified: 1_721_417_577,
        downloadable: true,
      },
    ]);
  });

  test('that is empty is an empty list', async () => {
    const { cloud } = await scene({ folders: [FOLDER] });
    expect(await cloud.list(FOLDER, signal)).toEqual([]);
  });

  test.each([
    ['pretty-printed', { pretty: true }],
    ['of an old server, without UTC times and result', { omitUtc: true, omitMetaResult: true }],
    ['of a server that gives no total', { omitTotal: true }],
  ])('%s is listed the same', async (_, switches) => {
    const files = { [`${FOLDER}/a & b.txt`]: { content: 'abc', modified: 1_721_417_577 }, [`${FOLDER}/c`]: '' };
    const usual = await scene({ files });
    const other = await scene({ files, ...switches });
    expect(await other.cloud.list(FOLDER, signal)).toEqual(await usual.cloud.list(FOLDER, signal));
  });

  test('L08 L10 L11 is paged by a thousand, and pages may be shorter or longer than that', async () => {
    const all = Array.from({ length: 7 }, (_, index) => listed(`/d/${index}`, 1));
    for (const [size, requests] of [
      [2, 4],
      [7, 1],
      [100, 1],
    ] as const) {
      const { source, calls } = serve(all, size);
      expect(names(await listFolder(source, '/d', signal))).toEqual(names(all));
      expect(calls.map(({ start }) => start)).toEqual(Array.from({ length: requests }, (_, index) => index * size));
      expect(calls.every(({ limit }) => limit === 1000)).toBe(true);
    }
  });
});

/** A server of entries that gives at most `size` of them a page. */
function serve(all: readonly RemoteEntry[], size: number) {
  const calls: { start: number; limit: number; answered: boolean }[] = [];
  const source: PageSource = async (_path, start, limit) => {
    const call = { start, limit, answered: false };
    calls.push(call);
    await new Promise(setImmediate);
    call.answered = true;
    return { kind: 'page', total: all.length, entries: all.slice(start, start + size) };
  };
  return { source, calls };
}

describe('a listing that is not whole', () => {
  test('L01 cut off at any byte it is refused', async () => {
    const { cloud, sandbox } = await scene();
    const bytes = Buffer.from(
      page(`${entry('ä')}<entry><path>/d/b</path><name>b</name></entry>`, '<total>2</total><result>1</result>'),
    );
    for (let cut = 0; cut <= bytes.length; cut++) {
      sandbox.inject({ match: { op: 'getfilelist' }, fault: { body: bytes.subarray(0, cut) } });
      const result = cloud.list(FOLDER, signal).then(names, (error: RemoteError) => error.failure);
      expect({ cut, result: await result }).toEqual({ cut, result: cut < bytes.length ? 'malformed' : ['ä', 'b'] });
    }
  });

  test('L12 L13 one that ends before its total is listed again, and refused in the end', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(3), totalOffset: 2 });
    expect(await failure(cloud.list(FOLDER, signal))).toEqual({
      failure: 'changing',
      message: expect.stringContaining('it ended after 3 of 5 entries'),
    });
    // Four rounds of two pages.
    expect(sandbox.count('getfilelist')).toBe(8);
  });

  test('L11 one that holds more than its total says is refused', async () => {
    const { cloud } = await scene({ files: manyDocs(3), totalOffset: -1 });
    expect((await failure(cloud.list(FOLDER, signal))).message).toContain('more entries than its total says (2)');
  });

  test('L11 L12 a total that changes between pages starts the listing again', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(3), pageCap: 2 });
    sandbox.inject({
      match: { op: 'getfilelist' },
      skip: 1,
      fault: { before: ({ tree }) => tree.write(`${FOLDER}/late`, 'x') },
    });
    expect(names(await cloud.list(FOLDER, signal)).sort()).toEqual(['f0', 'f1', 'f2', 'late']);
  });

  test('L12 an entry that pages show differently starts the listing again', async () => {
    const first = [listed('/d/a', 1), listed('/d/b', 1)];
    const second = [listed('/d/b', 2), listed('/d/c', 1)];
    let round = 0;
    const source: PageSource = async (_path, start) => {
      if (start === 0) round++;
      const settled = round > 1 ? [listed('/d/c', 1)] : second;
      return { kind: 'page', total: 3, entries: start === 0 ? first : settled };
    };
    expect(names(await listFolder(source, '/d', signal))).toEqual(['a', 'b', 'c']);
    expect(round).toBe(2);
  });

  test('N22 an entry that comes twice, the same, is one', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(4), pageCap: 2 });
    // Of two files that come and go while the folder is paged, one moves the others along.
    sandbox.inject({
      match: { op: 'getfilelist' },
      skip: 1,
      fault: {
        before: ({ tree }) => {
          tree.remove(`${FOLDER}/f3`);
          tree.write(`${FOLDER}/a`, 'x');
        },
      },
    });
    expect(names(await cloud.list(FOLDER, signal)).sort()).toEqual(['a', 'f0', 'f1', 'f2']);
  });

  test('L09 a server that ignores where a page starts is found out', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(3), pageCap: 2, ignoreStart: true });
    expect((await failure(cloud.list(FOLDER, signal))).message).toContain('a page brought nothing new');
    expect(sandbox.count('getfilelist')).toBe(8);
  });

  test('L10 a server that ignores how many are asked for is none the worse', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(12), ignoreLimit: true });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(12);
    expect(sandbox.count('getfilelist')).toBe(1);
  });

  test('L13 without a total an empty page is the end', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(3), pageCap: 2, omitTotal: true });
    expect(await cloud.list(FOLDER, signal)).toHaveLength(3);
    expect(sandbox.count('getfilelist')).toBe(3);
  });
});

describe('pages', () => {
  test('the next page is on its way while one is read, at the pace of the first', async () => {
    const { source, calls } = serve(
      Array.from({ length: 9 }, (_, index) => listed(`/d/${index}`, 1)),
      2,
    );
    let most = 0;
    const watched: PageSource = (...asked) => {
      const answer = source(...asked);
      most = Math.max(most, calls.filter(call => !call.answered).length);
      return answer;
    };
    expect(await listFolder(watched, '/d', signal)).toHaveLength(9);
    expect(calls.map(({ start }) => start)).toEqual([0, 2, 4, 6, 8]);
    expect(most).toBe(2);
  });

  test('one that was sent for in advance and fails is no unhandled rejection', async () => {
    const source: PageSource = async (_path, start) => {
      if (start === 2) throw new Error('page two');
      if (start > 2) throw new Error('page three');
      return { kind: 'page', total: 9, entries: [listed('/d/a', 1), listed('/d/b', 1)] };
    };
    await expect(listFolder(source, '/d', signal)).rejects.toThrow('page two');
    await new Promise(setImmediate);
  });

  test('a cancelled listing does not begin again', async () => {
    const controller = new AbortController();
    let calls = 0;
    const source: PageSource = async () => {
      calls++;
      controller.abort();
      return { kind: 'page', total: 2, entries: [] };
    };
    await expect(listFolder(source, '/d', controller.signal)).rejects.toThrow('cancelled');
    expect(calls).toBe(1);
  });
});

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
  test('L06 a page of more than 64 MiB is refused while it comes', async () => {
    const { cloud, sandbox } = await scene();
    const body = Buffer.alloc(64 * 1024 * 1024 + 1, ' ');
    sandbox.inject({ match: { op: 'getfilelist' }, fault: { body } });
    expect(await failure(cloud.list(FOLDER, signal))).toEqual({
      failure: 'malformed',
      message: expect.stringContaining('larger than 64 MiB'),
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

describe('an entry', () => {
  test.each([
    ['dir', 'folder'],
    ['directory', 'folder'],
    ['0', 'folder'],
    ['file', 'file'],
    ['1', 'file'],
    ['', 'file'],
    ['Link', 'unknown'],
  ])('L16 of type “%s” is a %s', async (type, kind) => {
    const { list } = await answered(
      page(`<entry><path>/d/a</path><name>a</name><type>${type}</type><candownload>1</candownload></entry>`),
    );
    const [only] = await list();
    expect(only).toMatchObject({ kind });
    expect(only?.type).toBe(kind === 'unknown' ? type : undefined);
  });

  test('L16 without a type is a file', async () => {
    const { list } = await answered(page('<entry><path>/d/a</path><name>a</name></entry>'));
    expect(await list()).toMatchObject([{ kind: 'file', size: undefined, modified: undefined, downloadable: true }]);
  });

  test('L17 says whether the account may download it', async () => {
    const at = await scene({ files: manyDocs(2), undownloadable: new Set([`${FOLDER}/f0`]) });
    const entries = await at.cloud.list(FOLDER, signal);
    expect(named(entries, 'f0').downloadable).toBe(false);
    expect(named(entries, 'f1').downloadable).toBe(true);
  });

  test.each([
    ['0', 0],
    ['007', 7],
    [' 12\n', 12],
    ['5368709120', 5_368_709_120],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740993', undefined],
    ['99999999999999999999', undefined],
    ['', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['1.5', undefined],
    ['413 KB', undefined],
    ['0x1F', undefined],
  ])('L18 H30 a size of “%s” is %s', async (text, size) => {
    const { list } = await answered(
      page(
        `<entry><path>/d/a</path><name>a</name><type>file</type><size>1 KB</size><fullsize>${text}</fullsize></entry>`,
      ),
    );
    expect((await list())[0]?.size).toBe(size);
  });

  test('L19 may come in any order', async () => {
    const { list } = await answered(page(`${entry('b')}${entry('a')}`, '<total>2</total><result>1</result>'));
    expect(names(await list())).toEqual(['b', 'a']);
  });

  test.each([
    ['a&amp;b', 'a&b'],
    ['a&amp;amp;b', 'a&amp;b'],
    ['it&#039;s', "it's"],
    ['&#xe4;&#228;', 'ää'],
    ['&lt;b&gt; &quot;c&quot; &apos;d&apos;', `<b> "c" 'd'`],
    ['&#128512;', '😀'],
  ])('L22 a name written “%s” is decoded once: “%s”', async (written, name) => {
    const { list } = await answered(page(entry(written)));
    const [only] = await list();
    expect(only).toMatchObject({ name, path: `${FOLDER}/${name}` });
    expect(only).not.toHaveProperty('malformed');
  });

  test('names stay exactly as they are', async () => {
    const odd = ['007', '1.10', '1e5', '0x1F', 'true', ' a ', 'a.', '%2e%2e', '__proto__', 'a\\b', 'é', 'e\u0301'];
    const { cloud } = await scene({ files: docs(Object.fromEntries(odd.map(name => [name, '']))), folders: [FOLDER] });
    // A literal of `__proto__` is no property: it is written by itself.
    expect(new Set(names(await cloud.list(FOLDER, signal)))).toEqual(new Set(odd));
  });
});

test('an error of a listing shows nothing of the server but its words', async () => {
  const { list } = await answered(
    '<commands><command><result>0</result><message>No access.</message></command></commands>',
  );
  const error = await list().catch((reason: unknown) => reason);
  expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toMatch(/cookie|demo-password/i);
});
