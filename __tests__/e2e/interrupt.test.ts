import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RunnerOptions, RunnerResult } from '../../demo/runner.ts';
import { CacheServer } from '../cache/cache-server.ts';
import { OUTPUTS, OWN_FOLDER, Step } from './step.ts';

type Child = Parameters<NonNullable<RunnerOptions['onStart']>>[0];

const FILES = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`folder-${index % 3}/file-${index}.txt`, `The content of file ${index}.`]),
);

/** A share of which three files come, and no others: at the fourth the step gets a signal. */
async function interruptedStep(): Promise<Step> {
  return Step.start({
    files: Object.fromEntries(Object.entries(FILES).map(([path, content]) => [`/SHARED/docs/${path}`, content])),
  });
}

/** Runs the step and signals it in the middle of its downloads. */
async function interrupt(
  step: Step,
  signal: NodeJS.Signals,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunnerResult> {
  let child: Child | undefined;
  const downloads = { op: 'downloadfile' };
  const faults = [
    step.server.inject({
      match: downloads,
      skip: 3,
      fault: {
        before: () => {
          child?.kill(signal);
        },
      },
    }),
    step.server.inject({
      match: downloads,
      skip: 3,
      times: Number.POSITIVE_INFINITY,
      fault: { stallAfter: 5 },
    }),
  ];
  const result = await step.run(
    { batch: 'off', concurrency: '2' },
    {
      environment,
      onStart: started => {
        child = started;
      },
    },
  );
  for (const fault of faults) fault.remove();
  return result;
}

function expectWholeFiles(step: Step): number {
  const files = step.files();
  for (const [path, content] of Object.entries(files)) expect(content, path).toBe(FILES[path]);
  expect(existsSync(join(step.mirror, OWN_FOLDER))).toBe(false);
  return Object.keys(files).length;
}

test.for<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
  'G10: %s in the middle: whole files, outputs and summary are there, and it ends soon',
  async signal => {
    const step = await interruptedStep();
    const started = performance.now();
    const result = await interrupt(step, signal);
    // Generous: this only tells an end from a wait for the stalled downloads (60 s).
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(result).toMatchObject({ status: 1, signal: null });
    const there = expectWholeFiles(step);
    expect(there).toBeGreaterThanOrEqual(2);
    expect(there).toBeLessThan(12);
    expect(Object.keys(result.outputs).sort()).toEqual([...OUTPUTS].sort());
    expect(result.outputs).toMatchObject({ new: `${there}`, failed: '0', changed: 'true' });
    expect(result.summary).toContain('⏹️ FileCloud Mirror: Cancelled');
    expect(result.log).toMatch(/^::error::The run was cancelled\. Files that were downloaded stay/m);
  },
);

test('G10: a second signal ends it at once', async () => {
  const step = await interruptedStep();
  let child: Child | undefined;
  step.server.inject({ match: { op: 'getfilelist' }, fault: { before: () => void child?.kill('SIGINT') } });
  // What an orderly end would wait for.
  step.server.inject({
    match: { op: 'locksession' },
    fault: {
      before: async () => {
        child?.kill('SIGINT');
        await new Promise(() => {});
      },
    },
  });
  const result = await step.run(
    {},
    {
      onStart: started => {
        child = started;
      },
    },
  );
  expect(result).toMatchObject({ status: 130, signal: null });
});

test('G26: what a cancelled run downloaded is saved by the post step, and the next run goes on from there', async () => {
  const cache = await CacheServer.start();
  onTestFinished(() => cache[Symbol.asyncDispose]());
  const environment = stringsOf(cache.environment('github.com'));
  const step = await interruptedStep();
  const cancelled = await interrupt(step, 'SIGINT', environment);
  const there = expectWholeFiles(step);
  expect(cache.store.keys).toEqual([]);

  const post = await step.run({}, { environment, state: cancelled.state });
  expect(post.status, post.log).toBe(0);
  expect(post.outputs).toEqual({});
  expect(cache.store.keys).toHaveLength(1);

  const next = step.elsewhere();
  const result = await next.run({}, { environment: { ...environment, GITHUB_RUN_ID: '2' } });
  expect(result.status, result.log).toBe(0);
  expect(result.outputs).toMatchObject({
    'cache-hit': 'true',
    skipped: `${there}`,
    new: `${12 - there}`,
    updated: '0',
  });
  expect(next.files()).toEqual(FILES);

  const after = await next.run({}, { environment, state: result.state });
  expect(after.status, after.log).toBe(0);
  expect(after.log.trim()).toBe('');
});

function stringsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value ?? '']));
}
