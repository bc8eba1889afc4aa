import type { RemoteError } from '../sync/remote.ts';
import { DoubtfulAnswer } from './doubtful-answer.ts';
import type { Session } from './session.ts';
import type { Answer, Ask, Transport } from './transport.ts';

/** Marks what an answer means if the session is still there. */
export type Doubt = (meaning: RemoteError) => Error;

const doubt: Doubt = meaning => new DoubtfulAnswer(meaning);

/** Requests within the session: a doubtful answer is asked about, and the request sent again where the session had ended. */
export class Requests {
  readonly #transport: Transport;
  readonly #session: Session;

  constructor(transport: Transport, session: Session) {
    this.#transport = transport;
    this.#session = session;
  }

  /** @throws the doubtful answer's meaning where the session is still there; otherwise as `Transport.request` */
  async send<T>(ask: Ask, signal: AbortSignal, read: (answer: Answer, doubt: Doubt) => Promise<T>): Promise<T> {
    for (;;) {
      const { generation } = this.#session;
      try {
        return await this.#transport.request(ask, signal, answer => read(answer, doubt));
      } catch (error) {
        if (!(error instanceof DoubtfulAnswer)) throw error;
        if ((await this.#session.check(generation, signal)) === 'valid') throw error.meaning;
      }
    }
  }
}
