/** Destinations: a finished mirror to start from, and the check that a contestant really made one. */
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { content, fileCount, folderPaths, type Shape, shareFiles } from './share.ts';

/**
 * Makes a mirror in which nothing is out of date: names, sizes and times are right. The files are holes, so that a million of them need no
 * memory of their own; a run in which nothing changed never reads them.
 */
export function fill(destination: string, shape: Shape): void {
  mkdirSync(destination, { recursive: true });
  for (const folder of folderPaths(shape)) mkdirSync(join(destination, folder));
  for (const file of shareFiles(shape)) {
    const descriptor = openSync(`${destination}/${file.path}`, 'w');
    ftruncateSync(descriptor, shape.size);
    futimesSync(descriptor, file.modified, file.modified);
    closeSync(descriptor);
  }
}

/** @throws Error when the destination is not a whole copy of the share, byte by byte, or holds files that the share does not have */
export function verify(destination: string, shape: Shape, contestant: string): void {
  const window = Buffer.allocUnsafe(16 * 1024 * 1024);
  for (const file of shareFiles(shape)) {
    const descriptor = openSync(join(destination, file.path), 'r');
    let same = fstatSync(descriptor).size === shape.size;
    for (const piece of content(file.index, shape.size)) {
      const length = readSync(descriptor, window, 0, piece.length, null);
      same &&= length === piece.length && window.subarray(0, length).equals(piece);
    }
    closeSync(descriptor);
    if (!same) throw new Error(`${contestant}: ${file.path} is not the server's file.`);
  }
  const files = readdirSync(destination, { recursive: true, encoding: 'utf8' }).filter(path =>
    statSync(join(destination, path)).isFile(),
  ).length;
  if (files !== fileCount(shape)) throw new Error(`${contestant}: ${files} files instead of ${fileCount(shape)}.`);
}
