import { type Dexie, liveQuery } from 'dexie';
import type { Connection } from './connection.js';
import { asStoreError, isLostConnection } from './errors.js';
import type { Live } from './types.js';

/**
 * A query that is asked again after each commit that touches what it read. When the connection was lost it is opened
 * again and the query goes on; a second loss before the first new result is reported and ends it.
 */
export function live<T>(connection: Connection<Dexie>, query: () => Promise<T>): Live<T> {
  return {
    subscribe(next, error) {
      let ended = false;
      let reopened = false;
      let stop = () => {};
      const fail = (reason: unknown) => {
        if (ended) return;
        ended = true;
        error?.(asStoreError(reason));
      };
      const begin = () => {
        if (ended) return;
        const subscription = liveQuery(query).subscribe(
          (value) => {
            reopened = false;
            if (!ended) next(value);
          },
          (reason) => {
            if (ended || connection.closed) return;
            if (reopened || !isLostConnection(reason)) return fail(reason);
            reopened = true;
            connection.reopen().then(begin, fail);
          },
        );
        stop = () => subscription.unsubscribe();
      };
      begin();
      return () => {
        ended = true;
        stop();
      };
    },
  };
}
