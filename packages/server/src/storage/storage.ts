import type {
  AppId,
  Cid,
  ConversationId,
  Epoch,
  ErrorCode,
  FileId,
  Head,
  Limits,
  LogOp,
  Member,
  Message,
  NoteOp,
  User,
  UserId,
  WriteOp,
} from '@tokenim/protocol';

/**
 * The durable truth. One implementation serves one deployment; every call names the app, and nothing of one
 * app is ever visible through another.
 *
 * What an implementer must know:
 * - `commit` resolves only after what it stored would survive a loss of power. Acknowledgements go out right after.
 * - `commit` judges and stores the changes in their order, in one transaction where possible. A change that is
 *   refused, or fails, leaves no trace and does not disturb the others of the group. The rules are those of
 *   `core/judge.ts`, which every implementation uses, so that they cannot differ.
 * - `seq`, `ord` and versions are assigned by reading and writing the conversation's and members' rows within
 *   the transaction, never by a database sequence: those have holes, and commit in another order.
 * - A user's version grows by exactly one per change, so concurrent transactions must be serialised per user.
 * - `(user, cid)` is unique for ever; a repeat is answered from the first row (rule W3), whatever has changed since.
 * - The whole database has one epoch. It is made at random when the database is created and must be changed by
 *   `rotateEpoch` after a backup was restored; old clients then fetch anew instead of trusting their cursors.
 * - Reads see a whole number of commits: the head of an answer and its rows belong to the same moment.
 * - A method rejects only for faults (a full disk, a lost server), which the caller answers by `unavailable`.
 */
export interface Storage {
  /** The present epoch of all logs and users' versions. */
  epoch(): Promise<Epoch>;
  /** For who restored a backup: a new random epoch. Running cores notice with their next call. */
  rotateEpoch(): Promise<Epoch>;
  /** Resolves if the storage can serve now; rejects otherwise. For `/readyz`. */
  check(): Promise<void>;
  close(): Promise<void>;

  // Apps
  /** Creates or changes an app. */
  upsertApp(app: App): Promise<void>;
  getApp(id: AppId): Promise<App | undefined>;
  listApps(): Promise<App[]>;

  // Users
  /**
   * Creates a user or updates name, avatar and role where they are given. `created` is true for who was
   * unknown, `promoted` where the role has become `agent`, by creation or change (rule W9).
   */
  upsertUser(app: AppId, user: UserInput): Promise<StoredUser & { created: boolean; promoted: boolean }>;
  getUser(app: AppId, id: UserId): Promise<StoredUser | undefined>;
  /** Remembers when the user was last there; need not be durable at once. */
  setSeen(app: AppId, user: UserId, ts: number): Promise<void>;
  /** `seen` of those that exist and share any conversation with `user`; others are left out (rule S3). */
  sharing(app: AppId, user: UserId, others: UserId[]): Promise<{ user: UserId; seen?: number }[]>;
  /** Those who share a conversation of at most `maxMembers` members with the user; at most `limit`. */
  contacts(app: AppId, user: UserId, maxMembers: number, limit: number): Promise<UserId[]>;

  // Changes
  /** Results stand in the order of the changes. */
  commit(changes: Change[]): Promise<ChangeResult[]>;

  // Reads. `undefined`: no such conversation, or the user is no member of it.
  /** The newest `limit` messages before `before`, or the first after `after`, ascending (rule G1). */
  history(query: HistoryQuery): Promise<HistoryResult | undefined>;
  /** Operations after `after`, ascending, at most `limit`; the caller has checked nothing (rule C4). */
  ops(query: OpsQuery): Promise<OpsResult | undefined>;
  /** Heads with a version above `version`, ascending by it (rules C1, C2, C7); `head` is the user's version. */
  changes(query: ChangesQuery): Promise<ChangesResult>;
  /** Heads by id; what the user is no member of is left out. */
  heads(app: AppId, user: UserId, ids: ConversationId[]): Promise<Head[]>;
  /** Conversations of more than `versionedMembers` members that the user is in (rule C6); at most 1000. */
  large(
    app: AppId,
    user: UserId,
    versionedMembers: number,
  ): Promise<{ id: ConversationId; epoch: Epoch; seq: number }[]>;
  /** Members in the order of their ids, after `after`; one more than `limit` is never returned. */
  members(
    app: AppId,
    user: UserId,
    conversation: ConversationId,
    after: UserId | undefined,
    limit: number,
  ): Promise<{ members: Member[]; more: boolean } | undefined>;
  /** Ids of the present members, if the user is one and there are at most `max`. For signals. */
  memberIds(
    app: AppId,
    user: UserId,
    conversation: ConversationId,
    max: number,
  ): Promise<UserId[] | undefined>;
  isMember(app: AppId, user: UserId, conversation: ConversationId): Promise<boolean>;
  /** Support conversations that the agent is not in yet, newest first. For rule W9. */
  supportWithout(app: AppId, agent: UserId, limit: number): Promise<ConversationId[]>;

  // Search
  /**
   * Messages that match, newest first (rules Q1 to Q3), those of earlier commits included, or else with `partial`. May
   * stop early with `next`; it must not hold up others for longer than some milliseconds at a time. `undefined`: a conversation is named, and the user is no member of it.
   */
  search(query: SearchQuery): Promise<SearchResult | undefined>;

  // Files: metadata only, the bytes lie elsewhere
  /**
   * Creates the record, in one step with what it looks at: `exists` if the app has the id, whoever owns it; `too_many`
   * if the owner has `bound.most` files or more, created after `bound.since` and not rejected, that no message has named.
   */
  putFile(
    app: AppId,
    file: FileInput,
    bound?: { most: number; since: number },
  ): Promise<'made' | 'exists' | 'too_many'>;
  getFile(app: AppId, id: FileId): Promise<StoredFile | undefined>;
  /** All bytes are there and safe, and are of this type; `check`: they must be looked at first (rule U9). */
  completeFile(app: AppId, id: FileId, type: string, check: boolean): Promise<void>;
  /** The check is over: the file may be seen, or never. */
  settleFile(app: AppId, id: FileId, fine: boolean): Promise<void>;
  /** Files whose check is not over, at most `limit`. */
  listUncheckedFiles(limit: number): Promise<(StoredFile & { app: AppId })[]>;
  /** Removes the record, unless a message names the file: then nothing happens. */
  deleteFile(app: AppId, id: FileId): Promise<void>;
  /**
   * Files that no message names any more, and those that none ever named and that were created before `before`
   * (milliseconds); for cleaning up.
   */
  listUnnamedFiles(before: number, limit: number): Promise<(StoredFile & { app: AppId })[]>;
  /** What the files of each app take, as of the last commit; apps that never had one may be left out. */
  fileUsage(): Promise<FileUsage[]>;
}

export interface FileUsage {
  app: AppId;
  /** Whole files, and their bytes. */
  files: number;
  bytes: number;
}

export interface App {
  id: AppId;
  /** Signs user tokens (HS256); at least 32 characters. */
  secret: string;
  /** Origins of browsers that may connect; `*` allows all. */
  origins: string[];
  /** What differs from the server's limits. */
  limits?: Partial<Limits>;
}

export interface UserInput {
  id: UserId;
  name?: string;
  avatar?: string;
  role?: 'user' | 'agent' | 'visitor' | 'bot';
}
export interface StoredUser extends User {
  role: string;
  /** Newest version (rule C1). */
  version: number;
  /** Milliseconds; when the last connection closed. */
  seen?: number;
}

export interface FileInput {
  id: FileId;
  owner: UserId;
  name: string;
  mime: string;
  /** Bytes, as announced. */
  size: number;
  /** Milliseconds. */
  created: number;
}
export interface StoredFile extends FileInput {
  complete: boolean;
  /** What the bytes themselves show. Absent for files of an older server. */
  type?: string;
  /** Its check (rule U9) is not over, or ended badly: nobody may see it. */
  check?: 'pending' | 'rejected';
  /** The conversation whose messages name it; absent again once they are all deleted. */
  conversation?: ConversationId;
}

/** What one user, or the server for them, wants changed. `now` is the server's time for it. */
export type Change = WriteChange | MarkChange | JoinChange;
export interface WriteChange {
  type: 'write';
  app: AppId;
  user: UserId;
  cid: Cid;
  op: WriteOp;
  now: number;
  limits: Limits;
}
export interface MarkChange {
  type: 'mark';
  app: AppId;
  user: UserId;
  conversation: ConversationId;
  read?: number;
  delivered?: number;
  unread?: boolean;
  pinned?: boolean;
  archived?: boolean;
  muted?: boolean;
  now: number;
  limits: Limits;
}
/** An agent enters a support conversation by itself (rule W9). Of no effect where it is in already. */
export interface JoinChange {
  type: 'join';
  app: AppId;
  user: UserId;
  conversation: ConversationId;
  now: number;
  limits: Limits;
}

export type ChangeResult = Stored | Repeated | Moved | Nothing | Refused;
/** A receiver of a change: the user and the user's version of it, 0 in large conversations. */
export interface Receiver {
  user: UserId;
  version: number;
}
/** A new operation. `receivers` are all members, the writer and who was just removed included. */
export interface Stored {
  result: 'stored';
  epoch: Epoch;
  conversation: ConversationId;
  op: LogOp;
  ord?: number;
  receivers: Receiver[];
}
/** The first acknowledgement again. */
export interface Repeated {
  result: 'repeated';
  epoch: Epoch;
  conversation: ConversationId;
  seq: number;
  ts: number;
  ord?: number;
}
/** Pointers and flags after a mark that moved something. */
export interface Moved {
  result: 'moved';
  conversation: ConversationId;
  pointers: {
    read: number;
    readOrd: number;
    delivered: number;
    unread: boolean;
    pinned: boolean;
    archived: boolean;
    muted: boolean;
  };
  /** Something that others may see moved; else only the owner is among the receivers. */
  shared: boolean;
  receivers: Receiver[];
}
/** A mark that changed nothing, or a join that was none. */
export interface Nothing {
  result: 'nothing';
}
export interface Refused {
  result: 'refused';
  code: ErrorCode;
  detail: string;
}

interface ConversationQuery {
  app: AppId;
  user: UserId;
  conversation: ConversationId;
  limit: number;
}
export interface HistoryQuery extends ConversationQuery {
  before?: number;
  after?: number;
}
export interface HistoryResult {
  epoch: Epoch;
  head: number;
  /** Ascending; what counts is in rule G5. */
  rows: (Message | NoteOp)[];
  /** More of them lie beyond the page on the side that it grows to. */
  more: boolean;
}
export interface OpsQuery extends ConversationQuery {
  after: number;
}
export interface OpsResult {
  epoch: Epoch;
  head: number;
  floor: number;
  ops: LogOp[];
}
export interface ChangesQuery {
  app: AppId;
  user: UserId;
  version: number;
  limit: number;
}
export interface ChangesResult {
  epoch: Epoch;
  /** The user's version at the moment of the read. */
  head: number;
  heads: Head[];
}
export interface SearchQuery {
  app: AppId;
  user: UserId;
  text: string;
  conversation?: ConversationId;
  /** `next` of the page before. */
  before?: number;
  limit: number;
}
export interface SearchResult {
  /** `order`: what `next` would be if this were the last. */
  hits: { conversation: ConversationId; message: Message; order: number }[];
  next?: number;
  /** Something that was stored before is not searchable yet, and may be missing. */
  partial?: boolean;
}
