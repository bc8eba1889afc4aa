import { bytesText, counted, countText, durationText } from './quantity.ts';
import type { Progress } from './reporter.ts';

/** How far a run is, as one line. @param elapsed milliseconds since the start */
export function progressLine(progress: Progress, elapsed: number): string {
  const counts = countsOf(progress);
  return progress.filesToDownload === 0 ? counts : `${counts} (${rateOf(progress, elapsed)})`;
}

function countsOf(progress: Progress): string {
  const folders = `${countText(progress.foldersListed)} of ${counted(progress.foldersKnown, 'folder')} listed`;
  const seen = `${counted(progress.filesSeen, 'file')} compared`;
  if (progress.filesToDownload === 0) return `${folders}, ${seen}`;
  return `${folders}, ${seen}, ${countText(progress.filesDownloaded)} of ${countText(progress.filesToDownload)} downloaded`;
}

function rateOf(progress: Progress, elapsed: number): string {
  const rate = elapsed > 0 ? progress.bytesDownloaded / (elapsed / 1000) : 0;
  const left = timeLeft(progress, elapsed);
  return (
    `${bytesText(progress.bytesDownloaded)} of ${bytesText(progress.bytesToDownload)}, ${bytesText(Math.round(rate))}/s` +
    `${left === undefined ? '' : `, ${durationText(left)} left`}`
  );
}

/** Milliseconds until everything known is downloaded, at the rate so far; undefined while nothing can be told. */
function timeLeft(progress: Progress, elapsed: number): number | undefined {
  const share = shareDone(progress);
  return share === undefined || share <= 0 || share >= 1 || elapsed <= 0 ? undefined : (elapsed * (1 - share)) / share;
}

/** From 0 to 1: how much of what is known to need it is downloaded; undefined when nothing is. */
function shareDone(progress: Progress): number | undefined {
  if (progress.bytesToDownload > 0) return Math.min(progress.bytesDownloaded / progress.bytesToDownload, 1);
  return progress.filesToDownload > 0 ? Math.min(progress.filesDownloaded / progress.filesToDownload, 1) : undefined;
}

/** A bar with its share, the rate and the time left, and how far everything is below it; no line longer than `width` columns. */
export function progressBar(progress: Progress, elapsed: number, width: number): string {
  const share = shareDone(progress);
  const files = countsOf(progress);
  if (share === undefined || width < 40) return cut(files, width);
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const rest = cut(`${percent}  ${rateOf(progress, elapsed)}`, width - 11);
  const inner = Math.min(30, width - rest.length - 1);
  const done = Math.round(share * inner);
  return `${'█'.repeat(done)}${'░'.repeat(inner - done)} ${rest}\n${cut(files, width)}`;
}

function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 0 ? '' : `${text.slice(0, width - 1)}…`;
}
