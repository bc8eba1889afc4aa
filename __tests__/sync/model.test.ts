import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunError } from '../../src/errors.ts';
import { RemoteError } from '../../src/sync/remote.ts';
import { expectation, type FlatTree, foldersAbove } from './reference-model.ts';
import { EVERYTHING, Scene } from './scene.ts';

const isThorough = process.env['THOROUGH'] === '1';
const CASES = isThorough ? 5000 : 500;

/** What goes wrong at the n-th request, or the n-th download, of a run. */
type Trouble = 'none' | 'one fails' | 'all fail' | 'cancelled' | 'changed meanwhile';

type Happening =
  | { readonly kind: 'write'; readonly path: string; readonly content: string }
  | { readonly kind: 'touch' | 'remove' | 'folder'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | {
      readonly kind: 'damage';
      readonly path: string;
      readonly how: 'cut' | 'write' | 'remove' | 'file' | 'folder' | 'link';
    }
  | {
      readonly kind: 'sync';
      readonly trouble: Trouble;
      readonly of: 'all' | 'downloads';
      readonly at: number;
      readonly path: string;
    };

// Few names: files often meet folders.
const path = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
// Few contents: many edits leave the size as it was, and some the content.
const content = fc.constantFrom('', 'x', 'y', 'longer', 'other!');
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), path, content }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('touch' as const, 'remove', 'folder'), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), path, to: path }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('damage' as const),
      path,
      how: fc.constantFrom('cut' as const, 'write', 'remove', 'file', 'folder', 'link'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      trouble: fc.constantFrom<Trouble>('none', 'one fails', 'all fail', 'cancelled', 'changed meanwhile'),
      of: fc.constantFrom('all' as const, 'downloads'),
      at: fc.nat(5),
      path,
    }),
  },
);

/** A remote and a mirror, to which things happen. Every edit gets a time of its own. */
class World {
  readonly scene = new Scene();
  readonly outside: string;
  /** Every version that a path ever had on the server. */
  readonly versions = new Map<string, Set<string>>();
  #clock = 1_700_000_000;

  constructor(batches: boolean) {
    const { remote } = this.scene;
    mkdirSync(this.scene.path);
    this.outside = join(dirname(this.scene.path), 'outside');
    mkdirSync(this.outside);
    writeFileSync(join(this.outside, 'a'), 'not of the mirror');
    if (!batches) return;
    remote.downloadTogether = async (_folder, files, receive) => {
      try {
        remote.onCall?.('batch');
      } catch (error) {
        if (error instanceof RemoteError) return;
        throw error;
      }
      for (const file of files.slice(1)) {
        const there = remote.files.get(file.path.slice(1));
        if (there?.modified === file.modified) receive(file, Buffer.from(there?.content ?? ''));
      }
    };
  }

  async happen(event: Happening): Promise<void> {
    const { remote } = this.scene;
    switch (event.kind) {
      case 'write':
        this.write(event.path, event.content);
        break;
      case 'touch':
        if (remote.files.has(event.path)) this.write(event.path, remote.files.get(event.path)?.content ?? '');
        break;
      case 'remove':
        remote.remove(event.path);
        break;
      case 'folder':
        this.#makeRoom(event.path);
        remote.folders.add(event.path);
        break;
      case 'rename':
        this.#rename(event.path, event.to);
        break;
      case 'damage':
        this.#damage(join(this.scene.path, event.path), event.how);
        break;
      case 'sync':
        await this.sync(event.trouble, event);
    }
  }

  write(path: string, content: string): void {
    this.#makeRoom(path);
    const modified = this.#clock++;
    this.scene.remote.write(path, content, modified);
    this.versions.set(path, (this.versions.get(path) ?? new Set()).add(`${content}@${modified}`));
  }

  /** A file gives way to a folder, a folder to a file. */
  #makeRoom(path: string): void {
    const { remote } = this.scene;
    for (const above of foldersAbove(path)) remote.files.delete(above);
    remote.remove(path);
  }

  #rename(from: string, to: string): void {
    const { remote } = this.scene;
    const moved = [...remote.files].filter(([name]) => name === from || name.startsWith(`${from}/`));
    if (moved.length === 0 || `${to}/`.startsWith(`${from}/`)) return;
    remote.remove(from);
    this.#makeRoom(to);
    for (const [name, { content, modified }] of moved) {
      const path = `${to}${name.slice(from.length)}`;
      remote.write(path, content, modified);
      this.versions.set(path, (this.versions.get(path) ?? new Set()).add(`${content}@${modified}`));
    }
  }

  #damage(full: string, how: Extract<Happening, { kind: 'damage' }>['how']): void {
    if (!isRealFolder(dirname(full))) return;
    const isFile = lstatSync(full, { throwIfNoEntry: false })?.isFile() === true;
    if (how === 'cut' || how === 'write') {
      if (!isFile) return;
      if (how === 'cut') truncateSync(full, 0);
      else writeFileSync(full, 'damaged');
      return;
    }
    rmSync(full, { recursive: true, force: true });
    if (how === 'file') writeFileSync(full, 'planted');
    else if (how === 'folder') mkdirSync(full);
    else if (how === 'link') symlinkSync(this.outside, full);
  }

  /** One run, and what has to be true after it. */
  async sync(trouble: Trouble, { of = 'all', at = 0, path = 'a' } = {}): Promise<void> {
    const { scene } = this;
    const stop = new AbortController();
    let calls = 0;
    let isHit = false;
    scene.remote.onCall = call => {
      if (trouble === 'none' || (of === 'downloads' && call.startsWith('list ')) || calls++ !== at) return;
      isHit = true;
      if (trouble === 'one fails') throw new RemoteError('unreachable', 'The server did not answer.');
      if (trouble === 'all fail') throw new RunError('The server is gone.');
      if (trouble === 'cancelled') stop.abort();
      else this.write(path, 'meanwhile');
    };
    const before = scene.tree();
    const hoped = expectation(before, scene.remote);
    const report = await scene.run({ delete: true, maxDelete: EVERYTHING, signal: stop.signal });
    scene.remote.onCall = undefined;
    const after = scene.tree();
    expect(readdirSync(this.outside)).toEqual(['a']);
    expect(readFileSync(join(this.outside, 'a'), 'utf8')).toBe('not of the mirror');
    if (!isHit) {
      expect(after).toEqual(hoped.tree);
      expect(report.counts).toMatchObject(hoped.counts);
      expect(report).toMatchObject({ complete: true, ended: undefined, refusal: undefined });
      return;
    }
    this.#expectOldOrNew(before, after);
    if (!report.complete) {
      for (const path of Object.keys(before)) expect(after, `${path} was deleted`).toHaveProperty([path]);
    }
    if (trouble !== 'changed meanwhile') expectNothingLost(before, after, hoped.tree);
    const isRight = report.counts.failed === 0 && report.ended === undefined && report.refusal === undefined;
    if (isRight && trouble !== 'changed meanwhile') expect(after).toEqual(hoped.tree);
  }

  #expectOldOrNew(before: FlatTree, after: FlatTree): void {
    for (const [path, is] of Object.entries(after)) {
      if (is === 'folder' || is === before[path]) continue;
      expect([...(this.versions.get(path) ?? [])], `${path} is of no version`).toContain(is);
    }
  }
}

/** What had to make room for something of another kind is gone only where that is there. */
function expectNothingLost(before: FlatTree, after: FlatTree, wanted: FlatTree): void {
  const hasFiles = (tree: FlatTree, folder: string): boolean =>
    Object.entries(tree).some(([path, is]) => path.startsWith(`${folder}/`) && is !== 'folder');
  for (const [path, was] of Object.entries(before)) {
    if (was === 'folder' || after[path] === was) continue;
    if (wanted[path] === 'folder' && hasFiles(wanted, path)) {
      expect(hasFiles(after, path), `${path} is lost, and nothing of the folder is there`).toBe(true);
    }
    const above = foldersAbove(path).find(folder => wanted[folder] !== undefined && wanted[folder] !== 'folder');
    if (above !== undefined) expect(after[above], `${path} is lost, and ${above} is not there`).toBe(wanted[above]);
  }
}

/** A folder with no link on the way to it. */
function isRealFolder(path: string): boolean {
  try {
    return realpathSync(path) === path && lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

test('whatever happens to server and mirror, a run brings them together, and a second one does nothing', {
  timeout: isThorough ? 3_600_000 : 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 25 }), fc.boolean(), async (happenings, batches) => {
      const world = new World(batches);
      for (const event of happenings) await world.happen(event);
      await world.sync('none');
      const { scene } = world;
      // In an empty mirror the run has to try out, with a file in its own folder, how the file system takes names.
      const isEmpty = Object.keys(scene.tree()).length === 0;
      const fingerprint = scene.fingerprint();
      scene.remote.calls.length = 0;
      await world.sync('none');
      if (!isEmpty) expect(scene.fingerprint()).toEqual(fingerprint);
      expect(scene.remote.calls.filter(call => !call.startsWith('list '))).toEqual([]);
    }),
    { numRuns: CASES },
  );
});
