import { RunError } from '../errors.ts';
import { PassingError } from './passing-error.ts';

/** Statuses that pass, besides all from 500 on (RFC 9110, 15: those beyond 599 count as such): RFC 9110, 4918, 8470 and 6585. */
const PASSING = new Set([408, 423, 425, 429]);

/** Of these, what is about the server, not about what was asked for: others would be answered so, too. 509 is what some hosters send for bandwidth. */
const UNAVAILABLE = new Set([429, 502, 503, 504, 509]);

/** What content networks say of the server behind them (Cloudflare, "5xx errors"): 520–527 and 530. */
function isUnavailable(status: number): boolean {
  return UNAVAILABLE.has(status) || (status >= 520 && status <= 530);
}

/** What a status that passes means; undefined for any other. @param after milliseconds that the server asked to wait */
export function passingStatus(status: number, host: string, after: number | undefined): PassingError | undefined {
  if (status < 500 && !PASSING.has(status)) return undefined;
  return new PassingError(`The server answered ${status} (${host}).`, {
    retryAfter: after,
    overload: status === 429 || status === 503,
    unavailable: isUnavailable(status),
  });
}

/** Certificate errors by OpenSSL's and Node's codes: no retry mends them. */
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)/;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was reset',
  EPIPE: 'The connection was reset',
  ENOTFOUND: 'The host name is not known',
  EAI_AGAIN: 'The host name could not be looked up',
  ETIMEDOUT: 'The connection timed out',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'The connection timed out',
  UND_ERR_SOCKET: 'The connection was closed before the answer was whole',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The answer was shorter than announced',
  UND_ERR_HEADERS_OVERFLOW: 'The answer had too many headers',
};

/**
 * Turns an error of a connection into one of ours. Neither names headers, cookies or bodies.
 * @param answered whether the answer had begun
 */
export function connectionError(error: unknown, host: string, answered: boolean): PassingError | RunError {
  if (error instanceof PassingError) return error;
  const code = codeOf(error);
  if (CERTIFICATE.test(code)) {
    return new RunError(
      `The certificate of ${host} is not trusted (${code}). ` +
        'If it was issued by an authority of your own, give it as ca-certificate (or in NODE_EXTRA_CA_CERTS); otherwise the server needs a new one.',
      { cause: error },
    );
  }
  if (error instanceof Error && /proxy/i.test(error.message) && /407|authentic/i.test(error.message)) {
    return proxyRefusal();
  }
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code)) {
    return new RunError(`${host} does not speak https. Check server: perhaps it is http://, or at another port.`, {
      cause: error,
    });
  }
  const refused = error instanceof Error ? /^Proxy response \((\d+)\)/.exec(error.message)?.[1] : undefined;
  const words = refused === undefined ? WORDS[code] : `The proxy answered ${refused}`;
  return new PassingError(`${words ?? 'The request failed'} (${host}${code === '' ? '' : `, ${code}`}).`, {
    cause: error,
    unanswered: !answered,
    stale: !answered && isStale(error, code),
  });
}

export function proxyRefusal(): RunError {
  return new RunError(
    'The proxy wants other credentials. Check the user and password in https_proxy or http_proxy (special characters percent-encoded).',
  );
}

function codeOf(error: unknown): string {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : undefined) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return '';
}

/** A kept connection that had carried answers before, and was closed under this request. */
function isStale(error: unknown, code: string): boolean {
  if (code !== 'UND_ERR_SOCKET' || typeof error !== 'object' || error === null || !('socket' in error)) return false;
  const { socket } = error;
  return (
    typeof socket === 'object' &&
    socket !== null &&
    'bytesRead' in socket &&
    typeof socket.bytesRead === 'number' &&
    socket.bytesRead > 0
  );
}
