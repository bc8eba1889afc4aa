/** One input of the action, which is also a flag and an environment variable of the command line. */
export interface Input {
  readonly name: string;
  readonly default: string;
  readonly required: boolean;
  /** Never shown, and without a flag: command lines are seen by other users of a machine. */
  readonly secret: boolean;
  /** What a value looks like, for the help. */
  readonly placeholder: string;
  /** One line for the help. */
  readonly help: string;
}

const input = (
  name: string,
  placeholder: string,
  help: string,
  more: { readonly default?: string; readonly required?: boolean; readonly secret?: boolean } = {},
): Input => ({ name, placeholder, help, default: '', required: false, secret: false, ...more });

/** All inputs, in the order of action.yml; a test holds both equal. */
export const INPUTS: readonly Input[] = [
  input('server', 'URL', 'address of the server', { required: true }),
  input('username', 'NAME', 'FileCloud account', { required: true }),
  input('password', '', 'its password', { required: true, secret: true }),
  input('totp-secret', '', "secret of the account's authenticator", { secret: true }),
  input('remote-path', 'PATH', 'folder on the server', { required: true }),
  input('local-path', 'PATH', 'folder to mirror into', { required: true }),
  input('include', 'GLOB', 'files to mirror; repeatable'),
  input('exclude', 'GLOB', 'files and folders to leave out; repeatable'),
  input('delete', 'BOOL', 'remove what is gone from the server', { default: 'false' }),
  input('max-delete', 'N|N%', 'most local files that delete may remove', { default: '50%' }),
  input('dry-run', 'BOOL', 'list and compare only', { default: 'false' }),
  input('server-timezone', 'ZONE', 'zone of servers without UTC times', { default: 'UTC' }),
  input('concurrency', 'N', 'requests in flight at once', { default: '16' }),
  input('retries', 'N', 'tries after the first', { default: '5' }),
  input('timeout', 'SECONDS', 'silence before a request counts as stalled', { default: '60' }),
  input('cache', 'BOOL', 'use the Actions cache where there is one', { default: 'true' }),
  input('cache-key', 'TEXT', 'keeps cached mirrors apart'),
  input('ca-certificate', 'PEM|PATH', 'authority to trust, too'),
  input('report', 'PATH', 'report, one JSON object a line'),
  input('batch', 'auto|off', 'fetch small files together', { default: 'auto' }),
  input('shard', 'I/N', 'mirror only part I of N'),
];
