/**
 * Writes the tables of inputs and outputs from action.yml into README.md, between `<!-- inputs -->` and `<!-- /inputs -->` and the same for
 * outputs: `node scripts/readme-tables.ts`. A test holds them equal.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const readme = join(root, 'README.md');

/** README.md with the tables as action.yml has them. */
export function withTables(text: string, action: string): string {
  const { inputs, outputs } = parse(action) as {
    readonly inputs: Readonly<Record<string, Field>>;
    readonly outputs: Readonly<Record<string, Field>>;
  };
  const withInputs = between(text, 'inputs', [
    ['input', 'default', 'meaning'],
    ...Object.entries(inputs).map(([name, input]) => [`\`${name}\``, presetOf(input), input.description]),
  ]);
  return between(withInputs, 'outputs', [
    ['output', 'meaning'],
    ...Object.entries(outputs).map(([name, output]) => [`\`${name}\``, output.description]),
  ]);
}

interface Field {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

function presetOf({ required, default: preset = '' }: Field): string {
  if (required === true) return 'required';
  return preset === '' ? '' : `\`${preset}\``;
}

function between(text: string, mark: string, [head = [], ...rows]: readonly (readonly string[])[]): string {
  const marks = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  if (!marks.test(text)) throw new Error(`README.md has no <!-- ${mark} --> and <!-- /${mark} -->.`);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].map(row => row.replaceAll(/ {2,}/g, ' '));
  return text.replace(marks, (_, start: string, end: string) => `${start}\n${table.join('\n')}\n\n${end}`);
}

if (import.meta.main) {
  const action = readFileSync(join(root, 'action.yml'), 'utf8');
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8'), action));
}
