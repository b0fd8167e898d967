import * as z from 'zod/mini';
import { ConversationId, Cursor, Epoch, Seq, Timestamp, UserId } from './ids.js';

export const ConversationKind = z.enum(['direct', 'group', 'support']);
export type ConversationKind = z.infer<typeof ConversationKind>;

export const Role = z.enum(['user', 'agent', 'visitor', 'bot']);
export type Role = z.infer<typeof Role>;

export const User = z.looseObject({
  id: UserId,
  name: z.optional(z.string()),
  /** https or same-origin address of a picture. */
  avatar: z.optional(z.string()),
  role: z.optional(z.string()),
});
export type User = z.infer<typeof User>;

/** A member with its pointers, which are maxima (rule P1). */
export const Member = z.extend(User, {
  read: z.optional(Cursor),
  delivered: z.optional(Cursor),
});
export type Member = z.infer<typeof Member>;

/** The newest message in one line, for a list. */
export const Preview = z.looseObject({
  seq: Seq,
  sender: UserId,
  ts: Timestamp,
  /** Type of the body, or `deleted`. */
  type: z.string(),
  /** At most 140 characters. */
  text: z.string(),
  /** Milliseconds of a voice message (rule U7). */
  duration: z.optional(z.int()),
});
export type Preview = z.infer<typeof Preview>;

const flag = z.optional(z.boolean());
/** What one user has set on a conversation, for all devices of theirs (rule P6). */
export const Flags = {
  /** Stands above the others in the list. */
  pinned: flag,
  /** Out of the list until somebody else writes (rule P7). */
  archived: flag,
  /** Not announced, and not counted. */
  muted: flag,
};
export type Flag = keyof typeof Flags;

/** The state of one conversation for one user, without its log (rule C2). */
export const Head = z.looseObject({
  id: ConversationId,
  kind: z.string(),
  title: z.optional(z.string()),
  epoch: Epoch,
  /** The newest operation. */
  seq: Cursor,
  /** The newest message's ordinal. */
  ord: Cursor,
  /** Operations up to here are no longer kept; absent for 0. */
  floor: z.optional(Cursor),
  /** Time of the newest message, or of creation. Orders the list. */
  ts: Timestamp,
  /** The user's version that this head was last changed at; absent in large conversations. */
  version: z.optional(Cursor),
  last: z.optional(Preview),
  /** All members where there are at most 20, else absent (ask with `members`). */
  members: z.optional(z.array(Member)),
  memberCount: z.optional(Cursor),
  me: z.looseObject({
    read: Cursor,
    /** Ordinal of the newest message at or before `read`: unread = `ord` - `readOrd` (rule P4). */
    readOrd: Cursor,
    delivered: Cursor,
    /** Marked unread by hand (rule P3). */
    unread: z.optional(z.boolean()),
    ...Flags,
    /** `seq` of the newest message that mentions the user; to be compared with `read` (rule P8). */
    mention: z.optional(Cursor),
    /** The user is no longer a member: nothing more will come. */
    left: z.optional(z.boolean()),
  }),
});
export type Head = z.infer<typeof Head>;
