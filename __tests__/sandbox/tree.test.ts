import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, piecesOf } from '../../sandbox/content.ts';
import { MemoryTree } from '../../sandbox/memory-tree.ts';
import { MountedTree } from '../../sandbox/mounted-tree.ts';
import type { Tree } from '../../sandbox/tree.ts';

/** All paths below a folder; a folder ends with a slash. */
function walk(tree: Tree, path = '/'): string[] {
  return tree
    .children(path)
    .flatMap(node => (node.type === 'dir' ? [`${node.path}/`, ...walk(tree, node.path)] : [node.path]));
}

describe('the tree in memory', () => {
  it('makes the folders above, replaces, moves and removes with all below', () => {
    const tree = new MemoryTree(['/SHARED']);
    tree.write('/SHARED/a/b/c.txt', 'c');
    tree.folder('/SHARED/a/empty');
    tree.rename('/SHARED/a', '/SHARED/z');
    expect(walk(tree)).toEqual(['/SHARED/', '/SHARED/z/', '/SHARED/z/b/', '/SHARED/z/b/c.txt', '/SHARED/z/empty/']);
    tree.write('/SHARED/z/b', 'a file now');
    expect(walk(tree)).toEqual(['/SHARED/', '/SHARED/z/', '/SHARED/z/empty/', '/SHARED/z/b']);
    tree.remove('/SHARED/z');
    tree.remove('/SHARED/z');
    expect(walk(tree)).toEqual(['/SHARED/']);
    expect(() => tree.rename('/SHARED/none', '/SHARED/a')).toThrow('/SHARED/none');
  });

  it('gives every write without a time a later one, and every write another etag', () => {
    const tree = new MemoryTree([]);
    const states = ['one', 'two'].map(text => {
      tree.write('/a', text);
      return tree.get('/a');
    });
    const [first, second] = states.map(node => (node?.type === 'file' ? node : undefined));
    expect(second?.modified).toBeGreaterThan(first?.modified ?? Number.NaN);
    expect(second?.etag).not.toBe(first?.etag);
    expect(second?.versions).toHaveLength(2);
  });

  it('holds what a plain map of paths holds, whatever is done to it', () => {
    const name = fc.constantFrom('a', 'B', 'c');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map(names => `/${names.join('/')}`);
    const step = fc.record({ remove: fc.boolean(), path });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const tree = new MemoryTree([]);
        const model = new Set<string>();
        for (const { remove, path } of steps) {
          for (const held of model) {
            const below = held.startsWith(`${path}/`);
            const above = !remove && path.startsWith(`${held}/`);
            if (held === path || below || above) model.delete(held);
          }
          if (remove) {
            tree.remove(path);
          } else {
            tree.write(path, path);
            model.add(path);
          }
        }
        expect(
          walk(tree)
            .filter(found => !found.endsWith('/'))
            .sort(),
        ).toEqual([...model].sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe('content that is made while it is read', () => {
  it('is the same in parts as in whole', () => {
    const part = fc.tuple(fc.nat(300_000), fc.nat(300_000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const content = { size: 300_000, fill: 'abcdefg' };
    const whole = bytesOf(content);
    expect(Buffer.alloc(300_000, 'abcdefg').equals(whole)).toBe(true);
    fc.assert(
      fc.property(part, ([start, end]) => {
        const pieces = Buffer.concat([...piecesOf(content, start, end)]);
        return pieces.equals(whole.subarray(start, end));
      }),
      { numRuns: 10 },
    );
  });
});

describe('a folder of the disk', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sandbox-'));
    mkdirSync(join(root, 'inside/sub'), { recursive: true });
    writeFileSync(join(root, 'inside/sub/a.txt'), 'from the disk');
    utimesSync(join(root, 'inside/sub/a.txt'), 1_000_000, 1_000_000.7);
    writeFileSync(join(root, 'outside.txt'), 'secret');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const mounted = () => new MountedTree(new MemoryTree(['/SHARED']), join(root, 'inside'), '/SHARED/docs');

  it('is served at its place, with whole seconds', () => {
    const tree = mounted();
    tree.write('/SHARED/other.txt', 'in memory');
    expect(walk(tree)).toEqual([
      '/SHARED/',
      '/SHARED/docs/',
      '/SHARED/docs/sub/',
      '/SHARED/docs/sub/a.txt',
      '/SHARED/other.txt',
    ]);
    const file = tree.get('/SHARED/docs/sub/a.txt');
    expect(file?.modified).toBe(1_000_000);
    expect(file?.type === 'file' && Buffer.from(bytesOf(file.content)).toString()).toBe('from the disk');
  });

  it('is written, with the time that was given', () => {
    const tree = mounted();
    tree.write('/SHARED/docs/new/b.txt', 'b', 1_700_000_000);
    expect(readFileSync(join(root, 'inside/new/b.txt'), 'utf8')).toBe('b');
    expect(tree.get('/SHARED/docs/new/b.txt')?.modified).toBe(1_700_000_000);
    tree.rename('/SHARED/docs/new', '/SHARED/docs/newer');
    tree.remove('/SHARED/docs/newer/b.txt');
    expect(walk(tree, '/SHARED/docs')).toContain('/SHARED/docs/newer/');
  });

  it('is never left: not by a name, not through a link', () => {
    symlinkSync(root, join(root, 'inside/link'));
    const tree = mounted();
    for (const path of [
      '/SHARED/docs/../outside.txt',
      '/SHARED/docs/link/outside.txt',
      '/SHARED/docs/..\\outside.txt',
    ]) {
      expect(() => tree.get(path), path).toThrow();
      expect(() => tree.write(path, 'x'), path).toThrow();
      expect(() => tree.remove(path), path).toThrow();
    }
    expect(walk(tree)).not.toContain('/SHARED/docs/link');
    expect(() => tree.remove('/SHARED/docs')).toThrow();
    expect(existsSync(join(root, 'outside.txt'))).toBe(true);
  });
});
