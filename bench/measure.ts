import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** How long one run took, and what it needed. */
export interface Run {
  /** When the process was started, seconds since 1970. */
  readonly started: number;
  /** From start to end of the process. */
  readonly seconds: number;
  /** Peak resident memory in MiB; undefined where the system does not tell. */
  readonly memory: number | undefined;
}

/** Milliseconds between two looks at a process. The kernel keeps the peak, so that only what grows after the last look is missed. */
const LOOK = 10;

/** Seconds since 1970, finer than a millisecond. */
export const clock = (): number => (performance.timeOrigin + performance.now()) / 1000;

/** Watches the peak memory of a process until told to stop. */
export function watchMemory(processId: number | undefined): { stop(): number | undefined } {
  let peak: number | undefined;
  const look = (): void => {
    try {
      const status = readFileSync(`/proc/${processId}/status`, 'utf8');
      const kibibytes = /^VmHWM:\s+(?<kibibytes>\d+) kB$/m.exec(status)?.groups?.['kibibytes'];
      if (kibibytes !== undefined) peak = Number(kibibytes) / 1024;
    } catch {
      // It has ended, or this system has no /proc.
    }
  };
  const timer = setInterval(look, LOOK);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/**
 * Runs a command to its end. Its output goes to a file.
 * @throws Error with the end of its output when it fails
 */
export async function run(command: string, args: readonly string[], log: string): Promise<Run> {
  const output = openSync(log, 'w');
  const started = clock();
  const child = spawn(command, args, { stdio: ['ignore', output, output] });
  const memory = watchMemory(child.pid);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const seconds = clock() - started;
    if (status !== 0) {
      throw new Error(`${command} ended with status ${status}:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    }
    return { started, seconds, memory: memory.stop() };
  } finally {
    memory.stop();
    closeSync(output);
  }
}
