import * as z from 'zod/mini';

const count = z.int().check(z.gte(1));

/** Sent in `welcome`; what the numbers mean is rule B1. Bytes are of UTF-8. */
export const Limits = z.looseObject({
  /** Bytes of a text or fallback text. */
  text: count,
  /** Bytes of a frame that a client sends. */
  clientFrame: count,
  /** Bytes of a frame that a server sends. */
  serverFrame: count,
  /** Operations or messages in one page. */
  page: count,
  /** Conversations in one `changes` frame. */
  resumePage: count,
  /** Writes that a client may have unanswered. */
  unacked: count,
  /** Members a conversation may have and still move its members' versions (rule C6). */
  versionedMembers: count,
  /** Members of a conversation. */
  members: count,
  /** Bytes of one file. */
  file: count,
  /** Bytes of one file by kind, where that is less: `image`, `audio`, `video`, `other` (rule U10). */
  fileSizes: z.optional(z.record(z.string(), count)),
  /** Media types that are taken: `image/png`, `image/*`; absent: all (rule U10). */
  fileTypes: z.optional(z.array(z.string())),
  /** Files that a user may have under way at once; absent: any number (rule U11). */
  files: z.optional(count),
  /** Milliseconds of a voice message; absent: what its schema takes (rule U12). */
  voice: z.optional(count),
  /** Frames a second that a client may send for long; twice as many in a burst. */
  frameRate: count,
  /** Milliseconds after which a message can no longer be deleted for everyone; absent: no end (rule W11). */
  deleteWindow: z.optional(count),
  /** Milliseconds after which a message can no longer be edited; absent: no end (rule W11). */
  editWindow: z.optional(count),
});
export type Limits = z.infer<typeof Limits>;

/** The limits a server has unless it publishes others. Source: the protocol's rule 10, "nothing is unbounded". */
export const defaultLimits: Limits = {
  text: 16 * 1024,
  clientFrame: 64 * 1024,
  serverFrame: 256 * 1024,
  page: 200,
  resumePage: 500,
  unacked: 64,
  versionedMembers: 500,
  members: 10_000,
  file: 1024 * 1024 * 1024,
  frameRate: 200,
};

const encoder = new TextEncoder();

/** Length of a string in bytes of UTF-8. */
export function utf8Length(text: string): number {
  // A UTF-16 unit takes at most 3 bytes, so short texts need no encoding to be within a bound.
  return encoder.encode(text).length;
}
