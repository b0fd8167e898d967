import * as z from 'zod/mini';
import { Flags } from '../conversation.js';
import { ConversationId, RequestId, Seq } from '../ids.js';

/** Moves the user's pointers forward and sets flags; answered by `ok` or `error`. Rules P1 to P7. */
export const Mark = z.strictObject({
  t: z.literal('mark'),
  id: RequestId,
  conversation: ConversationId,
  read: z.optional(Seq),
  delivered: z.optional(Seq),
  unread: z.optional(z.boolean()),
  ...Flags,
});
export type Mark = z.infer<typeof Mark>;
