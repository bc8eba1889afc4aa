import { RemoteError } from '../sync/remote.ts';
import { Gatherer } from './gatherer.ts';
import { decodeText } from './text.ts';
import type { Answer } from './transport.ts';

/** How many bytes an answer may have, and what it is when it has more. */
export interface Bound {
  readonly most: number;
  readonly tooLarge: () => RemoteError;
}

/**
 * Reads a whole answer.
 * @param use gets its bytes, valid only during the call
 * @throws RemoteError when it is larger than it may be; what `use` throws
 */
export async function readWhole<T>(
  answer: Pick<Answer, 'read' | 'header'>,
  { most, tooLarge }: Bound,
  use: (bytes: Buffer) => T,
): Promise<T> {
  const announced = Number(answer.header('content-length') ?? 0);
  // Bounded: it is only what the server says.
  const gatherer = new Gatherer(announced >= 0 && announced <= most ? announced : 0);
  try {
    await answer.read(bytes => {
      if (gatherer.size + bytes.length > most) throw tooLarge();
      gatherer.add(bytes);
    });
    return use(gatherer.bytes);
  } finally {
    gatherer.end();
  }
}

/** Reads a whole answer as text. @throws RemoteError when it is larger than it may be */
export function readText(answer: Pick<Answer, 'read' | 'header'>, most: number): Promise<string> {
  const tooLarge = (): RemoteError =>
    new RemoteError(
      'malformed',
      `The answer is larger than ${most / 1024 / 1024} MiB. That is no answer of a FileCloud server: check server.`,
    );
  return readWhole(answer, { most, tooLarge }, decodeText);
}
