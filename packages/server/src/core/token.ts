import { AppId, type ErrorCode, UserId } from '@tokenim/protocol';
import { decodeJwt, errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import type { App, Storage } from '../storage/storage.js';
import type { Clock } from './clock.js';
import type { Identity } from './options.js';

export class TokenError extends Error {
  readonly code: Extract<ErrorCode, 'unauthorized' | 'token_expired'>;
  constructor(code: 'unauthorized' | 'token_expired', message: string) {
    super(message);
    this.code = code;
  }
}

/** Seconds that the clocks of a host and of the server may differ (rule T1). */
const tolerance = 60;

/** Ids that begin so are visitors' (rule T5). */
const visitorPrefix = 'v.';

const Claims = z.object({
  iss: AppId,
  sub: UserId,
  exp: z.int(),
  name: z.optional(z.string().check(z.maxLength(200))),
  avatar: z.optional(z.string().check(z.maxLength(2000), z.regex(/^https:\/\/[^\s]+$/))),
  role: z.optional(z.enum(['user', 'agent', 'bot', 'visitor'])),
});

const keys = new Map<string, Promise<CryptoKey>>();

/** Importing a key costs more than checking a signature with it. */
function keyOf(secret: string): Promise<CryptoKey> {
  let key = keys.get(secret);
  if (!key) {
    if (keys.size >= 1000) keys.clear();
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    key = crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['verify']);
    keys.set(secret, key);
  }
  return key;
}

/** Rule T1. Rejects with `TokenError`. */
export async function verifyToken(
  storage: Storage,
  clock: Clock,
  token: string,
): Promise<{ identity: Identity; app: App }> {
  let issuer: unknown;
  try {
    issuer = decodeJwt(token).iss;
  } catch {
    throw new TokenError('unauthorized', 'not a token');
  }
  const id = AppId.safeParse(issuer);
  const app = id.success ? await storage.getApp(id.data) : undefined;
  if (!app) throw new TokenError('unauthorized', 'no such app');
  let payload: unknown;
  try {
    ({ payload } = await jwtVerify(token, await keyOf(app.secret), {
      algorithms: ['HS256'],
      clockTolerance: tolerance,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'sub', 'iss'],
    }));
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new TokenError('token_expired', 'the token has ended');
    throw new TokenError('unauthorized', 'the token is not valid');
  }
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw new TokenError('unauthorized', 'the token has unfit claims');
  const { sub, exp, name, avatar, role } = claims.data;
  const visitor = sub.startsWith(visitorPrefix);
  if (visitor ? role !== undefined && role !== 'visitor' : role === 'visitor')
    throw new TokenError('unauthorized', 'the role does not fit the user');
  // A token over by no more than the tolerance lives on for it; else welcoming and ending would be one.
  const expires = exp * 1000 > clock.now() ? exp * 1000 : (exp + tolerance) * 1000;
  return {
    app,
    identity: { app: app.id, user: sub, role: visitor ? 'visitor' : (role ?? 'user'), name, avatar, expires },
  };
}
