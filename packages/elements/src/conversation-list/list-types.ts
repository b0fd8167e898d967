import type { Client } from '@tokenim/client';
import type { ConversationRow, ListRequest } from '@tokenim/store';
import { first } from '../base/first.js';

/** Which conversations a list shows. */
export type Show = NonNullable<ListRequest['show']>;

/** The rows that are read, of all that are in a list. */
export interface Shown {
  rows: readonly ConversationRow[];
  /** Place of the first of `rows` in the list. */
  offset: number;
  total: number;
  loading: boolean;
}

/** How many conversations there are, by a few looks at single places: no query reads them all. */
export async function countOf(client: Client, show: Show, atLeast: number): Promise<number> {
  const there = async (offset: number) =>
    (await first(client.views.conversations({ show, offset, limit: 1 }))).length > 0;
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
