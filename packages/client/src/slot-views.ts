import type { Live, Views } from '@tokenim/store';
import type { Slot } from './slot.js';

/** Views of a store that is not always open: who subscribes hears whenever one is, also after a new start. */
export function slotViews(slot: Pick<Slot<{ store: { views: Views } }>, 'watch'>): Views {
  function later<T>(pick: (views: Views) => Live<T>): Live<T> {
    return {
      subscribe(next, error) {
        let stop = () => {};
        const unwatch = slot.watch((open) => {
          stop();
          stop = open ? pick(open.store.views).subscribe(next, error) : () => {};
        });
        return () => {
          unwatch();
          stop();
        };
      },
    };
  }
  return {
    conversations: (request) => later((views) => views.conversations(request)),
    conversation: (id) => later((views) => views.conversation(id)),
    thread: (id, window) => later((views) => views.thread(id, window)),
    unread: () => later((views) => views.unread()),
    outbox: () => later((views) => views.outbox()),
    uploads: (conversation) => later((views) => views.uploads(conversation)),
    connection: () => later((views) => views.connection()),
    user: () => later((views) => views.user()),
    limits: () => later((views) => views.limits()),
  };
}
