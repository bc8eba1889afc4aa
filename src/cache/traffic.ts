import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Beat } from './messages.ts';

/**
 * Watches all HTTP requests of this process, whichever library makes them, through Node's diagnostics channels: the only way to tell
 * a service that does not answer from one that is slow, as the library shows its progress a second time whether there is one or not.
 */
export class Traffic {
  readonly #sockets = new Set<Socket>();
  readonly #inFlight = new Set<ClientRequest>();
  #failure: string | undefined;
  #refusal: string | undefined;

  constructor() {
    subscribe('http.client.request.created', message => {
      const request = field(message, 'request');
      if (!(request instanceof ClientRequest)) return;
      this.#inFlight.add(request);
      request.once('socket', socket => this.#sockets.add(socket));
      request.once('close', () => this.#inFlight.delete(request));
    });
    subscribe('http.client.response.finish', message => {
      const status = field(field(message, 'response'), 'statusCode');
      if (typeof status !== 'number') return;
      this.#failure = status >= 500 ? `HTTP status ${status}` : undefined;
      if (status >= 400) this.#refusal = `HTTP status ${status}`;
    });
    subscribe('http.client.request.error', message => {
      const error = field(message, 'error');
      if (error instanceof Error) this.#failure = error.message;
    });
  }

  /** The last answer that was a refusal or an error: what the library says of one may be empty. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** What there is to tell now. */
  beat(): Beat {
    let traffic = 0;
    for (const socket of this.#sockets) traffic += socket.bytesRead + socket.bytesWritten;
    return { kind: 'beat', waiting: this.#inFlight.size > 0, traffic, failure: this.#failure };
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
