import type { RemoteError } from '../sync/remote.ts';

/** An answer that may mean that the session has ended: servers say it in many forms. */
export class DoubtfulAnswer extends Error {
  /** What it means if the session is still there. */
  readonly meaning: RemoteError;
  constructor(meaning: RemoteError) {
    super(meaning.message);
    this.meaning = meaning;
  }
}
