import { lstatSync, rmSync } from 'node:fs';
import { join, posix, relative, sep, win32 } from 'node:path';

/** Where a mirror lies as the cache sees it, or why it cannot be cached there. */
export type Place = CacheablePlace | { readonly kind: 'not-cacheable'; readonly reason: string };

export interface CacheablePlace {
  readonly kind: 'cacheable';
  /** Relative to the workspace, with `/`: as archives name it. */
  readonly path: string;
  /** The one form of the path that the library is given: the path's text is part of an entry's identity. */
  readonly pattern: string;
}

/**
 * Where a mirror lies as the cache sees it. The library takes globs relative to the workspace, and stores entries relative to it:
 * what lies outside would be restored to somewhere else in a workspace of another depth, and of a link only the link is stored.
 * @param workspace absolute path
 * @param localPath absolute path of the mirror
 */
export function placeOf(workspace: string, localPath: string, platform: NodeJS.Platform): Place {
  const path = platform === 'win32' ? win32 : posix;
  const below = path.relative(workspace, localPath);
  if (below === '') return no('it is the workspace itself');
  if (path.isAbsolute(below) || below === '..' || below.startsWith(`..${path.sep}`)) {
    return no('it is outside the workspace');
  }
  // The library writes it into a command line without quotes.
  if (/\s/.test(workspace)) return no('the path of the workspace holds a space');
  // The list of paths that the library gives to tar is one of lines, with `\` and a leading `-` having a meaning.
  if (/\p{Cc}/u.test(below)) return no('its path holds a line break or another control character');
  if (platform !== 'win32' && below.includes('\\')) return no('its path holds a backslash');
  if (below.startsWith('-')) return no('its path starts with a dash');
  const link = linkOnTheWay(workspace, localPath);
  if (link !== undefined) return no(`${relative(workspace, link)} is a symbolic link`);
  const name = below.replaceAll(path.sep, '/');
  return { kind: 'cacheable', path: name, pattern: `./${escapeGlob(name)}` };
}

/**
 * Removes links that an archive put in the place of the mirror or of a folder above it: nothing may be written through them.
 * @returns whether there was one
 */
export function removePlantedLinks(workspace: string, localPath: string): boolean {
  const link = linkOnTheWay(workspace, localPath);
  if (link === undefined) return false;
  rmSync(link);
  return true;
}

/** The first symbolic link (or Windows junction) between the workspace and the mirror, the mirror included. */
function linkOnTheWay(workspace: string, localPath: string): string | undefined {
  let path = workspace;
  for (const name of relative(workspace, localPath).split(sep)) {
    path = join(path, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) return path;
  }
  return undefined;
}

/** Takes the meaning from `*`, `?`, `[` (as @actions/glob does itself), and from spaces at the end, which it would trim. */
function escapeGlob(path: string): string {
  return path.replace(/[[?*]/g, '[$&]').replace(/\s+$/, spaces => spaces.replace(/./g, '[$&]'));
}

function no(reason: string): Place {
  return { kind: 'not-cacheable', reason };
}
