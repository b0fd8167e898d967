import { type ErrorCode, FileRef, paths } from '@tokenim/protocol';
import { fileRefusal } from '@tokenim/protocol/files';
import { Server as TusServer } from '@tus/server';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import type { Identity, ServerCore } from '../core/options.js';
import type { Storage } from '../storage/storage.js';
import { authorize, type Caller } from './authorize.js';
import type { HttpEnv } from './cors.js';
import { HttpProblem } from './problem.js';
import { AddressLimit } from './rate.js';
import { isFileId, type StoredFiles } from './stored-files.js';
import { keyParts, UploadStore, uploadKey } from './upload-store.js';

/** Uploads that one user may begin in a minute. */
const beginsPerMinute = 120;
/** Milliseconds that an upload without a message counts as under way (rule U11): one that was left must not block. */
const underWay = 15 * 60_000;
/** Seconds after which a repeat may find one of those under way named. */
const freeAfter = 2;

const refusals = {
  file_type: 'Files of this type are not taken.',
  too_large: 'A file of this kind may not be so large.',
};

const fileName = FileRef.shape.name;
const mime = FileRef.shape.mime;

/**
 * The tus side of `/v1/files` (rules U1 to U3): POST, PATCH, HEAD and DELETE. Who asks is checked on every
 * request before tus sees it; tus then only ever knows the caller's own uploads.
 */
export function uploads(options: {
  core: ServerCore;
  storage: Storage;
  files: StoredFiles;
  logger: Logger;
}): (c: Context<HttpEnv>) => Promise<Response> {
  const { core, storage, files, logger } = options;
  const callers = new WeakMap<object, Caller>();
  /** What tus's answers have no place for. */
  const waits = new WeakMap<object, number>();
  const begins = new AddressLimit(beginsPerMinute);

  const tus = new TusServer({
    path: paths.files,
    datastore: new UploadStore(files, storage),
    allowedOrigins: () => false, // cors.ts says who may read the answers
    maxSize: async (req) => (await core.limits(callers.get(req)!.app.id)).file,
    // Relative to the address asked, so that it holds behind a proxy and below a path.
    generateUrl: (_req, { id }) => `files/${keyParts(id).id}`,
    getFileIdFromRequest: (req, last) => uploadKey(callers.get(req)!.app.id, last as never),
    namingFunction(req, metadata) {
      const id = metadata?.id ?? undefined;
      if (!isFileId(id)) throw new HttpProblem('invalid', 'The metadata must have an id, a UUIDv7.');
      return uploadKey(callers.get(req)!.app.id, id);
    },
    async onUploadCreate(req, upload) {
      const { app, identity } = callers.get(req)!;
      const wait = begins.take(`user ${app.id} ${identity.user}`);
      if (wait > 0) throw new HttpProblem('rate_limited', 'Too many uploads at once.', wait);
      const name = fileName.safeParse(upload.metadata?.filename ?? 'file');
      const claimed =
        (upload.metadata?.filetype ?? '').replace(/;.*/s, '').trim() || 'application/octet-stream';
      const type = mime.safeParse(claimed);
      if (!name.success || name.data.includes('\0')) {
        throw new HttpProblem('invalid', 'The filename must have 1 to 255 characters and no NUL.');
      }
      if (!type.success) throw new HttpProblem('invalid', 'The filetype must be a media type.');
      const limits = await core.limits(app.id);
      const refusal = fileRefusal(limits, { mime: type.data, size: upload.size! });
      if (refusal) throw new HttpProblem(refusal.code, refusals[refusal.code]);
      await known(storage, identity);
      const created = Date.now();
      const file = {
        id: keyParts(upload.id).id,
        owner: identity.user,
        name: name.data,
        mime: type.data,
        size: upload.size!,
        created,
      };
      const { files: most } = limits;
      const put = await storage.putFile(app.id, file, most ? { most, since: created - underWay } : undefined);
      if (put === 'exists') throw new HttpProblem('conflict', 'This id exists; ask for its offset by HEAD.');
      if (put === 'too_many')
        throw new HttpProblem('rate_limited', 'As many files as may be are under way.', freeAfter);
      return {};
    },
    async onUploadFinish(_req, upload) {
      const { app, id } = keyParts(upload.id);
      const refusal = await files.complete(app, { id, size: upload.size! }, await core.limits(app));
      if (refusal) throw new HttpProblem(refusal.code, refusals[refusal.code]);
      return {};
    },
    onResponseError(req, error) {
      if (error instanceof HttpProblem) {
        if (error.after) waits.set(req, error.after);
        return { status_code: error.status, body: error.body };
      }
      if ('status_code' in error) return error;
      logger.error({ err: error }, 'upload failed');
      return { status_code: 500, body: 'The upload failed.' };
    },
  });

  return async (c) => {
    const caller = await authorize(c, core, storage);
    if (c.req.header('x-http-method-override') !== undefined) {
      throw new HttpProblem('invalid', 'The method of a request is the one it is made with.');
    }
    const id = c.req.param('id');
    if (id !== undefined) {
      if (!isFileId(id)) throw new HttpProblem('invalid', 'The id must be a UUIDv7.');
      const file = await storage.getFile(caller.app.id, id);
      if (file?.owner !== caller.identity.user)
        throw new HttpProblem('not_found', 'There is no such upload.');
    }
    if (core.stats().draining && c.req.method !== 'HEAD') {
      throw new HttpProblem('unavailable', 'The server is stopping.', 1);
    }
    callers.set(c.req.raw, caller);
    const answer = await tus.handleWeb(c.req.raw);
    if (answer.status >= 400) return asProblem(answer, waits.get(c.req.raw));
    const made = id ?? answer.headers.get('location')?.split('/').at(-1);
    const check = isFileId(made) && (await storage.getFile(caller.app.id, made))?.check;
    if (check) answer.headers.set('Upload-Check', check);
    return answer;
  };
}

/**
 * A file belongs to a user, and an upload may come before the first connection. An agent's role is left to
 * the connection, which adds new agents to the support conversations (rule W9).
 */
async function known(storage: Storage, { app, user, name, avatar, role }: Identity): Promise<void> {
  if (await storage.getUser(app, user)) return;
  await storage.upsertUser(app, { id: user, name, avatar, role: role === 'agent' ? undefined : role });
}

const codes: Record<number, ErrorCode> = {
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
};

/** Gives tus's own refusals, which are plain text, the shape of all others (rule E2). */
async function asProblem(answer: Response, after: number | undefined): Promise<Response> {
  let body = await answer.text();
  // Extensions that are not there, such as a length that comes later, are the client's mistake.
  const status = answer.status === 501 ? 400 : answer.status;
  if (!body.startsWith('{')) {
    const code = codes[status] ?? (status < 500 ? 'invalid' : 'internal');
    body = JSON.stringify({ error: { code, detail: body.trim() } });
  }
  const headers = new Headers(answer.headers);
  headers.set('Content-Type', 'application/json');
  headers.delete('Content-Length');
  if (after) headers.set('Retry-After', String(after));
  return new Response(body, { status, headers });
}
