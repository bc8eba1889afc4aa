import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';
import type { Config } from '../src/config/config.ts';
import { mirror, type Surroundings } from '../src/mirror.ts';
import type { Reporter } from '../src/report/reporter.ts';
import type { Result } from '../src/result.ts';
import { CacheServer } from './cache/cache-server.ts';
import { ENTRY } from './cache/scene.ts';

const FILES = { '/SHARED/docs/a.txt': 'a', '/SHARED/docs/sub/b.txt': 'bb' };

/** Keeps what was said. */
class Listener implements Reporter {
  readonly said: string[] = [];

  async group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.said.push(`group: ${title}`);
    return await body();
  }

  info(message: string): void {
    this.said.push(`info: ${message}`);
  }

  warning(message: string): void {
    this.said.push(`warning: ${message}`);
  }

  error(message: string): void {
    this.said.push(`error: ${message}`);
  }

  debug(): void {}
  progress(): void {}
  secret(): void {}

  redact(text: string): string {
    return text.replaceAll('demo-password', '***');
  }
}

/** One run as a story, in this process: a server, a workspace, and who listens. */
class Story {
  readonly server: Sandbox;
  readonly workspace: string;
  readonly listener = new Listener();

  private constructor(server: Sandbox, workspace: string) {
    this.server = server;
    this.workspace = workspace;
  }

  static async start(options: SandboxOptions = {}): Promise<Story> {
    const server = await startSandbox({ files: FILES, ...options });
    const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'story-')));
    onTestFinished(async () => {
      await server.close();
      rmSync(workspace, { recursive: true, force: true });
    });
    return new Story(server, workspace);
  }

  get localPath(): string {
    return join(this.workspace, 'mirror');
  }

  get ops(): string[] {
    return this.server.requests.map(({ op }) => op);
  }

  run(
    changes: Partial<Config> = {},
    signal: AbortSignal = new AbortController().signal,
    more: Partial<Surroundings> = {},
  ): Promise<Result> {
    const config: Config = {
      server: this.server.url,
      username: 'demo',
      password: 'demo-password',
      totpSecret: undefined,
      remotePath: '/SHARED/docs',
      localPath: this.localPath,
      workspace: this.workspace,
      include: [],
      exclude: [],
      delete: false,
      maxDelete: { kind: 'share', percent: 50 },
      dryRun: false,
      serverTimezone: 'UTC',
      concurrency: 2,
      retries: 0,
      timeout: 60,
      cache: true,
      cacheKey: '',
      caCertificate: undefined,
      report: undefined,
      batch: 'off',
      shard: undefined,
      ...changes,
    };
    return mirror(config, { reporter: this.listener, environment: {}, entry: '/nowhere', ...more }, signal);
  }
}

test('the story: log in, restore, mirror, save, log out', async () => {
  const story = await Story.start();
  const downloading: string[][] = [];
  const result = await story.run({}, undefined, {
    onDownloading: () => downloading.push(story.ops),
    environment: { GITHUB_ACTIONS: 'true' },
  });
  expect(result).toMatchObject({ new: 2, failed: 0, bytes: 3, changed: true, cancelled: false, ended: undefined });
  expect(result.changes.map(({ path, action }) => `${action} ${path}`).sort()).toEqual(['new a.txt', 'new sub/b.txt']);
  expect(story.listener.said.filter(line => line.startsWith('group: '))).toEqual([
    `group: Log in to ${story.server.url}`,
    'group: Restore the mirror from the cache',
    `group: Mirror /SHARED/docs into ${story.localPath}`,
    'group: Save the mirror to the cache',
  ]);
  expect(downloading).toEqual([['loginguest']]);
  expect(story.ops.at(-1)).toBe('locksession');
  expect(story.listener.said.filter(line => line.startsWith('warning: '))).toEqual([]);
});

test('off GitHub nothing is said of a cache that is not there', async () => {
  const story = await Story.start();
  await story.run();
  expect(story.listener.said.filter(line => line.includes('cache'))).toEqual([]);
});

test('a rejected login touches nothing local, and asks for nothing else', async () => {
  const story = await Story.start();
  let isDownloading = false;
  const result = await story.run({ password: 'wrong' }, undefined, {
    onDownloading: () => {
      isDownloading = true;
    },
  });
  expect(result).toMatchObject({ new: 0, changed: false, digest: '', cancelled: false });
  expect(result.ended).toContain('Invalid user name or password');
  expect(story.ops).toEqual(['loginguest']);
  expect(readdirSync(story.workspace)).toEqual([]);
  expect(isDownloading).toBe(false);
});

test('what can be known without the server ends the run before anything is sent', async () => {
  const story = await Story.start();
  writeFileSync(join(story.workspace, 'file'), 'mine');
  const report = await story.run({ report: join(story.workspace, 'file', 'report.jsonl') });
  expect(report.ended).toContain('report: “');
  const guarded = await story.run({ delete: true, localPath: story.workspace });
  expect(guarded.ended).toContain('workspace');
  expect(guarded).toMatchObject({ deleted: 0, failed: 0, digest: '' });
  expect(story.ops).toEqual([]);
  expect(readFileSync(join(story.workspace, 'file'), 'utf8')).toBe('mine');
});

test('a report that was asked for is the one of this run, also where the run is refused: never the one before', async () => {
  const story = await Story.start();
  const report = join(story.workspace, 'report.jsonl');
  writeFileSync(report, '{"path":"of yesterday"}\n');
  const guarded = await story.run({ delete: true, localPath: story.workspace, report });
  expect(guarded).toMatchObject({ ended: expect.stringContaining('workspace'), report });
  expect(readFileSync(report, 'utf8')).toBe('');
});

test('a file in place of local-path is told, stays, and the session is closed', async () => {
  const story = await Story.start();
  writeFileSync(story.localPath, 'mine');
  const result = await story.run();
  expect(result.ended).toContain('is a file, not a folder');
  expect(readFileSync(story.localPath, 'utf8')).toBe('mine');
  expect(story.ops).toEqual(['loginguest', 'locksession']);
});

test('a run that is cancelled in the middle tells what it did, and leaves whole files only', async () => {
  const story = await Story.start();
  const stop = new AbortController();
  story.server.inject({
    match: { op: 'downloadfile', path: /b\.txt/ },
    fault: {
      before: () => {
        stop.abort();
      },
    },
  });
  const report = join(story.workspace, 'report.jsonl');
  const result = await story.run({ concurrency: 1, report }, stop.signal);
  expect(result).toMatchObject({ new: 1, failed: 0, changed: true, cancelled: true });
  expect(result.ended).toContain('The run was cancelled.');
  expect(readdirSync(story.localPath, { recursive: true }).sort()).toEqual(['a.txt', 'sub']);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ path: 'a.txt', action: 'new' });
  expect(story.listener.said).not.toContain('group: Save the mirror to the cache');
});

test('G10: the part of a large file that a cancelled run has is kept for the next one', async () => {
  const story = await Story.start();
  story.server.tree.write('/SHARED/docs/large.bin', 'x'.repeat(3 * 1024 * 1024), 1_700_000_000);
  story.server.inject({
    match: { op: 'downloadfile', path: /large/ },
    fault: { drip: { bytes: 256 * 1024, everyMs: 20 } },
  });
  const stop = new AbortController();
  const own = join(story.localPath, '.filecloud-mirror');
  const sizes = (): number[] => readdirSync(own).map(name => statSync(join(own, name)).size);
  const running = story.run({}, stop.signal);
  await expect.poll(() => existsSync(own) && sizes().some(size => size > 1024 * 1024), { interval: 5 }).toBe(true);
  stop.abort();
  expect(await running).toMatchObject({ cancelled: true });
  expect(readdirSync(own)).toEqual([expect.stringMatching(/^kept-/)]);
});

test('G18: a mirror in which a file failed is not saved as if it were whole', async () => {
  const story = await Story.start();
  story.server.inject({ match: { op: 'downloadfile', path: /b\.txt/ }, fault: { status: 404 } });
  story.server.inject({ match: { op: 'fileinfo' }, fault: { status: 404 } });
  const result = await story.run({}, undefined, { environment: { GITHUB_ACTIONS: 'true' } });
  expect(result).toMatchObject({ new: 1, failed: 1, ended: undefined });
  expect(story.listener.said).toContain('group: Restore the mirror from the cache');
  expect(story.listener.said).not.toContain('group: Save the mirror to the cache');
});

test('what ended a run first is the reason, whatever fails behind it', async () => {
  const story = await Story.start();
  const stop = new AbortController();
  const folder = join(story.workspace, 'reports');
  story.server.inject({
    match: { op: 'downloadfile', path: /b\.txt/ },
    fault: {
      before: () => {
        rmSync(folder, { recursive: true });
        stop.abort();
      },
    },
  });
  const result = await story.run({ concurrency: 1, report: join(folder, 'report.jsonl') }, stop.signal);
  expect(result).toMatchObject({ cancelled: true, ended: expect.stringContaining('The run was cancelled.') });
});

test('G26: a run that is cancelled while its mirror is saved is not finished: the post step saves it', async () => {
  const story = await Story.start();
  await using cache = await CacheServer.start();
  cache.faults.set('reserve', 'hang');
  const stop = new AbortController();
  const running = story.run({}, stop.signal, {
    environment: {
      PATH: process.env['PATH'],
      ...cache.environment('github.com'),
      RUNNER_TEMP: story.workspace,
    },
    entry: ENTRY,
  });
  while (!cache.moments.includes('reserve')) await cache.asked();
  stop.abort();
  expect(await running).toMatchObject({ new: 2, failed: 0, changed: true, cancelled: true });
});

test('a run that was cancelled before it began sends nothing', async () => {
  const story = await Story.start();
  const result = await story.run({}, AbortSignal.abort());
  expect(result).toMatchObject({ new: 0, cancelled: true });
  expect(story.ops).toEqual([]);
  expect(existsSync(story.localPath)).toBe(false);
});

test('one failure stops nothing else, and a mirror that is not whole is not saved', async () => {
  const story = await Story.start();
  story.server.inject({ match: { op: 'downloadfile', path: /a\.txt/ }, fault: { status: 500 } });
  const result = await story.run();
  expect(result).toMatchObject({ new: 1, failed: 1, ended: undefined });
  expect(result.failures).toEqual([{ path: 'a.txt', error: expect.stringContaining('500') }]);
  expect(story.listener.said).not.toContain('group: Save the mirror to the cache');
});

test('G09: words of the server go into the report without the secrets in them', async () => {
  const story = await Story.start();
  story.server.inject({ match: { op: 'downloadfile' }, fault: { commands: 'You sent demo-password.' } });
  const report = join(story.workspace, 'report.jsonl');
  expect(await story.run({ report })).toMatchObject({ failed: 1 });
  expect(readFileSync(report, 'utf8')).toContain('You sent ***.');
});

test('a dry run compares, and asks neither for files nor for the cache', async () => {
  const story = await Story.start();
  const result = await story.run({ dryRun: true });
  expect(result).toMatchObject({ new: 2, dryRun: true, changed: true });
  expect(story.ops.filter(op => op.startsWith('download'))).toEqual([]);
  expect(story.listener.said.filter(line => line.includes('cache'))).toEqual([]);
  expect(readdirSync(story.workspace)).toEqual([]);
});
