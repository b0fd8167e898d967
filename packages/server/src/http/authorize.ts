import type { Context } from 'hono';
import type { Identity, ServerCore } from '../core/options.js';
import type { App, Storage } from '../storage/storage.js';
import { checkOrigin, type HttpEnv } from './cors.js';
import { HttpProblem } from './problem.js';

export interface Caller {
  app: App;
  identity: Identity;
}

/**
 * Who asks, by `Authorization: Bearer` (rule T4), from a page that may.
 * @throws HttpProblem `unauthorized`, `token_expired` or `forbidden`.
 */
export async function authorize(c: Context<HttpEnv>, core: ServerCore, storage: Storage): Promise<Caller> {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (!token) throw new HttpProblem('unauthorized', 'A token is needed: Authorization: Bearer.');
  const identity = await core.verifyToken(token).catch((error: { code?: unknown }) => {
    if (error.code === 'token_expired') throw new HttpProblem('token_expired', 'The token has ended.');
    if (error.code === 'unauthorized') throw new HttpProblem('unauthorized', 'The token is not valid.');
    throw error;
  });
  const app = await storage.getApp(identity.app);
  if (!app) throw new HttpProblem('unauthorized', 'The token is not valid.');
  checkOrigin(c, app);
  return { app, identity };
}
