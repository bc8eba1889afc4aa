/** The one door to what people read. Implementations escape what could form a command and redact what is secret. */
export interface Reporter {
  /** A chapter of the log: a folded group on GitHub, a heading elsewhere. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  info(message: string): void;
  debug(message: string): void;
  warning(message: string): void;
  /** The one closing word about what failed. The only one that may have more than one line. */
  error(message: string): void;
  /** May be called as often as one likes; the implementation decides when to show it. */
  progress(progress: Progress): void;
  /** From now on the value (and its URL-encoded, base64 and JSON forms) is shown nowhere. */
  secret(value: string): void;
  /** Text that is written elsewhere than to the log, or cut before it is, without what is secret. */
  redact(text: string): string;
}

/** What the rooms below may say, without a chapter of their own. */
export type Log = Pick<Reporter, 'info' | 'debug' | 'warning' | 'secret' | 'redact'>;

/** How far a run is. */
export interface Progress {
  /** Folders listed so far, and known so far. */
  readonly foldersListed: number;
  readonly foldersKnown: number;
  /** Files compared so far. */
  readonly filesSeen: number;
  /** Files downloaded so far, and known to need it so far. */
  readonly filesDownloaded: number;
  readonly filesToDownload: number;
  /** Of files on their way: the sum of the shares that have come. */
  readonly filesArrived: number;
  /** Of files on their way, too. */
  readonly bytesDownloaded: number;
  readonly bytesToDownload: number;
}
