import { Dexie, type Table } from 'dexie';
import { asStoreError, isLostConnection, StoreError } from './errors.js';
import { Database } from './schema.js';

export type Mode = 'r' | 'rw';

/** An open database and how transactions are run on it. All of the store's parts take one. */
export class Handle {
  readonly db: Database;
  readonly storage: 'disk' | 'memory';
  /** The user whose database this is. */
  readonly me: string;
  #closed = false;
  #reopening: Promise<void> | undefined;

  constructor(db: Database, storage: 'disk' | 'memory', me: string) {
    this.db = db;
    this.storage = storage;
    this.me = me;
  }

  /**
   * One transaction. `scope` may run twice: when the connection was lost, which iOS does to pages in the background,
   * it is opened again and the work repeated once. So scopes change nothing outside and can be repeated.
   */
  async run<T>(mode: Mode, tables: readonly Table[], scope: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreError('closed');
    try {
      return (await this.db.transaction(mode, [...tables], scope)) as T;
    } catch (error) {
      if (!isLostConnection(error) || this.#closed) throw asStoreError(error);
      try {
        await this.reopen();
        return (await this.db.transaction(mode, [...tables], scope)) as T;
      } catch (again) {
        throw asStoreError(again);
      }
    }
  }

  /** Opens again after a lost connection; several callers share one attempt. */
  reopen(): Promise<void> {
    this.#reopening ??= (async () => {
      this.db.close({ disableAutoOpen: false });
      await this.db.open();
    })().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  /** Of the index for searching, where there is one. */
  get searchName(): string {
    return `${this.db.name}:search`;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.db.close();
  }

  async erase(): Promise<void> {
    this.#closed = true;
    this.db.close();
    await this.db.delete();
    await Dexie.delete(this.searchName);
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
