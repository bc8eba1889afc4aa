import type { Shard } from '../config/config.ts';
import { Glob } from './glob.ts';
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

export function select({ include, exclude, shard }: SelectionOptions): Selection {
  const included = include.map(compile);
  const excluded = exclude.map(compile);
  // What leaves out all below a folder leaves out the folder.
  const barred = [...excluded, ...exclude.map(compileFolder).filter(glob => glob !== undefined)];
  // A folder is asked for once, its files often: the answer for the last folder is kept.
  let lastFolder = '';
  let lastFolderOut = false;
  const outWithFolder = (path: string): boolean => {
    if (excluded.length === 0) return false;
    const end = path.lastIndexOf('/');
    const folder = end < 0 ? '' : path.slice(0, end);
    if (folder !== lastFolder) {
      lastFolderOut = ancestors(folder).some(ancestor => excluded.some(glob => glob.matches(ancestor)));
      lastFolder = folder;
    }
    return lastFolderOut;
  };
  const chosen = (path: string): boolean =>
    (included.length === 0 || included.some(glob => glob.matches(path))) &&
    !excluded.some(glob => glob.matches(path)) &&
    !outWithFolder(path);
  return {
    file: path => chosen(path) && inShard(path, shard),
    folder: path =>
      (barred.length === 0 || !ancestors(path).some(ancestor => barred.some(glob => glob.matches(ancestor)))) &&
      (included.length === 0 || included.some(glob => glob.reaches(path))),
    emptyFolder: path => include.length === 0 && chosen(path) && inShard(path, shard),
  };
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`; none for the root. */
function ancestors(path: string): string[] {
  if (path === '') return [];
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function compile(pattern: string): Glob {
  return new Glob(withoutTrailingSlash(pattern));
}

/** The folders of which a pattern matches everything below, if it is of that kind: `drafts/`, `drafts/**`. */
function compileFolder(pattern: string): Glob | undefined {
  const folder = withoutTrailingSlash(pattern).replace(/(?:\/\*{2,})+$/, '');
  return folder === withoutTrailingSlash(pattern) ? undefined : new Glob(folder);
}

function withoutTrailingSlash(pattern: string): string {
  return pattern.endsWith('/') ? `${pattern}**` : pattern;
}
