import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { batchFaults } from '../../sandbox/switches.ts';
import { readZipDirectory } from '../../src/filecloud/zip-directory.ts';
import type { RemoteEntry } from '../../src/sync/remote.ts';
import { docs, FOLDER, listed, rejection, scene, signal } from './scene.ts';

const match = { op: 'downloadfilemulti' };
const CONTENTS = { 'a.txt': 'aaa', 'ä b.txt': 'bb', 'empty.txt': '', 'same.txt': 'x'.repeat(5000) };

/** The files of the folder, as they are listed, and what is received of them in a batch. */
async function batch(server: SandboxOptions = {}) {
  const at = await scene({ files: docs(CONTENTS), ...server }, { retries: 1 });
  const files = Object.entries(CONTENTS).map(([name, content]) =>
    listed(`${FOLDER}/${name}`, Buffer.byteLength(content)),
  );
  const fetchAll = async (asked: readonly RemoteEntry[] = files) => {
    const received: Record<string, string> = {};
    await at.cloud.downloadTogether?.(
      FOLDER,
      asked,
      (file, body) => {
        expect(asked).toContain(file);
        received[file.name] = Buffer.from(body).toString();
      },
      signal,
    );
    return received;
  };
  return { ...at, files, fetchAll };
}

/** What is received when this is the answer. */
async function receivedFrom(body: Uint8Array) {
  const at = await batch();
  at.sandbox.inject({ match, fault: { body, contentType: 'application/zip' } });
  return { ...at, received: await at.fetchAll() };
}

describe('a batch', () => {
  test('brings the files of a folder with one request', async () => {
    const { fetchAll, sandbox } = await batch();
    expect(await fetchAll()).toEqual(CONTENTS);
    expect(sandbox.requests.at(-1)).toMatchObject({
      op: 'downloadfilemulti',
      params: { count: '4', filepath: `${FOLDER}/`, fn1: 'a.txt', fn2: 'ä b.txt', fn3: 'empty.txt', fn4: 'same.txt' },
    });
    expect(sandbox.requests).toHaveLength(2);
  });

  test('of one file is none', async () => {
    const { fetchAll, files, sandbox } = await batch();
    expect(await fetchAll(files.slice(0, 1))).toEqual({});
    expect(sandbox.count('downloadfilemulti')).toBe(0);
  });

  test('is not there when it is switched off', async () => {
    const { cloud } = await scene({}, { batch: 'off' });
    expect(cloud.downloadTogether).toBeUndefined();
  });

  test('whose files are not as they were listed does not bring them', async () => {
    const { fetchAll, sandbox } = await batch();
    sandbox.tree.write(`${FOLDER}/a.txt`, 'longer');
    sandbox.tree.remove(`${FOLDER}/empty.txt`);
    const { 'a.txt': _a, 'empty.txt': _e, ...rest } = CONTENTS;
    expect(await fetchAll()).toEqual(rest);
  });

  test('without a length, or after a failure in passing, is the same', async () => {
    const { fetchAll, sandbox } = await batch({ contentLength: false });
    sandbox.inject({ match, fault: { resetAfter: 100 } });
    expect(await fetchAll()).toEqual(CONTENTS);
    expect(sandbox.count('downloadfilemulti')).toBe(2);
  });
});

describe('a server that packs wrongly', () => {
  const whole = Object.keys(CONTENTS);
  const brought: Readonly<Record<(typeof batchFaults)[number], readonly string[]>> = {
    none: whole,
    empty: [],
    html: [],
    'missing-entry': whole.slice(0, 3),
    'bad-crc': whole.slice(1),
    'odd-name': whole.slice(1),
    truncated: [],
    'zip-slip': whole,
  };

  test.each(batchFaults)('%s: what is right is received, and nothing else', async batchFault => {
    const { fetchAll } = await batch({ batchFault });
    expect(Object.keys(await fetchAll())).toEqual(brought[batchFault]);
  });

  test.each([
    ['does not know the request', { batch: false }, 'The operation is not supported.'],
    ['sends nothing', { batchFault: 'empty' }, 'an empty answer'],
    ['sends a page', { batchFault: 'html' }, 'status 200, no ZIP'],
    ['sends no file that it was asked for', { batchFault: 'truncated' }, 'none of the files as they are listed'],
  ] as const)('and %s is asked once in a run, and it is told once', async (_, server, words) => {
    const { fetchAll, sandbox, log } = await batch(server);
    expect(await Promise.all([fetchAll(), fetchAll()])).toEqual([{}, {}]);
    const asked = sandbox.count('downloadfilemulti');
    expect(asked).toBe(2);
    expect(await fetchAll()).toEqual({});
    expect(sandbox.count('downloadfilemulti')).toBe(asked);
    expect(log.lines.filter(line => line.includes('does not pack files together'))).toEqual([
      expect.stringContaining(words),
    ]);
  });

  test.each([
    [404, 'status 404, no ZIP'],
    [500, 'answered 500'],
  ])('and answers %s is not asked again', async (status, words) => {
    const { fetchAll, sandbox, log } = await batch();
    sandbox.inject({ match, times: 2, fault: { status } });
    expect(await fetchAll()).toEqual({});
    expect(await fetchAll()).toEqual({});
    expect(sandbox.count('downloadfilemulti')).toBe(status === 500 ? 2 : 1);
    expect(log.lines.some(line => line.includes(words))).toBe(true);
  });

  test('and sends far more than it was asked for is not read to the end', async () => {
    const { fetchAll, sandbox, log } = await batch();
    sandbox.inject({ match, fault: { body: Buffer.alloc(4 * 1024 * 1024), contentType: 'application/zip' } });
    expect(await fetchAll()).toEqual({});
    expect(log.lines.join('\n')).toContain('The ZIP is larger than the files in it.');
  });
});

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

test('an error of the one who receives passes through unchanged', async () => {
  const { cloud, files } = await batch();
  const full = new Error('ENOSPC');
  const fetching = cloud.downloadTogether?.(
    FOLDER,
    files,
    () => {
      throw full;
    },
    signal,
  );
  expect(await rejection(fetching ?? Promise.resolve())).toBe(full);
});

test('a cancelled batch says so', async () => {
  const { cloud, files } = await batch();
  const controller = new AbortController();
  controller.abort();
  const fetching = cloud.downloadTogether?.(FOLDER, files, () => {}, controller.signal);
  expect((await rejection(fetching ?? Promise.resolve())).name).toBe('CancelledError');
});

describe('the directory of a ZIP', () => {
  test('tells sizes and checksums', () => {
    const directory = readZipDirectory(zipSync({ a: strToU8('aaa'), b: strToU8('') }));
    expect([...directory]).toEqual([
      ['a', { size: 3, crc32: 0xf007732d }],
      ['b', { size: 0, crc32: 0 }],
    ]);
  });

  test('of what is no ZIP is empty', () => {
    expect(readZipDirectory(new Uint8Array(100)).size).toBe(0);
  });
});
