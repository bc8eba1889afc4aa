/** Measures the built action beside its peers, as `npm run bench -- --help` says. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { chart } from './chart.ts';
import { hold } from './contest.ts';
import { answerOf, findContestants } from './contestants.ts';
import { type Results, withResults } from './document.ts';
import { type Options, RESULTS, readOptions, USAGE } from './options.ts';
import { conclude, type Outcome } from './outcome.ts';
import { checkServer } from './server/check.ts';
import { chooseServer, type ServerKind } from './server/start.ts';
import { ratioTable, timeTable } from './table.ts';
import { describe } from './workloads.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'performance.md');

const say = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return say(USAGE);
  const serverKind = chooseServer(options.server, say);
  try {
    if (options.checkServer) await checkServer(serverKind, say);
    else report(await measureAll(options, serverKind), options, serverKind);
  } finally {
    serverKind.dispose();
  }
}

async function measureAll(options: Options, serverKind: ServerKind): Promise<readonly Outcome[]> {
  const contestants = findContestants(options.wanted, say);
  const outcomes: Outcome[] = [];
  for (const workload of options.workloads) {
    say(`${workload.name}: ${describe(workload)}`);
    const entrants = await hold(workload, { contestants, serverKind, say, ...options });
    if (entrants.length > 0) outcomes.push(conclude(workload, entrants, options.scale === 1));
    else say('  Nobody is here to do it.');
  }
  return outcomes;
}

function report(outcomes: readonly Outcome[], options: Options, serverKind: ServerKind): void {
  const [processor] = cpus();
  const machine = {
    processor: processor?.model ?? 'unknown',
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    // Without what distributions and clouds add to it.
    kernel: release().split('-', 1)[0],
    node: process.version,
    python: answerOf('python3', '--version'),
    curl: answerOf('curl', '--version')?.split(' (', 1)[0],
    rclone: (answerOf('rclone-unpaced', 'version') ?? answerOf('rclone', 'version'))?.split('\n', 1)[0],
    server: serverKind.title,
  };
  const date = new Date().toISOString().slice(0, 10);
  const note = `${date}, ${machine.cores} cores (${machine.processor}), loopback; medians of ${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'}`;
  say(`\n${timeTable(outcomes)}\n\n${ratioTable(outcomes)}\n`);
  mkdirSync(options.results, { recursive: true });
  const json = join(options.results, 'latest.json');
  const svg = join(options.results, 'latest.svg');
  const { rounds, scale } = options;
  const results: Results = { date, machine, rounds, scale, outcomes };
  writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(svg, chart(outcomes, note));
  const written = [json, svg];
  // Results that are kept elsewhere are not those of the page.
  if (options.results === RESULTS) {
    writeFileSync(PAGE, withResults(readFileSync(PAGE, 'utf8'), results));
    written.push(PAGE);
  }
  say(`Written: ${written.map(path => relative(process.cwd(), path)).join(', ')}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
