import * as z from 'zod/mini';
import { ConversationId, Cursor, Epoch, FileId, RequestId, Seq, UserId } from '../ids.js';

const limit = z.optional(z.int().check(z.gte(1), z.lte(500)));

/** Messages as they are now, newest first wanted: the last `limit` before `before`, or the first after `after`. Answer: `page`. */
export const History = z.strictObject({
  t: z.literal('history'),
  id: RequestId,
  conversation: ConversationId,
  /** Exclusive. Neither `before` nor `after`: the newest. Both: `bad_frame`. */
  before: z.optional(Seq),
  /** Exclusive. */
  after: z.optional(Cursor),
  limit,
});
export type History = z.infer<typeof History>;

/** Operations after a `seq`. Answer: `ops`, or `reset` (rule C4). */
export const Ops = z.strictObject({
  t: z.literal('ops'),
  id: RequestId,
  conversation: ConversationId,
  epoch: Epoch,
  after: Cursor,
  limit,
});
export type Ops = z.infer<typeof Ops>;

/** Conversations that changed after a version. Answer: `changes`. */
export const Sync = z.strictObject({
  t: z.literal('sync'),
  id: RequestId,
  epoch: z.optional(Epoch),
  version: Cursor,
  limit,
});
export type Sync = z.infer<typeof Sync>;

/** Heads by name. Answer: `heads`; what the user is no member of is left out. */
export const Heads = z.strictObject({
  t: z.literal('heads'),
  id: RequestId,
  conversations: z.array(ConversationId).check(z.minLength(1), z.maxLength(100)),
});
export type Heads = z.infer<typeof Heads>;

/** Members in the order of their ids. Answer: `members`. */
export const Members = z.strictObject({
  t: z.literal('members'),
  id: RequestId,
  conversation: ConversationId,
  after: z.optional(UserId),
  limit,
});
export type Members = z.infer<typeof Members>;

/** Presence of people the user shares a conversation with. Answer: `presence`. */
export const Presence = z.strictObject({
  t: z.literal('presence'),
  id: RequestId,
  users: z.array(UserId).check(z.minLength(1), z.maxLength(200)),
});
export type Presence = z.infer<typeof Presence>;

/** An address to read a file from, for a short time. Answer: `file`. Rule U5. */
export const File = z.strictObject({
  t: z.literal('file'),
  id: RequestId,
  conversation: ConversationId,
  file: FileId,
});
export type File = z.infer<typeof File>;

/** Messages whose text matches, among all that the user may read, the newest first. Answer: `found`. Rules Q1 to Q4. */
export const Search = z.strictObject({
  t: z.literal('search'),
  id: RequestId,
  /** Words that must all be there (rule Q2). */
  text: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Only in this one. */
  conversation: z.optional(ConversationId),
  /** `next` of the answer before: what is older. */
  before: z.optional(Cursor),
  limit: z.optional(z.int().check(z.gte(1), z.lte(50))),
});
export type Search = z.infer<typeof Search>;

export const Ping = z.strictObject({ t: z.literal('ping'), id: RequestId });
export type Ping = z.infer<typeof Ping>;
