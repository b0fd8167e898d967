import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from 'hono';

/**
 * Serves the built widget. A request's path reaches the disk only if it is made of plain names, so there is
 * no way out of the folder. What can be served is a closed list of types; HTML is not among them, so that
 * nothing here can run as a page of the server's own origin.
 */
const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  mp3: 'audio/mpeg',
  wasm: 'application/wasm',
};

const plainPath = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,4}$/;
/**
 * A name that ends in a hash of the content never changes what it means: `thread-Bx3_9fQk.js`. A hash has 8
 * characters and, unlike the words of a name (`chat-composer.js`), a capital or a digit among them; one
 * hash in a thousand has not and is merely cached for a short time.
 */
const hashedName = /-(?=[^.]*[A-Z0-9])[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

const year = 365 * 24 * 3600;
/** Seconds that pages may keep an address whose content changes with a release, `/tokenim.js` above all. */
const shortly = 300;
/** Seconds for which an older loader may still be used while the newer one is fetched, or the server is down. */
const stale = 7 * 24 * 3600;

interface Cached {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string;
  changed: number;
  size: number;
}

/** GET and HEAD of files below `dir`; anything else goes to the next handler. */
export function widgetFiles(dir: string): Handler {
  const cache = new Map<string, Cached>();

  /** The file's bytes, read again once it changed on disk; `undefined` where there is none. */
  async function load(path: string): Promise<Cached | undefined> {
    const now = await stat(path).catch(() => undefined);
    if (!now?.isFile()) {
      cache.delete(path);
      return undefined;
    }
    const held = cache.get(path);
    if (held && held.changed === now.mtimeMs && held.size === now.size) return held;
    const bytes = new Uint8Array(await readFile(path));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    const fresh = { bytes, etag, changed: now.mtimeMs, size: now.size };
    cache.set(path, fresh);
    return fresh;
  }

  return async (c, next) => {
    const { path } = c.req;
    const type = types[path.slice(path.lastIndexOf('.') + 1)];
    if (!plainPath.test(path) || !type) return next();
    const accepted = c.req.header('accept-encoding') ?? '';
    const full = join(dir, path);
    let encoding: string | undefined;
    let file: Cached | undefined;
    for (const [name, suffix] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      if (!accepts(accepted, name)) continue;
      file = await load(full + suffix);
      encoding = file && name;
      if (file) break;
    }
    file ??= await load(full);
    if (!file) return next();

    const headers: Record<string, string> = {
      'Content-Type': type,
      'Cache-Control': hashedName.test(path)
        ? `public, max-age=${year}, immutable`
        : `public, max-age=${shortly}, stale-while-revalidate=${stale}`,
      ETag: file.etag,
      Vary: 'Accept-Encoding',
      'Access-Control-Allow-Origin': '*',
      // The page that embeds the script may isolate itself (COEP); it must still be allowed to load this.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
    };
    if (encoding) headers['Content-Encoding'] = encoding;
    if (matches(c.req.header('if-none-match'), file.etag)) return c.body(null, 304, headers);
    headers['Content-Length'] = String(file.size);
    return c.req.method === 'HEAD' ? c.body(null, 200, headers) : c.body(file.bytes, 200, headers);
  };
}

/** Whether an `Accept-Encoding` names `encoding` without `q=0`. */
function accepts(header: string, encoding: string): boolean {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === encoding && !parameters.some((p) => /^q=0(?:\.0*)?$/.test(p));
  });
}

/** Weak comparison of an `If-None-Match` list. */
function matches(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
