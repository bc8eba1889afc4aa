import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { completedLicenses } from '../scripts/licenses.ts';

const root = join(import.meta.dirname, '..');
const mit = readFileSync(join(root, 'LICENSE'), 'utf8');
const modules = join(root, 'node_modules');

test('what packages hold of others has its licence, too', () => {
  // A list of what a tool holds that is not bundled is none of these.
  expect(completedLicenses('@vercel/ncc\nMIT\nits text\n', modules, mit)).toBe('@vercel/ncc\nMIT\nits text\n');
  expect(completedLicenses('log-update\nMIT\nits text\n', modules, mit)).toBe('log-update\nMIT\nits text\n');
  const text = completedLicenses('luxon\nMIT\nits text\n\nundici\nMIT\nMIT License\n', modules, mit);
  expect(text.startsWith('luxon\nMIT\nits text\n\nundici\nMIT\nMIT License\n\nundici/lib/web/fetch/LICENSE\n')).toBe(
    true,
  );
  expect(text).toContain('Copyright (c) 2020 Ethan Arrowood');
  expect(text).toMatch(
    /\n\nllhttp \(in undici\)\nMIT\nCopyright Fedor Indutny, 2018\.\n\nPermission is hereby granted/,
  );
  expect(text.match(/THE SOFTWARE IS PROVIDED "AS IS"/g)).toHaveLength(2);
});

test('a package without a text gets that of its licence, or stops the build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'licenses-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const put = (name: string, manifest: object): void => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), JSON.stringify(manifest));
  };
  put('@a/b', { license: 'MIT', author: 'A. Uthor' });
  expect(completedLicenses('@a/b\nMIT\n\n', folder, mit)).toMatch(
    /^@a\/b\nMIT\n\n@a\/b\nMIT\nCopyright \(c\) A\. Uthor\n\nPermission is hereby granted[\s\S]*SOFTWARE\.\n$/u,
  );
  put('@a/b', { license: 'Apache-2.0' });
  expect(() => completedLicenses('@a/b\nApache-2.0\n\n', folder, mit)).toThrow('@a/b has no text of its licence');
});
