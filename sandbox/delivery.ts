import type { ServerResponse } from 'node:http';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Answer, bodyBytes, commandAnswer, emptyAnswer, pageAnswer, textAnswer, withHeaders } from './answer.ts';
import { piecesOf, sizeOf } from './content.ts';
import type { Fault } from './faults.ts';

/** How the body's bytes go out, where not simply all of them. */
type Course =
  | { readonly after: number; readonly ending: 'reset' | 'close' | 'stall' | 'end' }
  | { readonly bytes: number; readonly everyMs: number };

/** The answer that a fault puts in place of the right one, or undefined if it only changes the way it is sent. */
export function replacement(fault: Fault, op: string): Answer | undefined {
  if ('redirectTo' in fault) return withHeaders(emptyAnswer(fault.status ?? 302), { location: fault.redirectTo });
  if ('status' in fault) {
    const body = typeof fault.body === 'string' ? Buffer.from(fault.body) : (fault.body ?? new Uint8Array());
    return { status: fault.status, headers: fault.headers ?? {}, body };
  }
  if ('body' in fault) {
    const body = typeof fault.body === 'string' ? Buffer.from(fault.body) : fault.body;
    return { status: 200, headers: { 'content-type': fault.contentType ?? 'text/xml' }, body };
  }
  if ('html' in fault) return pageAnswer('FileCloud');
  if ('commands' in fault) {
    return commandAnswer({ type: op, result: 0, message: fault.commands }, { json: false, pretty: false });
  }
  return undefined;
}

/** Sends an answer, the way the fault wants it. Resolves when nothing more will be sent. */
export async function deliver(response: ServerResponse, answer: Answer, fault: Fault | undefined): Promise<void> {
  if (fault === undefined) return send(response, answer, undefined);
  if ('reset' in fault) return reset(response);
  if ('resetAfter' in fault) return send(response, answer, { after: fault.resetAfter, ending: 'reset' });
  if ('shortLength' in fault) return send(response, answer, { after: fault.shortLength, ending: 'close' });
  if ('truncate' in fault)
    return send(response, { ...answer, chunked: true }, { after: fault.truncate, ending: 'end' });
  if ('stallAfter' in fault) return send(response, answer, { after: fault.stallAfter, ending: 'stall' });
  if ('drip' in fault) return send(response, answer, fault.drip);
  if ('gzip' in fault) return send(response, gzipped(answer, fault.gzip), undefined);
  if ('headerBytes' in fault) return send(response, withHeaders(answer, padding(fault.headerBytes)), undefined);
  if ('transform' in fault) {
    const text = fault.transform(Buffer.from(bodyBytes(answer)).toString());
    const { headers } = textAnswer(text, 'text/xml', answer.status);
    return send(
      response,
      { status: answer.status, headers: { ...headers, ...answer.headers }, body: Buffer.from(text) },
      undefined,
    );
  }
  return send(response, answer, undefined);
}

async function send(response: ServerResponse, answer: Answer, course: Course | undefined): Promise<void> {
  const { start, end } = answer.part ?? { start: 0, end: sizeOf(answer.body) };
  const headers = { ...answer.headers };
  if (answer.chunked !== true && answer.status !== 304) headers['content-length'] = String(end - start);
  response.writeHead(
    answer.status,
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [name, value] : value.flatMap(one => [name, one]),
    ),
  );
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  if (course === undefined && answer.body instanceof Uint8Array) {
    response.end(answer.body.subarray(start, end));
    return;
  }
  if (course === undefined) return sendPieces(response, piecesOf(answer.body, start, end), true);
  response.flushHeaders();
  if ('everyMs' in course) return drip(response, answer, course.bytes, course.everyMs, start, end);
  const cut = Math.min(end, start + course.after);
  await sendPieces(response, piecesOf(answer.body, start, cut), course.ending === 'end');
  if (course.ending === 'reset') await reset(response);
  else if (course.ending === 'close') response.socket?.end();
}

async function sendPieces(response: ServerResponse, pieces: Iterable<Uint8Array>, complete: boolean): Promise<void> {
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  if (complete) response.end();
}

async function drip(
  response: ServerResponse,
  answer: Answer,
  bytes: number,
  everyMs: number,
  start: number,
  end: number,
): Promise<void> {
  for (let at = start; at < end && !response.destroyed; at += bytes) {
    for (const piece of piecesOf(answer.body, at, Math.min(end, at + bytes))) response.write(piece);
    await delay(everyMs);
  }
  response.end();
}

/** Resets the connection once what was written has left, so that the client gets those bytes first. */
async function reset(response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (socket === null) return;
  if (socket.writableLength > 0) await new Promise<void>(resolve => socket.write('', () => resolve()));
  // A reset overtakes bytes that the client's kernel holds: time for the client to read them, also in this very process,
  // where a timer may run before what has come in is looked at.
  await delay(5);
  await turn();
  await turn();
  if ('resetAndDestroy' in socket && typeof socket.resetAndDestroy === 'function') socket.resetAndDestroy();
  else socket.destroy();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

function gzipped(answer: Answer, how: 'ok' | 'cut' | 'bomb'): Answer {
  const packed = gzipSync(bodyBytes(answer));
  const zeros = how === 'bomb' ? gzipSync(new Uint8Array(1024 * 1024)) : new Uint8Array();
  const body =
    how === 'cut'
      ? packed.subarray(0, Math.floor(packed.length / 2))
      : Buffer.concat([packed, ...Array.from({ length: how === 'bomb' ? 256 : 0 }, () => zeros)]);
  const { status, headers, chunked } = answer;
  return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body, ...(chunked ? { chunked } : {}) };
}

function padding(bytes: number): Record<string, string> {
  const line = 1000;
  const count = Math.ceil(bytes / line);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-padding-${index}`, 'p'.repeat(line)]));
}
