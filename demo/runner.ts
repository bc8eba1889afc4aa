/** Starts the built action exactly as a runner does, and reads back what it wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunnerOptions {
  /** The built entry, dist/index.js. */
  readonly entry: string;
  readonly workspace: string;
  /** Inputs by name; missing ones get the default of action.yml. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly defaults: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** State of the main step, for the post step. */
  readonly state?: Readonly<Record<string, string>>;
  readonly onOutput?: (chunk: string) => void;
  /** Told once the process runs. */
  readonly onStart?: (child: Pick<ChildProcess, 'pid' | 'kill' | 'stdout' | 'stderr'>) => void;
}

export interface RunnerResult {
  /** The exit status; null after a signal. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
}

export async function runAction(options: RunnerOptions): Promise<RunnerResult> {
  const files = mkdtempSync(join(tmpdir(), 'runner-'));
  const file = (name: string): string => {
    const path = join(files, name);
    writeFileSync(path, '');
    return path;
  };
  const output = file('output');
  const summary = file('summary');
  const state = file('state');
  const temp = join(files, 'temp');
  mkdirSync(temp);
  mkdirSync(options.workspace, { recursive: true });
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? files,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_STATE: state,
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    GITHUB_WORKSPACE: options.workspace,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'example/documents',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    RUNNER_TEMP: temp,
    RUNNER_OS: 'Linux',
  };
  for (const [name, value] of Object.entries({ ...options.defaults, ...options.inputs })) {
    environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  }
  for (const [name, value] of Object.entries(options.state ?? {})) environment[`STATE_${name}`] = value;
  Object.assign(environment, options.environment);
  try {
    const child = spawn(process.execPath, [options.entry], {
      cwd: options.workspace,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    options.onStart?.(child);
    let log = '';
    const take = (chunk: Buffer): void => {
      log += chunk.toString();
      options.onOutput?.(chunk.toString());
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, ended) => resolve([code, ended]));
    });
    return {
      status,
      signal,
      log,
      outputs: readCommandFile(output),
      state: readCommandFile(state),
      summary: readFileSync(summary, 'utf8'),
    };
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

/** Reads `name=value` and `name<<delimiter` records as the runner does. */
function readCommandFile(path: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const heredoc = /^(?<name>[^=<]+)<<(?<delimiter>.+)$/.exec(line)?.groups;
    if (heredoc !== undefined) {
      const end = lines.indexOf(heredoc['delimiter'] ?? '', index + 1);
      values[heredoc['name'] ?? ''] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (line.includes('=')) {
      values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    }
  }
  return values;
}
