import { createServer } from 'node:http';
import { emptyAnswer } from './answer.ts';
import { deliver } from './delivery.ts';
import { fileAnswer } from './download.ts';
import { listen, portOf } from './listening.ts';
import type { Sandbox } from './sandbox.ts';

/** The storage that FileCloud sends clients to with `redirect=1`, such as Amazon S3: another host, which must see no secrets. */
export interface StorageHost {
  /** Base URL; it names another host than the sandbox, since cookies know no ports. */
  readonly url: string;
  readonly port: number;
  /** How many downloads have come. */
  readonly hits: number;
  /** What a client should have kept from it: one line for each secret that a request has carried. */
  readonly leaks: readonly string[];
  close(): Promise<void>;
}

/** Starts a storage host for the sandbox's files. Point the sandbox to it with `sandbox.switches.redirect = host.url`. */
export async function startStorageHost(sandbox: Sandbox): Promise<StorageHost> {
  const leaks: string[] = [];
  let hits = 0;
  const server = createServer((request, response) => {
    hits++;
    const { cookie = '', authorization, range, ...headers } = request.headers;
    const found = [
      ...(/tonido|xsrf/i.test(cookie) ? [`cookie: ${cookie}`] : []),
      ...(authorization === undefined ? [] : [`authorization: ${authorization}`]),
      ...Object.keys(headers).filter(name => /xsrf/.test(name)),
    ];
    leaks.push(...found);
    const path = decodeURIComponent((request.url ?? '/').replace(/\?.*/s, ''));
    const node = sandbox.tree.get(path);
    const ifRange = request.headers['if-range'];
    // S3 refuses a signed URL that comes with credentials beside its signature.
    const answer =
      found.length > 0
        ? emptyAnswer(400)
        : node?.type === 'file'
          ? fileAnswer(node, range, typeof ifRange === 'string' ? ifRange : undefined, sandbox)
          : emptyAnswer(404);
    deliver(response, answer, undefined).catch(() => response.destroy());
  });
  const close = await listen(server, 0, '127.0.0.1');
  const port = portOf(server);
  return {
    url: `http://localhost:${port}`,
    port,
    get hits() {
      return hits;
    },
    leaks,
    close,
  };
}
