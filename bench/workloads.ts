import { fileCount, type Shape } from './share.ts';

/** `first`: into an empty folder. `unchanged`: into a finished mirror. `start`: only until the first request. */
export type Kind = 'first' | 'unchanged' | 'start';

/** Who takes part. `base` is the action on the smaller share that growth is measured against, `node` an empty script. */
export type EntrantId = 'action' | 'script' | 'curl' | 'rclone' | 'base' | 'node';

export interface Workload {
  readonly name: string;
  readonly kind: Kind;
  readonly shape: Shape;
  /** The share of `base`. */
  readonly baseShape?: Shape;
  /** Milliseconds from a request to its answer. */
  readonly latency: number;
  readonly batch: 'auto' | 'off';
  /** Against whom the action is measured: its time divided by theirs must be at most this. */
  readonly goals: Partial<Record<Exclude<EntrantId, 'action'>, number>>;
  /** MiB that the action may need at most. */
  readonly memory?: number;
  /** Repetitions in each round, for what takes no time. */
  readonly repeats?: number;
}

const MEBIBYTE = 1024 * 1024;
const small: Shape = { folders: 500, files: 20, size: 4096 };
const wide: Shape = { folders: 5_000, files: 20, size: 4096 };

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'small',
    kind: 'first',
    shape: small,
    latency: 0,
    batch: 'off',
    goals: { script: 0.3, curl: 3, rclone: 1.5 },
  },
  {
    name: 'small-batches',
    kind: 'first',
    shape: small,
    latency: 0,
    batch: 'auto',
    goals: { script: 0.3, curl: 3, rclone: 1.5 },
  },
  {
    name: 'unchanged',
    kind: 'unchanged',
    shape: wide,
    latency: 0,
    batch: 'auto',
    goals: { script: 0.4, curl: 3.5, rclone: 0.9 },
  },
  {
    name: 'unchanged-flat',
    kind: 'unchanged',
    shape: { folders: 0, files: 100_000, size: 4096 },
    latency: 0,
    batch: 'auto',
    goals: { script: 0.55, rclone: 0.35 },
  },
  {
    name: 'large',
    kind: 'first',
    shape: { folders: 0, files: 8, size: 256 * MEBIBYTE },
    latency: 0,
    batch: 'auto',
    goals: { script: 1.2, curl: 1.5 },
  },
  {
    name: 'huge',
    kind: 'first',
    shape: { folders: 0, files: 1, size: 2048 * MEBIBYTE },
    latency: 0,
    batch: 'auto',
    goals: { curl: 1.8 },
  },
  {
    name: 'latency',
    kind: 'first',
    shape: { folders: 50, files: 20, size: 4096 },
    latency: 20,
    batch: 'off',
    goals: { script: 0.08, curl: 1.15, rclone: 1.1 },
  },
  {
    name: 'latency-shipped',
    kind: 'first',
    shape: { folders: 50, files: 20, size: 4096 },
    latency: 20,
    batch: 'auto',
    goals: { script: 0.08, curl: 1.15, rclone: 1.1 },
  },
  {
    name: 'latency-unchanged',
    kind: 'unchanged',
    shape: small,
    latency: 20,
    batch: 'auto',
    goals: { script: 0.15 },
  },
  {
    name: 'latency-batches',
    kind: 'first',
    shape: small,
    latency: 20,
    batch: 'auto',
    goals: { curl: 0.35, rclone: 0.35 },
  },
  {
    name: 'growth',
    kind: 'unchanged',
    shape: { folders: 50_000, files: 20, size: 4096 },
    baseShape: wide,
    latency: 0,
    batch: 'auto',
    goals: { base: 11 },
    memory: 200,
  },
  {
    name: 'start',
    kind: 'start',
    shape: { folders: 0, files: 1, size: 16 },
    latency: 0,
    batch: 'auto',
    goals: { node: 6 },
    repeats: 5,
  },
];

/** Makes a workload smaller or larger: fewer folders where it has folders, smaller files where they are large, else fewer files. */
export function scaled(workload: Workload, factor: number): Workload {
  if (factor === 1 || workload.kind === 'start') return workload;
  const scale = (number: number): number => Math.max(1, Math.round(number * factor));
  const scaleShape = (shape: Shape): Shape => {
    if (shape.folders > 0) return { ...shape, folders: scale(shape.folders) };
    if (shape.size > MEBIBYTE) return { ...shape, size: scale(shape.size) };
    return { ...shape, files: scale(shape.files) };
  };
  return {
    ...workload,
    shape: scaleShape(workload.shape),
    ...(workload.baseShape === undefined ? {} : { baseShape: scaleShape(workload.baseShape) }),
  };
}

/** A workload in words, as it was really run. */
export function describe({ kind, shape, latency, batch }: Workload): string {
  if (kind === 'start') return 'From the start of the step to its first request';
  const where = shape.folders === 0 ? '' : ` in ${counted(shape.folders, 'folder')}`;
  const parts = [
    `${counted(fileCount(shape), 'file')} × ${readableSize(shape.size)}${where}`,
    kind === 'first' ? 'first run' : 'nothing changed',
  ];
  if (latency > 0) parts.push(`${latency} ms a request`);
  if (kind === 'first' && shape.size <= MEBIBYTE) parts.push(`batch: ${batch}`);
  return parts.join(', ');
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}

function readableSize(bytes: number): string {
  if (bytes >= 1024 * MEBIBYTE) return `${trim(bytes / 1024 / MEBIBYTE)} GiB`;
  if (bytes >= MEBIBYTE) return `${trim(bytes / MEBIBYTE)} MiB`;
  return bytes >= 1024 ? `${trim(bytes / 1024)} KiB` : `${bytes} B`;
}

function trim(number: number): string {
  return String(Math.round(number * 10) / 10);
}
