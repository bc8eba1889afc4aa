import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withTables } from '../scripts/readme-tables.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const action = readFileSync(join(root, 'action.yml'), 'utf8');

test('the tables of README.md say what action.yml says: if not, run node scripts/readme-tables.ts', () => {
  expect(readme).toBe(withTables(readme, action));
  expect(readme).toContain('| `max-delete` | `50%` | With `delete`, refuse');
});

test('a README without the marks is an error', () => {
  expect(() => withTables('# FileCloud Mirror', action)).toThrow('<!-- inputs -->');
});
