import { defaultLimits } from '@tokenim/protocol';
import { readMeta } from './cursor.js';
import type { Handle } from './database.js';
import { live } from './live.js';
import { lists, type Place } from './schema.js';
import { readWindow } from './thread.js';
import type { Views } from './types.js';

/** What the elements read, as live queries. */
export function storeViews(handle: Handle): Views {
  const { db, storage } = handle;
  const { conversations, outbox, meta } = db;
  return {
    conversations: ({ show = 'inbox', limit = 100, offset = 0 } = {}) =>
      live(handle, () =>
        db.transaction('r', [conversations], async () => {
          const [low, high] = lists[show];
          const from = (place: unknown) => conversations.where('places').between(place, high);
          // A place is of one row only: so rows are read in one go, not one by one by a cursor that skips first.
          const [first] = offset > 0 ? await from(low).offset(offset).limit(1).keys() : [low];
          return first ? from(first).limit(limit).toArray() : [];
        }),
      ),
    conversation: (id) => live(handle, async () => conversations.get(id)),
    thread: (id, window) =>
      live(handle, () =>
        db.transaction('r', [db.messages, db.ranges, conversations], () => readWindow(db, id, window)),
      ),
    unread: () =>
      live(handle, async () => {
        // Only the index is read: no row leaves the disk.
        const places = await conversations
          .where('places')
          .between(...lists.unread)
          .keys();
        return places.reduce<number>((sum, place) => sum + (place as unknown as Place)[3]!, 0);
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
          .filter((entry) => (conversation ?? entry.conversation) === entry.conversation && !!entry.upload)
          .toArray(),
      ),
    connection: () =>
      live(handle, async () => ({
        status: 'off' as const,
        ...(await readMeta(meta, 'connection')),
        storage,
      })),
    user: () => live(handle, () => readMeta(meta, 'user')),
    limits: () => live(handle, async () => (await readMeta(meta, 'limits')) ?? defaultLimits),
  };
}
