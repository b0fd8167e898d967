import * as z from 'zod/mini';
import { Head, Member } from '../conversation.js';
import { ConversationId, Cursor, Epoch, FileId, RequestId, Timestamp, UserId } from '../ids.js';
import { Message } from '../message.js';
import { LogOp } from '../operation.js';

/** Answer to `sync`, and after `welcome` to `resume` (then without `id`). Rules C1 to C6. */
export const Changes = z.looseObject({
  t: z.literal('changes'),
  id: z.optional(RequestId),
  epoch: Epoch,
  /** The cursor once this frame is applied. */
  version: Cursor,
  conversations: z.array(Head),
  /** Ask again from `version`. */
  more: z.boolean(),
  /** The cursor asked from was of another epoch or ahead: this begins at 0, forget what is not named. */
  reset: z.optional(z.boolean()),
  /** In the last page: large conversations, whose changes move no version. */
  large: z.optional(z.array(z.looseObject({ id: ConversationId, epoch: Epoch, seq: Cursor }))),
});
export type Changes = z.infer<typeof Changes>;

/** Answer to `history`: every message with `from` <= seq <= `to`, ascending, as of `head`. Rules G1, G5. */
export const Page = z.looseObject({
  t: z.literal('page'),
  id: RequestId,
  conversation: ConversationId,
  epoch: Epoch,
  head: Cursor,
  /** 0 and 0 in an empty log. */
  from: Cursor,
  to: Cursor,
  messages: z.array(Message),
  /** Rule G5; absent where there are none. */
  ops: z.optional(z.array(LogOp)),
});
export type Page = z.infer<typeof Page>;

/** Answer to `ops`, and after `welcome` to `open` (then without `id`). Ascending from `after` + 1 without holes. Rule G2. */
export const OpsPage = z.looseObject({
  t: z.literal('ops'),
  id: z.optional(RequestId),
  conversation: ConversationId,
  epoch: Epoch,
  head: Cursor,
  ops: z.array(LogOp),
  more: z.boolean(),
});
export type OpsPage = z.infer<typeof OpsPage>;

/** The cursor is of no use: fetch anew, keep outbox and drafts. Rule C4. */
export const Reset = z.looseObject({
  t: z.literal('reset'),
  id: z.optional(RequestId),
  conversation: ConversationId,
  epoch: Epoch,
  head: Cursor,
  floor: Cursor,
});
export type Reset = z.infer<typeof Reset>;

export const HeadsPage = z.looseObject({
  t: z.literal('heads'),
  id: RequestId,
  conversations: z.array(Head),
});
export type HeadsPage = z.infer<typeof HeadsPage>;

export const MembersPage = z.looseObject({
  t: z.literal('members'),
  id: RequestId,
  conversation: ConversationId,
  members: z.array(Member),
  more: z.boolean(),
});
export type MembersPage = z.infer<typeof MembersPage>;

export const PresencePage = z.looseObject({
  t: z.literal('presence'),
  id: RequestId,
  users: z.array(z.looseObject({ user: UserId, state: z.string(), seen: z.optional(Timestamp) })),
});
export type PresencePage = z.infer<typeof PresencePage>;

/** Rule U5. `url` is absolute, or relative to the endpoint. */
export const FileUrl = z.looseObject({
  t: z.literal('file'),
  id: RequestId,
  file: FileId,
  url: z.string(),
  expires: Timestamp,
});
export type FileUrl = z.infer<typeof FileUrl>;

/** Answer to `search`. Rules Q1 to Q4. */
export const Found = z.looseObject({
  t: z.literal('found'),
  id: RequestId,
  /** Newest first, as they are now. */
  hits: z.array(z.looseObject({ conversation: ConversationId, message: Message })),
  /** Ask again with `before` of this; absent: there is no more. */
  next: z.optional(Cursor),
  /** Something may be missing that a later search finds. */
  partial: z.optional(z.boolean()),
});
export type Found = z.infer<typeof Found>;

export const Pong = z.looseObject({ t: z.literal('pong'), id: RequestId });
export type Pong = z.infer<typeof Pong>;
