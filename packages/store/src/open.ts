import { ackStore } from './acks.js';
import { blobStore } from './blobs.js';
import { readMeta } from './cursor.js';
import { type Handle, openHandle } from './database.js';
import { headStore } from './heads.js';
import { logStore } from './logs.js';
import { markStore } from './marks.js';
import { outboxStore } from './outbox.js';
import type { Store } from './store.js';
import { storeViews } from './views.js';

export interface OpenOptions {
  app: string;
  /** Id of the user whose database it is. */
  user: string;
  /** `disk` falls back to `memory` by itself; `store.storage` says which it is. Default `disk`. */
  storage?: 'disk' | 'memory';
}

/** Opens (and makes, or upgrades) the database of one user of one app. Rejects with a StoreError. */
export async function openStore({ app, user, storage = 'disk' }: OpenOptions): Promise<Store> {
  return assemble(await openHandle(`tokenim:${app}:${user}`, user, storage));
}

function assemble(handle: Handle): Store {
  const { meta } = handle.db;
  return {
    views: storeViews(handle),
    storage: handle.storage,
    close: async () => handle.close(),
    erase: () => handle.erase(),
    search: async () => (await import('./search/search.js')).openSearch(handle),
    user: () => handle.run('r', [meta], () => readMeta(meta, 'user')),
    setUser: async (value, limits) => {
      await handle.run('rw', [meta], () =>
        meta.bulkPut([
          { key: 'user', value },
          { key: 'limits', value: limits },
        ]),
      );
    },
    setConnection: async (value) => {
      await handle.run('rw', [meta], () => meta.put({ key: 'connection', value }));
    },
    ...logStore(handle),
    ...headStore(handle),
    ...ackStore(handle),
    ...outboxStore(handle),
    ...markStore(handle),
    ...blobStore(handle),
  };
}
