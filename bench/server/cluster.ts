/** The server where no C compiler is: the same answers from two Node processes, and the same protocol on standard input and output. */
import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Answers } from './answers.ts';
import type { Served } from './start.ts';

const WORKERS = 2;
const { values } = parseArgs({
  options: {
    folders: { type: 'string', default: '500' },
    files: { type: 'string', default: '20' },
    size: { type: 'string', default: '4096' },
    latency: { type: 'string', default: '0' },
  },
});

if (cluster.isPrimary) await primary();
else worker();

async function primary(): Promise<void> {
  const workers = Array.from({ length: WORKERS }, () => cluster.fork());
  const [first] = await Promise.all(workers.map(child => once(child, 'listening')));
  const address: { port?: number } = first?.[0] ?? {};
  console.log(JSON.stringify({ port: address.port, workers: WORKERS }));
  for await (const _ of createInterface({ input: process.stdin })) {
    const parts = await Promise.all(
      workers.map(async child => {
        const answer = once(child, 'message');
        child.send('report');
        const [served]: Served[] = await answer;
        return served;
      }),
    );
    console.log(JSON.stringify(parts.reduce(add)));
  }
  for (const child of workers) child.kill();
  process.exit();
}

function add(one: Served | undefined, other: Served | undefined): Served | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    listings: one.listings + other.listings,
    files: one.files + other.files,
    batches: one.batches + other.batches,
    others: one.others + other.others,
    first: Math.min(one.first || other.first, other.first || one.first),
  };
}

function worker(): void {
  const shape = { folders: Number(values.folders), files: Number(values.files), size: Number(values.size) };
  const answers = new Answers(shape);
  const latency = Number(values.latency);
  const seen = new WeakSet<object>();
  const server = createServer(async (request, response) => {
    const received = Date.now() / 1000;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const wait = seen.has(request.socket) ? latency : 2 * latency;
    seen.add(request.socket);
    if (wait > 0) await setTimeout(wait);
    const { method = '', url = '/', headers } = request;
    const question = { method, target: url, body: Buffer.concat(chunks).toString(), range: headers.range };
    const answer = answers.answer(question, received);
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    // A client that hangs up in the middle is its own affair.
    await pipeline(answer.body, response).catch(() => {});
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  process.on('message', () => process.send?.(answers.report()));
  process.on('disconnect', () => process.exit());
}
