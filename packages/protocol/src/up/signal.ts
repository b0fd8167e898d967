import * as z from 'zod/mini';
import { ConversationId } from '../ids.js';

/** Not stored, not answered, may be lost. Rules S1 to S3. */
export const Signal = z.discriminatedUnion('kind', [
  z.strictObject({
    t: z.literal('signal'),
    kind: z.literal('typing'),
    conversation: ConversationId,
    on: z.boolean(),
  }),
  z.strictObject({ t: z.literal('signal'), kind: z.literal('presence'), state: z.enum(['online', 'away']) }),
]);
export type Signal = z.infer<typeof Signal>;
