import type { Dexie, Table, Transaction } from 'dexie';
import { asStoreError, isLostConnection, StoreError } from './errors.js';

export type Mode = 'r' | 'rw';

/** An open database and how transactions are run on it. */
export class Connection<D extends Dexie> {
  readonly db: D;
  #closed = false;
  #reopening: Promise<void> | undefined;

  constructor(db: D) {
    this.db = db;
  }

  /**
   * One transaction. `scope` may run twice: when the connection was lost, which iOS does to pages in the background,
   * it is opened again and the work repeated once. So scopes change nothing outside and can be repeated.
   */
  async run<T>(
    mode: Mode,
    tables: readonly Table[],
    scope: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
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

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.db.close();
  }
}
