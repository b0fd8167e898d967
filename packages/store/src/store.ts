import type {
  Body,
  BodyDown,
  Cid,
  ConversationId,
  down,
  Epoch,
  FileId,
  Head,
  Limits,
  LogOp,
  WriteOp,
} from '@tokenim/protocol';
import type {
  BlobRow,
  ConnectionState,
  ConversationRow,
  Failure,
  Flags,
  LocalSearch,
  MessageRow,
  OutboxRow,
  RangeRow,
  StoreMeta,
  UploadState,
  Views,
  Words,
} from './types.js';

/** Operations of one conversation, ascending and without holes among them. */
export interface OpsInput {
  conversation: ConversationId;
  epoch: Epoch;
  ops: readonly LogOp[];
  /**
   * Head of the `ops` answer: its messages are as of then (rule G2). Absent for pushes, whose messages are as of
   * their own `seq`.
   */
  head?: number;
  /** Of pushes: the receiver's versions, one for each operation (rule C3). */
  versions?: readonly (number | undefined)[];
}

/** What became of operations. */
export interface OpsResult {
  /**
   * `applied`: the log is held up to `to`. `gap`: those from `after` + 1 are missing. `unknown`: no such
   * conversation here. `epoch`: the log held has another epoch.
   */
  outcome: 'applied' | 'gap' | 'unknown' | 'epoch';
  /** End of the newest range now; 0 where nothing is held. */
  to: number;
  /** Messages of others that were new here. */
  fresh: readonly MessageRow[];
  /** Own entries of the outbox that stood in the log and are settled by it. */
  settled: readonly Cid[];
  /** Whether the user's cursor must be brought up by `sync`: a version was missed. */
  behind: boolean;
  /**
   * The conversation's head was not given all operations before these, though no version need have been missed: the
   * user was out and is in again, or it is large. Ask for it.
   */
  skipped: boolean;
}

export interface PageInput {
  page: down.Page;
  /**
   * `newest`: the page starts the log anew here; older ranges are dropped, since operations on their messages were
   * skipped. `older`: it is added to what is held.
   */
  mode: 'newest' | 'older';
}

export interface AckResult {
  outcome: 'acknowledged' | 'unknown';
  conversation: ConversationId;
  op?: WriteOp;
  /** The log before it is missing. */
  gap: boolean;
  behind: boolean;
}

export interface RefusalResult {
  /** All entries that failed by it, the refused one first. */
  failed: readonly { cid: Cid; conversation: ConversationId }[];
}

export interface ChangesResult {
  /** Conversations that the frame named. */
  changed: readonly ConversationId[];
  /** Large conversations whose head here is missing or old: ask for it (rule C6). */
  heads: readonly ConversationId[];
}

/** What is held of one conversation. */
export interface Held {
  id: ConversationId;
  epoch: Epoch;
  /** Head of the log, as far as known. */
  seq: number;
  /** End of the newest range; 0 where nothing is held. */
  to: number;
  local: boolean;
  left: boolean;
  /** Its head was never seen: ask for it. */
  guessed: boolean;
}

/** A write as the client makes it; `order` and `state` are the store's. */
export interface NewEntry {
  cid: Cid;
  op: WriteOp;
  targetCid?: Cid;
  upload?: UploadState;
  /** Of a message: device time (ms), shown until the server's is known. */
  ts?: number;
  /** Bytes to keep until they are uploaded. */
  blob?: Blob;
}

export interface DirtyMark extends Words {
  conversation: ConversationId;
  read?: number;
  delivered?: number;
}

/**
 * The database of one user of one app. Each method is one transaction; a promise that resolves says that it is
 * committed. Errors are StoreErrors.
 */
export interface Store {
  readonly views: Views;
  readonly storage: 'disk' | 'memory';
  /** Ends all use; what is stored stays (on disk). */
  close(): Promise<void>;
  /** Search over what is held; makes and follows an index from the first call on. Close it when it is not needed. */
  search(): Promise<LocalSearch>;
  /** Closes and deletes all of it. */
  erase(): Promise<void>;

  user(): Promise<StoreMeta['user']>;
  /** Who is signed in, and the limits that the server publishes. */
  setUser(user: NonNullable<StoreMeta['user']>, limits?: Limits): Promise<void>;
  cursor(): Promise<StoreMeta['cursor']>;
  setConnection(state: Omit<ConnectionState, 'storage'>): Promise<void>;

  /** Operations from the wire, applied when they follow what is held. */
  applyOps(input: OpsInput): Promise<OpsResult>;
  /** `stale`: the page is older than what is held; ask again. */
  applyPage(input: PageInput): Promise<'applied' | 'stale' | 'unknown' | 'epoch'>;
  applyChanges(changes: down.Changes): Promise<ChangesResult>;
  /** `asked` ones without a head are no longer the user's. Returns those whose head is older than what is here: ask again. */
  applyHeads(heads: readonly Head[], asked?: readonly ConversationId[]): Promise<ConversationId[]>;
  /** Returns whether a version was missed. */
  applyPointers(pointers: readonly down.Pointer[]): Promise<{ behind: boolean; unknown: ConversationId[] }>;
  /** Drops the log that is held of a conversation; drafts and what is unsent stay (rule C4). */
  reset(reset: Pick<down.Reset, 'conversation' | 'epoch' | 'head'>): Promise<void>;
  held(conversation: ConversationId): Promise<Held | undefined>;
  /** Of those that are known, in the order asked. */
  heldOf(conversations: readonly ConversationId[]): Promise<Held[]>;
  /** The conversations with the newest messages. */
  recent(limit: number): Promise<Held[]>;
  ranges(conversation: ConversationId): Promise<RangeRow[]>;
  conversation(conversation: ConversationId): Promise<ConversationRow | undefined>;

  /** Puts writes behind all others, with what they show at once. */
  enqueue(entries: readonly NewEntry[], local?: ConversationRow): Promise<void>;
  entry(cid: Cid): Promise<OutboxRow | undefined>;
  /** Entries still to be sent, in order. */
  waiting(limit: number): Promise<OutboxRow[]>;
  /** One per ack, in order. All of one conversation. */
  acknowledge(acks: readonly down.Ack[]): Promise<AckResult[]>;
  /** Counts a try that can be repeated. */
  retryLater(cid: Cid): Promise<void>;
  /** Refused for good. */
  refuse(cid: Cid, failure: Failure): Promise<RefusalResult>;
  /** Puts a failed write back, under the new cid; returns what goes again, or nothing where there is none. */
  retry(cid: Cid, fresh: () => Cid): Promise<Cid | undefined>;
  /** Drops a write and what it shows; returns the dropped entries. */
  discard(cid: Cid): Promise<OutboxRow[]>;
  /** Changes a failed message's body in place. */
  rewrite(cid: Cid, body: BodyDown): Promise<boolean>;
  message(conversation: ConversationId, cid: Cid): Promise<MessageRow | undefined>;

  /** Entries with an upload, in order. */
  uploads(): Promise<OutboxRow[]>;
  /** Changes an upload's state; undefined where the entry is gone. */
  setUpload(
    cid: Cid,
    change: Partial<UploadState>,
    /** Other bytes, and the body that names them, in place of those that were picked. */
    made?: { body: Body; blob: Blob },
  ): Promise<OutboxRow | undefined>;

  markRead(conversation: ConversationId, seq: number): Promise<boolean>;
  markUnread(conversation: ConversationId): Promise<boolean>;
  /** Sets flags for all devices of the user (rule P6); returns whether one changed. */
  setFlags(conversation: ConversationId, flags: Flags): Promise<boolean>;
  /** Marks that the server does not know yet. */
  dirtyMarks(): Promise<DirtyMark[]>;
  /**
   * The server has this mark; what changed meanwhile stays dirty. `version`: what it moved the user's version to.
   * False where only the conversation's head can say what the pointers, "marked unread" or the flags are now.
   */
  marked(mark: DirtyMark, version?: number): Promise<boolean>;
  setDraft(conversation: ConversationId, text: string): Promise<void>;

  blob(id: FileId): Promise<Blob | undefined>;
  /** Keeps bytes; `pinned` ones are never evicted. `used`: device time (ms). */
  putBlob(blob: BlobRow): Promise<void>;
  /** Notes that bytes were used, so that they are evicted later; more often than once an hour does nothing. */
  touchBlob(id: FileId, used: number): Promise<void>;
  unpinBlob(id: FileId): Promise<void>;
  dropBlob(id: FileId): Promise<void>;
  /** Drops the longest unused that are not pinned until at most `bytes` are left. */
  evictBlobs(bytes: number): Promise<void>;
}
