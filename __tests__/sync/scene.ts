import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MaxDelete } from '../../src/config/config.ts';
import type { FileSystem } from '../../src/sync/local/file-system.ts';
import { MirrorFolder } from '../../src/sync/local/mirror-folder.ts';
import type { Outcome } from '../../src/sync/outcome.ts';
import { select } from '../../src/sync/selection.ts';
import { type SyncReport, sync } from '../../src/sync/sync.ts';
import { RemoteInMemory } from './remote-in-memory.ts';

export interface SceneOptions {
  readonly delete?: boolean;
  readonly maxDelete?: MaxDelete;
  readonly dryRun?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly shard?: { readonly index: number; readonly count: number };
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  readonly fileSystem?: FileSystem;
  readonly platform?: NodeJS.Platform;
}

export interface SceneReport extends SyncReport {
  readonly outcomes: readonly Outcome[];
  readonly warnings: readonly string[];
}

export const EVERYTHING: MaxDelete = { kind: 'share', percent: 100 };

/** The engine between a remote in memory and a real folder. */
export class Scene {
  readonly remote = new RemoteInMemory();
  readonly path: string;

  constructor() {
    const parent = realpathSync(mkdtempSync(join(tmpdir(), 'sync-')));
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
    this.path = join(parent, 'mirror');
  }

  async run(options: SceneOptions = {}): Promise<SceneReport> {
    const outcomes: Outcome[] = [];
    const warnings: string[] = [];
    const { fileSystem, platform = process.platform } = options;
    const folder = MirrorFolder.open(this.path, {
      write: options.dryRun !== true,
      platform,
      pause: 10,
      ...(fileSystem === undefined ? {} : { fileSystem }),
    });
    let report: SyncReport | undefined;
    try {
      report = await sync(
        this.remote,
        folder,
        {
          remotePath: '/',
          selection: select({ include: options.include ?? [], exclude: options.exclude ?? [], shard: options.shard }),
          delete: options.delete ?? false,
          maxDelete: options.maxDelete ?? { kind: 'share', percent: 50 },
          dryRun: options.dryRun ?? false,
          concurrency: options.concurrency ?? 4,
          batches: true,
          platform,
        },
        {
          outcome: outcome => outcomes.push(outcome),
          warning: message => warnings.push(message),
          debug: () => {},
          progress: () => {},
        },
        options.signal ?? new AbortController().signal,
      );
      return { ...report, outcomes, warnings };
    } finally {
      folder.close(report?.ended !== undefined);
    }
  }

  write(path: string, content: string, modified?: number): void {
    const full = join(this.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    if (modified !== undefined) utimesSync(full, modified, modified);
  }

  /** The local tree: files as `content@time`, folders as `folder`, links as `link`. */
  tree(): Record<string, string> {
    const found: Record<string, string> = {};
    const visit = (folder: string, prefix: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = `${prefix}${entry.name}`;
        const full = join(folder, entry.name);
        if (entry.isDirectory()) {
          found[path] = 'folder';
          visit(full, `${path}/`);
        } else if (entry.isFile()) {
          found[path] = `${readFileSync(full, 'utf8')}@${Math.floor(lstatSync(full).mtimeMs / 1000)}`;
        } else found[path] = 'link';
      }
    };
    visit(this.path, '');
    return found;
  }

  /** Inode and change time of everything: what a run that writes nothing leaves as it was. */
  fingerprint(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const name of ['', ...readdirSync(this.path, { recursive: true, encoding: 'utf8' })]) {
      const { ino, ctimeMs, mtimeMs } = lstatSync(join(this.path, name));
      found[name] = `${ino} ${ctimeMs} ${mtimeMs}`;
    }
    return found;
  }
}

/** A scene in which files, each with its path as content, are mirrored already. */
export async function mirrored(...paths: string[]): Promise<Scene> {
  const scene = new Scene();
  for (const path of paths) scene.remote.write(path, path);
  await scene.run();
  return scene;
}
