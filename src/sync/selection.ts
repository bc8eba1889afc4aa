import picomatch from 'picomatch';
import type { Shard } from '../config/config.ts';
import { inShard } from './shard.ts';

/**
 * Which paths belong to the mirror. Paths are relative with `/`. `*` and `?` stay within a name, `**` crosses folders, case counts,
 * dot files are files like others; every other character stands for itself.
 */
export interface Selection {
  /** Whether the file is mirrored: included, not excluded, and of this shard. */
  file(path: string): boolean;
  /** Whether anything below the folder can be mirrored. A folder that an exclude names is out with all below it. */
  folder(path: string): boolean;
  /** Whether an empty folder is mirrored, too: only where nothing but excludes chooses. */
  emptyFolder(path: string): boolean;
}

export interface SelectionOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly shard: Shard | undefined;
}

type Matcher = (text: string) => boolean;

export function select({ include, exclude, shard }: SelectionOptions): Selection {
  const included = include.map(pattern => compile(pattern));
  const excluded = exclude.map(pattern => compile(pattern));
  const reaches = include.map(pattern => reach(withoutTrailingSlash(pattern)));
  // A folder is asked for once, its files often: the answer for the last folder is kept.
  let lastFolder = '';
  let lastFolderOut = false;
  const outWithFolder = (path: string): boolean => {
    if (excluded.length === 0) return false;
    const end = path.lastIndexOf('/');
    const folder = end < 0 ? '' : path.slice(0, end);
    if (folder !== lastFolder) {
      lastFolderOut = ancestors(folder).some(ancestor => excluded.some(matches => matches(ancestor)));
      lastFolder = folder;
    }
    return lastFolderOut;
  };
  const chosen = (path: string): boolean =>
    (included.length === 0 || included.some(matches => matches(path))) &&
    !excluded.some(matches => matches(path)) &&
    !outWithFolder(path);
  return {
    file: path => chosen(path) && inShard(path, shard),
    folder: path =>
      !ancestors(path).some(ancestor => excluded.some(matches => matches(ancestor) || matches(`${ancestor}/`))) &&
      (reaches.length === 0 || reaches.some(reachesInto => reachesInto(path.split('/')))),
    emptyFolder: path => include.length === 0 && chosen(path) && inShard(path, shard),
  };
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`; none for the root. */
function ancestors(path: string): string[] {
  if (path === '') return [];
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function withoutTrailingSlash(pattern: string): string {
  return pattern.endsWith('/') ? `${pattern}**` : pattern;
}

function compile(pattern: string): Matcher {
  const patterns = crossing(withoutTrailingSlash(pattern)).map(literal);
  // `s`: names may have line breaks in them.
  const matches = picomatch(patterns, { dot: true, nonegate: true, strictSlashes: true, flags: 's' });
  return text => matches(text);
}

/** picomatch crosses folders only where `**` stands between slashes: `docs/**.pdf` is `docs/*.pdf` and all that lies deeper. */
function crossing(pattern: string): string[] {
  const found = /(?<=[^/*])\*{2,}|\*{2,}(?=[^/*])|\*{3,}/.exec(pattern);
  if (found === null) return [pattern];
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + found[0].length);
  const isBetweenSlashes = /(?:^|\/)$/.test(before) && /^(?:\/|$)/.test(after);
  const ways = isBetweenSlashes ? ['**'] : ['*', '*/**/*'];
  return ways.flatMap(way => crossing(`${before}${way}${after}`));
}

/** picomatch knows more signs than the contract does: braces, brackets, parentheses … are names' characters here. */
function literal(pattern: string): string {
  return pattern.replaceAll(/[^\w\s*?/.-]/gu, sign => (/^[\x20-\x7e]$/.test(sign) ? `\\${sign}` : sign));
}

/** Whether a pattern can match something below a folder, told by its leading parts. */
function reach(pattern: string): (folder: readonly string[]) => boolean {
  const parts = pattern.split('/');
  const matchers = parts.map(part => (part.includes('**') ? undefined : compile(part)));
  return folder => {
    for (const [index, name] of folder.entries()) {
      if (parts[index] !== undefined && matchers[index] === undefined) return true;
      if (index >= parts.length - 1 || matchers[index]?.(name) !== true) return false;
    }
    return true;
  };
}
