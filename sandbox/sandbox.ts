import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { Accounts } from './accounts.ts';
import { type Call, readCall } from './call.ts';
import type { Content } from './content.ts';
import { deliver, replacement } from './delivery.ts';
import { Faults, type InjectedFault, type Injection } from './faults.ts';
import { listen, portOf } from './listening.ts';
import { MemoryTree } from './memory-tree.ts';
import { MountedTree } from './mounted-tree.ts';
import type { Backend } from './operation.ts';
import { answerTo } from './routes.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import type { NodeDetails, Tree } from './tree.ts';
import { Zone } from './zone.ts';

export type { Content } from './content.ts';
export type { Fault, InjectedFault, Injection } from './faults.ts';
export { type StorageHost, startStorageHost } from './storage-host.ts';
export type { Switches } from './switches.ts';
export type { Tree } from './tree.ts';

/** A file that the sandbox starts with: its content, or that and its time (seconds since 1970, UTC) and other details. */
export type InitialFile = Content | ({ readonly content: Content } & NodeDetails);

export interface SandboxOptions extends Partial<Switches> {
  /** Files by their FileCloud path; the folders above them are made. */
  readonly files?: Readonly<Record<string, InitialFile>>;
  readonly folders?: readonly string[];
  /** A local folder to serve, and the FileCloud path it is served at (`/SHARED/files`). */
  readonly root?: string;
  readonly mount?: string;
  /** A free port by default. */
  readonly port?: number;
  /** The address to listen on, 127.0.0.1 by default. */
  readonly host?: string;
  readonly user?: string;
  readonly password?: string;
  /** Base32 secret of an authenticator: the login then asks for a second factor. */
  readonly totpSecret?: string;
  /** IANA zone of the server's wall clock. */
  readonly zone?: string;
  /** Key and certificate, PEM: serve HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The path that FileCloud is installed under, such as `/files`; '' by default. */
  readonly prefix?: string;
  /** Called after every request. */
  readonly onRequest?: (request: SeenRequest) => void;
}

/** A request that has come. */
export interface SeenRequest {
  readonly op: string;
  readonly method: string;
  /** The FileCloud path it is about; '' where it is about none. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** The status of the answer; 0 as long as, or because, there is none. */
  readonly status: number;
}

/** A running FileCloud-compatible server. */
export interface Sandbox {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly tree: Tree;
  readonly switches: Switches;
  readonly requests: readonly SeenRequest[];
  /** How many requests of an operation have come. */
  count(op: string): number;
  inject(injection: Injection): InjectedFault;
  /** Ends every session: the next call is answered in the `expiredForm`. */
  expireSessions(): void;
  /** Ends all connections, also those that stall. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a FileCloud-compatible server in this process. Throws a RangeError for a wrong zone, and what `listen` throws. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { files, folders, root, mount, port = 0, host = '127.0.0.1', tls, prefix = '', onRequest, ...rest } = options;
  const { user = 'demo', password = 'demo-password', totpSecret, zone = 'UTC', ...turned } = rest;
  const base = prefix.replace(/\/+$/, '');
  const switches: Switches = { ...defaultSwitches(), ...turned };
  const accounts = new Accounts({ user, password, totpSecret }, switches);
  const tree = plant(user, files, folders, root, mount);
  const backend: Backend = { tree, switches, accounts, zone: new Zone(zone), locks: new Map(), uploads: new Map() };
  const faults = new Faults();
  const requests: { -readonly [Field in keyof SeenRequest]: SeenRequest[Field] }[] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await readCall(request);
    const { op, method, path, params, headers } = call;
    const seen = { op, method, path, params, headers, status: 0 };
    requests.push(seen);
    response.once('close', () => {
      onRequest?.(seen);
    });
    const fault = faults.take(op, path);
    if (fault !== undefined && 'before' in fault) await fault.before(sandbox);
    const pause = fault !== undefined && 'latency' in fault ? fault.latency : switches.latency;
    if (pause > 0) await delay(pause);
    const answer = (fault && replacement(fault, op)) ?? attempt(call, backend, base);
    if (fault === undefined || !('reset' in fault)) seen.status = answer.status;
    await deliver(response, answer, fault);
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => response.destroy());
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const close = await listen(server, port, host);
  const bound = portOf(server);

  const sandbox: Sandbox = {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}${base}`,
    port: bound,
    tree,
    switches,
    requests,
    count: op => requests.filter(request => request.op === op).length,
    inject: injection => faults.add(injection),
    expireSessions: () => accounts.expire(),
    close,
    [Symbol.asyncDispose]: close,
  };
  return sandbox;
}

function attempt(call: Call, backend: Backend, prefix: string): ReturnType<typeof answerTo> {
  try {
    return answerTo(call, backend, prefix);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: Buffer.from(message) };
  }
}

function plant(
  user: string,
  files: SandboxOptions['files'] = {},
  folders: readonly string[] = [],
  root: string | undefined,
  mount = '/SHARED/files',
): Tree {
  const memory = new MemoryTree([`/${user}`, '/SHARED', '/EXTERNAL']);
  const tree = root === undefined ? memory : new MountedTree(memory, root, mount);
  for (const [path, file] of Object.entries(files)) {
    if (typeof file === 'object' && 'content' in file) tree.write(path, file.content, file);
    else tree.write(path, file);
  }
  for (const folder of folders) tree.folder(folder);
  return tree;
}
