import type { Result } from '../result.ts';
import type { Outcome } from '../sync/outcome.ts';

/** How many of a kind the summary shows. */
export const FAILURES = 50;
export const CHANGES = 20;
const WARNINGS = 20;

/** Keeps what the summary shows of a run: the first failures, the largest changes, the warnings. Bounded, whatever the run's size. */
export class Highlights {
  readonly #failures: Result['failures'][number][] = [];
  readonly #changes: Result['changes'][number][] = [];
  readonly #warnings: string[] = [];

  add(outcome: Outcome): void {
    if (outcome.action === 'failed') {
      if (this.#failures.length < FAILURES) {
        this.#failures.push({ path: outcome.path, error: outcome.error ?? '' });
      }
    } else if (outcome.action !== 'skipped') {
      const { path, action, size } = outcome;
      const smallest = this.#changes.at(-1);
      if (this.#changes.length >= CHANGES && (smallest?.size ?? 0) >= (size ?? 0)) return;
      const at = this.#changes.findIndex(change => (change.size ?? 0) < (size ?? 0));
      this.#changes.splice(at < 0 ? this.#changes.length : at, 0, { path, action, size });
      if (this.#changes.length > CHANGES) this.#changes.pop();
    }
  }

  warning(message: string): void {
    if (this.#warnings.length < WARNINGS) this.#warnings.push(message);
  }

  lists(): Pick<Result, 'failures' | 'changes' | 'warnings'> {
    return { failures: [...this.#failures], changes: [...this.#changes], warnings: [...this.#warnings] };
  }
}
