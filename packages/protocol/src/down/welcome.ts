import * as z from 'zod/mini';
import { User } from '../conversation.js';
import { AppId, Cursor, Epoch, Timestamp } from '../ids.js';
import { Limits } from '../limits.js';

/** The answer to `hello`. Rule H3. */
export const Welcome = z.looseObject({
  t: z.literal('welcome'),
  /** The version both speak. */
  v: z.int(),
  app: AppId,
  user: User,
  /** Names this connection in the server's logs. */
  session: z.string(),
  time: Timestamp,
  /** When the token ends. */
  expires: Timestamp,
  limits: Limits,
  features: z.array(z.string()),
  /** The user's versions: their epoch and their head. */
  epoch: Epoch,
  version: Cursor,
});
export type Welcome = z.infer<typeof Welcome>;
