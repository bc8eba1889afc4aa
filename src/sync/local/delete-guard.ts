import { lstatSync, realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';

/**
 * Whether `delete` is too dangerous for a folder: one that holds more than a mirror.
 * @param localPath the mirror, there or not; links on the way are followed
 * @param workspace the folder of the checked-out repository
 * @param home the user's home; the one of the user database counts too
 * @returns why not, as sentences for a person; undefined when it may be used
 */
export function deleteRefusal(localPath: string, workspace: string, home: string): string | undefined {
  const mirror = realPath(localPath);
  const reason = reasonAgainst(mirror, realPath(workspace), [home, ...homeOfUser()].map(realPath));
  if (reason === undefined) return undefined;
  return (
    `delete is refused for local-path “${localPath}”, because ${reason}: files that the server does not have would be removed. ` +
    'Mirror into a folder of its own, or leave delete off.'
  );
}

function reasonAgainst(mirror: string, workspace: string, homes: readonly string[]): string | undefined {
  if (mirror === parse(mirror).root) return 'it is the root of a file system';
  if (isWithin(mirror, workspace)) {
    return relative(mirror, workspace) === '' ? 'it is the workspace itself' : 'the workspace lies in it';
  }
  for (const home of homes) {
    if (isWithin(mirror, home))
      return relative(mirror, home) === '' ? 'it is a home folder' : 'a home folder lies in it';
  }
  // A file, in a worktree or a submodule.
  if (lstatSync(join(mirror, '.git'), { throwIfNoEntry: false }) !== undefined)
    return 'it holds a Git repository (.git)';
  return undefined;
}

/** Whether a path is the folder or lies in it. On Windows, `relative` takes no notice of case. */
function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || /^\.\.[\\/]/.test(way) || isAbsolute(way));
}

function homeOfUser(): readonly string[] {
  try {
    return [userInfo().homedir];
  } catch {
    return []; // The user has no entry there, as in many containers.
  }
}

/** The real path of what is there, and the rest as it is written. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync.native(whole);
  } catch {
    const parent = dirname(whole);
    return parent === whole ? whole : join(realPath(parent), relative(parent, whole));
  }
}
