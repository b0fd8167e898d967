import { AppId, UserId } from '@tokenim/protocol';
import type { Context } from 'hono';
import { byteKey } from '../bytes/bytes.js';
import type { ServerCore } from '../core/options.js';
import type { Storage } from '../storage/storage.js';
import { checkOrigin, type HttpEnv } from './cors.js';
import { isSigned } from './file-address.js';
import { HttpProblem } from './problem.js';
import { byteRange } from './range.js';
import { isFileId, isShown, type StoredFiles } from './stored-files.js';

/** GET and HEAD of `/v1/files/<id>` by a signed address (rules U4 to U6). */
export function downloads(options: { core: ServerCore; storage: Storage; files: StoredFiles }) {
  const { core, storage, files } = options;
  return async (c: Context<HttpEnv>): Promise<Response> => {
    const id = c.req.param('id');
    if (!isFileId(id)) throw new HttpProblem('invalid', 'The id must be a UUIDv7.');
    const { a, u, e, s, d } = c.req.query();
    const app = AppId.safeParse(a);
    const user = u === undefined ? undefined : UserId.safeParse(u);
    const expires = Number(e);
    const tenant = app.success ? await storage.getApp(app.data) : undefined;
    const signed =
      tenant !== undefined &&
      user?.success !== false &&
      Number.isSafeInteger(expires) &&
      isSigned(tenant.secret, { app: tenant.id, user: user?.data, file: id, expires }, s ?? '');
    if (!signed) throw new HttpProblem('forbidden', 'The signature of this address is not right.');
    // A cache gives one answer to the pages of all origins.
    if (user) checkOrigin(c, tenant);
    else c.set('allowOrigin', '*');
    if (Date.now() > expires)
      throw new HttpProblem('forbidden', 'This address has ended; ask for a new one.');
    const file = await storage.getFile(tenant.id, id);
    if (!file?.complete || file.check) throw new HttpProblem('not_found', 'There is no such file.');
    if (user && !(await core.canReadFile(tenant.id, user.data, id))) {
      throw new HttpProblem('forbidden', 'This file can no longer be read by this user.');
    }

    const key = byteKey(tenant.id, id);
    const type = await files.type(tenant.id, file);
    const shown = disposition(d === undefined && isShown(type) ? 'inline' : 'attachment', file.name);
    if (files.bytes.address) {
      const location = await files.bytes.address(key, { expires, type, disposition: shown });
      return c.body(null, 307, { Location: location, 'Cache-Control': 'private, no-store' });
    }
    const headers: Record<string, string> = {
      'Content-Type': type,
      'Content-Disposition': shown,
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': user
        ? // Kept, but asked about each time: membership may have ended (rule U4).
          'private, no-cache'
        : // Where nothing is asked any more, no longer than the address is good.
          `public, max-age=${Math.floor((expires - Date.now()) / 1000)}, immutable`,
      'Accept-Ranges': 'bytes',
      ETag: `"${id}"`,
    };
    if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers);

    const ifRange = c.req.header('if-range');
    const asked = ifRange === undefined || ifRange === headers.ETag ? c.req.header('range') : undefined;
    const range = byteRange(asked, file.size);
    if (range === 'unsatisfiable') {
      headers['Content-Range'] = `bytes */${file.size}`;
      return c.body(null, 416, headers);
    }
    const { start, end } = range ?? { start: 0, end: file.size - 1 };
    headers['Content-Length'] = String(end - start + 1);
    if (range) headers['Content-Range'] = `bytes ${start}-${end}/${file.size}`;
    const status = range ? 206 : 200;
    if (c.req.method === 'HEAD' || file.size === 0) return c.body(null, status, headers);
    return c.body(await files.bytes.read(key, start, end), status, headers);
  };
}

/** RFC 6266: a plain name, and the whole one in UTF-8 where that is more. Separators of paths become `_`. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const safe = name.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_').replace(/^\.+/, '_');
  const plain = safe.replace(/[^\x20-\x7e]|%/g, '_');
  if (plain === safe) return `${kind}; filename="${plain}"`;
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
