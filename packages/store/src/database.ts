import { Dexie, type Table, type Transaction } from 'dexie';
import { Connection, type Mode } from './connection.js';
import { Database } from './schema.js';
import type { SearchIndex } from './search/search-index.js';

/** The database of a user. All of the store's parts take one. */
export class Handle extends Connection<Database> {
  readonly storage: 'disk' | 'memory';
  /** The user whose database this is. */
  readonly me: string;
  /** The index for searching, here from the first search on, and from the first change on where there was one before. */
  #index: Promise<SearchIndex | undefined> | undefined;

  constructor(db: Database, storage: 'disk' | 'memory', me: string) {
    super(db);
    this.storage = storage;
    this.me = me;
  }

  /** What changes messages is noted for the index in the same transaction, where this device has one. */
  override async run<T>(
    mode: Mode,
    tables: readonly Table[],
    scope: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const { messages, meta } = this.db;
    if (mode === 'r' || !tables.includes(messages)) return super.run(mode, tables, scope);
    const index = await this.#index;
    let unnoted: unknown;
    const result = await super.run(mode, [...tables, meta], async (transaction) => {
      unnoted = !index && (await meta.get('search'));
      if (unnoted) return undefined as T;
      const made = await scope(transaction);
      await index?.note(transaction);
      return made;
    });
    if (!unnoted) {
      await index?.forget();
      return result;
    }
    if (!(await this.index())) {
      // Its code cannot be had now: what cannot be kept right must not stay.
      await super.run(mode, [meta], () => meta.delete('search'));
      await Dexie.delete(this.searchName);
    }
    return this.run(mode, tables, scope);
  }

  /** Opens the index, and makes it where there is none; undefined where that cannot be. */
  index(): Promise<SearchIndex | undefined> {
    this.#index ??= import('./search/search-index.js')
      .then(({ openIndex }) => openIndex(this))
      .catch(() => {
        this.#index = undefined;
        return undefined;
      });
    return this.#index;
  }

  /** Of the index for searching, where there is one. */
  get searchName(): string {
    return `${this.db.name}:search`;
  }

  override close(): void {
    super.close();
    void this.#index?.then((index) => index?.close());
  }

  async erase(): Promise<void> {
    this.close();
    await this.#index;
    // First what was made of the messages: it is worth nothing without them.
    await Dexie.delete(this.searchName);
    await this.db.delete();
  }
}

let memories = 0;

/** Opens on disk; where that cannot be, or `memory` is wished, in memory: the same code on another IndexedDB. */
export async function openHandle(name: string, me: string, storage: 'disk' | 'memory'): Promise<Handle> {
  if (storage === 'disk' && typeof indexedDB !== 'undefined') {
    const db = new Database(name);
    try {
      await db.open();
      return new Handle(db, 'disk', me);
    } catch {
      // Private windows, a full disk, a policy: the caller shows that nothing outlives the page.
      db.close();
    }
  }
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
  // Live queries run only where Dexie knows of some IndexedDB, even if the database at hand has its own.
  Dexie.dependencies.indexedDB ??= new IDBFactory();
  Dexie.dependencies.IDBKeyRange ??= IDBKeyRange;
  memories += 1;
  // Dexie tells live queries apart by the database's name, so each one in memory needs its own.
  const db = new Database(`${name}:memory-${memories}`, { indexedDB: new IDBFactory(), IDBKeyRange });
  await db.open();
  return new Handle(db, 'memory', me);
}
