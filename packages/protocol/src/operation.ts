import * as z from 'zod/mini';
import { Body, BodyDown } from './body.js';
import { ConversationKind, User } from './conversation.js';
import { type Cid, ConversationId, Seq, Timestamp, UserId } from './ids.js';
import { Emoji, Message } from './message.js';

const title = z.string().check(z.minLength(1), z.maxLength(200));
const target = { conversation: ConversationId, target: Seq };

/** What a client may ask to be written. `target` is a message's `seq`. */
export const CreateOp = z.strictObject({
  kind: z.literal('create'),
  conversation: ConversationId,
  type: ConversationKind,
  /** The others; the creator is a member without being named. */
  members: z.array(UserId).check(z.maxLength(500)),
  title: z.optional(title),
});
export const MessageOp = z.strictObject({
  kind: z.literal('message'),
  conversation: ConversationId,
  body: Body,
  replyTo: z.optional(Seq),
});
export const EditOp = z.strictObject({ kind: z.literal('edit'), ...target, body: Body });
export const DeleteOp = z.strictObject({ kind: z.literal('delete'), ...target });
export const ReactOp = z.strictObject({ kind: z.literal('react'), ...target, emoji: Emoji, on: z.boolean() });
export const MembersOp = z.strictObject({
  kind: z.literal('members'),
  conversation: ConversationId,
  add: z.array(UserId).check(z.maxLength(500)),
  remove: z.array(UserId).check(z.maxLength(500)),
});
export const TitleOp = z.strictObject({ kind: z.literal('title'), conversation: ConversationId, title });

export const WriteOp = z.discriminatedUnion('kind', [
  CreateOp,
  MessageOp,
  EditOp,
  DeleteOp,
  ReactOp,
  MembersOp,
  TitleOp,
]);
export type WriteOp = z.infer<typeof WriteOp>;

const knownKinds = new Set(['create', 'message', 'edit', 'delete', 'react', 'members', 'title']);
const logged = { seq: Seq, by: UserId, ts: Timestamp };

/** What stands in a log. A message stands there as it is at the answer's `head` (rule G2). */
export const KnownLogOp = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('create'),
    ...logged,
    type: z.string(),
    members: z.array(User),
    title: z.optional(z.string()),
  }),
  z.looseObject({ kind: z.literal('message'), ...logged, message: Message }),
  z.looseObject({ kind: z.literal('edit'), ...logged, target: Seq, body: z.optional(BodyDown) }),
  z.looseObject({ kind: z.literal('delete'), ...logged, target: Seq }),
  z.looseObject({ kind: z.literal('react'), ...logged, target: Seq, emoji: Emoji, on: z.boolean() }),
  z.looseObject({
    kind: z.literal('members'),
    ...logged,
    add: z.array(User),
    remove: z.array(UserId),
    /** Who was removed, as they were called: heads name only those who are there. */
    gone: z.optional(z.array(User)),
  }),
  z.looseObject({ kind: z.literal('title'), ...logged, title: z.string() }),
]);
export type KnownLogOp = z.infer<typeof KnownLogOp>;
/** An operation of a later version: stored, advances `seq`, changes nothing else (rule V3). */
export const UnknownLogOp = z.looseObject({
  // A known kind with a shape that does not fit is an error, not an operation of a later version.
  kind: z.string().check(z.refine((kind) => !knownKinds.has(kind))),
  ...logged,
});
export type UnknownLogOp = z.infer<typeof UnknownLogOp>;
export const LogOp = z.union([KnownLogOp, UnknownLogOp]);
export type LogOp = z.infer<typeof LogOp>;

export function isKnownOp(op: LogOp): op is KnownLogOp {
  return knownKinds.has(op.kind);
}

/** What a page of history has beside messages: rule G5. */
export type NoteOp = Extract<KnownLogOp, { kind: 'create' | 'title' | 'members' }>;

export function isNoteOp(op: LogOp): op is NoteOp {
  return /^(create|title|members)$/.test(op.kind);
}

/** The `cid` that a log operation was written with, where it is a message. */
export function messageCid(op: LogOp): Cid | undefined {
  return isKnownOp(op) && op.kind === 'message' ? op.message.cid : undefined;
}
