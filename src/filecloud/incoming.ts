import type { Body } from './body.ts';

/** An answer whose body is still to come. Its headers are read on demand, since few of them are ever asked for. */
export class Incoming {
  readonly status: number;
  readonly body: Body;
  /** Names and values in turn, as they came. */
  #fields: readonly Buffer[];

  constructor(status: number, fields: readonly Buffer[], body: Body) {
    this.status = status;
    this.#fields = fields;
    this.body = body;
  }

  /** The first header of a name, a character for each byte. @param name in lower case */
  header(name: string): string | undefined {
    return this.headers(name)[0];
  }

  /** All headers of a name, a character for each byte. @param name in lower case */
  headers(name: string): readonly string[] {
    let found: string[] | undefined;
    for (let index = 0; index + 1 < this.#fields.length; index += 2) {
      const field = this.#fields[index];
      if (field?.length !== name.length || field.toString('latin1').toLowerCase() !== name) continue;
      found ??= [];
      // As bytes: what comes in a cookie has to go back as it was.
      found.push(this.#fields[index + 1]?.toString('latin1') ?? '');
    }
    return found ?? NONE;
  }

  /** Forgets the headers: they are parts of what came from the connection, which they would keep in memory with the body that followed. */
  release(): void {
    this.#fields = [];
  }
}

const NONE: readonly string[] = [];
