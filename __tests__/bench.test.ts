import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Results, withResults } from '../bench/document.ts';
import { readOptions } from '../bench/options.ts';
import { conclude, spreadOf } from '../bench/outcome.ts';
import { chooseServer, type Server, startServer } from '../bench/server/start.ts';
import { content, ROOT, shareFiles } from '../bench/share.ts';
import { WORKLOADS } from '../bench/workloads.ts';

const ROOT_FOLDER = join(import.meta.dirname, '..');
const MAIN = join(ROOT_FOLDER, 'bench', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bench = (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args]);

describe('the benchmark', () => {
  it('measures whoever is here, also where no C compiler is, and prints a table, a JSON file and a picture', async () => {
    const workloads = ['small-batches', 'unchanged', 'start'].flatMap(name => ['--workload', name]);
    const who = ['--only', 'action', '--only', 'script'];
    const { stdout } = await bench('--quick', '--server', 'node', ...workloads, ...who, '--results', folder);

    const results = JSON.parse(readFileSync(join(folder, 'latest.json'), 'utf8'));
    const measured: { title: string; entrants: { samples: { seconds: number; requests: number }[] }[] }[] =
      results.outcomes;
    for (const { title, entrants } of measured) {
      expect(stdout).toContain(`| ${title}`);
      for (const { samples } of entrants) {
        expect(samples).toHaveLength(1);
        for (const { seconds } of samples) expect(seconds).toBeGreaterThan(0);
      }
    }
    expect(results.machine.server).toBe('Node, two processes');
    expect(stdout).toMatch(/^\| workload +\| who +\| seconds/m);
    expect(stdout).toMatch(/^\| workload +\| against +\| time ratio/m);

    const picture = readFileSync(join(folder, 'latest.svg'), 'utf8');
    expect(XMLValidator.validate(picture)).toBe(true);
    for (const { title } of measured) expect(picture).toContain(title);
  });

  it('says what is wrong with an option, and what would be right', () => {
    expect(() => readOptions(['--workload', 'tiny'])).toThrow(
      '--workload tiny: there is no such one. It can be small, ',
    );
    expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds 0: it must be a number above 0.');
    expect(readOptions(['--workload', 'huge', '--scale', '0.5'])?.workloads[0]?.shape.size).toBe(1024 ** 3);
  });
});

describe('what docs/performance.md tells', () => {
  const page = readFileSync(join(ROOT_FOLDER, 'docs', 'performance.md'), 'utf8');

  it('is what was measured last: npm run bench writes both', () => {
    const results: Results = JSON.parse(readFileSync(join(ROOT_FOLDER, 'bench', 'results', 'latest.json'), 'utf8'));
    expect(page).toBe(withResults(page, results));
    const measured = results.outcomes.map(({ workload }) => workload);
    expect(measured).toEqual(WORKLOADS.map(({ name }) => name));
    expect(results.scale).toBe(1);
    expect(results.rounds).toBeGreaterThanOrEqual(3);
  });

  it('needs a place on the page', () => {
    const results: Results = { date: '', machine: {}, rounds: 1, scale: 1, outcomes: [] };
    expect(() => withResults('# Performance', results)).toThrow('<!-- results -->');
  });
});

describe('what is concluded', () => {
  it.each([
    [[3, 1, 2], { median: 2, min: 1, max: 3 }],
    [[4, 1], { median: 2.5, min: 1, max: 4 }],
    [[7], { median: 7, min: 7, max: 7 }],
  ])('the spread of %j', (numbers, spread) => {
    expect(spreadOf(numbers)).toEqual(spread);
  });

  it('a ratio is taken round by round, and meets its goal when the one in the middle does', () => {
    const workload = WORKLOADS.find(({ name }) => name === 'unchanged');
    if (workload === undefined) throw new Error('There is no such workload.');
    const samples = (...seconds: number[]) =>
      seconds.map(each => ({ seconds: each, memory: 100, requests: 1, serverBusy: undefined }));
    const entrants = [
      { id: 'action', title: 'FileCloud Mirror', samples: samples(1, 2, 9) },
      { id: 'script', title: 'sequential script', samples: samples(10, 5, 10) },
    ] as const;
    const { ratios, memory } = conclude({ ...workload, memory: 99 }, entrants, true);
    expect(ratios).toMatchObject([{ against: 'script', goal: 0.4, met: true, median: 0.4, min: 0.1, max: 0.9 }]);
    expect(memory).toMatchObject({ goal: 99, met: false });
    expect(conclude(workload, entrants, false).ratios[0]?.met, 'goals are for the full size').toBeUndefined();
  });
});

describe('its servers', () => {
  const shape = { folders: 101, files: 3, size: 3000 };
  const servers: Server[] = [];
  beforeAll(async () => {
    for (const wanted of ['auto', 'node'] as const) {
      const kind = chooseServer(wanted, () => {});
      servers.push(await startServer(kind, shape, 0));
      kind.dispose();
    }
  });
  afterAll(() => Promise.all(servers.map(server => server.stop())));

  const group = `${ROOT}/group-001/folder-00100`;
  it.each([
    ['a page of a listing', 'GET', `/core/getfilelist?path=${ROOT}/group-000&start=7&limit=3`],
    ['a folder of files', 'GET', `/core/getfilelist?path=${group}&limit=-1`],
    ['a folder that is not there', 'GET', `/core/getfilelist?path=${ROOT}/group-777`],
    ['WebDAV properties', 'PROPFIND', `/dav${group}/`],
    ['a file', 'GET', `/core/downloadfile?filepath=${group}/document-000002.bin&filename=document-000002.bin`],
    ['a file that is not there', 'GET', `/core/downloadfile?filepath=${group}/document-000003.bin`],
    ['a login', 'POST', '/core/loginguest'],
  ])('give the same: %s', async (_, method, target) => {
    const answers = servers.map(async ({ port }) => {
      const response = await fetch(`http://127.0.0.1:${port}${target}`, { method });
      return [
        response.status,
        response.headers.get('content-type'),
        response.headers.getSetCookie(),
        await response.text(),
      ];
    });
    const [one, other] = await Promise.all(answers);
    expect(one).toEqual(other);
  });

  it('give files and batches as the share describes them', async () => {
    const file = [...shareFiles(shape)].at(-1);
    if (file === undefined) throw new Error('The share is empty.');
    const expected = Buffer.concat([...content(file.index, shape.size)]);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    for (const { port } of servers) {
      const server = `http://127.0.0.1:${port}`;
      const part = await fetch(`${server}/dav${ROOT}/${file.path}`, { headers: { range: 'bytes=100-199' } });
      expect(part.status).toBe(206);
      expect(Buffer.from(await part.arrayBuffer())).toEqual(expected.subarray(100, 200));
      const batch = await fetch(`${server}/core/downloadfilemulti`, {
        method: 'POST',
        body: new URLSearchParams({ count: '2', filepath: `${group}/`, fn1: name, fn2: 'missing.bin' }),
      });
      const members = unzipSync(new Uint8Array(await batch.arrayBuffer()));
      expect(Object.keys(members)).toEqual([name]);
      expect(Buffer.from(members[name] ?? [])).toEqual(expected);
    }
  });

  it('list what the share describes', async () => {
    const files = [...shareFiles(shape)].slice(-shape.files);
    const parser = new XMLParser({ parseTagValue: false });
    for (const { port } of servers) {
      const response = await fetch(`http://127.0.0.1:${port}/core/getfilelist?path=${group}`);
      const { entries } = parser.parse(await response.text());
      expect(entries.meta).toMatchObject({ total: '3', result: '1' });
      expect(entries.entry).toMatchObject(
        files.map(({ path, modified }) => ({
          path: `${ROOT}/${path}`,
          fullsize: '3000',
          type: 'file',
          modifiedepochutc: String(modified),
        })),
      );
    }
  });

  it('count what they served, and begin anew when asked', async () => {
    for (const server of servers) {
      await server.served();
      const before = Date.now() / 1000;
      await fetch(`http://127.0.0.1:${server.port}/core/getfilelist?path=${ROOT}`);
      const served = await server.served();
      expect(served).toMatchObject({ listings: 1, files: 0, batches: 0, others: 0 });
      expect(Math.abs(served.first - before)).toBeLessThan(3600);
      expect(await server.served()).toMatchObject({ listings: 0, first: 0 });
    }
  });
});
