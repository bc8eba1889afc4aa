import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { RunnerOptions, RunnerResult } from '../../demo/runner.ts';
import { CacheServer } from '../cache/cache-server.ts';
import { pack } from '../cache/scene.ts';
import { annotations, Step } from './step.ts';

const FILES = { 'a.txt': 'a', 'sub/b.txt': 'bb', 'sub/c.txt': 'ccc' };

type More = Pick<RunnerOptions, 'environment' | 'state'>;

interface Job {
  readonly step: Step;
  readonly cache: CacheServer;
  readonly run: (step: Step, inputs?: Readonly<Record<string, string>>, more?: More) => Promise<RunnerResult>;
  /** The post step of the main step that ended so. */
  readonly post: (step: Step, main: RunnerResult) => Promise<RunnerResult>;
}

interface JobOptions {
  readonly product?: 'github.com' | 'enterprise server';
  readonly files?: Readonly<Record<string, string>>;
}

/** A job on a runner with a cache service. */
async function job({ product = 'github.com', files = FILES }: JobOptions = {}): Promise<Job> {
  const cache = await CacheServer.start();
  onTestFinished(() => cache[Symbol.asyncDispose]());
  const step = await Step.start({
    files: Object.fromEntries(Object.entries(files).map(([path, content]) => [`/SHARED/docs/${path}`, content])),
  });
  const service = Object.entries(cache.environment(product)).map(([name, value]) => [name, value ?? '']);
  let runs = 0;
  const start = (where: Step, inputs: Readonly<Record<string, string>>, more: More): Promise<RunnerResult> =>
    where.run(inputs, {
      ...more,
      environment: { ...Object.fromEntries(service), GITHUB_RUN_ID: `${runs}`, ...more.environment },
    });
  return {
    step,
    cache,
    run: (where, inputs = {}, more = {}) => {
      runs++;
      return start(where, inputs, more);
    },
    post: (where, { state }) => start(where, {}, { state }),
  };
}

test.for<[product: 'github.com' | 'enterprise server', count: number]>([
  ['github.com', 10_000],
  ['enterprise server', 100],
])(
  'G15 G21: from the cache of %s %i files come back to the second, and are skipped whole',
  async ([product, count]) => {
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `folder ${index % 100}/file ${index}.txt`,
        `The content of ${index}.`,
      ]),
    );
    const { step, cache, run } = await job({ product, files });
    const first = await run(step);
    expect(first.outputs, first.log).toMatchObject({ new: `${count}`, 'cache-hit': 'false' });
    const { downloads } = step;
    cache.moments.length = 0;
    const second = await run(step.elsewhere());
    expect(second.outputs, second.log).toMatchObject({
      skipped: `${count}`,
      changed: 'false',
      digest: first.outputs['digest'],
      'cache-hit': 'true',
    });
    expect(step.downloads).toBe(downloads);
    expect(cache.moments).toEqual(['lookup', 'download']);
    expect(second.log).toContain('The mirror is in the Actions cache already: it is not saved again.');
  },
);

test('G18 G26: what a failed run downloaded is saved once, marked as partial, and superseded by the next whole mirror', async () => {
  const { step, cache, run, post } = await job();
  step.server.switches.undownloadable.add('/SHARED/docs/sub/c.txt');
  const failed = await run(step);
  expect(failed.outputs, failed.log).toMatchObject({ new: '2', failed: '1' });
  expect(cache.store.keys, 'the main step saves no such mirror').toEqual([]);
  await post(step, failed);
  expect(cache.store.keys).toEqual([expect.stringMatching(/-partial-1-1$/)]);

  const again = step.elsewhere();
  const second = await run(again);
  expect(second.outputs, second.log).toMatchObject({ skipped: '2', failed: '1', 'cache-hit': 'true' });
  const post2 = await post(again, second);
  expect(post2.log).toContain('there is nothing to save');
  expect(cache.store.keys).toHaveLength(1);

  step.server.switches.undownloadable.clear();
  const mended = step.elsewhere();
  const third = await run(mended);
  expect(third.outputs, third.log).toMatchObject({ new: '1', skipped: '2', failed: '0' });
  expect((await post(mended, third)).log.trim()).toBe('');
  const last = await run(step.elsewhere());
  expect(last.outputs, last.log).toMatchObject({ skipped: '3', 'cache-hit': 'true' });
  expect(cache.store.keys.slice(1)).toEqual([expect.stringContaining(last.outputs['digest'] ?? '?')]);
});

test('F02 G13: a link that a poisoned cache puts in the place of a folder is not made, and the entry is superseded', async () => {
  const { step, cache, run } = await job();
  const first = await run(step);
  const folder = mkdtempSync(join(tmpdir(), 'poison-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const elsewhere = step.elsewhere();
  writeFileSync(join(folder, 'b.txt'), 'not to be touched');
  symlinkSync(folder, join(step.workspace, 'link'));
  const archive = pack(step.workspace, '--transform=s,^link$,mirror/sub,', 'mirror/a.txt', 'link');
  cache.store.plant(cache.store.keys[0]?.replace(/-1-1$/, '-9-1') ?? '', archive);

  const second = await run(elsewhere);
  expect(second.status, second.log).toBe(0);
  expect(second.outputs).toMatchObject({
    new: '2',
    skipped: '1',
    'cache-hit': 'false',
    digest: first.outputs['digest'],
  });
  expect(annotations(second.log, 'warning')).toEqual([expect.stringContaining('it holds links')]);
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('not to be touched');
  expect(elsewhere.files()).toEqual(FILES);
  expect((await run(step.elsewhere())).outputs).toMatchObject({ skipped: '3', 'cache-hit': 'true' });
});

test('G18: a first run saves; another machine restores, downloads nothing, and saves nothing', async () => {
  const { step, cache, run } = await job();
  const first = await run(step);
  expect(first.status, first.log).toBe(0);
  expect(first.outputs).toMatchObject({ new: '3', 'cache-hit': 'false' });
  expect(cache.store.keys).toEqual([expect.stringContaining(first.outputs['digest'] ?? '?')]);

  const elsewhere = step.elsewhere();
  const { downloads } = step;
  cache.moments.length = 0;
  const second = await run(elsewhere);
  expect(second.status, second.log).toBe(0);
  expect(second.outputs).toMatchObject({
    new: '0',
    skipped: '3',
    changed: 'false',
    digest: first.outputs['digest'],
    'cache-hit': 'true',
  });
  expect(elsewhere.files()).toEqual(FILES);
  expect(step.downloads).toBe(downloads);
  expect(cache.moments).toEqual(['lookup', 'download']);

  step.server.tree.write('/SHARED/docs/a.txt', 'A changed one.');
  const third = await run(step.elsewhere());
  expect(third.outputs).toMatchObject({ new: '0', updated: '1', skipped: '2', 'cache-hit': 'true' });
  expect(cache.store.keys).toHaveLength(2);
});

test('G16: a cache service that is gone is one calm line, and the mirror is whole', async () => {
  const { step, cache, run } = await job();
  await cache[Symbol.asyncDispose]();
  const result = await run(step);
  expect(result.status, result.log).toBe(0);
  expect(result.outputs).toMatchObject({ new: '3', 'cache-hit': 'false' });
  expect(step.files()).toEqual(FILES);
  expect(annotations(result.log, 'error')).toEqual([]);
  expect(annotations(result.log, 'warning')).toEqual([
    expect.stringMatching(/^The mirror could not be restored from the Actions cache: .* The run goes on without/),
  ]);
});

test('G21: a runner without a cache service is told in one line', async () => {
  const { step } = await job();
  const result = await step.run();
  expect(result.status, result.log).toBe(0);
  expect(result.log.match(/Actions cache/g)).toHaveLength(1);
  expect(result.log).toContain('This runner has no Actions cache: the mirror is neither restored nor saved.');
  expect(annotations(result.log, 'warning')).toEqual([]);
});

test('cache: false asks the service for nothing, and the library is not even loaded', async () => {
  const { step, cache, run } = await job();
  const folder = mkdtempSync(join(tmpdir(), 'loaded-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const hook = join(folder, 'hook.mjs');
  writeFileSync(
    hook,
    `import { appendFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        appendFileSync(process.env.LOADED, url + '\\n');
        return next(url, context);
      },
    });`,
  );
  /** Whether a chunk of the bundle that holds the library was loaded by the step or a process of it. */
  const loadsLibrary = async (value: string): Promise<boolean> => {
    const LOADED = join(folder, value);
    const environment = { NODE_OPTIONS: `--import ${pathToFileURL(hook).href}`, LOADED };
    const result = await run(step.elsewhere(), { cache: value }, { environment });
    expect(result.status, result.log).toBe(0);
    expect(result.outputs['cache-hit']).toBe('false');
    const chunks = readFileSync(LOADED, 'utf8').split('\n');
    return chunks.some(
      url => url.startsWith('file:') && readFileSync(new URL(url), 'utf8').includes('CreateCacheEntry'),
    );
  };
  expect(await loadsLibrary('false')).toBe(false);
  expect(cache.moments).toEqual([]);
  expect(await loadsLibrary('true')).toBe(true);
});

test('G18: files that delete removes do not come back from the cache run after run', async () => {
  const { step, cache, run } = await job();
  await run(step);
  step.server.tree.remove('/SHARED/docs/a.txt');
  const kept = await run(step.elsewhere());
  expect(kept.outputs, kept.log).toMatchObject({ skipped: '2', deleted: '0', changed: 'false' });
  expect(cache.store.keys, 'a mirror that did not change is not saved again').toHaveLength(1);
  const removed = await run(step.elsewhere(), { delete: 'true' });
  expect(removed.outputs, removed.log).toMatchObject({ skipped: '2', deleted: '1', changed: 'true' });
  expect(cache.store.keys).toHaveLength(2);
  const after = await run(step.elsewhere(), { delete: 'true' });
  expect(after.outputs, after.log).toMatchObject({ skipped: '2', deleted: '0', changed: 'false' });
  expect(cache.store.keys).toHaveLength(2);
});

test('G18: a file that no archive holds is fetched in each run, and the mirror is saved once', async () => {
  const { step, cache, run } = await job({
    files: { 'a.txt': 'a', 'sub/cache.tzst': 'an archive?', 'cache.tgz': 'another?' },
  });
  await run(step);
  for (const again of [step.elsewhere(), step.elsewhere()]) {
    const { outputs, log } = await run(again);
    expect(Number(outputs['new']), log).toBeGreaterThan(0);
    expect(Object.keys(again.files()).sort()).toEqual(['a.txt', 'cache.tgz', 'sub/cache.tzst']);
  }
  expect(cache.store.keys).toHaveLength(1);
});

test('G16 G26: after a restore that got no answer the post step saves nothing: it could be less than what the cache holds', async () => {
  const { step, cache, run, post } = await job();
  await run(step);
  step.server.tree.write('/SHARED/docs/new.txt', 'new');
  step.server.switches.undownloadable.add('/SHARED/docs/sub/c.txt');
  cache.faults.set('download', { status: 500 });
  const other = step.elsewhere();
  const failed = await run(other);
  expect(failed.outputs, failed.log).toMatchObject({ new: '3', failed: '1' });
  cache.faults.clear();
  expect((await post(other, failed)).log.trim()).toBe('');
  expect(cache.store.keys).toHaveLength(1);
});
