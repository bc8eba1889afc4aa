/** Results as a picture: for each workload a bar for everyone, as long as it took. */
import type { Outcome } from './outcome.ts';
import { secondsText } from './table.ts';
import type { EntrantId } from './workloads.ts';

const WIDTH = 860;
const MARGIN = 24;
const LABELS = 210;
const NUMBERS = 70;
const BAR = 14;
const STEP = 20;
const HEAD = 84;
const GROUP_HEAD = 26;
const GROUP_GAP = 18;
const FULL = WIDTH - 2 * MARGIN - LABELS - NUMBERS;

/**
 * An SVG with its own background, so that it can be read wherever it is shown, in the reader's light or dark.
 * @param note a line below the title: when and on what it was measured
 */
export function chart(outcomes: readonly Outcome[], note: string): string {
  let top = HEAD;
  const groups = outcomes.map(outcome => {
    const longest = Math.max(...outcome.entrants.map(entrant => entrant.seconds.median));
    const bars = outcome.entrants.map((entrant, index) =>
      bar(entrant.id, entrant.title, entrant.seconds.median, longest, top + GROUP_HEAD + index * STEP),
    );
    const group = [`<text class="group" x="${MARGIN}" y="${top + 12}">${escaped(outcome.title)}</text>`, ...bars];
    top += GROUP_HEAD + outcome.entrants.length * STEP + GROUP_GAP;
    return group.join('\n');
  });
  const height = top + MARGIN - GROUP_GAP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">
<title id="title">Seconds that FileCloud Mirror and its peers take for the same work; shorter is better</title>
<style>
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
.heading { font-size: 18px; font-weight: 600 }
.group { font-weight: 600 }
.note { fill: #59636e }
.card { fill: #ffffff; stroke: #d1d9e0 }
.peer { fill: #aab4be }
.action { fill: #0969da }
.label { text-anchor: end }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.note { fill: #9198a1 }
.card { fill: #0d1117; stroke: #3d444d }
.peer { fill: #59636e }
.action { fill: #4493f8 }
}
</style>
<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="heading" x="${MARGIN}" y="36">Seconds for the same work: shorter is better</text>
<text class="note" x="${MARGIN}" y="58">${escaped(note)}</text>
${groups.join('\n')}
</svg>
`;
}

function bar(id: EntrantId, title: string, seconds: number, longest: number, top: number): string {
  const length = Math.max((seconds / longest) * FULL, 1).toFixed(1);
  const left = MARGIN + LABELS;
  const base = top + BAR - 3;
  return [
    `<text class="label" x="${left - 10}" y="${base}">${escaped(title)}</text>`,
    `<rect class="${id === 'action' ? 'action' : 'peer'}" x="${left}" y="${top}" width="${length}" height="${BAR}" rx="2"/>`,
    `<text x="${(left + Number(length) + 8).toFixed(1)}" y="${base}">${secondsText(seconds)} s</text>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
