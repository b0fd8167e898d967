import { randomBytes } from 'node:crypto';
import { AppId, UserId } from '@tokenim/protocol';
import type { Context } from 'hono';
import { errors, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod/mini';
import type { App, Storage } from '../storage/storage.js';
import { clientAddress } from './address.js';
import { checkOrigin, type HttpEnv } from './cors.js';
import { derivedKey } from './keys.js';
import { HttpProblem } from './problem.js';
import { AddressLimit } from './rate.js';

/** Seconds. A visitor's token is renewed by the client long before. */
const tokenLife = 24 * 3600;
/** Seconds that a visitor may stay away and still be the same one; every renewal begins them anew. */
const refreshLife = 365 * 24 * 3600;

const Body = z.strictObject({
  app: AppId,
  refresh: z.optional(z.string().check(z.minLength(1), z.maxLength(4096))),
});

/**
 * `POST /v1/visitors` (rule T5): a person without an account gets an id and a token, or a new token for the
 * id that the refresh token names. Nothing is stored until the visitor connects.
 */
export function visitors(options: { storage: Storage; proxies: number; perMinute: number }) {
  const limit = new AddressLimit(options.perMinute);
  return async (c: Context<HttpEnv>) => {
    const wait = limit.take(clientAddress(c, options.proxies));
    if (wait > 0) throw new HttpProblem('rate_limited', 'Too many visitors from this address.', wait);
    const body = Body.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) throw new HttpProblem('bad_frame', 'The body must be {"app"} or {"app","refresh"}.');
    const app = await options.storage.getApp(body.data.app);
    if (!app) throw new HttpProblem('not_found', 'There is no such app.');
    checkOrigin(c, app);
    const { refresh } = body.data;
    const user = refresh === undefined ? newVisitor() : await visitorOf(app, refresh);
    return c.json(await tokensFor(app, user), 200, { 'Cache-Control': 'no-store' });
  };
}

function newVisitor(): UserId {
  return `v.${randomBytes(15).toString('base64url')}` as UserId;
}

async function visitorOf(app: App, refresh: string): Promise<UserId> {
  try {
    const { payload } = await jwtVerify(refresh, derivedKey(app.secret, 'visitor-refresh'), {
      algorithms: ['HS256'],
      issuer: app.id,
      requiredClaims: ['sub', 'exp'],
    });
    const user = UserId.safeParse(payload.sub);
    if (user.success && user.data.startsWith('v.')) return user.data;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new HttpProblem('token_expired', 'The refresh token has ended; begin as a new visitor.');
    }
  }
  throw new HttpProblem('unauthorized', 'The refresh token is not valid.');
}

async function tokensFor(app: App, user: UserId) {
  const now = Math.floor(Date.now() / 1000);
  const sign = (claims: Record<string, unknown>, life: number, key: Uint8Array) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(app.id)
      .setSubject(user)
      .setIssuedAt(now)
      .setExpirationTime(now + life)
      .sign(key);
  return {
    user,
    token: await sign({ role: 'visitor' }, tokenLife, new TextEncoder().encode(app.secret)),
    expires: (now + tokenLife) * 1000,
    refresh: await sign({}, refreshLife, derivedKey(app.secret, 'visitor-refresh')),
  };
}
