import * as z from 'zod/mini';
import { RequestId } from '../ids.js';

/** Renews the token on the open connection; answered by `ok` or `error`. Rule T3. */
export const Auth = z.strictObject({
  t: z.literal('auth'),
  id: RequestId,
  token: z.string().check(z.minLength(1), z.maxLength(8192)),
});
export type Auth = z.infer<typeof Auth>;
