import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { actionDefaults } from '../../demo/action-defaults.ts';
import { runAction } from '../../demo/runner.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** How the examples name this action. */
const ACTION = 'filecloud-mirror/filecloud-mirror@v1';

type Texts = Readonly<Record<string, string>>;

interface StepText {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Texts;
  readonly 'working-directory'?: string;
}

interface WorkflowText {
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, { readonly steps: readonly StepText[] }>>;
}

/** What one run of a job has around it. */
export interface JobOptions {
  readonly workspace: string;
  readonly matrix?: Texts;
  readonly github?: Readonly<Record<string, unknown>>;
  readonly inputs?: Texts;
  /** Inputs of this action in place of the example's. */
  readonly with?: Texts;
}

export interface JobEnd {
  readonly failed: boolean;
  /** What the scripts printed, and the log of the action. */
  readonly log: string;
  /** Names (or actions) of the steps that ran, in order. */
  readonly ran: readonly string[];
}

/**
 * A runner for the workflows under examples/, as far as they need one: steps with their conditions and expressions, scripts in the shell that
 * a hosted runner starts, this action as it is built, and of others' actions what they do to files. The server is a sandbox.
 */
export class ExampleWorkflow {
  /** Programs before those of the machine. */
  readonly programs = folder();
  readonly #text: WorkflowText;
  readonly #server: Sandbox;
  readonly #service: Texts;
  /** The repository that is checked out. */
  readonly #origin: string;
  readonly #artifacts = folder();
  readonly #caches = folder();
  #runs = 0;

  /** @param service the environment of a cache service */
  constructor(name: string, server: Sandbox, { origin = '', service = {} }: { origin?: string; service?: Texts } = {}) {
    this.#text = parse(readFileSync(join(ROOT, 'examples', name), 'utf8'));
    this.#server = server;
    this.#origin = origin;
    this.#service = service;
  }

  /** Puts a program on the PATH of the scripts. */
  program(name: string, script: string): void {
    const path = join(this.programs, name);
    writeFileSync(path, `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(path, 0o755);
  }

  async run(job: string, options: JobOptions): Promise<JobEnd> {
    const { workspace, matrix = {}, github = {}, inputs = {} } = options;
    const steps: Record<string, { outputs: Texts }> = {};
    const ran: string[] = [];
    const afterSuccess: (() => void)[] = [];
    const afterAll: (() => Promise<void>)[] = [];
    let [failed, log] = [false, ''];
    const run = String(++this.#runs);
    const fill = (text: string): string =>
      text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => String(evaluated(expression) ?? ''));
    const evaluated = (expression: string): unknown =>
      evaluate(expression, {
        steps,
        matrix,
        inputs,
        github: { token: 'a-token', repository: 'example/documents', sha: 'abc', ...github },
        secrets: { FILECLOUD_USERNAME: 'demo', FILECLOUD_PASSWORD: 'demo-password', INDEX_TOKEN: 'i' },
        failed,
      });

    const own = async (id: string | undefined, inputsOf: Texts): Promise<boolean> => {
      const runner = {
        entry: join(ROOT, 'dist', 'index.js'),
        workspace,
        defaults: actionDefaults(),
        inputs: { ...inputsOf, ...options.with, server: this.#server.url },
        environment: { ...this.#service, GITHUB_RUN_ID: run },
      };
      const result = await runAction(runner);
      log += result.log;
      if (id !== undefined) steps[id] = { outputs: result.outputs };
      afterAll.push(async () => {
        log += (await runAction({ ...runner, state: result.state })).log;
      });
      return result.status === 0;
    };

    const uses = async (step: StepText): Promise<boolean> => {
      const action = step.uses?.replace(/@.*/, '') ?? '';
      const given = Object.fromEntries(
        Object.entries(step.with ?? {}).map(([name, value]) => [name, fill(String(value))]),
      );
      const path = join(workspace, given['path'] ?? '');
      if (step.uses === ACTION) return own(step.id, given);
      if (action === 'actions/checkout') {
        log += (
          await shell('bash -e {0}', CHECKOUT, workspace, {
            ORIGIN: this.#origin,
            CLEAN: given['clean'] ?? 'true',
          })
        ).output;
      } else if (action === 'actions/upload-artifact') {
        cpSync(path, join(this.#artifacts, given['name'] ?? '', basename(path)));
      } else if (action === 'actions/download-artifact') {
        for (const file of globSync(join(this.#artifacts, given['pattern'] ?? '', '*')))
          cpSync(file, join(path, basename(file)));
      } else if (action === 'actions/cache') {
        const kept = join(this.#caches, encodeURIComponent(given['key'] ?? ''));
        const hit = existsSync(kept);
        if (hit) cpSync(kept, path, { recursive: true });
        else afterSuccess.push(() => cpSync(path, kept, { recursive: true }));
        if (step.id !== undefined) steps[step.id] = { outputs: { 'cache-hit': hit ? 'true' : '' } };
      } else if (!/^actions\/(setup-node|upload-pages-artifact)$/.test(action))
        throw new Error(`What does ${action} do?`);
      return true;
    };

    for (const step of this.#text.jobs[job]?.steps ?? []) {
      const condition = (step.if ?? 'success()').replace(/^\$\{\{(.*)\}\}$/s, '$1');
      const always = /\b(always|failure|cancelled)\(\)/.test(condition);
      if (!(always || !failed) || evaluated(condition) === false || evaluated(condition) === '') continue;
      ran.push(step.name ?? step.uses ?? step.run ?? '');
      if (step.run === undefined) {
        if (!(await uses(step))) failed = true;
        continue;
      }
      const place = join(workspace, step['working-directory'] ?? '');
      const environment = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(String(value))]);
      // What a hosted runner starts where no shell is asked for, and for `shell: bash`.
      const isBash = this.#text.defaults?.run?.shell === 'bash';
      const { output, status } = await shell(
        isBash ? 'bash --noprofile --norc -eo pipefail {0}' : 'bash -e {0}',
        fill(step.run),
        place,
        { PATH: [this.programs, process.env['PATH']].join(delimiter), ...Object.fromEntries(environment) },
      );
      log += output;
      if (status !== 0) failed = true;
    }
    if (!failed) for (const after of afterSuccess) after();
    for (const after of afterAll) await after();
    return { failed, log, ran };
  }
}

/** What actions/checkout does to files. */
const CHECKOUT = `
if [ -d .git ]; then
  git fetch --quiet origin
  git reset --quiet --hard origin/main
  if [ "$CLEAN" = true ]; then git clean -ffdxq; fi
else
  git clone --quiet "$ORIGIN" .
fi`;

/** Runs a script as a runner does: written to a file, which is given to the shell in place of {0}. */
export async function shell(
  command: string,
  script: string,
  place: string,
  environment: Texts = {},
): Promise<{ readonly output: string; readonly status: number | null }> {
  const file = join(folder(), 'script.sh');
  writeFileSync(file, script);
  mkdirSync(place, { recursive: true });
  const [program = '', ...args] = command.replace('{0}', file).split(' ');
  const child = spawn(program, args, {
    cwd: place,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder(), GIT_CONFIG_NOSYSTEM: '1', ...environment },
  });
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  const [stdout, stderr, status] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended]);
  return { output: stdout + stderr, status };
}

/** Expressions of GitHub: literals, contexts, functions of status, `!`, `==`, `!=`, `&&`, `||`. */
function evaluate(expression: string, contexts: Readonly<Record<string, unknown>>): unknown {
  const text = expression.trim();
  for (const operator of ['||', '&&']) {
    const [first = '', ...rest] = text.split(operator);
    if (rest.length === 0) continue;
    const left = evaluate(first, contexts);
    const others = rest.join(operator);
    return (operator === '||') === Boolean(left) ? left : evaluate(others, contexts);
  }
  const comparison = /^(.*?)([=!]=)(.*)$/s.exec(text);
  if (comparison !== null) {
    const [, left = '', operator, right = ''] = comparison;
    return (String(evaluate(left, contexts)) === String(evaluate(right, contexts))) === (operator === '==');
  }
  if (text.startsWith('!')) return !evaluate(text.slice(1), contexts);
  if (text === 'always()') return true;
  if (text === 'success()') return contexts['failed'] !== true;
  if (text === 'cancelled()') return false;
  const literal = /^'(.*)'$/s.exec(text)?.[1];
  if (literal !== undefined) return literal.replaceAll("''", "'");
  if (text === 'true' || text === 'false') return text === 'true';
  let value: unknown = contexts;
  for (const name of text.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : '';
  return value ?? '';
}

/** A temporary folder that goes with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'example-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
