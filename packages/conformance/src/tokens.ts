import { SignJWT } from 'jose';
import type { TokenOptions } from './options.js';

/** A `tokenFor` for a backend that takes HS256 tokens by the app's secret (rule T1). */
export function hs256Tokens(
  app: string,
  secret: string,
): (user: string, options: TokenOptions) => Promise<string> {
  const key = new TextEncoder().encode(secret);
  return (user, { expiresIn = 3600, app: issuer = app, name, avatar, role }) =>
    new SignJWT({ ...(name && { name }), ...(avatar && { avatar }), ...(role && { role }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(issuer)
      .setSubject(user)
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
      .sign(key);
}
