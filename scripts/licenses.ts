/**
 * Completes the licences of what is bundled. ncc takes the one file at the top of each package, and nothing where there is none; packages also
 * hold files of others, with licences of their own further down, or without them.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What packages hold of others without a word about it: undici has the parser llhttp as WebAssembly. */
const HELD: Readonly<Record<string, { readonly name: string; readonly copyright: string }>> = {
  undici: { name: 'llhttp', copyright: 'Copyright Fedor Indutny, 2018.' },
};

interface Manifest {
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/**
 * @param collected what ncc wrote: for each package its name, the name of its licence, and the text
 * @param modules the folder node_modules
 * @param mit the text of the MIT licence, with any copyright
 * @returns the same with what is missing behind it
 * @throws Error for a package without a text that is under another licence than MIT: somebody has to look for it
 */
export function completedLicenses(collected: string, modules: string, mit: string): string {
  const permission = mit.slice(mit.indexOf('Permission is hereby granted'));
  const lines = collected.split('\n');
  const blocks: string[] = [];
  for (const [index, name] of lines.entries()) {
    const manifest = join(modules, name, 'package.json');
    if (!/^(@[\w.-]+\/)?[\w.-]+$/.test(name) || !existsSync(manifest)) continue;
    const { license, author } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
    if (license === undefined || lines[index + 1] !== license) continue;
    const folder = join(modules, name);
    const files = globSync('**/[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]{,.*}', {
      cwd: folder,
      exclude: path => path === 'node_modules',
    }).sort();
    if (!files.some(file => !/[\\/]/.test(file))) {
      if (license !== 'MIT') throw new Error(`${name} has no text of its licence (${license}). Look for it.`);
      const owner = typeof author === 'object' ? author.name : (author ?? `the authors of ${name}`);
      blocks.push(`${name}\n${license}\nCopyright (c) ${owner}\n\n${permission}`);
    }
    for (const file of files.filter(one => /[\\/]/.test(one))) {
      blocks.push(`${name}/${file.replaceAll('\\', '/')}\n${readFileSync(join(folder, file), 'utf8')}`);
    }
    const held = HELD[name];
    if (held !== undefined) blocks.push(`${held.name} (in ${name})\nMIT\n${held.copyright}\n\n${permission}`);
  }
  return [collected.trimEnd(), ...blocks.map(block => block.trimEnd())].join('\n\n').concat('\n');
}
