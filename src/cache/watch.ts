import type { Beat } from './messages.ts';

/** How long the cache may keep a run waiting. Milliseconds. */
export interface Deadlines {
  /** Without a sign of life of the worker process. */
  readonly life: number;
  /** With a request in flight and without a byte of it moving. */
  readonly answer: number;
  /** With nothing but failures, while the library tries again and again. */
  readonly failing: number;
  /** With a request in flight and fewer than {@link LEAST} bytes moved. */
  readonly pace: number;
}

export const DEADLINES: Deadlines = { life: 60_000, answer: 15_000, failing: 15_000, pace: 30_000 };

/** Bytes that have to move within the deadline `pace`: 4 KiB/s, where even an archive of a megabyte takes minutes. */
const LEAST = 120 * 1024;

/**
 * Decides when to give up on the cache service. A transfer that moves is not given up, however long it takes, nor is tar at work;
 * a service that hangs or drips, or that answers with errors only, costs a run seconds.
 */
export class Watch {
  /** Milliseconds between the beats that the worker should send. */
  readonly period: number;
  readonly #deadlines: Deadlines;
  #giveUp: ((reason: string) => void) | undefined;
  #traffic = -1;
  #life: NodeJS.Timeout | undefined;
  #answer: NodeJS.Timeout | undefined;
  #failing: NodeJS.Timeout | undefined;
  #pace: NodeJS.Timeout | undefined;
  /** The traffic when `#pace` was armed. */
  #paceFrom = 0;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
    this.period = Math.max(20, Math.min(1000, ...Object.values(deadlines).map(deadline => deadline / 4)));
  }

  /** Starts to watch. `giveUp` is called at most once, with the reason. */
  start(giveUp: (reason: string) => void): void {
    this.#giveUp = giveUp;
    this.#alive();
  }

  beat({ waiting, traffic, failure }: Beat): void {
    if (this.#giveUp === undefined) return;
    this.#alive();
    if (!waiting || traffic !== this.#traffic) this.#disarmAnswer();
    this.#traffic = traffic;
    if (waiting) this.#answer ??= this.#timer(this.#deadlines.answer, 'the cache service does not answer');
    if (!waiting || traffic - this.#paceFrom >= LEAST) this.#disarmPace();
    if (waiting && this.#pace === undefined) {
      this.#paceFrom = traffic;
      this.#pace = this.#timer(this.#deadlines.pace, 'the cache service is too slow');
    }
    if (failure === undefined) this.#disarmFailing();
    else this.#failing ??= this.#timer(this.#deadlines.failing, `the cache service fails again and again (${failure})`);
  }

  stop(): void {
    this.#giveUp = undefined;
    clearTimeout(this.#life);
    this.#disarmAnswer();
    this.#disarmFailing();
    this.#disarmPace();
  }

  #alive(): void {
    clearTimeout(this.#life);
    this.#life = this.#timer(this.#deadlines.life, 'the process that serves the cache gives no sign of life');
  }

  #disarmAnswer(): void {
    clearTimeout(this.#answer);
    this.#answer = undefined;
  }

  #disarmFailing(): void {
    clearTimeout(this.#failing);
    this.#failing = undefined;
  }

  #disarmPace(): void {
    clearTimeout(this.#pace);
    this.#pace = undefined;
  }

  #timer(milliseconds: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => {
      const giveUp = this.#giveUp;
      this.stop();
      giveUp?.(reason);
    }, milliseconds);
  }
}
