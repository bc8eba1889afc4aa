import type { Sandbox } from './sandbox.ts';
import { canonicalPath } from './tree.ts';

/** What goes wrong with one request. Sizes are bytes, times milliseconds. */
export type Fault =
  /** Another answer. */
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  /** The connection is reset before anything is sent. */
  | { readonly reset: true }
  /** The connection is reset after so many bytes of the body. */
  | { readonly resetAfter: number }
  /** The body ends early, chunked, and looks complete. */
  | { readonly truncate: number }
  /** The body ends early and falls short of its `Content-Length`; the connection is closed in good order. */
  | { readonly shortLength: number }
  /** After so many bytes of the body nothing comes any more. */
  | { readonly stallAfter: number }
  | { readonly drip: { readonly bytes: number; readonly everyMs: number } }
  /** Another body, with status 200. */
  | { readonly body: string | Uint8Array; readonly contentType?: string }
  /** A page with status 200. */
  | { readonly html: true }
  /** The command envelope with result 0 and this message. */
  | { readonly commands: string }
  /** The body compressed: well, cut short, or followed by 256 MiB of zeros. */
  | { readonly gzip: 'ok' | 'cut' | 'bomb' }
  | { readonly redirectTo: string; readonly status?: number }
  /** Headers of at least so many bytes. */
  | { readonly headerBytes: number }
  | { readonly latency: number }
  /** Called when the request has come, before it is answered: to change the tree in the middle of a run. */
  | { readonly before: (sandbox: Sandbox) => void | Promise<void> }
  /** The body, as text, rewritten. */
  | { readonly transform: (xml: string) => string };

/** Which requests: by operation, and by the FileCloud path they are about (whole, or by a pattern). */
interface Match {
  readonly op?: string;
  readonly path?: string | RegExp;
}

export interface Injection {
  readonly match?: Match;
  /** So many matching requests pass first; none by default. */
  readonly skip?: number;
  /** How many requests are hit; one by default, `Infinity` for all. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface InjectedFault {
  /** How many requests were hit so far. */
  readonly hits: number;
  remove(): void;
}

/** The faults that wait for their requests. Of several that match, the one that was injected first is taken. */
export class Faults {
  readonly #waiting = new Set<WaitingFault>();

  add(injection: Injection): InjectedFault {
    const waiting = new WaitingFault(injection, this.#waiting);
    this.#waiting.add(waiting);
    return waiting;
  }

  take(op: string, path: string): Fault | undefined {
    for (const waiting of this.#waiting) {
      if (waiting.strikes(op, path)) return waiting.fault;
    }
    return undefined;
  }
}

class WaitingFault implements InjectedFault {
  readonly fault: Fault;
  readonly #match: Match;
  readonly #times: number;
  readonly #waiting: Set<WaitingFault>;
  #skip: number;
  #hits = 0;

  constructor({ match, skip, times, fault }: Injection, waiting: Set<WaitingFault>) {
    this.fault = fault;
    this.#match = match ?? {};
    this.#skip = skip ?? 0;
    this.#times = times ?? 1;
    this.#waiting = waiting;
  }

  get hits(): number {
    return this.#hits;
  }

  remove(): void {
    this.#waiting.delete(this);
  }

  strikes(op: string, path: string): boolean {
    const { op: wantedOp, path: wantedPath } = this.#match;
    if (wantedOp !== undefined && wantedOp !== op) return false;
    if (typeof wantedPath === 'string' && canonicalPath(wantedPath) !== path) return false;
    if (wantedPath instanceof RegExp && path.search(wantedPath) < 0) return false;
    if (this.#hits >= this.#times) return false;
    if (this.#skip > 0) {
      this.#skip--;
      return false;
    }
    this.#hits++;
    return true;
  }
}
