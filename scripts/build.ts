/**
 * Builds dist/ from src/: the compiler writes JavaScript, ncc bundles it. dist/ is cleaned, so that no chunk of an earlier build stays.
 * The same lock file gives the same bytes: check with `git status --porcelain -- dist`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completedLicenses } from './licenses.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, process.argv[2] ?? 'dist');
const build = join(root, 'build');
const tool = (output: 'inherit' | 'ignore', path: string, ...args: string[]): void => {
  execFileSync(process.execPath, [join(root, 'node_modules', path), ...args], {
    cwd: root,
    stdio: ['ignore', output, 'inherit'],
  });
};

rmSync(build, { recursive: true, force: true });
tool('inherit', 'typescript/bin/tsc', '-p', 'tsconfig.build.json');
// Only now: sources with a mistake must not cost the bundle that is there.
rmSync(dist, { recursive: true, force: true });
// Not minified: it would start a tenth sooner, and nobody could read what runs with their password.
tool(
  'ignore',
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  join(build, 'main.js'),
  '-o',
  dist,
  '--no-cache',
  '--license',
  'licenses.txt',
);

mkdirSync(dist, { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
// ncc copies nothing of package.json but the module type; the command line tells its version.
writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ type: 'module', version }, undefined, 2)}\n`);
const licenses = join(dist, 'licenses.txt');
const own = readFileSync(join(root, 'LICENSE'), 'utf8');
writeFileSync(licenses, completedLicenses(readFileSync(licenses, 'utf8'), join(root, 'node_modules'), own));
const cli = join(dist, 'cli.js');
copyFileSync(join(root, 'scripts', 'cli.js'), cli);
chmodSync(cli, 0o755);
