/** The results as docs/performance.md has them, between `<!-- results -->` and `<!-- /results -->`. A test holds them equal. */
import type { Outcome } from './outcome.ts';
import { ratioTable } from './table.ts';

/** What latest.json holds. */
export interface Results {
  readonly date: string;
  readonly machine: Readonly<Record<string, string | number | undefined>>;
  readonly rounds: number;
  readonly scale: number;
  readonly outcomes: readonly Outcome[];
}

const MARKS = /(<!-- results -->\n)[\s\S]*?(<!-- \/results -->)/;

/** The page with these results. @throws Error when it has no place for them */
export function withResults(page: string, results: Results): string {
  if (!MARKS.test(page)) throw new Error('The page has no <!-- results --> and <!-- /results -->.');
  const { date, machine, rounds, scale, outcomes } = results;
  const facts = [
    `${machine['cores']} cores (${machine['processor']})`,
    machine['memory'],
    `Linux ${machine['kernel']}`,
    `Node ${machine['node']}`,
    machine['python'],
    machine['curl'],
    machine['rclone'],
  ];
  const size = scale === 1 ? '' : `, workloads ${scale} times as large as they should be`;
  const how = `Measured on ${date}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}${size}: ${facts.filter(Boolean).join(', ')}.`;
  // As narrow as it can be: a reader of the source sees rows, a reader of the page columns.
  const table = ratioTable(outcomes).replaceAll(/ {2,}/g, ' ').replaceAll(/-{4,}/g, '---');
  return page.replace(MARKS, (_, start: string, end: string) => `${start}\n${how}\n\n${table}\n\n${end}`);
}
