import { statSync } from 'node:fs';
import { MirrorFolder } from './mirror-folder.ts';

/**
 * Removes from a mirror's own folder what a killed run left, but for the kept parts of downloads, and the folder itself when it is empty
 * then. For when no run is going on. Makes nothing.
 * @returns whether kept parts are there
 * @throws RunError, or an error of the file system
 */
export function tidyOwnFolder(mirror: string): boolean {
  if (statSync(mirror, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  // Opening tidies.
  const folder = MirrorFolder.open(mirror, { write: true });
  folder.close(true);
  return folder.hasParts;
}
