import { SignJWT } from 'jose';

export interface TestApp {
  id: string;
  /** At least 32 characters. */
  secret: string;
}

export interface TokenUser {
  id: string;
  name?: string;
  avatar?: string;
  role?: 'user' | 'agent' | 'bot';
}

/** A user token as a host site's server signs it (rule T1); good for a day unless told otherwise. */
export function signToken(app: TestApp, user: TokenUser, seconds = 86_400): Promise<string> {
  const { id, ...claims } = user;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(app.id)
    .setSubject(id)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(app.secret));
}
