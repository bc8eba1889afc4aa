import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { FileCloud, type FileCloudOptions } from '../../src/filecloud/filecloud.ts';
import { Redactor } from '../../src/report/redact.ts';
import type { Log } from '../../src/report/reporter.ts';
import { type RemoteEntry, RemoteError, type Sink } from '../../src/sync/remote.ts';

/** Never aborted. */
export const signal = new AbortController().signal;

/** Remembers what was said. */
export class RecordedLog implements Log {
  readonly lines: string[] = [];
  readonly secrets: string[] = [];
  readonly #redactor = new Redactor();

  readonly info = (message: string): void => void this.lines.push(message);
  readonly debug = (message: string): void => void this.lines.push(message);
  readonly warning = (message: string): void => void this.lines.push(message);
  readonly redact = (text: string): string => this.#redactor.apply(text);
  readonly secret = (value: string): void => {
    this.secrets.push(value);
    this.#redactor.add(value);
  };
}

/** A client that never waits: how long it would have waited is written down, in milliseconds. */
export interface Client {
  readonly cloud: FileCloud;
  readonly log: RecordedLog;
  readonly waits: number[];
}

/** A client of the server at a URL. It is closed with the test. */
export function client(server: string, options: Partial<FileCloudOptions> = {}): Client {
  const log = new RecordedLog();
  const waits: number[] = [];
  const cloud = new FileCloud({
    server,
    username: 'demo',
    password: 'demo-password',
    totpSecret: undefined,
    timezone: 'UTC',
    concurrency: 4,
    retries: 2,
    timeout: 60,
    caCertificate: undefined,
    batch: 'auto',
    log,
    pace: {
      base: 0,
      sleep: async milliseconds => {
        waits.push(milliseconds);
      },
    },
    ...options,
  });
  onTestFinished(() => cloud.close());
  return { cloud, log, waits };
}

export interface Scene extends Client {
  readonly sandbox: Sandbox;
}

/** A sandbox, and a client that is logged in to it. Both are closed with the test. */
export async function scene(server: SandboxOptions = {}, options: Partial<FileCloudOptions> = {}): Promise<Scene> {
  const sandbox = await startSandbox(server);
  onTestFinished(() => sandbox.close());
  const made = client(sandbox.url, options);
  await made.cloud.login(signal);
  return { sandbox, ...made };
}

/** The files of one folder, `/SHARED/docs`, as the sandbox takes them. */
export function docs(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`/SHARED/docs/${name}`, content]));
}

/** So many files of the folder, each of one byte. */
export function manyDocs(count: number): Record<string, string> {
  return docs(Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'x'])));
}

export const FOLDER = '/SHARED/docs';

/** A sink in memory. */
export class MemorySink implements Sink {
  #chunks: Buffer[] = [];
  #size = 0;
  restarts = 0;
  proof: string | undefined;

  get size(): number {
    return this.#size;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  write(chunk: Uint8Array): void {
    // The chunk belongs to the caller.
    this.#chunks.push(Buffer.from(chunk));
    this.#size += chunk.length;
  }

  restart(): void {
    this.#chunks = [];
    this.#size = 0;
    this.restarts++;
  }
}

/** A listed file. */
export function listed(
  path: string,
  size: number | undefined,
  modified: number | undefined = 1_700_000_000,
): RemoteEntry {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, path, kind: 'file', size, modified, downloadable: true };
}

/** The one entry of a name. */
export function named(entries: readonly RemoteEntry[], name: string): RemoteEntry {
  const entry = entries.find(one => one.name === name);
  if (entry === undefined) throw new Error(`There is no ${name}.`);
  return entry;
}

export const names = (entries: readonly RemoteEntry[]): string[] => entries.map(({ name }) => name);

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('It was rejected with something that is no Error.', { cause: error });
  }
  throw new Error('It was not rejected.');
}

/** Which failure a promise was rejected with, and its words. */
export async function failure(promise: Promise<unknown>): Promise<{ failure: string; message: string }> {
  const error = await rejection(promise);
  if (!(error instanceof RemoteError)) throw error;
  return { failure: error.failure, message: error.message };
}
