import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type LocalFolder, MirrorFolder, type MirrorFolderOptions } from '../../../src/sync/local/mirror-folder.ts';

/** Both ways to reach folders, as far as this machine has them. */
export const PLATFORMS: readonly NodeJS.Platform[] =
  process.platform === 'linux' ? ['linux', 'darwin'] : [process.platform];

export const T = 1_700_000_000;

/** A mirror, and beside it a folder with a canary that nothing may touch. */
export class Room {
  readonly path: string;
  readonly mirror: string;
  readonly outside: string;
  readonly #canary: string;

  constructor() {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'local-')));
    this.mirror = join(this.path, 'mirror');
    this.outside = join(this.path, 'outside');
    onTestFinished(() => rmSync(this.path, { recursive: true, force: true }));
    this.write('outside/a.txt', 'canary');
    this.write('outside/sub/b.txt', 'canary');
    mkdirSync(this.mirror);
    this.#canary = this.#lookOutside();
  }

  open(options: Partial<MirrorFolderOptions> = {}): MirrorFolder {
    const mirror = MirrorFolder.open(this.mirror, { write: true, pause: 0, ...options });
    onTestFinished(() => mirror.close());
    return mirror;
  }

  write(path: string, content: string): void {
    const whole = join(this.path, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
  }

  read(path: string): string {
    return readFileSync(join(this.mirror, path), 'utf8');
  }

  /** Everything in the mirror: files with their content, others with what they are. */
  tree(): Record<string, string> {
    const found: Record<string, string> = {};
    const visit = (folder: string): void => {
      for (const entry of readdirSync(join(this.mirror, folder), { withFileTypes: true })) {
        const path = `${folder}${entry.name}`;
        found[path] = entry.isFile() ? this.read(path) : entry.isDirectory() ? 'folder' : 'other';
        if (entry.isDirectory()) visit(`${path}/`);
      }
    };
    visit('');
    return found;
  }

  expectCanaryAlive(): void {
    expect(this.#lookOutside()).toBe(this.#canary);
  }

  /** Descriptors of this process that are open somewhere in the room. */
  openDescriptors(): readonly string[] {
    return readdirSync('/proc/self/fd').flatMap(descriptor => {
      try {
        const path = readlinkSync(`/proc/self/fd/${descriptor}`);
        return path.startsWith(this.path) ? [path] : [];
      } catch {
        return [];
      }
    });
  }

  #lookOutside(): string {
    return ['', 'a.txt', 'sub', 'sub/b.txt']
      .map(name => {
        const path = join(this.outside, name);
        const { ino, mode, mtimeMs } = lstatSync(path);
        const content = name.endsWith('.txt') ? readFileSync(path, 'utf8') : readdirSync(path).sort().join();
        return `${name} ${ino} ${mode} ${mtimeMs} ${content}`;
      })
      .join('\n');
  }
}

/** Downloads a content into a folder. */
export async function put(mirror: MirrorFolder, folder: LocalFolder, name: string, content: string): Promise<void> {
  const file = mirror.temporaryFile();
  try {
    file.write(Buffer.from(content));
    folder.make();
    await folder.place(name, file, T);
  } finally {
    file.discard();
  }
}
