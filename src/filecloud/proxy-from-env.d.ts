declare module 'proxy-from-env' {
  /** The proxy for a URL by the environment, or ''. */
  export function getProxyForUrl(url: string): string;
}
