/**
 * Ends one request. axios takes it for a signal; an `AbortSignal` with its events would cost a tenth of what a small request does.
 */
export class Abort {
  aborted = false;
  #act: (() => void) | undefined;

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
}
