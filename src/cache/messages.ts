/** What the worker process is asked to do: one line of JSON on its standard input. */
export interface Task {
  readonly task: 'restore' | 'save';
  /** The mirror, as a glob relative to the workspace. */
  readonly path: string;
  /** The key to save under; for a restore the beginning of the key. */
  readonly key: string;
  /** Milliseconds between two signs of life. */
  readonly beat: number;
}

/** What the worker process tells: one line of JSON each on file descriptor 3. */
export type Message =
  | Beat
  /** The library came to its end. */
  | Result
  /** The library threw. */
  | { readonly kind: 'thrown'; readonly reason: string };

interface Result {
  readonly kind: 'result';
  /** What was restored, or saved; undefined if nothing was. */
  readonly key: string | undefined;
  /** The last answer of the service that was a refusal or an error, `HTTP status 403`. */
  readonly refusal: string | undefined;
}

/** A sign of life: what the worker waits for. */
export interface Beat {
  readonly kind: 'beat';
  /** Whether a request is in flight. When none is, tar is at work, and nothing of it is the service's fault. */
  readonly waiting: boolean;
  /** Bytes that went over the network so far, both ways. */
  readonly traffic: number;
  /** Why the last request failed (a 5xx status or an error of the connection); undefined after an answer. */
  readonly failure: string | undefined;
}

/** @throws Error when the text is no task */
export function parseTask(text: string): Task {
  const value: unknown = JSON.parse(text);
  if (isRecord(value)) {
    const { task, path, key, beat } = value;
    const known = task === 'restore' || task === 'save';
    if (known && typeof path === 'string' && typeof key === 'string' && typeof beat === 'number') {
      return { task, path, key, beat };
    }
  }
  throw new Error('The worker of the cache was started without a task.');
}

/** Reads a line the worker wrote; undefined for anything else. */
export function parseMessage(line: string): Message | undefined {
  const value = parse(line);
  if (!isRecord(value)) return undefined;
  switch (value['kind']) {
    case 'beat': {
      const { waiting, traffic, failure } = value;
      if (typeof waiting !== 'boolean' || typeof traffic !== 'number') return undefined;
      return { kind: 'beat', waiting, traffic, failure: textOf(failure) };
    }
    case 'result':
      return { kind: 'result', key: textOf(value['key']), refusal: textOf(value['refusal']) };
    case 'thrown':
      return { kind: 'thrown', reason: textOf(value['reason']) ?? 'unknown' };
    default:
      return undefined;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
