import type { Handle } from './database.js';
import { live } from './live.js';
import { readWindow } from './thread.js';
import type { Views } from './types.js';

/** What the elements read, as live queries. */
export function storeViews(handle: Handle): Views {
  const { db, storage } = handle;
  const { conversations, outbox, meta } = db;
  return {
    conversations: ({ limit = 100, offset = 0 } = {}) =>
      live(handle, async () => conversations.orderBy('ts').reverse().offset(offset).limit(limit).toArray()),
    conversation: (id) => live(handle, async () => conversations.get(id)),
    thread: (id, window) =>
      live(handle, () =>
        db.transaction('r', [db.messages, db.ranges, conversations], () => readWindow(db, id, window)),
      ),
    unread: () =>
      live(handle, async () => {
        // Only the index is read: no row leaves the disk.
        const counts = await conversations.where('unreadCount').above(0).keys();
        return counts.reduce<number>((sum, count) => sum + Number(count), 0);
      }),
    outbox: () =>
      live(handle, () =>
        db.transaction('r', [outbox], async () => {
          const count = (state: string) => outbox.where('state').equals(state).count();
          const [waiting, failed] = await Promise.all([count('waiting'), count('failed')]);
          return { waiting, failed };
        }),
      ),
    uploads: (conversation) =>
      live(handle, async () =>
        outbox
          .orderBy('order')
          .filter((entry) => entry.conversation === conversation && entry.upload !== undefined)
          .toArray(),
      ),
    connection: () =>
      live(handle, async () => {
        const row = await meta.get('connection');
        return row?.key === 'connection' ? { ...row.value, storage } : { status: 'off' as const, storage };
      }),
    user: () =>
      live(handle, async () => {
        const row = await meta.get('user');
        return row?.key === 'user' ? row.value : undefined;
      }),
  };
}
