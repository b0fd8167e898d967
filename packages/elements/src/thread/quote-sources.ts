import type { ConversationId } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';
import { first } from '../base/first.js';

/** What was found for a thread's quotes, and what is being looked for, by `seq`. */
interface Found {
  conversation: string;
  rows: Map<number, MessageRow | undefined>;
}

const known = new WeakMap<TimElement, Found>();

/**
 * The messages that quotes name and that are not in the window: from the store, else fetched into it, once each. The
 * host is rendered again when one is here.
 */
export function quoteSources(
  host: TimElement,
  conversation: ConversationId,
  seqs: readonly number[],
): ReadonlyMap<number, MessageRow | undefined> {
  let found = known.get(host);
  if (found?.conversation !== conversation) {
    found = { conversation, rows: new Map() };
    known.set(host, found);
  }
  const { rows } = found;
  for (const seq of seqs) {
    if (rows.has(seq)) continue;
    rows.set(seq, undefined);
    find(host, conversation, seq).then(
      (row) => {
        rows.set(seq, row);
        if (row) host.requestUpdate();
      },
      () => rows.delete(seq),
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
