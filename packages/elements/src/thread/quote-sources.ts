import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';
import { first } from '../base/first.js';

/** What was found for a thread's quotes, and what is being looked for, by `seq`. */
interface Found {
  conversation: string;
  /** The head of the log that the rows are as of. */
  head: number;
  rows: Map<number, MessageRow | undefined>;
}

const known = new WeakMap<TimElement, Found>();

/**
 * The messages that quotes name and that are not in the window: from the store, else fetched into it. They are looked
 * up again when the log has grown, since a quote says what its source says now, and nothing of one that was deleted.
 * The host is rendered again when one is here or has changed.
 */
export function quoteSources(
  host: TimElement,
  { id: conversation, seq: head }: Pick<ConversationRow, 'id' | 'seq'>,
  seqs: readonly number[],
  shown: readonly MessageRow[],
): ReadonlyMap<number, MessageRow | undefined> {
  let found = known.get(host);
  if (found?.conversation !== conversation) {
    found = { conversation, head, rows: new Map() };
    known.set(host, found);
  }
  const { rows } = found;
  // What was seen in the window meanwhile is newest, own changes that are not sent included.
  for (const row of shown) if (rows.get(row.seq)) rows.set(row.seq, row);
  const grown = head !== found.head;
  found.head = head;
  for (const seq of seqs) {
    const before = rows.get(seq);
    if (rows.has(seq) && !(grown && before)) continue;
    rows.set(seq, before);
    find(host, conversation, seq).then(
      (row) => {
        const changed = JSON.stringify(row) !== JSON.stringify(rows.get(seq));
        if (!changed) return;
        rows.set(seq, row);
        host.requestUpdate();
      },
      () => {
        rows.delete(seq);
        // Nobody knows whether it still is what it was.
        if (before) host.requestUpdate();
      },
    );
  }
  return rows;
}

async function find(
  host: TimElement,
  conversation: ConversationId,
  seq: number,
): Promise<MessageRow | undefined> {
  const client = host.im!;
  const here = async () => {
    const { rows } = await first(client.views.thread(conversation, { anchor: seq, before: 1, after: 0 }));
    return rows.find((row) => row.seq === seq);
  };
  const row = await here();
  if (row) return row;
  if ((await client.loadBefore(conversation, seq + 1)) === 'offline') throw new Error('offline');
  return here();
}
