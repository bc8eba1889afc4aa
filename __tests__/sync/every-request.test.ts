import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Fault, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { messageOf, RunError } from '../../src/errors.ts';
import { FileCloud } from '../../src/filecloud/filecloud.ts';
import { MirrorFolder } from '../../src/sync/local/mirror-folder.ts';
import { select } from '../../src/sync/selection.ts';
import { sync } from '../../src/sync/sync.ts';
import { EVERYTHING } from './scene.ts';

/** Every file is of one of two versions: content that tells its path, and a time. */
const OLD_TIME = 1_700_000_000;
const NEW_TIME = 1_720_000_000;
const oldText = (path: string): string => `The old ${path}.`;
const newText = (path: string): string => `The new content of ${path}, which is longer.`;
const UNCHANGED = ['same.txt', 'sub/same.txt'];
const UPDATED = ['changed.txt', 'sub/changed.txt', 'sub/alone/changed.bin'];
const NEW = ['sub/new.txt', 'sub/new-2.txt', 'fresh/new.txt'];
const GONE = ['gone.txt', 'old/gone.txt'];
/** Requests whose failure costs no more than time. */
const BEST_EFFORT = ['downloadfilemulti', 'locksession'];

const SERVER: Record<string, { content: string; modified: number }> = {};
for (const path of UNCHANGED) SERVER[`/SHARED/docs/${path}`] = { content: oldText(path), modified: OLD_TIME };
for (const path of [...UPDATED, ...NEW]) {
  SERVER[`/SHARED/docs/${path}`] = { content: newText(path), modified: NEW_TIME };
}

interface End {
  readonly isGood: boolean;
  /** Why not. */
  readonly reason: string;
}

/** A server, and a mirror of how it was some edits ago, as often as one is asked for. */
class Stage {
  readonly server: Sandbox;
  readonly #root: string;
  #mirrors = 0;

  private constructor(server: Sandbox, root: string) {
    this.server = server;
    this.#root = root;
  }

  static async start(): Promise<Stage> {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'every-request-')));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const files = Object.fromEntries(
      [...UNCHANGED, ...UPDATED, ...GONE].map(path => [
        `/SHARED/docs/${path}`,
        { content: oldText(path), modified: OLD_TIME },
      ]),
    );
    const before = await startSandbox({ files });
    const first = new Stage(before, root);
    expect(await first.run(join(root, 'old'), 0)).toMatchObject({ isGood: true });
    await before.close();
    // Pages of two entries: folders take several requests.
    const server = await startSandbox({ files: SERVER, pageCap: 2 });
    onTestFinished(() => server.close());
    return new Stage(server, root);
  }

  /** A mirror of the old version. */
  mirror(): string {
    const path = join(this.#root, `mirror-${this.#mirrors++}`);
    cpSync(join(this.#root, 'old'), path, { recursive: true, preserveTimestamps: true });
    return path;
  }

  /** One run of client and engine, request by request. */
  async run(path: string, retries: number): Promise<End> {
    const signal = new AbortController().signal;
    const cloud = new FileCloud({
      server: this.server.url,
      username: 'demo',
      password: 'demo-password',
      totpSecret: undefined,
      timezone: 'UTC',
      concurrency: 1,
      retries,
      timeout: 60,
      caCertificate: undefined,
      batch: 'auto',
      log: { info: () => {}, warning: () => {}, debug: () => {}, secret: () => {}, redact: text => text },
      pace: { base: 0, sleep: async () => {} },
    });
    const folder = MirrorFolder.open(path, { write: true });
    const errors: string[] = [];
    try {
      await cloud.login(signal);
      const report = await sync(
        cloud,
        folder,
        {
          remotePath: '/SHARED/docs',
          selection: select({ include: [], exclude: [], shard: undefined }),
          delete: true,
          maxDelete: EVERYTHING,
          dryRun: false,
          concurrency: 1,
          batches: true,
        },
        {
          outcome: ({ error }) => {
            if (error !== undefined) errors.push(error);
          },
          warning: () => {},
          debug: () => {},
          progress: () => {},
        },
        signal,
      );
      if (report.ended !== undefined) errors.push(report.ended.message);
      if (report.refusal !== undefined) errors.push(report.refusal);
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      errors.push(messageOf(error));
    } finally {
      folder.close();
      await cloud.close();
    }
    return { isGood: errors.length === 0, reason: errors.join('\n') };
  }
}

/** The mirror's files: `old` or `new` where the content and the time are a version's, whole. */
function versionsIn(mirror: string): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const path of readdirSync(mirror, { recursive: true, encoding: 'utf8' }).sort()) {
    const full = join(mirror, path);
    const { mtimeMs } = statSync(full);
    if (statSync(full).isDirectory()) continue;
    const text = readFileSync(full, 'utf8');
    const isOld = text === oldText(path) && mtimeMs === OLD_TIME * 1000;
    const isNew = text === newText(path) && mtimeMs === NEW_TIME * 1000;
    versions[path] = isOld ? 'old' : isNew ? 'new' : `torn: ${text}`;
  }
  return versions;
}

const RIGHT: Record<string, string> = Object.fromEntries([
  ...UNCHANGED.map(path => [path, 'old']),
  ...[...UPDATED, ...NEW].map(path => [path, 'new']),
]);

interface Attack {
  readonly fault: Fault;
  /** An answer that is cut and looks whole is no reason to try again. */
  readonly looksWhole?: boolean;
}

const ATTACKS: readonly [what: string, attack: Attack][] = [
  ['reset', { fault: { reset: true } }],
  ['status 500', { fault: { status: 500 } }],
  ['body that breaks off', { fault: { shortLength: 7 } }],
  ['body that is cut and looks whole', { fault: { truncate: 7 }, looksWhole: true }],
];

test.for(ATTACKS)(
  'a %s at any request: no torn file, no silence, and the next run mends it',
  async ([what, { fault, looksWhole = false }]) => {
    const stage = await Stage.start();
    const { server } = stage;
    const reference = stage.mirror();
    expect(await stage.run(reference, 0)).toEqual({ isGood: true, reason: '' });
    expect(versionsIn(reference)).toEqual(RIGHT);
    const ops = server.requests.map(({ op }) => op);
    expect(ops.length).toBeGreaterThan(12);

    for (const [index, op] of ops.entries()) {
      const where = `${op}, request ${index + 1} of ${ops.length}`;
      // Without another try: whatever was spoilt is told.
      const mirror = stage.mirror();
      const injected = server.inject({ skip: index, fault });
      const end = await stage.run(mirror, 0);
      expect(injected.hits, where).toBe(1);
      const versions = versionsIn(mirror);
      expect(Object.values(versions).filter(version => version !== 'old' && version !== 'new')).toEqual([]);
      if (end.isGood) expect(versions, where).toEqual(RIGHT);
      if (what === 'status 500' || what === 'reset') expect(end.isGood, where).toBe(BEST_EFFORT.includes(op));
      if (op === 'getfilelist' && !end.isGood) expect(versions, where).toMatchObject({ 'gone.txt': 'old' });

      if (!end.isGood) {
        expect(await stage.run(mirror, 0), where).toEqual({ isGood: true, reason: '' });
        expect(versionsIn(mirror), where).toEqual(RIGHT);
      }

      // With one more try nothing is spoilt.
      if (looksWhole) continue;
      const patient = stage.mirror();
      server.inject({ skip: index, fault });
      expect(await stage.run(patient, 1), where).toEqual({ isGood: true, reason: '' });
      expect(versionsIn(patient), where).toEqual(RIGHT);
    }
  },
);
