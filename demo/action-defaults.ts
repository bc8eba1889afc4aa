import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The inputs' defaults as action.yml gives them: what a runner passes for an input that a step leaves out. */
export function actionDefaults(): Record<string, string> {
  const action: unknown = parse(readFileSync(join(import.meta.dirname, '..', 'action.yml'), 'utf8'));
  const defaults: Record<string, string> = {};
  if (typeof action !== 'object' || action === null || !('inputs' in action)) return defaults;
  for (const [name, input] of Object.entries(action.inputs as Record<string, { default?: unknown }>)) {
    defaults[name] = input.default === undefined ? '' : String(input.default);
  }
  return defaults;
}
