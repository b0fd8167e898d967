import type { ConversationId } from '@tokenim/protocol';
import { Dexie, type Table } from 'dexie';
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
}

/** What of a conversation the blocks are of; another `state` means that something may have changed since. */
export interface SearchMark {
  conversation: ConversationId;
  state: string;
}

/** The index is a database of its own, made with the first search: who never searches has none. */
export class SearchDatabase extends Dexie {
  declare blocks: Table<Block, [string, number]>;
  declare marks: Table<SearchMark, string>;

  constructor(name: string, api?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }) {
    super(name, { ...api, cache: 'disabled' });
    this.version(1).stores({
      blocks: '[conversation+bucket], [age+conversation+bucket]',
      marks: 'conversation',
    });
    // Another tab signs out: without this a later write would make the database again.
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: true });
    });
  }
}

export async function openSearchDatabase(handle: Handle): Promise<SearchDatabase> {
  const name = handle.searchName;
  if (handle.storage === 'disk') {
    const db = new SearchDatabase(name);
    await db.open();
    return db;
  }
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
  const db = new SearchDatabase(name, { indexedDB: new IDBFactory(), IDBKeyRange });
  await db.open();
  return db;
}
