import type { Limits } from '@tokenim/protocol';
import { type DBCore, Dexie, type Table } from 'dexie';
import type {
  BlobRow,
  ConnectionState,
  ConversationRow,
  MessageRow,
  OutboxRow,
  RangeRow,
  StoreMeta,
} from './types.js';

/** A place in a list: which list, then the newest first. In the list of the unread, with what the total counts of it. */
export type Place = [list: number, age: number, id: string, count?: number];

/** What a conversation's row has beside what is shown. */
export interface StoredConversation extends ConversationRow {
  /** 1 while `dirty` is there: a sparse index finds what must be sent. */
  dirtyMark?: 1;
  /** The user's version that "marked unread" and the flags are as of: unlike pointers they are no maxima. */
  unreadVersion?: number;
  /** Where it stands in the lists: views.ts. */
  places?: Place[];
  /** 1 from the start of a resume from 0 until the row is named in it (rule C5). */
  unconfirmed?: 1;
  /**
   * The server is to be asked for the head: made here, and acknowledged without it (who else the server put in is not
   * known yet, rule W9), or something before a newer operation was missed.
   */
  guessed?: 1;
}

/** The row of a conversation in which messages of others up to `seq` came here. Large ones send no receipts. */
export function delivered(row: StoredConversation, seq: number): StoredConversation {
  if (row.version === undefined || row.me.left || seq <= row.me.delivered) return row;
  const dirty = { ...row.dirty, delivered: seq };
  return { ...row, me: { ...row.me, delivered: seq }, dirty, dirtyMark: 1 };
}

/** Of what the server was not told yet, that which outlives a log: flags do, pointers into it do not. */
export function saidOf({ dirty }: StoredConversation): Pick<StoredConversation, 'dirty' | 'dirtyMark'> {
  const { read: _read, delivered: _delivered, ...words } = dirty ?? {};
  return Object.keys(words).length > 0 ? { dirty: words, dirtyMark: 1 } : {};
}

/** From which place to which the conversations of a list stand; pinned ones are 0, archived ones 2. */
export const lists = {
  inbox: [[0], [2]],
  archived: [[2], [3]],
  all: [[3], [4]],
  unread: [[4], [5]],
} as const;

export interface StoredCursor extends NonNullable<StoreMeta['cursor']> {
  /** A resume from 0 is under way: what it does not name is dropped at its end. */
  resetting?: true;
}

export type MetaRow =
  | { key: 'user'; value: NonNullable<StoreMeta['user']> }
  | { key: 'cursor'; value: StoredCursor }
  | { key: 'order'; value: number }
  | { key: 'limits'; value: Limits | undefined }
  | { key: 'connection'; value: Omit<ConnectionState, 'storage'> }
  // The index for searching that goes with this database, and what of it may differ: search/search-index.ts.
  | { key: 'search'; value: number }
  | { key: `stale:${string}`; value: Stale };

/** A block of the index that may differ from its messages. */
export interface Stale {
  conversation: string;
  /** Absent: the whole conversation. */
  bucket?: number;
  /** Another one each time. */
  stamp: number;
  /** Something in the block is no longer so and must not stay there. */
  gone: boolean;
}

export type MessageKey = [conversation: string, seq: number];

/**
 * Each index costs on every write and is here for one read:
 * messages.ownCid (own message of a cid), outbox.order (the pump), outbox.state (counts), outbox.targetCid (changes
 * that wait for a message), conversations.places (the lists, and the total of the unread), .dirtyMark
 * (unsent marks), blobs.[pinned+used] (eviction).
 */
export class Database extends Dexie {
  declare messages: Table<MessageRow, MessageKey>;
  declare outbox: Table<OutboxRow, string>;
  declare ranges: Table<RangeRow, [string, number]>;
  declare conversations: Table<StoredConversation, string>;
  declare blobs: Table<BlobRow, string>;
  declare meta: Table<MetaRow, string>;

  constructor(name: string, api?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    // With Dexie's query cache a live query can show what is not committed yet, and two in-memory databases of one
    // name would share it.
    super(name, { ...api, cache: 'disabled' });
    this.version(1).stores({
      messages: '[conversation+seq], ownCid',
      outbox: 'cid, order, state, targetCid',
      ranges: '[conversation+from]',
      conversations: 'id, *places, dirtyMark',
      blobs: 'id, [pinned+used]',
      meta: 'key',
    });
    this.use({ stack: 'dbcore', name: 'durable-outbox', create: durableOutbox });
  }
}

/** What the user wrote must outlive a power cut before it shows as written; all else can be fetched again. */
function durableOutbox(core: DBCore): DBCore {
  return {
    ...core,
    transaction(stores, mode, options) {
      const strict = mode === 'readwrite' && stores.includes('outbox');
      return core.transaction(stores, mode, strict ? { ...options, durability: 'strict' } : options);
    },
  };
}

/** Lowest and highest key of a conversation's rows whose second part is from `low` to `high`. */
export function span(conversation: string, low: number, high: number): [[string, number], [string, number]] {
  return [
    [conversation, low],
    [conversation, high],
  ];
}
