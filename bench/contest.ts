/** One workload: every entrant in turn, round after round, so that a disturbance of the machine meets them all. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant, Job } from './contestants.ts';
import { fill, verify } from './destination.ts';
import type { Server, ServerKind } from './server/start.ts';
import { startServer } from './server/start.ts';
import { fileCount, type Shape } from './share.ts';
import type { EntrantId, Workload } from './workloads.ts';

/** One measured run. */
export interface Sample {
  readonly seconds: number;
  /** Peak resident memory in MiB. */
  readonly memory: number | undefined;
  /** Requests that the server answered. */
  readonly requests: number;
  /** Share of the time in which the server was computing, 0 to 1. */
  readonly serverBusy: number | undefined;
}

export interface Entrant {
  readonly id: EntrantId;
  readonly title: string;
  readonly samples: readonly Sample[];
}

interface Place extends Pick<Entrant, 'id' | 'title'> {
  readonly contestant: Contestant;
  readonly shape: Shape;
  readonly server: Server;
  readonly workspace: string;
  readonly samples: Sample[];
}

export interface Surroundings {
  readonly contestants: ReadonlyMap<EntrantId, Contestant>;
  readonly serverKind: ServerKind;
  readonly rounds: number;
  /** Where destinations are made. */
  readonly destination: string;
  readonly say: (line: string) => void;
}

/** @throws Error when a contestant fails, or did not do what it was measured for */
export async function hold(workload: Workload, surroundings: Surroundings): Promise<readonly Entrant[]> {
  const { contestants, serverKind, rounds, destination, say } = surroundings;
  const root = mkdtempSync(join(destination, 'filecloud-mirror-bench-'));
  const scenes = new Map<Shape, Pick<Place, 'server' | 'workspace'>>();
  try {
    const places: Place[] = [];
    for (const id of ['action', ...Object.keys(workload.goals)] as EntrantId[]) {
      const contestant = contestants.get(id);
      if (contestant === undefined) continue;
      const shape = id === 'base' ? (workload.baseShape ?? workload.shape) : workload.shape;
      let scene = scenes.get(shape);
      if (scene === undefined) {
        scene = {
          server: await startServer(serverKind, shape, workload.latency),
          workspace: join(root, `${scenes.size}`),
        };
        scenes.set(shape, scene);
        mkdirSync(scene.workspace);
        if (workload.kind === 'unchanged') fill(join(scene.workspace, 'mirror'), shape);
      }
      const files = fileCount(shape).toLocaleString('en-US');
      const title = id === 'base' ? `the same, ${files} files` : contestant.title(workload.kind);
      places.push({ id, title, contestant, shape, ...scene, samples: [] });
    }
    for (let round = 0; round < rounds * (workload.repeats ?? 1); round++) {
      for (let turn = 0; turn < places.length; turn++) {
        // Each round begins with another entrant, and every second one goes backwards: nobody always follows the same one.
        const place = places.at((round % 2 === 0 ? round + turn : round - turn) % places.length);
        if (place === undefined) continue;
        const sample = await runOnce(workload, place, root);
        place.samples.push(sample);
        if (workload.repeats === undefined) say(`  ${place.title}: ${sample.seconds.toFixed(2)} s`);
      }
    }
    return places.map(({ id, title, samples }) => ({ id, title, samples }));
  } finally {
    for (const scene of scenes.values()) await scene.server.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

async function runOnce(workload: Workload, place: Place, root: string): Promise<Sample> {
  const { contestant, server, shape, workspace, title } = place;
  const scratch = mkdtempSync(join(root, 'scratch-'));
  const mirror = join(workspace, 'mirror');
  const job: Job = { kind: workload.kind, shape, port: server.port, workspace, scratch, batch: workload.batch };
  if (workload.kind !== 'unchanged') {
    rmSync(mirror, { recursive: true, force: true });
    mkdirSync(mirror);
  }
  const start = contestant.prepare(job);
  await server.served();
  const cpuBefore = server.cpuSeconds();
  const run = await start();
  const cpuAfter = server.cpuSeconds();
  const served = await server.served();
  if (workload.kind === 'first') verify(mirror, shape, title);
  if (workload.kind === 'unchanged' && served.files + served.batches > 0) {
    throw new Error(`${title} downloaded ${served.files + served.batches} times though nothing had changed.`);
  }
  rmSync(scratch, { recursive: true });
  if (workload.kind !== 'unchanged') rmSync(mirror, { recursive: true });
  return {
    // An empty script asks for nothing: it counts until its end.
    seconds: workload.kind === 'start' && served.first > 0 ? served.first - run.started : run.seconds,
    memory: run.memory,
    requests: served.listings + served.files + served.batches + served.others,
    serverBusy: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / run.seconds,
  };
}
