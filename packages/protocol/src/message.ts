import * as z from 'zod/mini';
import { BodyDown } from './body.js';
import { Cid, Seq, Timestamp, UserId } from './ids.js';

/** An emoji or a short word: 1 to 32 UTF-16 units. */
export const Emoji = z.string().check(z.minLength(1), z.maxLength(32));

export const Reaction = z.looseObject({ emoji: Emoji, users: z.array(UserId) });
export type Reaction = z.infer<typeof Reaction>;

/**
 * A message as it is now, with edits, deletion and reactions folded in (rule G1).
 * A deleted one keeps its place and has no `body`.
 */
export const Message = z.looseObject({
  seq: Seq,
  /** Place among the conversation's messages only: 1, 2, 3, … (rule L4). */
  ord: Seq,
  cid: Cid,
  sender: UserId,
  ts: Timestamp,
  body: z.optional(BodyDown),
  /** `seq` of the message that this one answers. */
  replyTo: z.optional(Seq),
  edited: z.optional(z.looseObject({ seq: Seq, ts: Timestamp })),
  deleted: z.optional(z.looseObject({ seq: Seq, ts: Timestamp, by: UserId })),
  reactions: z.optional(z.array(Reaction)),
});
export type Message = z.infer<typeof Message>;
