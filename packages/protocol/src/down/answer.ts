import * as z from 'zod/mini';
import { ErrorCodeOnWire } from '../codes.js';
import { Cid, ConversationId, Cursor, Epoch, RequestId, Seq, Timestamp } from '../ids.js';

const reason = {
  code: ErrorCodeOnWire,
  /** Whether the same again can help. */
  retry: z.boolean(),
  /** Milliseconds to wait before it. */
  after: z.optional(z.int()),
  /** For developers, in English. Never shown to people, never branched on. */
  detail: z.optional(z.string()),
};

/** The write is durable. Rules W2, W4. */
export const Ack = z.looseObject({
  t: z.literal('ack'),
  cid: Cid,
  conversation: ConversationId,
  epoch: Epoch,
  seq: Seq,
  ts: Timestamp,
  /** Of a message. */
  ord: z.optional(Seq),
  /** The writer's version that this change has; absent on a repeat and in large conversations. */
  version: z.optional(Cursor),
});
export type Ack = z.infer<typeof Ack>;

/** The write was not stored. Rule W5. */
export const Refuse = z.looseObject({ t: z.literal('refuse'), cid: Cid, ...reason });
export type Refuse = z.infer<typeof Refuse>;

export const Ok = z.looseObject({
  t: z.literal('ok'),
  id: RequestId,
  /** To `auth`: when the new token ends. */
  expires: z.optional(Timestamp),
  /** To a `mark` that moved something: the marker's version of that change, as `ack` has it (rule C3). */
  version: z.optional(Cursor),
});
export type Ok = z.infer<typeof Ok>;

/** A request failed; without `id`, the frame could not be read so far. Rule E2. */
export const ErrorFrame = z.looseObject({ t: z.literal('error'), id: z.optional(RequestId), ...reason });
export type ErrorFrame = z.infer<typeof ErrorFrame>;
