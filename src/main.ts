import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Interruption } from './interruption.ts';

/**
 * The one entry of the bundle. It plays four roles: the main step and the post step of the action (told apart by the runner's state), the
 * command line, and the child process in which the cache library runs. Each loads what it needs.
 */
const ROLES = { commandLine: '--command-line', cacheWorker: '--cache-worker' } as const;
const entry = fileURLToPath(import.meta.url);

async function run(): Promise<number> {
  const [role, ...rest] = process.argv.slice(2);
  if (role === ROLES.cacheWorker) {
    const { cacheWorker } = await import('./cache/worker.ts');
    await cacheWorker();
    return 0;
  }
  const interruption = new Interruption();
  if (role === ROLES.commandLine) {
    const [{ commandLine }, { mirror }] = await Promise.all([import('./cli/command-line.ts'), import('./mirror.ts')]);
    const status = await commandLine({
      argv: rest,
      environment: process.env,
      workspace: process.cwd(),
      version: version(),
      stdout: process.stdout,
      stderr: process.stderr,
      run: (config, reporter) => mirror(config, { reporter, environment: process.env, entry }, interruption.signal),
    });
    return interruption.status ?? status;
  }
  const { ActionsReporter } = await import('./report/actions-reporter.ts');
  const reporter = new ActionsReporter({ output: process.stdout, debug: process.env['RUNNER_DEBUG'] === '1' });
  let status = 0;
  const { isPostStep, markMainStep } = await import('./state.ts');
  if (isPostStep()) {
    const { post } = await import('./post.ts');
    await post({ reporter, environment: process.env, entry });
  } else {
    markMainStep();
    const { action } = await import('./action.ts');
    status = await action(reporter, process.env, entry, interruption.signal);
  }
  await reporter.flush();
  return status;
}

/** The version that the build wrote beside the bundle. */
function version(): string {
  // Not as a URL from import.meta: the bundler would take that for a module to put into the bundle.
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

async function fail(error: unknown): Promise<never> {
  // Whatever it holds is not printed as it is: errors of libraries carry headers.
  const text = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
  const { visible } = await import('./report/escape.ts');
  for (const line of `This is a mistake in FileCloud Mirror; please report it.\n${text}`.split('\n')) {
    process.stderr.write(`${visible(line)}\n`);
  }
  process.exit(1);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// Sockets that are kept for another request must not keep the step.
run().then(status => process.exit(status), fail);
