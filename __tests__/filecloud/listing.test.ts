import { describe, expect, test } from 'vitest';
import { listFolder, type PageSource } from '../../src/filecloud/listing.ts';
import type { RemoteEntry, RemoteError } from '../../src/sync/remote.ts';
import { entry, page } from './answered-listing.ts';
import { FOLDER, failure, listed, manyDocs, names, scene, signal } from './scene.ts';

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

  test('L08 L10 L11 is paged by a thousand, each page from the last entry of the one before; pages may be shorter or longer', async () => {
    const all = Array.from({ length: 7 }, (_, index) => listed(`/d/${index}`, 1));
    for (const [size, starts] of [
      [1, [0, 1, 2, 3, 4, 5, 6]],
      [2, [0, 1, 2, 3, 4, 5]],
      [3, [0, 2, 4]],
      [6, [0, 5]],
      [7, [0]],
      [100, [0]],
    ] as const) {
      const { source, calls } = serve(all, size);
      expect(names(await listFolder(source, '/d', signal))).toEqual(names(all));
      expect(calls.map(({ start }) => start)).toEqual(starts);
      expect(calls.every(({ limit }) => limit === 1000)).toBe(true);
    }
  });

  test('L10 whose pages grow or shrink on the way is listed all the same', async () => {
    const all = Array.from({ length: 20 }, (_, index) => listed(`/d/${index}`, 1));
    for (const sizes of [[3, 5, 2, 9, 4], [9, 2, 2, 9], [1]]) {
      let asked = 0;
      const source: PageSource = async (_path, start) => {
        const size = sizes[asked++] ?? 4;
        return { kind: 'page', total: all.length, entries: all.slice(start, start + size) };
      };
      expect(names(await listFolder(source, '/d', signal))).toEqual(names(all));
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
      const settled = round > 1 ? [listed('/d/b', 1), listed('/d/c', 1)] : second;
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

  test('L12 one entry that goes and one that comes between two pages hide no third', async () => {
    const { cloud, sandbox } = await scene({ files: manyDocs(6), pageCap: 4 });
    sandbox.inject({
      match: { op: 'getfilelist' },
      skip: 1,
      fault: {
        // The total stays, and f4 moves to where the first page was.
        before: ({ tree }) => {
          tree.remove(`${FOLDER}/f0`);
          tree.write(`${FOLDER}/z`, 'x');
        },
      },
    });
    expect(names(await cloud.list(FOLDER, signal))).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'z']);
    expect(sandbox.count('getfilelist')).toBe(4);
  });

  test('L12 pages that never join are refused in the end', async () => {
    let asked = 0;
    const source: PageSource = async (_path, start) => {
      const at = start + asked++;
      return { kind: 'page', total: 6, entries: [at, at + 1, at + 2].map(index => listed(`/d/${index}`, 1)) };
    };
    expect(await failure(listFolder(source, '/d', signal))).toEqual({
      failure: 'changing',
      message: expect.stringContaining('a page did not begin with the entry that the one before ended with'),
    });
  });

  test.each([
    ['is one', 1, listed('/d/b', 1), undefined],
    ['with another size is none', 2, listed('/d/b', 2), '“b” was listed twice with different facts'],
    ['with another time is none', 2, listed('/d/b', 1, 5), '“b” was listed twice with different facts'],
  ] as const)(
    'L12 an entry at the end of one page and the beginning of the next, %s',
    async (_, rounds, again, words) => {
      let round = 0;
      const source: PageSource = async (_path, start) => {
        if (start === 0) round++;
        const entries = start === 0 ? [listed('/d/a', 1), listed('/d/b', 1)] : [again, listed('/d/c', 1)];
        return { kind: 'page', total: 3, entries };
      };
      const result = listFolder(source, '/d', signal);
      if (words === undefined) {
        expect(names(await result)).toEqual(['a', 'b', 'c']);
        expect(round).toBe(rounds);
      } else {
        expect((await failure(result)).message).toContain(words);
      }
    },
  );

  test('L12 N03 pages join at an entry that cannot be used, too', async () => {
    const bad = { ...listed('/d/b', 1), malformed: 'It has 2 paths.' };
    const { source } = serve([listed('/d/a', 1), bad, listed('/d/c', 1), bad, { ...bad, name: '' }], 2);
    expect(names(await listFolder(source, '/d', signal))).toEqual(['a', 'b', 'c', 'b', '']);
  });

  test('L11 N22 an entry that stands for two by the total hides the second', async () => {
    const { cloud, sandbox } = await scene();
    const body = page(entry('a') + entry('a'), '<total>2</total><result>1</result>');
    sandbox.inject({ match: { op: 'getfilelist' }, times: Number.POSITIVE_INFINITY, fault: { body } });
    expect(await failure(cloud.list(FOLDER, signal))).toEqual({
      failure: 'changing',
      message: expect.stringContaining('it listed entries twice, and only 1 of 2'),
    });
  });

  test('L09 a server that ignores where a page starts is found out', async () => {
    for (const pageCap of [1, 2]) {
      const { cloud, sandbox } = await scene({ files: manyDocs(3), pageCap, ignoreStart: true });
      expect((await failure(cloud.list(FOLDER, signal))).message).toContain(
        'the server may ignore where a page starts',
      );
      expect(sandbox.count('getfilelist')).toBe(pageCap === 1 ? 12 : 8);
    }
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
      3,
    );
    let most = 0;
    const watched: PageSource = (...asked) => {
      const answer = source(...asked);
      most = Math.max(most, calls.filter(call => !call.answered).length);
      return answer;
    };
    expect(await listFolder(watched, '/d', signal)).toHaveLength(9);
    expect(calls.map(({ start }) => start)).toEqual([0, 2, 4, 6]);
    expect(most).toBe(2);
  });

  test('one that was sent for in advance and fails is no unhandled rejection', async () => {
    const source: PageSource = async (_path, start) => {
      if (start === 1) throw new Error('page two');
      if (start > 1) throw new Error('page three');
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
