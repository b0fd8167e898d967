import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * The client's address. With `proxies` in front, the address that the outermost of them saw: each appends to
 * `X-Forwarded-For`, so only the last `proxies` entries were not written by the client itself.
 */
export function clientAddress(c: Context, proxies: number): string {
  if (proxies > 0) {
    const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
    const address = seen.at(-proxies) ?? seen[0];
    if (address) return address;
  }
  return getConnInfo(c).remote.address ?? 'unknown';
}
