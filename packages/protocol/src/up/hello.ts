import * as z from 'zod/mini';
import { ConversationId, Cursor, Epoch } from '../ids.js';

/** First frame of a connection: who, what it speaks, and where it stopped. Rules H1 to H4. */
export const Hello = z.strictObject({
  t: z.literal('hello'),
  /** Lowest and highest version spoken. */
  v: z.tuple([z.int().check(z.gte(1)), z.int().check(z.gte(1))]),
  features: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(64)),
  token: z.string().check(z.minLength(1), z.maxLength(8192)),
  /** Random id of this client instance (a tab, a bot); for logs and metrics. */
  device: z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/)),
  /** Where the last `changes` ended. Absent: nothing is wanted; version 0: everything. */
  resume: z.optional(
    z.strictObject({
      epoch: z.optional(Epoch),
      version: Cursor,
      limit: z.optional(z.int().check(z.gte(1), z.lte(500))),
    }),
  ),
  /** The thread on the screen and the end of what is held of it: answered before `changes`. */
  open: z.optional(z.strictObject({ conversation: ConversationId, epoch: Epoch, after: Cursor })),
});
export type Hello = z.infer<typeof Hello>;
