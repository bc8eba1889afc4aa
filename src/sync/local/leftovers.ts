import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_FOLDER } from '../names.ts';
import { readKeptName } from './kept-name.ts';

/**
 * Removes from a mirror's own folder what a killed run left, but for the kept parts of downloads, and the folder itself when it is empty
 * then. For when no run is going on.
 * @returns whether kept parts are there
 * @throws an error of the file system
 */
export function tidyOwnFolder(mirror: string): boolean {
  const own = join(mirror, OWN_FOLDER);
  if (lstatSync(own, { throwIfNoEntry: false })?.isDirectory() !== true) {
    // It is not there, or no folder, and goes. A link is never followed.
    rmSync(own, { force: true });
    return false;
  }
  const names = readdirSync(own);
  const left = names.filter(name => readKeptName(name) === undefined);
  for (const name of left) rmSync(join(own, name), { recursive: true, force: true });
  if (left.length === names.length) rmdirSync(own);
  return left.length < names.length;
}
