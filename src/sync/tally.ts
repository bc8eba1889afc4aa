import type { Progress } from '../report/reporter.ts';
import { DigestFolder } from './digest.ts';
import type { Counts, Outcome } from './outcome.ts';

/** Who watches a run. */
export interface SyncObserver {
  outcome(outcome: Outcome): void;
  warning(message: string): void;
  debug(message: string): void;
  progress(progress: Progress): void;
}

/** Characters of a path, and of a server's word for a type, that a warning shows. */
const LONGEST_PATH = 300;
const LONGEST_TYPE = 40;

/** The sums of one run, and what is told of it while it goes on. */
export class Tally {
  readonly digest = new DigestFolder();
  /** Whether every listing so far was whole and understood. Without that nothing is deleted. */
  complete = true;
  /** Local files that this mirror may speak about. */
  localFiles = 0;
  foldersListed = 0;
  foldersKnown = 1;
  #filesToDownload = 0;
  #bytesToDownload = 0;
  /** What has come of large files on their way: bytes, and shares of files. */
  #arrivedBytes = 0;
  #arrivedFiles = 0;
  /** Of the files to download, those that failed. */
  #lost = 0;
  readonly #observer: SyncObserver;
  readonly #counts = { new: 0, updated: 0, skipped: 0, deleted: 0, failed: 0, bytes: 0 };
  readonly #unknown: { count: number; readonly examples: string[] } = { count: 0, examples: [] };

  constructor(observer: SyncObserver) {
    this.#observer = observer;
  }

  get counts(): Counts {
    return { ...this.#counts };
  }

  /** A file has to be downloaded. @param size bytes, if known */
  toDownload(size: number | undefined): void {
    this.#filesToDownload++;
    this.#bytesToDownload += size ?? 0;
  }

  downloaded(outcome: Outcome & { readonly action: 'new' | 'updated' }): void {
    this.#counts[outcome.action]++;
    this.#counts.bytes += outcome.size ?? 0;
    this.#observer.outcome(outcome);
    this.progress();
  }

  /** More, or less, has come of a file on its way. */
  arrived(bytes: number, share: number): void {
    this.#arrivedBytes += bytes;
    this.#arrivedFiles += share;
  }

  skipped(outcome: Outcome & { readonly action: 'skipped' }): void {
    this.#counts.skipped++;
    this.#observer.outcome(outcome);
  }

  deleted(path: string, size: number | undefined): void {
    this.#counts.deleted++;
    this.#observer.outcome({ path, action: 'deleted', size });
  }

  failed(path: string, error: string): void {
    this.#counts.failed++;
    this.#observer.outcome({ path, action: 'failed', error });
  }

  /** A file that was to be downloaded could not be had. */
  notDownloaded(path: string, error: string): void {
    this.#lost++;
    this.failed(path, error);
  }

  /** An entry of a type that the client doesn't know: left alone, told once at the end. */
  unknown(path: string, type: string): void {
    this.#unknown.count++;
    if (this.#unknown.examples.length < 5) {
      this.#unknown.examples.push(`${beginning(path, LONGEST_PATH)} (${beginning(type, LONGEST_TYPE)})`);
    }
  }

  warning(message: string): void {
    this.#observer.warning(message);
  }

  debug(message: string): void {
    this.#observer.debug(message);
  }

  progress(): void {
    this.#observer.progress({
      foldersListed: this.foldersListed,
      foldersKnown: this.foldersKnown,
      filesSeen: this.#counts.skipped + this.#counts.failed - this.#lost + this.#filesToDownload,
      filesDownloaded: this.#counts.new + this.#counts.updated,
      filesArrived: this.#arrivedFiles,
      filesToDownload: this.#filesToDownload,
      bytesDownloaded: this.#counts.bytes + this.#arrivedBytes,
      bytesToDownload: this.#bytesToDownload,
    });
  }

  /** Says what is better said once. */
  finish(): void {
    if (this.#unknown.count === 0) return;
    const more = this.#unknown.count > this.#unknown.examples.length ? ', …' : '';
    this.#observer.warning(
      `${this.#unknown.count} entries of an unknown type were left alone: ${this.#unknown.examples.join(', ')}${more}. ` +
        'They are neither files nor folders to this version; a newer one may know them.',
    );
  }
}

/** A text that is not too long as it is, of others the beginning, without half a character. */
function beginning(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}
