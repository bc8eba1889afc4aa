import type { Readable } from 'node:stream';
import { PassingError } from './passing-error.ts';

/** Bytes that are read to keep a connection; beyond them a new one costs less. */
const WORTH = 64 * 1024;

/**
 * Reads a body by its events: iterating it costs twice as much.
 * @param chunk gets the bytes; what it throws passes through and ends the reading
 * @param broken makes an error of what the connection throws
 */
export function readBody(
  body: Readable,
  chunk: (bytes: Buffer) => void,
  broken: (error: unknown) => Error,
): Promise<void> {
  return new Promise((resolve, reject) => {
    body.on('data', (bytes: Buffer) => {
      try {
        chunk(bytes);
      } catch (error) {
        reject(error);
        body.destroy();
      }
    });
    body.on('end', resolve);
    body.on('error', error => reject(broken(error)));
    body.on('close', () => {
      if (!body.readableEnded) {
        reject(broken(new PassingError('The connection was closed before the answer was whole.')));
      }
    });
  });
}

/** Reads what is left of a body that nobody wants, so that its connection can go on; where that is too much, ends the connection. */
export function discardBody(body: Readable, announced: string | undefined): Promise<void> {
  if (body.readableEnded) return Promise.resolve();
  return new Promise(resolve => {
    let left = WORTH;
    body.on('error', () => {});
    body.on('close', resolve);
    body.on('end', resolve);
    if (body.destroyed || Number(announced ?? 0) > WORTH) {
      body.destroy();
      resolve();
      return;
    }
    body.on('data', (bytes: Buffer) => {
      left -= bytes.length;
      if (left < 0) body.destroy();
    });
    body.resume();
  });
}
