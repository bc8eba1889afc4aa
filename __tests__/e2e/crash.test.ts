import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunnerOptions } from '../../demo/runner.ts';
import { OWN_FOLDER, pathsIn, Step } from './step.ts';

type Child = Parameters<NonNullable<RunnerOptions['onStart']>>[0];

const isThorough = process.env['THOROUGH'] === '1';
const ROUNDS = isThorough ? 500 : 40;
/** Slow machines do fewer, but not fewer than this. */
const FEWEST = 8;
const MOST_MILLISECONDS = isThorough ? Number.POSITIVE_INFINITY : 60_000;

const BASE_TIME = 1_700_000_000;
const STABLE = ['stable.txt', 'sub/stable.txt'];
const CHANGING = ['a.txt', 'b.txt', 'sub/a.txt', 'sub/b.txt', 'sub/deep/a.txt', 'large-1.bin', 'large-2.bin'];
/** A file today, a folder tomorrow. */
const SWAPPED = 'swapped';

/** A version of a file tells its path, its number, and where it ends. Large ones are written to disk while they come. */
function content(path: string, version: number): string {
  const filling = path.startsWith('large') ? 'x'.repeat(300_000 + version) : 'x'.repeat(version % 7);
  return `${path} ${version} ${filling} end of ${version}`;
}

/** What is wrong with a file of the mirror, if anything is. */
function fault(mirror: string, path: string): string | undefined {
  const full = join(mirror, path);
  const { mtimeMs } = lstatSync(full);
  const text = readFileSync(full, 'utf8');
  const version = Number(/^\S+ (\d+) /.exec(text)?.[1]);
  if (text !== content(path, version)) return `${path} is torn: ${text.length} characters, ${text.slice(0, 40)}`;
  // An edit of the same size between listing and download leaves an earlier time, so that the next run looks again. A later one would hide it.
  const time = mtimeMs / 1000 - BASE_TIME;
  if (time > version) return `${path} has the content of ${version}, and the time of ${time}`;
  return undefined;
}

/** The server's documents, which change all the time. */
class Documents {
  readonly step: Step;
  #version = 0;

  constructor(step: Step) {
    this.step = step;
  }

  write(path: string): void {
    const version = ++this.#version;
    this.step.server.tree.write(`/SHARED/docs/${path}`, content(path, version), BASE_TIME + version);
  }

  change(): void {
    const { tree } = this.step.server;
    const path = pick(CHANGING);
    if (Math.random() < 0.2) tree.remove(`/SHARED/docs/${path}`);
    else this.write(path);
    if (Math.random() < 0.3) {
      tree.remove(`/SHARED/docs/${SWAPPED}`);
      this.write(Math.random() < 0.5 ? SWAPPED : `${SWAPPED}/inner.txt`);
    }
  }

  /** The server's files as the mirror has to show them. */
  files(): Record<string, string> {
    const found: Record<string, string> = {};
    const visit = (folder: string): void => {
      for (const node of this.step.server.tree.children(folder)) {
        if (node.type === 'dir') visit(node.path);
        else if (node.content instanceof Uint8Array) {
          found[node.path.replace('/SHARED/docs/', '')] = Buffer.from(node.content).toString();
        }
      }
    };
    visit('/SHARED/docs');
    return found;
  }
}

test('G11: killed at any moment while the server changes, every file is a whole version, and the next run goes on', {
  timeout: isThorough ? 3_600_000 : 300_000,
}, async () => {
  const step = await Step.start({ latency: 6 });
  const documents = new Documents(step);
  for (const path of [...STABLE, ...CHANGING, SWAPPED]) documents.write(path);
  const inputs = { cache: 'false', delete: 'true', 'max-delete': '100%', concurrency: '4', batch: 'off' };
  const whole = await step.run(inputs);
  expect(whole.status, whole.log).toBe(0);

  const started = performance.now();
  let kills = 0;
  let midway = 0;
  for (let round = 0; round < ROUNDS; round++) {
    if (kills >= FEWEST && performance.now() - started > MOST_MILLISECONDS) break;
    for (let change = 0; change < 5; change++) documents.change();
    let child: Child | undefined;
    // Half of them by the clock, half after a number of requests: so the middle is met on machines of any speed.
    const byClock = round % 2 === 0 ? 50 + Math.random() * 400 : undefined;
    const clock = new AbortController();
    const kill = async (milliseconds: number): Promise<void> => {
      await delay(milliseconds, undefined, { signal: clock.signal }).catch(() => {});
      child?.kill('SIGKILL');
    };
    const slow = step.server.inject({
      match: { op: 'downloadfile', path: /large/ },
      times: 2,
      fault: { drip: { bytes: 64 * 1024, everyMs: 3 } },
    });
    const trigger = step.server.inject({
      skip: 1 + Math.floor(Math.random() * 9),
      fault: {
        before: () => {
          documents.change();
          if (byClock === undefined) void kill(Math.random() * 20);
        },
      },
    });
    const result = await step.run(inputs, {
      onStart: begun => {
        child = begun;
        if (byClock !== undefined) void kill(byClock);
      },
    });
    clock.abort();
    slow.remove();
    trigger.remove();
    if (result.signal === 'SIGKILL') kills++;
    if (existsSync(join(step.mirror, OWN_FOLDER))) midway++;

    const files = pathsIn(step.mirror).filter(
      path => !path.startsWith(OWN_FOLDER) && !lstatSync(join(step.mirror, path)).isDirectory(),
    );
    expect(files.map(path => fault(step.mirror, path)).filter(wrong => wrong !== undefined)).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(STABLE));
  }
  expect(kills).toBeGreaterThanOrEqual(FEWEST);
  // The kills met downloads, too.
  expect(midway).toBeGreaterThan(0);

  const last = await step.run(inputs);
  expect(last.status, last.log).toBe(0);
  expect(step.files()).toEqual(documents.files());
  expect(existsSync(join(step.mirror, OWN_FOLDER))).toBe(false);
});

function pick<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

test('G11: killed while a folder comes in a file’s place, the file is back with the next run, though that deletes nothing', async () => {
  const step = await Step.start({
    files: { '/SHARED/docs/manual/part.bin': 'x'.repeat(600_000), '/SHARED/docs/other': 'o' },
  });
  mkdirSync(step.mirror);
  writeFileSync(join(step.mirror, 'manual'), 'precious');
  const inputs = { cache: 'false', batch: 'off', retries: '0' };
  const replacing = { ...inputs, delete: 'true', 'max-delete': '100%' };
  let child: Child | undefined;
  step.server.inject({ match: { op: 'downloadfile', path: /part/ }, fault: { drip: { bytes: 8192, everyMs: 20 } } });
  const running = step.run(replacing, {
    onStart: begun => {
      child = begun;
    },
  });
  const moved = (): boolean => pathsIn(step.mirror).some(path => path.includes('/moved-') && path.endsWith('/manual'));
  await expect.poll(moved, { timeout: 30_000, interval: 5 }).toBe(true);
  child?.kill('SIGKILL');
  expect((await running).signal).toBe('SIGKILL');

  step.server.inject({ match: { op: 'downloadfile', path: /part/ }, times: 9, fault: { status: 404 } });
  step.server.inject({ match: { op: 'fileinfo' }, times: 9, fault: { status: 404 } });
  const next = await step.run(inputs);
  expect(next.outputs['deleted']).toBe('0');
  expect(step.files()).toEqual({ manual: 'precious', other: 'o' });
});
