import nodeFileSystem from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it. Not by `recursive: true`, which never returns where a folder that is there says ENOENT to whoever makes
 * another one in it: /proc does, and automounters do (seen with Node 20 and 24).
 * @param path absolute
 * @param mode of each that is made, less the umask
 * @throws the file system's error
 */
export function makeFolder(
  path: string,
  { mkdirSync, statSync }: Pick<typeof nodeFileSystem, 'mkdirSync' | 'statSync'> = nodeFileSystem,
  mode = 0o777,
): void {
  const isThere = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above, { mkdirSync, statSync }, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isThere()) throw error;
  }
}
