import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, type Stats, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bytesOf, type Content, stored } from './content.ts';
import {
  canonicalPath,
  childPath,
  inListingOrder,
  type NodeDetails,
  nameOf,
  type Tree,
  type TreeNode,
} from './tree.ts';

/**
 * A tree with a folder of the local disk in it. The disk is read afresh at every call, as a FileCloud server does with
 * network folders. Links are left out, so that nothing outside the folder is served or written.
 */
export class MountedTree implements Tree {
  readonly #inner: Tree;
  readonly #root: string;
  readonly #mount: string;

  constructor(inner: Tree, root: string, mount: string) {
    this.#inner = inner;
    this.#root = resolve(root);
    this.#mount = canonicalPath(mount);
    inner.folder(this.#mount);
  }

  write(path: string, content: Content, modified?: number | NodeDetails): void {
    const file = this.#localPath(path);
    if (file === undefined) {
      this.#inner.write(path, content, modified);
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytesOf(stored(content)));
    const time = typeof modified === 'number' ? modified : modified?.modified;
    if (time !== undefined) utimesSync(file, time, time);
  }

  folder(path: string, details?: NodeDetails): void {
    const folder = this.#localPath(path);
    if (folder === undefined) this.#inner.folder(path, details);
    else mkdirSync(folder, { recursive: true });
  }

  remove(path: string): void {
    const target = this.#localPath(path);
    if (target === undefined) {
      this.#inner.remove(path);
      return;
    }
    if (target === this.#root) throw new Error('The folder that the sandbox serves is not removed.');
    rmSync(target, { recursive: true, force: true });
  }

  rename(from: string, to: string): void {
    const source = this.#localPath(from);
    const target = this.#localPath(to);
    if (source === undefined && target === undefined) {
      this.#inner.rename(from, to);
      return;
    }
    if (source === undefined || target === undefined)
      throw new Error('Moving in or out of the served folder is not offered.');
    mkdirSync(dirname(target), { recursive: true });
    renameSync(source, target);
  }

  get(path: string): TreeNode | undefined {
    const file = this.#localPath(path);
    if (file === undefined) return this.#inner.get(path);
    const stats = statsOf(file);
    return stats && nodeOf(canonicalPath(path), file, stats);
  }

  children(path: string): readonly TreeNode[] {
    const folder = this.#localPath(path);
    if (folder === undefined) return this.#inner.children(path);
    const at = canonicalPath(path);
    return readdirSync(folder)
      .flatMap(name => {
        const file = join(folder, name);
        const stats = statsOf(file);
        return (stats && nodeOf(childPath(at, name), file, stats)) ?? [];
      })
      .sort(inListingOrder);
  }

  /** Where a path of the mount lies on the disk; undefined outside the mount. A name that climbs out of it is refused. */
  #localPath(path: string): string | undefined {
    const target = canonicalPath(path);
    if (target !== this.#mount && !target.startsWith(`${this.#mount}/`)) return undefined;
    const names = target
      .slice(this.#mount.length)
      .split('/')
      .filter(name => name !== '');
    for (const name of names) {
      if (name === '.' || name === '..' || /[\\\0]/.test(name))
        throw new Error(`${target} is not a path within the served folder.`);
    }
    const local = join(this.#root, ...names);
    for (let depth = 1; depth <= names.length; depth++) {
      const part = join(this.#root, ...names.slice(0, depth));
      if (statsOf(part)?.isSymbolicLink()) throw new Error(`${target} leads through a link.`);
    }
    return local;
  }
}

/** Undefined where there is nothing, also where a file stands in the place of a folder above. */
function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}

function nodeOf(path: string, file: string, stats: Stats): TreeNode | undefined {
  const modified = Math.floor(stats.mtimeMs / 1000);
  const name = nameOf(path);
  if (stats.isDirectory()) return { type: 'dir', path, name, modified, shared: '', modifiedBy: '' };
  if (!stats.isFile()) return undefined;
  const { size } = stats;
  return {
    type: 'file',
    path,
    name,
    modified,
    content: { file, size },
    etag: `${stats.ino.toString(16)}-${size.toString(16)}-${Math.floor(stats.mtimeMs).toString(16)}`,
    modifiedBy: '',
    versions: [{ size, modified }],
  };
}
