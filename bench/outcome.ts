/** From samples to what is said about them. */
import type { Entrant, Sample } from './contest.ts';
import { describe, type EntrantId, type Workload } from './workloads.ts';

/** Middle, least and greatest of some numbers. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The action's time divided by a peer's, round by round. */
interface Ratio extends Spread {
  readonly against: EntrantId;
  readonly title: string;
  readonly goal: number;
  /** Undefined where the goal does not apply: it was set for a workload of full size. */
  readonly met: boolean | undefined;
}

export interface Outcome {
  readonly workload: string;
  readonly title: string;
  readonly batch: 'auto' | 'off';
  readonly entrants: readonly (Pick<Entrant, 'id' | 'title' | 'samples'> & {
    readonly seconds: Spread;
    readonly memory: Spread | undefined;
    readonly serverBusy: Spread | undefined;
  })[];
  readonly ratios: readonly Ratio[];
  /** Peak memory of the action in MiB, against what it may need. */
  readonly memory: (Spread & { readonly goal: number; readonly met: boolean | undefined }) | undefined;
}

/** @param judged whether the workload had its full size, for which its goals were set */
export function conclude(workload: Workload, entrants: readonly Entrant[], judged: boolean): Outcome {
  const action = entrants.find(entrant => entrant.id === 'action');
  const ratios: Ratio[] = [];
  for (const peer of entrants) {
    const goal = peer.id === 'action' ? undefined : workload.goals[peer.id];
    if (action === undefined || goal === undefined) continue;
    const quotients = action.samples.flatMap((sample, round) => {
      const other = peer.samples[round];
      return other === undefined ? [] : [sample.seconds / other.seconds];
    });
    const spread = spreadOf(quotients);
    ratios.push({
      against: peer.id,
      title: peer.title,
      goal,
      met: judged ? spread.median <= goal : undefined,
      ...spread,
    });
  }
  const memory = action === undefined ? undefined : spreadOfKnown(action.samples, sample => sample.memory);
  return {
    workload: workload.name,
    title: describe(workload),
    batch: workload.batch,
    entrants: entrants.map(entrant => ({
      ...entrant,
      seconds: spreadOf(entrant.samples.map(sample => sample.seconds)),
      memory: spreadOfKnown(entrant.samples, sample => sample.memory),
      serverBusy: spreadOfKnown(entrant.samples, sample => sample.serverBusy),
    })),
    ratios,
    memory:
      memory === undefined || workload.memory === undefined
        ? undefined
        : { ...memory, goal: workload.memory, met: judged ? memory.median <= workload.memory : undefined },
  };
}

/** @param numbers at least one */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return { median: (low + high) / 2, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

function spreadOfKnown(samples: readonly Sample[], pick: (sample: Sample) => number | undefined): Spread | undefined {
  const known = samples.map(pick).filter(number => number !== undefined);
  return known.length === 0 ? undefined : spreadOf(known);
}
