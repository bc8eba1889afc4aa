import { createServer, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen, portOf } from '../../sandbox/listening.ts';

export interface HttpProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** What was asked of it, and with which credentials. */
  readonly seen: { readonly asked: string; readonly authorization: string | undefined }[];
}

/** A proxy: tunnels for https, plain requests for http. It is closed with the test. @param refusal the status it refuses with */
export async function startProxy(refusal?: number): Promise<HttpProxy> {
  const seen: HttpProxy['seen'] = [];
  const server = createServer((request, response) => {
    const { 'proxy-authorization': authorization, ...headers } = request.headers;
    seen.push({ asked: `${request.method} ${request.url}`, authorization });
    if (refusal !== undefined) {
      response.writeHead(refusal).end('The proxy says no.');
      return;
    }
    const onward = sendRequest(request.url ?? '', { method: request.method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    seen.push({ asked: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] });
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket);
      socket.pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  const close = await listen(server, 0, '127.0.0.1');
  onTestFinished(close);
  return { host: `127.0.0.1:${portOf(server)}`, seen };
}

const NAMES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'];

/** Sets the proxies of the environment, until the test ends; those of the machine don't count. */
export function proxies(settings: Readonly<Record<string, string>>): void {
  const names = [...NAMES, ...NAMES.map(name => name.toUpperCase())];
  const before = names.map(name => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  Object.assign(process.env, settings);
  onTestFinished(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
