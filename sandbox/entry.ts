import { sizeOf } from './content.ts';
import type { Backend } from './operation.ts';
import { parentOf, type TreeNode } from './tree.ts';
import { type Element, element, fields } from './xml.ts';
import { isoTime, listedTime } from './zone.ts';

/**
 * An entry of a listing, with every field and in the order of a real one (FileCloud Online, 2024).
 * `modifiedepochutc` is the instant; the three other times are the server's wall clock, `modifiedepoch` and `modifiediso`
 * as if that were UTC.
 */
export function entryElement(node: TreeNode, backend: Backend, extraFields: boolean): Element {
  const { switches, zone, locks } = backend;
  const file = node.type === 'file';
  const parent = parentOf(node.path);
  const size = file ? sizeOf(node.content) : 0;
  const root = parent === '/';
  const wallClock = node.modified === undefined ? undefined : zone.wallClock(node.modified);
  const record: Record<string, string | number | undefined> = {
    path: node.path,
    dirpath: root ? '/' : `${parent}/`,
    name: node.name,
    ext: file ? extensionOf(node.name) : '',
    fullsize: size,
    modified: wallClock === undefined ? '' : listedTime(wallClock),
    type: node.type,
    fullfilename: node.path,
    size: file ? readableSize(size) : '',
    modifiedepoch: wallClock ?? '',
    modifiedepochutc: switches.omitUtc ? undefined : (node.modified ?? ''),
    modifiediso: wallClock === undefined ? '' : isoTime(wallClock),
    isroot: root ? 1 : 0,
    isshareable: 1,
    issyncable: 0,
    isshared: file ? '' : node.shared,
    canrename: 1,
    showprev: file ? 1 : 0,
    canfavorite: 1,
    canupload: 1,
    candownload: switches.undownloadable.has(node.path) ? 0 : 1,
    favoritelistid: '',
    favoriteid: '',
    order: 0,
    showquickedit: 1,
    showlockunlock: 1,
    showshareoption: 0,
    cansetacls: 0,
    tagged: 0,
    commented: 0,
    isreshared: 0,
    canmanageshare: 0,
    lastmodifiedby: node.modifiedBy,
    locked: locks.has(node.path) ? 1 : 0,
    hasnotificationsrule: 0,
    etag: extraFields && switches.extraFields ? (file ? node.etag : '') : undefined,
  };
  return element('entry', fields(record));
}

/** `21 B`, `413 KB`, `755.53 MB`: for people. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(2)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(2)} GB`;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}
