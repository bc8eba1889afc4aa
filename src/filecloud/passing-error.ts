/** What failed in passing: the same request may work a moment later. */
export class PassingError extends Error {
  override readonly name = 'PassingError';
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter: number | undefined;
  /** Whether the server asked everybody to slow down (429, 503). */
  readonly overload: boolean;
  /** Whether the server, or what stands before it, said that it cannot answer anybody now (429, 502–504, 509, 520–530). */
  readonly unavailable: boolean;
  /** Whether there was no answer at all. */
  readonly unanswered: boolean;
  /** Whether a kept connection had been closed by the server meanwhile: nothing was wrong with the request. */
  readonly stale: boolean;

  constructor(
    message: string,
    options: {
      readonly cause?: unknown;
      readonly retryAfter?: number | undefined;
      readonly overload?: boolean;
      readonly unavailable?: boolean;
      readonly unanswered?: boolean;
      readonly stale?: boolean;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
    this.overload = options.overload ?? false;
    this.unavailable = options.unavailable ?? false;
    this.unanswered = options.unanswered ?? false;
    this.stale = options.stale ?? false;
  }
}
