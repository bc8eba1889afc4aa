import { emptyResult } from '../../src/report/outputs.ts';
import type { Result } from '../../src/result.ts';

/** A run that went well, with what a test wants otherwise. */
export function resultWith(more: Partial<Result> = {}): Result {
  return { ...emptyResult(''), ended: undefined, duration: 2000, ...more };
}
