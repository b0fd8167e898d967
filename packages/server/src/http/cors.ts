import type { MiddlewareHandler } from 'hono';
import type { App } from '../storage/storage.js';
import { HttpProblem } from './problem.js';

/** What the handlers below `/v1` hand to each other. */
export interface HttpEnv {
  Variables: {
    /** The value of `Access-Control-Allow-Origin`; `null` for none. Set by {@link checkOrigin}. */
    allowOrigin?: string | null;
  };
}

const methods = 'GET, HEAD, POST, PATCH, DELETE, OPTIONS';
const requestHeaders = [
  'Authorization',
  'Content-Type',
  'If-None-Match',
  'If-Range',
  'Range',
  'Tus-Resumable',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
].join(', ');
const responseHeaders = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Length',
  'Content-Range',
  'ETag',
  'Location',
  'Retry-After',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Check',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
].join(', ');

/**
 * Cross-origin rules of `/v1`. A preflight names no app, so any origin may ask, for the listed methods and
 * headers only; the request itself is then judged by the origins of its app. No cookie is ever used, and
 * credentials are never allowed. Until the app is known the answer is open to all, so that a page can tell a
 * refused token from a broken network.
 */
export const cors: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (c.req.method === 'OPTIONS') {
    return c.body(null, 204, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': requestHeaders,
      'Access-Control-Max-Age': '86400',
      'Tus-Version': '1.0.0',
      'Tus-Resumable': '1.0.0',
      'Tus-Extension': 'creation,creation-with-upload,termination',
    });
  }
  await next();
  const allowed = c.get('allowOrigin');
  if (allowed !== null) {
    c.header('Access-Control-Allow-Origin', allowed ?? '*');
    c.header('Access-Control-Expose-Headers', responseHeaders);
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  }
  if (allowed !== '*') c.header('Vary', 'Origin', { append: true });
};

/**
 * Refuses a browser's page that is not among the app's origins (as rule H6 does for sockets). A request
 * without `Origin`, as from a native client, passes.
 */
export function checkOrigin(
  c: {
    req: { header(name: string): string | undefined };
    set(key: 'allowOrigin', value: string | null): void;
  },
  app: App,
): void {
  const origin = c.req.header('origin');
  if (origin === undefined) return;
  if (!app.origins.includes('*') && !app.origins.includes(origin)) {
    c.set('allowOrigin', null);
    throw new HttpProblem('forbidden', 'The origin of this page is not among those of the app.');
  }
  c.set('allowOrigin', origin);
}
