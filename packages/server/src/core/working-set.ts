import type { Cid, ConversationId, Message, Preview, UserId } from '@tokenim/protocol';
import type { StoredFile } from '../storage/storage.js';

/** A user within a transaction. */
export interface UserState {
  /** The storage's own key. */
  key: number;
  app: string;
  id: UserId;
  name?: string;
  avatar?: string;
  role: string;
  version: number;
  seen?: number;
}

export interface MemberState {
  user: UserState;
  /** The user's version of the newest change of this conversation. */
  version: number;
  read: number;
  readOrd: number;
  delivered: number;
  unread: boolean;
  pinned: boolean;
  archived: boolean;
  muted: boolean;
  /** `seq` of the newest message that mentions the user; 0: none (rule P8). */
  mention: number;
  left: boolean;
}

export interface ConversationState {
  key: number;
  app: string;
  id: ConversationId;
  kind: string;
  title?: string;
  seq: number;
  ord: number;
  floor: number;
  /** Of the newest message, or of creation. */
  ts: number;
  created: number;
  preview?: Preview;
  /** Present members. */
  count: number;
  /** Everyone who is or was a member. */
  members: Map<UserId, MemberState>;
}

/** An operation as it is inserted; `detail` is what its kind needs beside. */
export interface NewOp {
  kind: string;
  seq: number;
  by: UserState;
  ts: number;
  ord?: number;
  /** Of an edit, deletion or reaction; of a message, what it replies to. */
  target?: number;
  /** Absent where the server itself writes. */
  cid?: Cid;
  hash?: Uint8Array;
  body?: unknown;
}

/** The first operation that was written under a `cid`. */
export interface FirstWrite {
  conversation: ConversationId;
  seq: number;
  ts: number;
  ord?: number;
  hash: Uint8Array;
}

/**
 * What `core/judge.ts` and `core/perform.ts` see of a transaction. Synchronous: an implementation on an
 * asynchronous database loads and locks what a group of changes can need before it begins.
 * States are shared objects: who changes one says so by `touch` or `touchMember`, and the implementation writes
 * each once at the end of the group, or throws them all away when the transaction fails.
 */
export interface WorkingSet {
  conversation(app: string, id: ConversationId): ConversationState | undefined;
  user(app: string, id: UserId): UserState | undefined;
  /** At most `limit`, in the order in which they became known. */
  agents(app: string, limit: number): UserState[];
  message(conversation: ConversationState, seq: number): Message | undefined;
  /** Ordinal of the newest message at or before `seq`. */
  ordAt(conversation: ConversationState, seq: number): number;
  file(app: string, id: string): StoredFile | undefined;
  firstWrite(user: UserState, cid: Cid): FirstWrite | undefined;

  addConversation(app: string, id: ConversationId, kind: string, now: number): ConversationState;
  /** Adds or brings back a member, counts and touches it. */
  addMember(conversation: ConversationState, user: UserState): MemberState;
  /** False, and nothing stored, if the user has used the `cid` before. */
  insertOp(conversation: ConversationState, op: NewOp): boolean;
  /** Stores body, edits, deletion and reactions of a message. */
  saveMessage(conversation: ConversationState, message: Message): void;
  /** Rule L7: removes the bodies of edits and the emoji of reactions that have this target. */
  forget(conversation: ConversationState, target: number): void;
  /** One message more names the file, which belongs to the conversation from now on. */
  nameFile(app: string, id: string, conversation: ConversationState): void;
  /** One message less names the file; without any it may be cleaned up. */
  dropFile(app: string, id: string): void;
  touch(conversation: ConversationState): void;
  touchMember(conversation: ConversationState, member: MemberState): void;
}
