import { isIP } from 'node:net';
import { RemoteError } from '../sync/remote.ts';

export const MOST_REDIRECTS = 5;

/** A redirect that is not followed. Where a session has ended, it may lead to somebody's login page. */
export class RedirectRefusal extends RemoteError {
  constructor(message: string) {
    super('malformed', message);
  }
}

/**
 * Where a redirect leads, if it may be followed.
 * @param base the server's own URL: only a private one may redirect to private addresses
 * @throws RedirectRefusal where it must not be followed
 */
export function redirectTarget(location: string | undefined, from: URL, base: URL): URL {
  let target: URL;
  try {
    target = new URL(location ?? '', from);
    if (location === undefined || location === '') throw new TypeError('no location');
  } catch {
    throw refused('to no address at all');
  }
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw refused(`to a ${target.protocol} address`);
  if (from.protocol === 'https:' && target.protocol === 'http:')
    throw refused(`from https to plain http (${target.host})`);
  if (target.username !== '' || target.password !== '')
    throw refused(`to ${target.host} with credentials in its address`);
  if (isPrivate(target.hostname) && target.host !== base.host && !isPrivate(base.hostname)) {
    throw refused(`to a private address (${target.host})`);
  }
  // For browsers only: it would stand in the request.
  target.hash = '';
  return target;
}

function refused(how: string): RedirectRefusal {
  return new RedirectRefusal(
    `The server redirects ${how}; that is not followed. Check the address in server, and the server's own base URL.`,
  );
}

/** Loopback, private, link-local and unique-local addresses (RFC 1918, 3927, 4193, 6598), and names for them. */
export function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal')) return true;
  if (isIP(host) === 4)
    return /^(127\.|10\.|0\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      host,
    );
  if (isIP(host) === 6) return /^(::1?$|f[cd]|fe[89ab]|::ffff:)/.test(host);
  return false;
}
