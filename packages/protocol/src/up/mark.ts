import * as z from 'zod/mini';
import { ConversationId, RequestId, Seq } from '../ids.js';

/** Moves the user's pointers forward; answered by `ok` or `error`. Rules P1 to P4. */
export const Mark = z.strictObject({
  t: z.literal('mark'),
  id: RequestId,
  conversation: ConversationId,
  read: z.optional(Seq),
  delivered: z.optional(Seq),
  unread: z.optional(z.boolean()),
});
export type Mark = z.infer<typeof Mark>;
