/**
 * What the engine asks of a server. `filecloud/` implements it over HTTP, tests implement it in memory.
 * The engine knows nothing of HTTP; an implementation knows nothing of local disks.
 */
export interface Remote {
  /**
   * Lists one folder, whole: every entry, or an error. Never a short list.
   * Retries, sessions and paging are the implementation's affair.
   * @param path the folder's address on the server ({@link RemoteEntry.path}, or the configured remote path)
   * @throws RemoteError when this folder cannot be listed: only this folder is spoilt
   * @throws RunError when no folder can be (rejected login, outage)
   */
  list(path: string, signal: AbortSignal): Promise<readonly RemoteEntry[]>;

  /**
   * Downloads one file into a sink, checked: the body has the size of the version returned and is neither an error nor a login page.
   * Where the file changed since it was listed, the new version is downloaded and described in the answer.
   * @throws RemoteError when this file cannot be downloaded
   * @throws RunError when nothing can be any more
   * Errors thrown by the sink pass through unchanged.
   */
  download(file: RemoteEntry, sink: Sink, signal: AbortSignal): Promise<RemoteVersion>;

  /**
   * Fetches small files of one folder with one request, where the server can. `receive` is called with each whole, checked body
   * (its size, name and checksum agree); what was not received has to be downloaded one by one. Never throws a RemoteError:
   * what did not work is simply not received. An error thrown by `receive` passes through.
   * @param folder the folder's address on the server
   */
  readonly downloadTogether?:
    | ((
        folder: string,
        files: readonly RemoteEntry[],
        receive: (file: RemoteEntry, body: Uint8Array) => void,
        signal: AbortSignal,
      ) => Promise<void>)
    | undefined;
}

/** One entry of a folder as the server listed it. Its name is data: nothing about it was checked. */
export interface RemoteEntry {
  readonly name: string;
  /** The address on the server, for listing and downloading. Never used to form a local path. */
  readonly path: string;
  /** `file`, `folder`, or what else the server called it. */
  readonly kind: 'file' | 'folder' | 'unknown';
  /** The server's own word for a kind that is unknown, for the warning. */
  readonly type?: string;
  /** Bytes; undefined where the server does not tell. */
  readonly size: number | undefined;
  /** The instant of the last change in whole seconds since 1970 UTC; undefined where the server does not tell. */
  readonly modified: number | undefined;
  /** False where the server says that this account may not download it. */
  readonly downloadable: boolean;
  /** Why the entry cannot be used (no name, two names, a malformed field): it is counted as failed with this reason. */
  readonly malformed?: string;
}

/** The version of a file that was downloaded. */
export interface RemoteVersion {
  /** Bytes of the body. */
  readonly size: number;
  /** As in {@link RemoteEntry.modified}. */
  readonly modified: number | undefined;
}

/** Where a download's bytes go. Calls are synchronous: disks are faster than networks, and memory stays bounded. */
export interface Sink {
  /** Bytes written so far. */
  readonly size: number;
  /** Appends a chunk. The chunk may be reused by the caller after the call. @throws an error of the file system */
  write(chunk: Uint8Array): void;
  /** Throws away everything written: the download starts again from the first byte. */
  restart(): void;
  /**
   * What proves which version the bytes written so far are of (a strong entity tag), set by the one who downloads. A sink may come with
   * bytes and their proof from an earlier run: they are gone on with where the server proves to have the same version, else thrown away.
   */
  proof?: string | undefined;
}

/** Why one folder or file could not be had. */
export type RemoteFailure =
  /** It is no longer there. */
  | 'vanished'
  /** The account may not read it. */
  | 'forbidden'
  /** The answer contradicts itself or is no answer. */
  | 'malformed'
  /** It changed while it was read, again and again. */
  | 'changing'
  /** Every try failed in passing. */
  | 'unreachable'
  /** The server said no, in its own words. */
  | 'refused';

/** One folder or file cannot be had; others can. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly failure: RemoteFailure;
  constructor(failure: RemoteFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
