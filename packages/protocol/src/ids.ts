import * as z from 'zod/mini';

/** App (tenant): `a-z 0-9 -`, 1 to 40 characters. */
export const AppId = z
  .string()
  .check(z.regex(/^[a-z0-9-]{1,40}$/))
  .brand<'AppId'>();
export type AppId = z.infer<typeof AppId>;

/** User within an app: `A-Z a-z 0-9 . _ : @ -`, 1 to 64 characters. `~` is kept for direct conversations. */
export const UserId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._:@-]{1,64}$/))
  .brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;

/** Conversation within an app: `d~a~b` for a direct one, else the UUIDv7 of its `create`. */
export const ConversationId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._:@~-]{1,140}$/))
  .brand<'ConversationId'>();
export type ConversationId = z.infer<typeof ConversationId>;

/** Client id of a write: a UUIDv7 in lower case, unique per user (rule W1). */
export const Cid = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))
  .brand<'Cid'>();
export type Cid = z.infer<typeof Cid>;

/** An uploaded file: `A-Z a-z 0-9 _ -`, 16 to 64 characters. */
export const FileId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{16,64}$/))
  .brand<'FileId'>();
export type FileId = z.infer<typeof FileId>;

/** Name of one life of a log; always compared together with a `seq` or a `version`. */
export const Epoch = z.string().check(z.minLength(1), z.maxLength(32)).brand<'Epoch'>();
export type Epoch = z.infer<typeof Epoch>;

/** Place of an operation in its conversation's log: 1, 2, 3, … without holes (rule L1). */
export const Seq = z.int().check(z.gte(1));
/** A place in a log or in a user's versions, or 0 for "before the first". */
export const Cursor = z.int().check(z.gte(0));
/** Milliseconds since 1970-01-01 UTC by the server's clock. Shown, never used to order. */
export const Timestamp = z.int().check(z.gte(0));
/** Number of a request, chosen by the client, unique among its unanswered ones on this connection. */
export const RequestId = z.int().check(z.gte(1));

/** The id of the direct conversation between two users, the same from both sides (rule L6). */
export function directConversation(a: UserId, b: UserId): ConversationId {
  return `d~${a < b ? a : b}~${a < b ? b : a}` as ConversationId;
}
