import { type Content, sizeOf, stored } from './content.ts';
import {
  canonicalPath,
  childPath,
  inListingOrder,
  type NodeDetails,
  nameOf,
  parentOf,
  type Tree,
  type TreeNode,
} from './tree.ts';

/** The first second of the tree's clock: 2024-07-19T19:32:57Z. A fixed one, so that two runs of a test see the same times. */
const firstSecond = 1_721_417_577;

/** A tree in memory. */
export class MemoryTree implements Tree {
  readonly #nodes = new Map<string, TreeNode>();
  readonly #children = new Map<string, Map<string, TreeNode>>();
  readonly #sorted = new Map<string, readonly TreeNode[]>();
  #clock = firstSecond;
  #writes = 0;

  constructor(roots: readonly string[]) {
    this.#nodes.set('/', { type: 'dir', path: '/', name: '', modified: undefined, shared: '', modifiedBy: '' });
    this.#children.set('/', new Map());
    for (const root of roots) this.#addFolder(root, undefined);
  }

  write(path: string, content: Content, modified?: number | NodeDetails): void {
    const target = canonicalPath(path);
    const before = this.#nodes.get(target);
    if (before?.type === 'dir') this.remove(target);
    this.#addParents(target);
    const details = typeof modified === 'number' ? { modified } : (modified ?? {});
    const bytes = stored(content);
    const time = details.modified ?? this.#clock++;
    this.#put({
      type: 'file',
      path: target,
      name: nameOf(target),
      modified: time,
      content: bytes,
      etag: (++this.#writes).toString(16).padStart(16, '0'),
      modifiedBy: details.modifiedBy ?? '',
      versions: [...(before?.type === 'file' ? before.versions : []), { size: sizeOf(bytes), modified: time }],
    });
  }

  folder(path: string, details: NodeDetails = {}): void {
    const target = canonicalPath(path);
    const before = this.#nodes.get(target);
    if (before?.type === 'file') this.remove(target);
    this.#addParents(target);
    if (before?.type !== 'dir') this.#addFolder(target, details.modified ?? this.#clock++);
    const node = this.#nodes.get(target);
    if (node?.type !== 'dir') return;
    this.#put({
      ...node,
      modified: details.modified ?? node.modified,
      shared: details.shared ?? node.shared,
      modifiedBy: details.modifiedBy ?? node.modifiedBy,
    });
  }

  remove(path: string): void {
    const target = canonicalPath(path);
    if (target === '/') return;
    for (const child of this.#children.get(target)?.values() ?? []) this.remove(child.path);
    this.#children.delete(target);
    this.#sorted.delete(target);
    this.#nodes.delete(target);
    this.#children.get(parentOf(target))?.delete(nameOf(target));
    this.#sorted.delete(parentOf(target));
  }

  rename(from: string, to: string): void {
    const source = canonicalPath(from);
    const target = canonicalPath(to);
    const node = this.#nodes.get(source);
    if (node === undefined || source === '/') throw new Error(`There is no ${source} to rename.`);
    if (target.startsWith(`${source}/`)) throw new Error(`${source} cannot be moved into itself.`);
    if (source === target) return;
    const held = node.type === 'dir' ? [...(this.#children.get(source)?.values() ?? [])] : [];
    this.remove(target);
    this.#addParents(target);
    if (node.type === 'dir') this.#addFolder(target, node.modified);
    this.#put({ ...node, path: target, name: nameOf(target) });
    for (const child of held) this.rename(child.path, childPath(target, child.name));
    this.remove(source);
  }

  get(path: string): TreeNode | undefined {
    return this.#nodes.get(canonicalPath(path));
  }

  children(path: string): readonly TreeNode[] {
    const folder = canonicalPath(path);
    const known = this.#sorted.get(folder);
    if (known !== undefined) return known;
    const sorted = [...(this.#children.get(folder)?.values() ?? [])].sort(inListingOrder);
    this.#sorted.set(folder, sorted);
    return sorted;
  }

  #addParents(path: string): void {
    const parent = parentOf(path);
    const node = this.#nodes.get(parent);
    if (node?.type === 'dir') return;
    if (node !== undefined) this.remove(parent);
    this.#addParents(parent);
    this.#addFolder(parent, this.#clock++);
  }

  #addFolder(path: string, modified: number | undefined): void {
    this.#children.set(path, new Map());
    this.#put({ type: 'dir', path, name: nameOf(path), modified, shared: '', modifiedBy: '' });
  }

  #put(node: TreeNode): void {
    this.#nodes.set(node.path, node);
    if (node.path === '/') return;
    this.#children.get(parentOf(node.path))?.set(node.name, node);
    this.#sorted.delete(parentOf(node.path));
  }
}
