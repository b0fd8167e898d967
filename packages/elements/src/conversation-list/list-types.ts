import type { Client } from '@tokenim/client';
import type { ConversationRow, ListRequest, Live } from '@tokenim/store';

/** Which conversations a list shows. */
export type Show = NonNullable<ListRequest['show']>;

/** The first answer of a live query. */
export function once<T>(live: Live<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    let done = false;
    const end = (act: () => void) => {
      if (done) return;
      done = true;
      stop?.();
      act();
    };
    stop = live.subscribe(
      (value) => end(() => resolve(value)),
      (reason) => end(() => reject(reason)),
    );
    if (done) stop();
  });
}

/** How many conversations there are, by a few looks at single places: no query reads them all. */
export async function countOf(client: Client, show: Show, atLeast: number): Promise<number> {
  const there = async (offset: number) =>
    (await once<ConversationRow[]>(client.views.conversations({ show, offset, limit: 1 }))).length > 0;
  let low = atLeast;
  let high = atLeast * 2;
  while (await there(high - 1)) {
    low = high;
    high *= 2;
  }
  // Number `low` is there, number `high` is not.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await there(middle - 1)) low = middle;
    else high = middle;
  }
  return low;
}
