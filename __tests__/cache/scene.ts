import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CacheKeys, type CacheScope } from '../../src/cache/key.ts';
import { MirrorCache } from '../../src/cache/mirror-cache.ts';
import type { Deadlines } from '../../src/cache/watch.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { CacheServer, type Storage } from './cache-server.ts';

export const ENTRY = fileURLToPath(new URL('worker-entry.ts', import.meta.url));
export const DIGEST = 'd'.repeat(64);
export const NEVER = new AbortController().signal;

/** Puts files into a folder that were last changed in 2024. */
export function fill(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), 1_721_417_080, 1_721_417_080);
  }
}

/** GNU tar by the name that the library looks for. */
export const TAR = process.platform === 'darwin' ? 'gtar' : 'tar';

/** An archive as the library makes them: zstd where the machine has it, gzip elsewhere. Arguments are GNU tar's. */
export function pack(folder: string, ...args: readonly string[]): Buffer {
  const all = ['--posix', '-P', '-C', folder, '-cf', '-', ...args];
  try {
    return execFileSync(TAR, ['--zstd', ...all], { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return execFileSync(TAR, ['-z', ...all]);
  }
}

/** Everything that was said, with its level. */
class Sayings implements Reporter {
  readonly lines: string[] = [];
  group = <T>(_title: string, body: () => Promise<T>): Promise<T> => body();
  info = (message: string): void => void this.lines.push(`info: ${message}`);
  warning = (message: string): void => void this.lines.push(`warning: ${message}`);
  error = (message: string): void => void this.lines.push(`error: ${message}`);
  debug = (): void => undefined;
  progress = (): void => undefined;
  secret = (): void => undefined;
  redact = (text: string): string => text;
}

/** A job on a runner with a cache service: a workspace, and steps that mirror into it. */
export class Scene {
  readonly server: CacheServer;
  readonly says = new Sayings();
  readonly workspace: string;
  readonly temporary: string;
  readonly product: 'github.com' | 'enterprise server';
  readonly #root = mkdtempSync(join(tmpdir(), 'cache-scene-'));

  private constructor(server: CacheServer, product: 'github.com' | 'enterprise server') {
    this.server = server;
    this.product = product;
    this.workspace = join(this.#root, 'work');
    this.temporary = join(this.#root, 'temp');
    mkdirSync(this.workspace);
    mkdirSync(this.temporary);
  }

  static async start(product: 'github.com' | 'enterprise server' = 'github.com', storage?: Storage): Promise<Scene> {
    return new Scene(await CacheServer.start(storage), product);
  }

  scope(path = 'mirror'): CacheScope {
    return {
      server: 'https://files.example.com',
      remotePath: '/SHARED/handbook',
      include: [],
      exclude: [],
      shard: undefined,
      cacheKey: '',
      localPath: join(this.workspace, path),
      workspace: this.workspace,
    };
  }

  /** The beginning of the keys of the mirror's entries. */
  get prefix(): string {
    return new CacheKeys(this.scope(), {}, process.platform).prefix;
  }

  environment(run: number): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      ...this.server.environment(this.product),
      RUNNER_TEMP: this.temporary,
      GITHUB_RUN_ID: `${run}`,
      GITHUB_RUN_ATTEMPT: '1',
    };
  }

  /** The cache as the step of a run has it. */
  cache({
    run = 1,
    path = 'mirror',
    deadlines = {},
    environment = {},
  }: {
    readonly run?: number;
    readonly path?: string;
    readonly deadlines?: Partial<Deadlines>;
    readonly environment?: NodeJS.ProcessEnv;
  } = {}): MirrorCache {
    return new MirrorCache({
      config: this.scope(path),
      log: this.says,
      environment: { ...this.environment(run), ...environment },
      entry: ENTRY,
      deadlines,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    rmSync(this.#root, { recursive: true });
  }
}
