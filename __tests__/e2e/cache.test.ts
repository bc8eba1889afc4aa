import { expect, onTestFinished, test } from 'vitest';
import type { RunnerResult } from '../../demo/runner.ts';
import { CacheServer } from '../cache/cache-server.ts';
import { annotations, Step } from './step.ts';

const FILES = { 'a.txt': 'a', 'sub/b.txt': 'bb', 'sub/c.txt': 'ccc' };

interface Job {
  readonly step: Step;
  readonly cache: CacheServer;
  readonly run: (step: Step, inputs?: Readonly<Record<string, string>>) => Promise<RunnerResult>;
}

/** A job on a runner with a cache service. */
async function job(): Promise<Job> {
  const cache = await CacheServer.start();
  onTestFinished(() => cache[Symbol.asyncDispose]());
  const step = await Step.start({
    files: Object.fromEntries(Object.entries(FILES).map(([path, content]) => [`/SHARED/docs/${path}`, content])),
  });
  const service = Object.entries(cache.environment('github.com')).map(([name, value]) => [name, value ?? '']);
  let runs = 0;
  const run: Job['run'] = (where, inputs = {}) =>
    where.run(inputs, { environment: { ...Object.fromEntries(service), GITHUB_RUN_ID: `${++runs}` } });
  return { step, cache, run };
}

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

test('cache: false asks the service for nothing', async () => {
  const { step, cache, run } = await job();
  const result = await run(step, { cache: 'false' });
  expect(result.status, result.log).toBe(0);
  expect(cache.moments).toEqual([]);
  expect(result.outputs['cache-hit']).toBe('false');
});
