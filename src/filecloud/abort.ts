/** The requests that end with a signal: it is listened to once for all of them. */
const followers = new WeakMap<AbortSignal, Set<Abort>>();

/** Ends one request. axios takes it for a signal; an `AbortSignal` with its events would cost a tenth of what a small request does. */
export class Abort {
  aborted = false;
  #act: (() => void) | undefined;
  #following: Set<Abort> | undefined;

  readonly abort = (): void => {
    if (this.aborted) return;
    this.aborted = true;
    this.#act?.();
  };

  /** @param act what ends the request; called at once where it was aborted already */
  whenAborted(act: () => void): void {
    if (this.aborted) act();
    else this.#act = act;
  }

  /** Aborts with the signal, too, until {@link Abort.release}. */
  follow(signal: AbortSignal): void {
    if (signal.aborted) {
      this.abort();
      return;
    }
    let following = followers.get(signal);
    if (following === undefined) {
      const all = new Set<Abort>();
      signal.addEventListener('abort', () => {
        for (const abort of all) abort.abort();
      });
      followers.set(signal, all);
      following = all;
    }
    following.add(this);
    this.#following = following;
  }

  /** The request is over: nothing holds on to it any more. */
  release(): void {
    this.#following?.delete(this);
    this.#following = undefined;
    this.#act = undefined;
  }
}
