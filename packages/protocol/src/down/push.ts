import * as z from 'zod/mini';
import { Flags } from '../conversation.js';
import { ConversationId, Cursor, Epoch, Timestamp, UserId } from '../ids.js';
import { LogOp } from '../operation.js';

/** A new operation, to every connection of every member but the one that wrote it. Rules L5, C3. */
export const OpFrame = z.looseObject({
  t: z.literal('op'),
  conversation: ConversationId,
  epoch: Epoch,
  /** The receiver's version of this change; absent in large conversations. */
  version: z.optional(Cursor),
  op: LogOp,
});
export type OpFrame = z.infer<typeof OpFrame>;

/** Someone's pointers moved, or own flags. Rules P1, P2, P6. */
export const Pointer = z.looseObject({
  t: z.literal('pointer'),
  conversation: ConversationId,
  user: UserId,
  read: z.optional(Cursor),
  /** Only to the user whose pointer it is. */
  readOrd: z.optional(Cursor),
  delivered: z.optional(Cursor),
  /** Only to the user whose mark it is. */
  unread: z.optional(z.boolean()),
  ...Flags,
  version: z.optional(Cursor),
});
export type Pointer = z.infer<typeof Pointer>;

/** Rules S1 to S3. Unknown kinds are ignored. */
export const SignalDown = z.looseObject({
  t: z.literal('signal'),
  kind: z.string(),
  user: UserId,
  conversation: z.optional(ConversationId),
  on: z.optional(z.boolean()),
  state: z.optional(z.string()),
  /** When the user was last there, where `state` is `offline`. */
  seen: z.optional(Timestamp),
});
export type SignalDown = z.infer<typeof SignalDown>;

/** Pushes were dropped: pull with `sync`. Rule B4. */
export const Lag = z.looseObject({ t: z.literal('lag') });
export type Lag = z.infer<typeof Lag>;

/** The token ends in `in` milliseconds. Rule T2. */
export const Expiring = z.looseObject({ t: z.literal('expiring'), in: z.int() });
export type Expiring = z.infer<typeof Expiring>;
