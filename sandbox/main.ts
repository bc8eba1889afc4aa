import { CommandLineError, help, readCommandLine } from './command-line.ts';
import { type SeenRequest, startSandbox } from './sandbox.ts';

/** The sandbox as a program: serves until it is told to end (Ctrl-C). Exit status: 2 for a wrong command line, 1 if it cannot start. */
async function main(args: readonly string[]): Promise<void> {
  const line = readCommandLine(args);
  if (line.help) {
    process.stdout.write(help);
    return;
  }
  const { options, quiet } = line;
  const sandbox = await startSandbox(quiet ? options : { ...options, onRequest: print });
  const { user = 'demo', root, mount = '/SHARED/files' } = options;
  const served = root === undefined ? 'an empty server' : `${root} as ${mount}`;
  process.stdout.write(`FileCloud sandbox at ${sandbox.url}, user ${user}, serving ${served}. Ctrl-C ends it.\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

/** JSON keeps a name with line breaks on one line. */
function print({ status, method, op, path }: SeenRequest): void {
  process.stdout.write(
    `${status || '---'} ${method} ${JSON.stringify(op).slice(1, -1)} ${JSON.stringify(path).slice(1, -1)}\n`,
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof CommandLineError ? 2 : 1;
}
