import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { batchFaults } from '../../sandbox/switches.ts';
import { Batches } from '../../src/filecloud/batch.ts';
import { Gatherer } from '../../src/filecloud/gatherer.ts';
import { Requests } from '../../src/filecloud/requests.ts';
import { Session } from '../../src/filecloud/session.ts';
import { batch, CONTENTS, match } from './one-batch.ts';
import { ALWAYS } from './one-file.ts';
import { door } from './raw-server.ts';
import { FOLDER, MemorySink, rejection, scene, signal } from './scene.ts';

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

  test('without a length is the same', async () => {
    const { fetchAll } = await batch({ contentLength: false });
    expect(await fetchAll()).toEqual(CONTENTS);
  });
});

test('what came in a batch stays as it was, whatever comes in the same memory while it is unpacked', async () => {
  const { sandbox, files } = await batch();
  const { transport, log } = door(sandbox.url);
  const user = { username: 'demo', password: 'demo-password', totpSecret: undefined };
  const session = new Session(transport, { ...user, server: sandbox.url, log });
  await session.login(signal);
  class BusyRequests extends Requests {
    override async send<T>(...asked: Parameters<typeof Requests.prototype.send<T>>): Promise<T> {
      const read = await super.send(...asked);
      const other = new Gatherer();
      other.add(Buffer.alloc(10_000, 'other'));
      other.end();
      return read;
    }
  }
  const received: Record<string, string> = {};
  await new Batches(new BusyRequests(transport, session), log, 60).fetch(
    FOLDER,
    files,
    ({ name }, body) => {
      received[name] = Buffer.from(body).toString();
    },
    signal,
  );
  expect(received).toEqual(CONTENTS);
});

describe('H35 a batch that fails in passing', () => {
  const given = (lines: readonly string[]) => lines.filter(line => line.includes('does not pack files together'));

  test('is not tried again, since its files can be had one by one; the next is asked for all the same', async () => {
    const { fetchAll, sandbox, log, waits } = await batch();
    for (const fault of [{ resetAfter: 100 }, { status: 503, headers: { 'retry-after': '60' } }] as const) {
      sandbox.inject({ match, fault });
      expect(await fetchAll()).toEqual({});
      expect(await fetchAll()).toEqual(CONTENTS);
    }
    expect(sandbox.count('downloadfilemulti')).toBe(4);
    expect(waits).toEqual([]);
    expect(given(log.lines)).toEqual([]);
  });

  test.each([429, 500, 502, 503, 504])('twice in a row with status %i is the last', async status => {
    const { fetchAll, sandbox, log, waits } = await batch();
    sandbox.inject({ match, times: 2, fault: { status } });
    for (let round = 0; round < 4; round++) expect(await fetchAll()).toEqual({});
    expect(sandbox.count('downloadfilemulti')).toBe(2);
    expect(waits).toEqual([]);
    expect(given(log.lines)).toEqual([expect.stringContaining(`answered ${status}`)]);
  });

  test('together with others of the same moment counts once', async () => {
    const { fetchAll, sandbox } = await batch();
    sandbox.inject({ match, times: 8, fault: { reset: true } });
    expect(await Promise.all(Array.from({ length: 8 }, () => fetchAll()))).toEqual(Array(8).fill({}));
    expect(await fetchAll()).toEqual(CONTENTS);
  });

  test('says nothing of the server: many of them end no run, and slow nobody down', async () => {
    const { fetchAll, cloud, files, sandbox, waits } = await batch();
    sandbox.inject({ match, times: ALWAYS, fault: { reset: true } });
    expect(await Promise.all(Array.from({ length: 50 }, () => fetchAll()))).toEqual(Array(50).fill({}));
    const sink = new MemorySink();
    const [first] = files;
    if (first !== undefined) await cloud.download(first, sink, signal);
    expect(sink.text).toBe('aaa');
    expect(waits).toEqual([]);
  });

  test('H10 after the time limit is the last, and others that hang are not waited for', async () => {
    const { fetchAll, sandbox, log } = await batch({}, { timeout: 1 });
    const hang = (): Promise<void> => new Promise(() => {});
    sandbox.inject({ match, times: ALWAYS, fault: { before: hang } });
    const first = fetchAll();
    await delay(600);
    const limit = delay(1000).then(() => 'the time limit of the second');
    expect(await Promise.race([fetchAll(), limit])).toEqual({});
    expect(await first).toEqual({});
    expect(await fetchAll()).toEqual({});
    expect(sandbox.count('downloadfilemulti')).toBe(2);
    expect(given(log.lines)).toEqual([expect.stringContaining('for 1 s')]);
  });
});

describe('H35 a server that packs wrongly', () => {
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

  test('and answers 404 is not asked again', async () => {
    const { fetchAll, sandbox, log } = await batch();
    sandbox.inject({ match, fault: { status: 404 } });
    expect(await fetchAll()).toEqual({});
    expect(await fetchAll()).toEqual({});
    expect(sandbox.count('downloadfilemulti')).toBe(1);
    expect(log.lines.some(line => line.includes('status 404, no ZIP'))).toBe(true);
  });

  test('and sends far more than it was asked for is not read to the end', async () => {
    const { fetchAll, sandbox, log } = await batch();
    sandbox.inject({ match, fault: { body: Buffer.alloc(4 * 1024 * 1024), contentType: 'application/zip' } });
    expect(await fetchAll()).toEqual({});
    expect(log.lines.join('\n')).toContain('The ZIP is larger than the files in it.');
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
