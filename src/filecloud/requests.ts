import type { RemoteError } from '../sync/remote.ts';
import type { Ask } from './exchanges.ts';
import { RedirectRefusal } from './redirects.ts';
import type { Session } from './session.ts';
import type { Answer, RequestOptions, Transport } from './transport.ts';

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

/** What a doubtful answer means if the session is still there; undefined for any other. */
function meaningOf(error: unknown): RemoteError | undefined {
  if (error instanceof DoubtfulAnswer) return error.meaning;
  // Sessions that were made by single sign-on, or are kept by a proxy, end so.
  return error instanceof RedirectRefusal ? error : undefined;
}

/** Requests within the session: a doubtful answer is asked about, and the request sent again where the session had ended. */
export class Requests {
  readonly #transport: Transport;
  readonly #session: Session;

  constructor(transport: Transport, session: Session) {
    this.#transport = transport;
    this.#session = session;
  }

  /**
   * @param options as in `Transport.request`
   * @throws the doubtful answer's meaning where the session is still there; otherwise as `Transport.request`
   */
  async send<T>(
    ask: Ask,
    signal: AbortSignal,
    read: (answer: Answer, doubt: Doubt) => Promise<T>,
    options?: RequestOptions,
  ): Promise<T> {
    for (let renewed = false; ; ) {
      const { generation } = this.#session;
      try {
        return await this.#transport.request(ask, signal, answer => read(answer, doubt), options);
      } catch (error) {
        const meaning = meaningOf(error);
        if (meaning === undefined) throw error;
        const asked = generation === this.#session.generation;
        if ((await this.#session.check(generation, signal, renewed)) === 'valid') throw meaning;
        renewed = asked;
      }
    }
  }
}
