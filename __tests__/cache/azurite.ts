import { createHmac, randomUUID } from 'node:crypto';

/** The account that Azurite always has, with its published key (Azurite's README, "Default Storage Account"). */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const VERSION = '2020-08-04';

/** Blobs in Azurite, the emulator that the storage's own client is tested with, in a container of their own. */
export class Azurite {
  readonly #container: string;
  readonly #signature: string;

  private constructor(url: string) {
    this.#container = `${url.replace(/\/+$/, '')}/${ACCOUNT}/test-${randomUUID()}`;
    this.#signature = accountSignature();
  }

  /** @param url where Azurite listens, `http://127.0.0.1:10000` */
  static async open(url: string): Promise<Azurite> {
    const azurite = new Azurite(url);
    const answer = await fetch(`${azurite.#container}?restype=container&${azurite.#signature}`, {
      method: 'PUT',
      headers: { 'x-ms-version': VERSION },
    });
    if (answer.status !== 201) throw new Error(`Azurite made no container: ${answer.status} ${await answer.text()}`);
    return azurite;
  }

  /** The signed address of a blob, for upload and download. */
  address(id: number): string {
    return `${this.#container}/${id}?${this.#signature}`;
  }
}

/** An account's shared access signature ("Create an account SAS" in the storage's documentation). */
function accountSignature(): string {
  const fields = {
    sp: 'rwlacu',
    ss: 'b',
    srt: 'sco',
    st: '',
    se: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z'),
    sip: '',
    spr: 'https,http',
    sv: VERSION,
  };
  const text = [ACCOUNT, ...Object.values(fields), ''].join('\n');
  const sig = createHmac('sha256', Buffer.from(KEY, 'base64')).update(text).digest('base64');
  const given = Object.entries({ ...fields, sig }).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}
