import { Command, CommanderError } from 'commander';
import { INPUTS } from '../config/inputs.ts';
import { UsageError } from '../errors.ts';

/** What the command line asks for. */
export type Arguments =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'run'; readonly json: boolean; readonly read: (name: string) => string };

const EXAMPLE = `
Example:
  export FILECLOUD_USERNAME=ci FILECLOUD_PASSWORD=…
  filecloud-mirror --server https://files.example.com \\
    --remote-path /SHARED/handbook --local-path handbook

Each option is also an environment variable, FILECLOUD_REMOTE_PATH. The password
and the secret of an authenticator are only that: FILECLOUD_PASSWORD and
FILECLOUD_TOTP_SECRET. FILECLOUD_DEBUG=1 tells more.
Exit status: 0 all mirrored, 1 something failed, 2 wrong usage.`;

/** What to do where the usage is wrong. */
export const SEE_HELP = 'Run filecloud-mirror --help for what there is.';

/**
 * Reads flags and environment variables; flags win.
 * @throws UsageError for an unknown flag, one without its value, a stray word, a flag for a secret
 */
export function readArguments(argv: readonly string[], environment: NodeJS.ProcessEnv, version: string): Arguments {
  let text = '';
  const command = new Command('filecloud-mirror')
    .description('Mirrors a folder of a FileCloud server. Downloads only what is new or changed.')
    .helpOption('-h, --help', 'show this')
    .option('--json', 'one JSON result on standard output, no more')
    .version(version, '-V, --version', 'show the version')
    .addHelpText('after', EXAMPLE)
    .allowExcessArguments(true)
    .configureHelp({ helpWidth: 80 })
    .configureOutput({
      writeOut: out => {
        text += out;
      },
      writeErr: () => {},
    })
    .exitOverride();
  for (const input of INPUTS) {
    if (input.secret) continue;
    const isSwitch = input.placeholder === 'BOOL';
    const value = isSwitch ? `[${input.placeholder.toLowerCase()}]` : `<${input.placeholder.toLowerCase()}>`;
    const note = input.required ? 'required' : input.default;
    const description = `${input.help}${note === '' ? '' : ` (${note})`}`;
    if (input.name === 'include' || input.name === 'exclude') {
      command.option(`--${input.name} ${value}`, description, (glob: string, before: string | undefined) =>
        before === undefined ? glob : `${before}\n${glob}`,
      );
    } else command.option(`--${input.name} ${value}`, description);
  }
  for (const { name } of INPUTS.filter(input => input.secret)) {
    if (argv.some(argument => argument === `--${name}` || argument.startsWith(`--${name}=`))) {
      throw new UsageError(
        `--${name}: There is no such flag, because other users of a machine can see command lines. Set ${variableOf(name)} instead.`,
      );
    }
  }
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text };
    const said = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
    throw new UsageError(`${said.charAt(0).toUpperCase()}${said.slice(1)}. ${SEE_HELP}`);
  }
  const options: Record<string, unknown> = command.opts();
  const flags = new Set(command.options.map(option => option.long));
  for (const { name } of INPUTS) {
    const value = options[camelCase(name)];
    if (typeof value !== 'string') continue;
    // The parser takes whatever comes next for the value.
    const next = value.split('\n').find(line => flags.has(line.replace(/=.*/, '')));
    if (next !== undefined) throw new UsageError(`--${name} has no value: “${next}” is the next option. ${SEE_HELP}`);
  }
  const stray = command.args[0];
  if (stray !== undefined) throw new UsageError(`${JSON.stringify(stray)} belongs to no option. ${SEE_HELP}`);
  const read = (name: string): string => {
    const given = options[camelCase(name)];
    if (given === true) return 'true';
    return typeof given === 'string' ? given : (environment[variableOf(name)] ?? '');
  };
  return { kind: 'run', json: options['json'] === true, read };
}

/** `remote-path` → `FILECLOUD_REMOTE_PATH`. */
function variableOf(name: string): string {
  return `FILECLOUD_${name.replaceAll('-', '_').toUpperCase()}`;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
