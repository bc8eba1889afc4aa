import type { RemoteError } from '../sync/remote.ts';
import type { Ask } from './exchanges.ts';
import type { PassingError } from './passing-error.ts';
import type { Session } from './session.ts';
import type { Answer, Transport } from './transport.ts';

/** An answer that may mean that the session has ended: servers say it in many forms. */
class DoubtfulAnswer extends Error {
  /** What it means if the session is still there. */
  readonly meaning: RemoteError;
  constructor(meaning: RemoteError) {
    super(meaning.message);
    this.meaning = meaning;
  }
}

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

  /**
   * @param failed as in `Transport.request`
   * @throws the doubtful answer's meaning where the session is still there; otherwise as `Transport.request`
   */
  async send<T>(
    ask: Ask,
    signal: AbortSignal,
    read: (answer: Answer, doubt: Doubt) => Promise<T>,
    failed?: PassingError,
  ): Promise<T> {
    for (;;) {
      const { generation } = this.#session;
      try {
        return await this.#transport.request(ask, signal, answer => read(answer, doubt), failed);
      } catch (error) {
        if (!(error instanceof DoubtfulAnswer)) throw error;
        if ((await this.#session.check(generation, signal)) === 'valid') throw error.meaning;
      }
    }
  }
}
