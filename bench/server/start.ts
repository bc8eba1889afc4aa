/** Starts the benchmark's server: the one in C where there is a compiler and epoll, the one in Node elsewhere. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Shape } from '../share.ts';

/** What was served since the last report. */
export interface Served {
  readonly listings: number;
  readonly files: number;
  readonly batches: number;
  readonly others: number;
  /** When the first request came in, seconds since 1970; 0 if none did. */
  readonly first: number;
}

export interface Server {
  readonly port: number;
  /** Tells what was served since the last call, and begins anew. */
  served(): Promise<Served>;
  /** Seconds of CPU time used so far, or undefined where the system does not tell. */
  cpuSeconds(): number | undefined;
  stop(): Promise<void>;
}

/** How a server is started; `compiled` is undefined where it runs in Node. */
export interface ServerKind {
  readonly title: string;
  readonly compiled: { readonly server: string; readonly load: string } | undefined;
  readonly command: readonly string[];
  /** Removes what was compiled. */
  dispose(): void;
}

/** @param wanted `auto` takes the C server if it can be compiled, and says why if not */
export function chooseServer(wanted: 'auto' | 'c' | 'node', say: (line: string) => void): ServerKind {
  if (wanted !== 'node') {
    const folder = mkdtempSync(join(tmpdir(), 'filecloud-mirror-bench-'));
    try {
      const server = compile(folder, 'server', ['server.c', 'answer.c', 'pages.c', 'share.c']);
      const load = compile(folder, 'load', ['load.c']);
      return {
        title: 'C, one thread, epoll',
        compiled: { server, load },
        command: [server],
        dispose: () => rmSync(folder, { recursive: true, force: true }),
      };
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
      if (wanted === 'c') throw new Error(`The C server cannot be compiled: ${reason}`, { cause: error });
      say(`No C server (${reason}). The one in Node takes its place: it is slower, so ratios come out closer to 1.`);
      say('To get the C server, install a C compiler on Linux: apt-get install gcc libc6-dev');
    }
  }
  const script = fileURLToPath(new URL('./cluster.ts', import.meta.url));
  return { title: 'Node, two processes', compiled: undefined, command: [process.execPath, script], dispose: () => {} };
}

function compile(folder: string, name: string, sources: readonly string[]): string {
  const output = join(folder, name);
  const paths = sources.map(source => join(import.meta.dirname, source));
  const compiler = process.env['CC'] ?? 'cc';
  execFileSync(compiler, ['-std=gnu11', '-D_GNU_SOURCE', '-O2', '-o', output, ...paths], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return output;
}

/** @param latency milliseconds from a request to its answer; a connection's first request takes twice as long */
export async function startServer(kind: ServerKind, shape: Shape, latency: number): Promise<Server> {
  const [command = '', ...before] = kind.command;
  const numbers = { folders: shape.folders, files: shape.files, size: shape.size, latency };
  const options = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(command, [...before, ...options]);
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, number>> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`The benchmark's server (${command}) ended unasked.`);
    return readNumbers(line.value);
  };
  const { port = 0, workers = 0 } = await next();
  const processId = child.pid ?? 0;
  return {
    port,
    async served() {
      child.stdin.write('report\n');
      const { listings = 0, files = 0, batches = 0, others = 0, first = 0 } = await next();
      return { listings, files, batches, others, first };
    },
    cpuSeconds: () => (workers > 0 ? undefined : cpuSeconds(processId)),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcessWithoutNullStreams): Promise<void> {
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  child.stdin.end();
  if (child.exitCode === null && child.signalCode === null) await ended;
}

function readNumbers(line: string): Record<string, number> {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) throw new Error(`The benchmark's server said: ${line}`);
  return Object.fromEntries(Object.entries(value).map(([name, number]) => [name, Number(number)]));
}

/** User and system time from /proc, which counts in hundredths of a second. */
function cpuSeconds(processId: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
