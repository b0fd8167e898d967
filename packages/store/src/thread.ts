import type { ConversationId } from '@tokenim/protocol';
import type { Database } from './schema.js';
import { span } from './schema.js';
import {
  type MessageRow,
  pendingBase,
  type RangeRow,
  type ThreadWindow,
  type WindowRequest,
} from './types.js';

/** Rows of one window: what a screen shows, and some beyond both edges. Source: the budget of a thread's page. */
const maxRows = 100;
const end = Number.MAX_SAFE_INTEGER;

/** One part of a thread, by key: the cost is that of its rows, wherever in the thread it lies. */
export async function readWindow(
  db: Database,
  id: ConversationId,
  { anchor, before = 50, after = 50 }: WindowRequest,
): Promise<ThreadWindow> {
  const wantedBefore = Math.min(Math.max(before, 1), maxRows);
  const wantedAfter = anchor === 'end' ? 0 : Math.min(Math.max(after, 0), maxRows - wantedBefore);
  const rowsIn = (low: number, high: number) => {
    const [first, last] = span(id, low, high);
    return db.messages.where('[conversation+seq]').between(first, last, true, true);
  };
  const at = anchor === 'end' ? end : anchor;
  const [older, newer, ranges, conversation] = await Promise.all([
    rowsIn(0, at)
      .reverse()
      .limit(wantedBefore + 1)
      .toArray(),
    anchor === 'end'
      ? []
      : rowsIn(at + 1, end)
          .limit(wantedAfter + 1)
          .toArray(),
    db.ranges
      .where('[conversation+from]')
      .between(...span(id, 0, pendingBase))
      .toArray(),
    db.conversations.get(id),
  ]);
  const olderHere = older.length > wantedBefore;
  const newerHere = newer.length > wantedAfter;
  const rows = [...older.slice(0, wantedBefore).reverse(), ...newer.slice(0, wantedAfter)];
  const first = rows[0];
  const floor = conversation?.floor ?? 0;
  // With no confirmed row in front, what is missing is missing before the newest range.
  const lowest = first && first.seq < pendingBase ? rangeOf(ranges, first.seq) : ranges.at(-1);
  const onServer = (conversation?.seq ?? 0) > floor && !conversation?.local;
  const olderThere = onServer && (lowest ? lowest.from > floor + 1 : (first?.seq ?? end) > floor + 1);
  return { rows, olderHere, newerHere, olderThere, holes: holesIn(rows, ranges) };
}

function rangeOf(ranges: readonly RangeRow[], seq: number): RangeRow | undefined {
  return ranges.find((range) => range.from <= seq && seq <= range.to);
}

function holesIn(rows: readonly MessageRow[], ranges: readonly RangeRow[]): number[] {
  const holes: number[] = [];
  for (let i = 1; i < rows.length; i += 1) {
    const row = rows[i]!;
    if (row.seq >= pendingBase) break;
    const range = rangeOf(ranges, row.seq);
    if (!range || range !== rangeOf(ranges, rows[i - 1]!.seq)) holes.push(row.seq);
  }
  return holes;
}
