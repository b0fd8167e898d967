import type {
  BodyDown,
  Cid,
  ConversationId,
  Epoch,
  FileId,
  Flag,
  Head,
  Limits,
  Message,
  NoteOp,
  Reaction,
  UserId,
  WriteOp,
} from '@tokenim/protocol';

/**
 * A pending message has no `seq` yet: its row's key is this base plus a local counter, so that it sorts
 * behind every confirmed message and paging by `seq` needs no second table.
 */
export const pendingBase = 2 ** 50;

/** `pending`: in the outbox. `sent`: in the log. `failed`: refused for good; its text is kept (rule W5). */
export type MessageState = 'pending' | 'sent' | 'failed';

export interface Failure {
  code: string;
  detail?: string;
}

/** The named fields of a schema that also lets unknown ones through (those survive in the rows all the same). */
type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

/** A message, or a change of the conversation, as the screen shows it. Key: [conversation, seq]; lists key their rows by `cid`, which never changes. */
export interface MessageRow extends Omit<Named<Message>, 'ord'> {
  conversation: ConversationId;
  ord?: number;
  state: MessageState;
  failure?: Failure;
  /** All operations on this message up to here are folded in. */
  rev: number;
  /** 1 on messages this user wrote, absent otherwise: keeps the index on `cid` sparse. */
  ownCid?: Cid;
  /**
   * No message but a change of the conversation (rule G5): no body and no `ord`, `sender` is who did it, and `cid` is
   * made up from its `seq`.
   */
  note?: NoteOp;
  /** Own changes that are still in the outbox, shown in place of what they change. */
  overlay?: { body?: BodyDown; deleted?: true; reactions?: Reaction[] };
}

/** What a user says of a conversation that is no maximum: the last word holds (rules P3, P6). */
export type Words = { [W in 'unread' | Flag]?: boolean };
/** What `setFlags` sets; what is absent stays. */
export type Flags = { [F in Flag]?: boolean };

/** A head and what this device adds to it. */
export interface ConversationRow extends Head {
  /** `ord` - `me.readOrd`, never below 0; 1 at least where marked unread. */
  unreadCount: number;
  /** Somebody mentioned the user in a message above `me.read`. */
  mentioned: boolean;
  /** Text in the composer. */
  draft?: string;
  /** Made here, not yet acknowledged. */
  local?: true;
  /** Own pointers and flags not yet acknowledged by the server. */
  dirty?: { read?: number; delivered?: number } & Words;
}

export type OutboxState = 'waiting' | 'failed';

/** A write that is not acknowledged. Sent in the order of `order`, which grows by one per entry. */
export interface OutboxRow {
  cid: Cid;
  order: number;
  conversation: ConversationId;
  /** `target` of a change to an own message that has no `seq` yet is 0; `targetCid` then names it. */
  op: WriteOp;
  targetCid?: Cid;
  state: OutboxState;
  failure?: Failure;
  attempts: number;
  /** Bytes that must be with the server before `op` may go. */
  upload?: UploadState;
}

export interface UploadState {
  file: FileId;
  size: number;
  /** Bytes the server is known to have. */
  offset: number;
  done: boolean;
  paused?: boolean;
  /** Whether a picture keeps its pixels; without it the settings of the client say so. */
  original?: boolean | undefined;
  /** The bytes are those that are to leave this device: a picture was made smaller, say. */
  ready?: boolean;
  /** The server has all of it and checks it before anyone may see it (rule U9). */
  checking?: boolean;
}

/** Bytes kept on this device: what waits for upload (`pinned`) and what was seen (evicted by `used`). */
export interface BlobRow {
  id: FileId;
  blob: Blob;
  size: number;
  pinned: 0 | 1;
  used: number;
}

/** Contiguous operations held of one conversation, `from` to `to` inclusive. */
export interface RangeRow {
  conversation: ConversationId;
  from: number;
  to: number;
}

export type ConnectionStatus = 'off' | 'connecting' | 'syncing' | 'online' | 'offline' | 'refused';

export interface ConnectionState {
  status: ConnectionStatus;
  /** Time (ms) of the next attempt, where one is planned. */
  retryAt?: number;
  /** Stable code of why it is `refused`. */
  code?: string;
  /** `memory`: nothing outlives the page; say so. */
  storage: 'disk' | 'memory';
}

export interface OutboxSummary {
  waiting: number;
  failed: number;
}

/** A part of a thread. `anchor` is the `seq` to show around, or the end. */
export interface WindowRequest {
  anchor: number | 'end';
  /** Rows wanted before the anchor (inclusive of it) and after it. Defaults 50 and 50; 100 together at most. */
  before?: number;
  after?: number;
}

export interface ThreadWindow {
  /** Ascending by seq; pending and failed ones last. */
  rows: MessageRow[];
  /** There are rows on this device before the first / after the last. */
  olderHere: boolean;
  newerHere: boolean;
  /** There are messages on the server before the first that this device does not hold. */
  olderThere: boolean;
  /** `seq` values before which a hole lies: something is missing between this row and the one above. */
  holes: number[];
}

/** What is searched for on this device. */
export interface SearchRequest {
  /** Words that must all be there: rule Q2 of the protocol. */
  text: string;
  /** Only in this conversation. */
  conversation?: ConversationId;
  /** Hits wanted. Default 20. */
  limit?: number;
}

/** A message that was found. */
export interface SearchHit {
  conversation: ConversationId;
  seq: number;
  sender: UserId;
  /** Server time, ms. */
  ts: number;
  text: string;
  /** Where in `text` the words stand, in UTF-16 units: from, and behind the end. */
  ranges: [from: number, to: number][];
}

/** How far the index is: conversations done of those to do. What is indexed can be searched meanwhile. */
export interface SearchState {
  building: boolean;
  done: number;
  total: number;
}

/** Search over all messages that this device holds. */
export interface LocalSearch {
  /** Newest first. `first` is called with what is found so far as long as older texts are still read from the disk. */
  find(request: SearchRequest, first?: (hits: SearchHit[]) => void): Promise<SearchHit[]>;
  /** Calls at once and on each change; returns the unsubscribe. */
  watch(listener: (state: SearchState) => void): () => void;
  /** Resolves when all that is held now is indexed. */
  ready(): Promise<void>;
  /** Frees what it holds in memory; the index stays on the disk. */
  close(): void;
}

/** What can be watched: `subscribe` calls at once (after the first read) and then on each change; it returns the unsubscribe. */
export interface Live<T> {
  subscribe(next: (value: T) => void, error?: (error: unknown) => void): () => void;
}

export interface ListRequest {
  /**
   * Which: `inbox` (those that are not archived; pinned ones first), `unread` (those of the inbox that have something
   * unread), `archived`, or `all`; newest first. Default `inbox`.
   */
  show?: 'inbox' | 'unread' | 'archived' | 'all';
  /** Conversations wanted. Default 100. */
  limit?: number;
  /** Skip this many. Default 0. */
  offset?: number;
}

/** What the elements read. Part of the store; see store.ts for what writes. */
export interface Views {
  conversations(request?: ListRequest): Live<ConversationRow[]>;
  conversation(id: ConversationId): Live<ConversationRow | undefined>;
  thread(id: ConversationId, window: WindowRequest): Live<ThreadWindow>;
  /** Sum of unreadCount over all conversations that are neither muted nor archived. */
  unread(): Live<number>;
  outbox(): Live<OutboxSummary>;
  /** Uploads in progress of one conversation, or of all, in order. */
  uploads(conversation?: ConversationId): Live<OutboxRow[]>;
  connection(): Live<ConnectionState>;
  /** The signed-in user. */
  user(): Live<{ id: UserId; name?: string; avatar?: string; role?: string } | undefined>;
  /** The limits that the server published last; the protocol's defaults before it was ever reached. */
  limits(): Live<Limits>;
}

export interface StoreMeta {
  user?: { id: UserId; name?: string; avatar?: string; role?: string };
  /** The per-user cursor: rules C1 to C3. */
  cursor?: { epoch: Epoch; version: number };
}
