import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen, portOf } from '../../sandbox/listening.ts';
import type { Ask } from '../../src/filecloud/exchanges.ts';
import { type Answer, Transport, type TransportOptions } from '../../src/filecloud/transport.ts';
import { RecordedLog, signal } from './scene.ts';

/** A server that does nothing but what the test says. It is closed with the test. */
export async function serve(listener: RequestListener): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer({ keepAliveTimeout: 0 }, listener);
  const close = await listen(server, 0, '127.0.0.1');
  onTestFinished(close);
  return { url: `http://127.0.0.1:${portOf(server)}`, server };
}

/** A server of raw connections. `heard` is called for each piece that comes, with the connection and its number. */
export async function serveRaw(heard: (socket: Socket, connection: number) => void): Promise<{ readonly url: string }> {
  let connections = 0;
  const server = createTcpServer(socket => {
    const connection = connections++;
    socket.on('data', () => heard(socket, connection));
  });
  const close = await listen(server, 0, '127.0.0.1');
  onTestFinished(close);
  return { url: `http://127.0.0.1:${portOf(server)}` };
}

/** An answer on the wire. */
export function wire(
  body: string,
  headers: readonly string[] = [`content-length: ${Buffer.byteLength(body)}`],
): string {
  return ['HTTP/1.1 200 OK', ...headers, '', body].join('\r\n');
}

export interface Door {
  readonly transport: Transport;
  readonly log: RecordedLog;
  readonly waits: number[];
  /** Asks for a path, and reads the answer's text. */
  get(path?: string, more?: Partial<Ask>): Promise<string>;
}

/** The one door to HTTP, without a session. It is closed with the test. */
export function door(server: string, options: Partial<TransportOptions> = {}): Door {
  const log = new RecordedLog();
  const waits: number[] = [];
  const transport = new Transport({
    server,
    concurrency: 4,
    retries: 2,
    timeout: 60,
    caCertificate: undefined,
    log,
    pace: {
      base: 0,
      sleep: async milliseconds => {
        waits.push(milliseconds);
      },
    },
    ...options,
  });
  onTestFinished(() => transport.close());
  const get: Door['get'] = (path = '/core/x', more = {}) => transport.request({ path, ...more }, signal, textOf);
  return { transport, log, waits, get };
}

export async function textOf(answer: Answer): Promise<string> {
  const chunks: Buffer[] = [];
  await answer.read(bytes => chunks.push(Buffer.from(bytes)));
  return Buffer.concat(chunks).toString();
}
