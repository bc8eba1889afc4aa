/** A wrong value of an input. Nothing was sent and nothing was written when it is thrown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that ends the whole run: a rejected login, an outage, a full disk. Its message names what to do. */
export class RunError extends Error {
  override readonly name = 'RunError';
}

/** The run was cancelled from outside (a signal). */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('The run was cancelled. Files that were downloaded stay; the next run goes on from there.');
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
