import type { ConversationId } from '@tokenim/protocol';
import { Dexie, type Table } from 'dexie';
import { Connection } from '../connection.js';
import type { Handle } from '../database.js';

/**
 * Messages whose `seq` divided by this is the same lie in one block: Chromium puts values over 64 kB into files of their
 * own, which read many times slower, and a block that is read or made is one task.
 */
export const blockSize = 128;

/** The folded texts of some messages of one conversation, one a line. */
export interface Block {
  conversation: ConversationId;
  bucket: number;
  /** Time (ms) of its newest message, and the same below zero: what is read forwards begins with the newest. */
  newest: number;
  age: number;
  /** One for each line. */
  seqs: Float64Array;
  times: Float64Array;
  lines: string;
  /** Counts the writes of the whole index: above what a page has read there is what it has not. */
  at: number;
}

/** How far the blocks of a conversation are. */
export interface SearchMark {
  /** '' is the mark of the whole index. */
  conversation: ConversationId | '';
  /** The write that was the last one, of the conversation or of all. */
  at: number;
  /** All that was held has been indexed once; what changed since is noted in the user's database. */
  built?: boolean;
  /** Of the whole index: the user's database that it belongs to. */
  of?: number;
}

/** The index is a database of its own, made with the first search: who never searches has none. */
export class SearchDatabase extends Dexie {
  declare blocks: Table<Block, [string, number]>;
  declare marks: Table<SearchMark, string>;

  constructor(name: string, api?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    super(name, { ...api, cache: 'disabled' });
    this.version(1).stores({
      blocks: '[conversation+bucket], [age+conversation+bucket], at',
      marks: 'conversation',
    });
  }
}

export async function openSearchDatabase(handle: Handle): Promise<Connection<SearchDatabase>> {
  const connection = new Connection(new SearchDatabase(handle.searchName, await apiOf(handle)));
  // Another tab signs out: without this a later write would make the database again.
  connection.db.on('versionchange', () => connection.close());
  await connection.db.open();
  return connection;
}

async function apiOf({ storage }: Handle) {
  if (storage === 'disk') return undefined;
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
  return { indexedDB: new IDBFactory(), IDBKeyRange };
}
