/** Where a folder is: a chain of names below the root. */
export interface Place {
  /** Relative to the mirror, with `/`; '' for the root. */
  readonly path: string;
  readonly name: string;
  /** Undefined for the root. */
  readonly parent: Place | undefined;
}

export const ROOT: Place = { path: '', name: '', parent: undefined };

export function placeBelow(parent: Place, name: string): Place {
  return { path: parent.path === '' ? name : `${parent.path}/${name}`, name, parent };
}

/** How folders of the mirror are reached without ever going through a link. */
export interface FolderAccess {
  /**
   * Runs `work` with a prefix (ending in `/`) under which the folder's entries are. The prefix is good only until `work` returns.
   * @param undo called when it turns out afterwards that the folder had become a link; the error is thrown then
   * @throws LocalError `link` or `ENOTDIR` when a link or a file stands on the way; system errors (`ENOENT` …) as they are
   */
  within<T>(place: Place, work: (prefix: string) => T, undo?: (result: T) => void): T;
  /** Keeps the folder open from its next use until as many releases. */
  retain(place: Place): void;
  release(place: Place): void;
  /** Forgets what is known of a folder and of all below: it is removed, renamed or moved. */
  forget(path: string): void;
  close(): void;
}
