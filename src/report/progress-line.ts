import { bytesText, counted, countText, durationText } from './quantity.ts';
import type { Progress } from './reporter.ts';

/** Columns of the longest bar, and of the shortest that shares a line with the rate. */
const LONGEST_BAR = 30;
const SHORTEST_BAR = 10;
/** Columns that a bar is worth drawing in. */
const NARROWEST = 20;

/** When progress is shown, and since when its rate is measured: from the first word of it, since logging in and restoring download nothing. */
export class ProgressClock {
  readonly #interval: number;
  readonly #now: () => number;
  readonly #atOnce: boolean;
  #began: number | undefined;
  #shown = 0;

  /**
   * @param interval milliseconds between two showings
   * @param now milliseconds, monotonic
   * @param atOnce whether the first word is shown; otherwise only what lasts for an interval is
   */
  constructor(interval: number, now: () => number, atOnce = false) {
    this.#interval = interval;
    this.#now = now;
    this.#atOnce = atOnce;
  }

  /** To be called with each word of progress. @returns milliseconds since the first one, when it is time to show it */
  tick(): number | undefined {
    const now = this.#now();
    if (this.#began === undefined) {
      this.#began = now;
      this.#shown = now;
      return this.#atOnce ? 0 : undefined;
    }
    if (now - this.#shown < this.#interval) return undefined;
    this.#shown = now;
    return now - this.#began;
  }
}

/** How far a run is, as one line. @param elapsed milliseconds since the first word of progress */
export function progressLine(progress: Progress, elapsed: number): string {
  const [counts] = countsOf(progress);
  const [rate] = ratesOf(progress, elapsed);
  return progress.filesToDownload === 0 ? counts : `${counts} (${rate})`;
}

/** The same text at full length and ever shorter: what matters less goes first. */
type Texts = readonly [longest: string, ...shorter: string[]];

function countsOf(progress: Progress): Texts {
  const folders = `${countText(progress.foldersListed)} of ${counted(progress.foldersKnown, 'folder')} listed`;
  const seen = `${folders}, ${counted(progress.filesSeen, 'file')} compared`;
  if (progress.filesToDownload === 0) return [seen, folders];
  const files = `${countText(progress.filesDownloaded)} of ${countText(progress.filesToDownload)} downloaded`;
  return [`${seen}, ${files}`, `${folders}, ${files}`, files];
}

function ratesOf(progress: Progress, elapsed: number): Texts {
  const rate = elapsed > 0 ? progress.bytesDownloaded / (elapsed / 1000) : 0;
  const left = timeLeft(progress, elapsed);
  const bytes = `${bytesText(progress.bytesDownloaded)} of ${bytesText(progress.bytesToDownload)}`;
  const speed = `${bytesText(Math.round(rate))}/s`;
  if (left === undefined) return [`${bytes}, ${speed}`, speed];
  const time = `${durationText(left)} left`;
  return [`${bytes}, ${speed}, ${time}`, `${speed}, ${time}`, time];
}

/** Milliseconds until everything known is downloaded, at the rate so far; undefined while nothing can be told. */
function timeLeft(progress: Progress, elapsed: number): number | undefined {
  const share = shareDone(progress);
  return share === undefined || share <= 0 || share >= 1 || elapsed <= 0 ? undefined : (elapsed * (1 - share)) / share;
}

/**
 * From 0 to 1: how much of what is known to need it is downloaded; undefined when nothing is. Of bytes and of files, whichever is less:
 * a thousand small files after a large one are no bytes, and take their time.
 */
function shareDone(progress: Progress): number | undefined {
  if (progress.filesToDownload === 0) return undefined;
  const files = Math.min((progress.filesDownloaded + progress.filesArrived) / progress.filesToDownload, 1);
  return progress.bytesToDownload === 0 ? files : Math.min(progress.bytesDownloaded / progress.bytesToDownload, files);
}

/** A bar with its share, the rate and the time left, and how far everything is below it; no line longer than `width` columns. */
export function progressBar(progress: Progress, elapsed: number, width: number): string {
  const share = shareDone(progress);
  const counts = fitting(countsOf(progress), width);
  if (share === undefined || width < NARROWEST) return counts;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const rates = ratesOf(progress, elapsed);
  const beside = `${percent}  ${rates[0]}`;
  if (width - beside.length > SHORTEST_BAR) return `${bar(share, width - beside.length - 1)} ${beside}\n${counts}`;
  return [`${bar(share, width - percent.length - 1)} ${percent}`, fitting(rates, width), counts].join('\n');
}

function bar(share: number, columns: number): string {
  const inner = Math.min(LONGEST_BAR, columns);
  const done = Math.round(share * inner);
  return `${'█'.repeat(done)}${'░'.repeat(inner - done)}`;
}

/** The first that fits into the width; if none does, the shortest, cut. */
function fitting(texts: Texts, width: number): string {
  const fits = texts.find(text => text.length <= width);
  return fits ?? (width <= 0 ? '' : `${(texts.at(-1) ?? '').slice(0, width - 1)}…`);
}
