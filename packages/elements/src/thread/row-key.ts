import type { MessageRow } from '@tokenim/store';
import { daysBetween } from '../base/format.js';
import type { Placing } from './layout.js';
import type { RowContext } from './row-context.js';

/**
 * A live query answers with fresh copies each time. Those that say the same as before are replaced by the
 * former ones, so that "unchanged" can be seen by identity.
 */
export function reuseRows(before: readonly MessageRow[], rows: readonly MessageRow[]): MessageRow[] {
  const known = new Map(before.map((row) => [row.cid, row]));
  return rows.map((row) => {
    const old = known.get(row.cid);
    return old && same(old, row) ? old : row;
  });
}

function same(a: MessageRow, b: MessageRow): boolean {
  return (
    a.seq === b.seq &&
    a.rev === b.rev &&
    a.state === b.state &&
    a.ts === b.ts &&
    !a.overlay &&
    !b.overlay &&
    JSON.stringify(a) === JSON.stringify(b)
  );
}

/** All that a row's picture depends on; nothing is rendered while these stay the same. */
export function rowKey({ row, day, unread, hole, first, last }: Placing, c: RowContext): unknown[] {
  const own = row.sender === c.me;
  return [
    row,
    day && daysBetween(row.ts, c.now),
    unread,
    hole && c.older.state,
    first,
    last,
    c.l.tag,
    c.l.dir,
    c.l.t('youName'),
    row.failure && c.l.why(row.failure.code),
    c.client,
    c.media,
    c.rich,
    c.more,
    own,
    c.named,
    c.people,
    own && c.readByAll >= row.seq,
    own && c.deliveredToAll >= row.seq,
    c.uploads.get(row.cid),
    c.progress.get(row.cid),
    row.replyTo && c.bySeq.get(row.replyTo),
    row.cid === c.active,
    c.fresh.has(row.cid),
    c.highlighted === row.seq,
  ];
}
