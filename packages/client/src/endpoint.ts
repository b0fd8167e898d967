import { paths } from '@tokenim/protocol';

/** The endpoint without a slash at its end; a relative one is taken from the page's address. */
export function normalEndpoint(endpoint: string): string {
  const base = (globalThis as { location?: { href: string } }).location?.href;
  const url = new URL(endpoint, base);
  url.search = '';
  url.hash = '';
  return url.href.replace(/\/+$/, '');
}

/** `https://x` gives `wss://x/v1/socket`. */
export function socketAddress(endpoint: string): string {
  return `${normalEndpoint(endpoint).replace(/^http/, 'ws')}${paths.socket}`;
}

/** Where uploads go; an upload's own address is this and `/<id>`. */
export function filesAddress(endpoint: string): string {
  return `${normalEndpoint(endpoint)}${paths.files}`;
}

/** An address of the server's that may be relative to the endpoint. */
export function absoluteAddress(endpoint: string, url: string): string {
  if (url.startsWith('/')) return `${normalEndpoint(endpoint)}${url}`;
  return new URL(url, `${normalEndpoint(endpoint)}/`).href;
}
