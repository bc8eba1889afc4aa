import { getProxyForUrl } from 'proxy-from-env';
import { RunError } from '../errors.ts';

/** The way to a server, where the environment names one (`https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`). */
export interface HttpProxy {
  /** Its address, without credentials. */
  readonly url: string;
  readonly host: string;
  /** The value of `Proxy-Authorization`, if it wants one. */
  readonly token: string | undefined;
}

/** @throws RunError for an address that cannot be used; it is not shown, since it may hold a password */
export function proxyFor(origin: string): HttpProxy | undefined {
  const address = getProxyForUrl(origin);
  if (address === '') return undefined;
  try {
    const url = new URL(withScheme(address));
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('Only these are spoken.');
    const user = decodeURIComponent(url.username);
    const password = decodeURIComponent(url.password);
    url.username = '';
    url.password = '';
    return {
      url: url.href,
      host: url.host,
      token: user === '' ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    };
  } catch {
    throw new RunError(
      'The address of the proxy in https_proxy (or http_proxy, all_proxy) cannot be used. It has to be http://host:port, ' +
        'or http://user:password@host:port with special characters percent-encoded. It is not shown, since it may hold a password.',
    );
  }
}

/** `proxy:3128` is a proxy that is spoken to in plain http, as everywhere; the library takes it for one of the server's own scheme. */
function withScheme(address: string): string {
  if (!address.startsWith('https://')) return address;
  const bare = address.slice('https://'.length);
  const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
  return names.some(name => process.env[name] === bare) ? `http://${bare}` : address;
}
