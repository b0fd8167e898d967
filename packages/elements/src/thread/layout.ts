import type { MessageRow } from '@tokenim/store';
import { daysBetween } from '../base/format.js';

/** Messages of one sender within this many milliseconds form a group. */
const groupSpan = 3 * 60_000;

/** What stands around a row, by its neighbours. */
export interface Placing {
  row: MessageRow;
  /** A line with the day goes before it. */
  day: boolean;
  /** The line "new messages" goes before it. */
  unread: boolean;
  /** A hole lies before it. */
  hole: boolean;
  first: boolean;
  last: boolean;
}

/** Groups and lines of a window. `readUpTo` is where the reader had read when the thread was opened. */
export function place(
  rows: readonly MessageRow[],
  options: {
    holes: readonly number[];
    me: string | undefined;
    readUpTo: number | undefined;
    /** More messages lie before the first, of the same day for all that is known. */
    older: boolean;
  },
): Placing[] {
  const holes = new Set(options.holes);
  let marked = false;
  const placed = rows.map((row, index): Placing => {
    const above = rows[index - 1];
    const day = above ? daysBetween(above.ts, row.ts) !== 0 : !options.older;
    const unread =
      !marked &&
      options.readUpTo !== undefined &&
      row.seq > options.readUpTo &&
      (row.note !== undefined || row.sender !== options.me);
    // The line belongs between what was read and what was not, so it needs a read row above it.
    const shown = unread && above !== undefined && above.seq <= options.readUpTo!;
    marked ||= unread;
    const hole = holes.has(row.seq);
    const joins =
      !(day || shown || hole || row.note || above?.note) &&
      above?.sender === row.sender &&
      Math.abs(row.ts - above.ts) < groupSpan;
    return { row, day, unread: shown, hole, first: !joins, last: true };
  });
  for (let i = 0; i < placed.length - 1; i++) placed[i]!.last = placed[i + 1]!.first;
  return placed;
}
