/** Results as a Markdown table, which reads well on a terminal too. */
import type { Outcome, Spread } from './outcome.ts';

export function ratioTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(outcome => [
    ...outcome.ratios.map(ratio => [
      outcome.title,
      ratio.title,
      spreadText(ratio, number => number.toFixed(2)),
      `≤ ${ratio.goal}`,
      verdict(ratio.met),
    ]),
    ...(outcome.memory === undefined
      ? []
      : [
          [
            outcome.title,
            'peak memory',
            spreadText(outcome.memory, number => `${number.toFixed(0)} MiB`),
            `≤ ${outcome.memory.goal} MiB`,
            verdict(outcome.memory.met),
          ],
        ]),
  ]);
  return table(['workload', 'against', 'time ratio (min–max)', 'goal', 'met'], rows);
}

function verdict(met: boolean | undefined): string {
  return met === undefined ? 'not judged' : met ? 'yes' : 'NO';
}

export function timeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(outcome =>
    outcome.entrants.map(({ title, seconds, memory, serverBusy, samples }) => [
      outcome.title,
      title,
      spreadText(seconds, secondsText),
      memory === undefined ? '' : memory.median.toFixed(0),
      String(samples.at(-1)?.requests ?? ''),
      serverBusy === undefined ? '' : `${(serverBusy.median * 100).toFixed(0)} %`,
    ]),
  );
  return table(['workload', 'who', 'seconds (min–max)', 'MiB', 'requests', 'server busy'], rows);
}

export function secondsText(seconds: number): string {
  return seconds.toFixed(seconds < 1 ? 3 : seconds < 10 ? 2 : 1);
}

function spreadText({ median, min, max }: Spread, text: (number: number) => string): string {
  return `${text(median)} (${text(min)}–${text(max)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
