import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type EntrantId, scaled, WORKLOADS, type Workload } from './workloads.ts';

export const USAGE = `Usage: npm run bench -- [options]

Measures the built action beside its peers: the same work, in turns, in one run.

  --workload NAME     only this one; may be repeated: ${WORKLOADS.map(workload => workload.name).join(', ')}
  --only WHO          only these: action, script, curl, rclone; may be repeated
  --rounds N          how often everyone runs (3)
  --scale F           workloads F times as large (1)
  --quick             tiny workloads, one round: shows that it works, says nothing about speed
  --destination DIR   where mirrors are made (/dev/shm where there is one: a disk can hide what is measured)
  --results DIR       where latest.json and latest.svg go (bench/results; then docs/performance.md tells them, too)
  --server KIND       auto, c or node (auto: c where it can be compiled)
  --check-server      only show how much the server can give`;

/** Where the results are that the documentation tells. */
export const RESULTS = join(import.meta.dirname, 'results');

export interface Options {
  readonly workloads: readonly Workload[];
  readonly wanted: ReadonlySet<EntrantId>;
  readonly rounds: number;
  readonly scale: number;
  readonly destination: string;
  readonly results: string;
  readonly server: 'auto' | 'c' | 'node';
  readonly checkServer: boolean;
}

const ENTRANTS: readonly EntrantId[] = ['action', 'script', 'curl', 'rclone'];
const QUICK_SCALE = 0.002;

/**
 * Reads the command line. Undefined when only help is asked for.
 * @throws Error that says what is wrong and what would be right
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workload: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      scale: { type: 'string' },
      quick: { type: 'boolean', default: false },
      destination: { type: 'string', default: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() },
      results: { type: 'string', default: RESULTS },
      server: { type: 'string', default: 'auto' },
      'check-server': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const names = WORKLOADS.map(workload => workload.name);
  const chosen = values.workload.map(name => oneOf('--workload', name, names));
  const only = values.only.map(name => oneOf('--only', name, ENTRANTS));
  const scale = positive('--scale', values.scale ?? (values.quick ? QUICK_SCALE : 1));
  return {
    workloads: WORKLOADS.filter(({ name }) => chosen.length === 0 || chosen.includes(name)).map(workload =>
      shortened(scaled(workload, scale), values.quick),
    ),
    wanted: new Set(only.length === 0 ? ENTRANTS : only),
    rounds: Math.ceil(positive('--rounds', values.rounds ?? (values.quick ? 1 : 3))),
    scale,
    destination: values.destination,
    results: values.results,
    server: oneOf('--server', values.server, ['auto', 'c', 'node'] as const),
    checkServer: values['check-server'],
  };
}

function shortened(workload: Workload, quick: boolean): Workload {
  return quick && workload.repeats !== undefined ? { ...workload, repeats: 1 } : workload;
}

function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(name => name === value);
  if (found === undefined)
    throw new Error(`${option} ${value}: there is no such one. It can be ${allowed.join(', ')}.`);
  return found;
}

function positive(option: string, value: string | number): number {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`${option} ${value}: it must be a number above 0.`);
  return number;
}
