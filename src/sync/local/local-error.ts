/** What was tried, as the message's verb. */
export type Doing = 'read' | 'written' | 'made' | 'removed' | 'renamed' | 'moved away' | 'put back';

/** Something local went wrong with one entry. The message says what, with which path, and what to do. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  /** The system's code (`EACCES`, `ENOSPC` …), `link`, `folder` (where a file should be) or `name`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['link', 'a link stands there, and links are never followed. Remove the link.'],
  ['folder', 'a folder stands there. Remove it.'],
  ['name', 'it is no name of a file. Rename it on the server, or exclude it.'],
  ['own', 'the name is reserved for temporary files of the mirror. Rename it on the server, or exclude it.'],
  [
    'git',
    'git would run commands from it, so it is neither written nor removed. Rename it on the server, or exclude it.',
  ],
  ['ENOTDIR', 'something that is no folder stands in the place of a folder. Remove it.'],
  ['EACCES', 'permission is denied. Let this user write to its folder.'],
  ['EPERM', 'permission is denied. Let this user write to its folder.'],
  ['EBUSY', 'another program uses it. Close that program and run again.'],
  ['ENOSPC', 'the disk is full. Make room and run again.'],
  ['EDQUOT', 'the disk quota is used up. Make room and run again.'],
  ['EFBIG', 'the file is larger than this file system allows. Exclude it, or use another disk.'],
  ['EROFS', 'the file system is read-only. Choose another local-path, or mount it for writing.'],
  ['EIO', 'the disk reports an error. Check the disk.'],
  ['EMFILE', 'too many files are open. Raise the limit (ulimit -n) or lower the concurrency.'],
  ['ENFILE', 'too many files are open on this machine. Close some programs.'],
  ['ENAMETOOLONG', 'the name or path is longer than this file system allows. Shorten it on the server, or exclude it.'],
  ['EINVAL', 'this file system does not take the name. Rename it on the server, or exclude it.'],
  ['EILSEQ', 'this file system does not take the name. Rename it on the server, or exclude it.'],
  ['EXDEV', 'it lies on another disk than the mirror. Mirror into that disk directly.'],
  ['EEXIST', 'something stands in its place already. Let no other program change the mirror during the run.'],
  ['ENOTEMPTY', 'the folder is not empty. Let no other program change the mirror during the run.'],
  ['ENOENT', 'it is not there any more. Let no other program change the mirror during the run.'],
]);

/**
 * Tells an error of the file system in the mirror's words.
 * @param path relative to the mirror; '' for the mirror itself
 * @returns a LocalError; what is no error of the file system comes back as it is
 */
export function localError(error: unknown, doing: Doing, mirror: string, path: string): unknown {
  if (error instanceof LocalError) return error;
  const code = codeOf(error);
  return code === undefined ? error : refusedWith(code, doing, mirror, path, error);
}

/** A LocalError with the words for its code. */
export function refusedWith(code: string, doing: Doing, mirror: string, path: string, cause?: unknown): LocalError {
  const what = path === '' ? `The mirror “${mirror}”` : `“${path}” in the mirror “${mirror}”`;
  const reason = REASONS.get(code) ?? `the system says ${code}. Look at that place on the disk, and run again.`;
  return new LocalError(code, `${what} cannot be ${doing}: ${reason}`, { cause });
}

/** The system's code of an error, or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether no more can be written, to any file. */
export function isDiskFull(error: unknown): boolean {
  return FULL.has(codeOf(error));
}
