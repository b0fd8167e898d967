// What the pages of the bench show: made up, the same in each run.
import type { ConversationId, Epoch, Head, LogOp, UserId } from '@tokenim/protocol';
import type { Store } from '@tokenim/store';

export const epoch = 'bench' as Epoch;
export const conversation = 'd~a~b' as ConversationId;
const start = 1_750_000_000_000;
const words = 'the blue one is still there and I would like two of them please 还有蓝色的吗 спасибо'.split(
  ' ',
);

export function textOf(seq: number): string {
  const length = 3 + ((seq * 7919) % 23) + (seq % 17 === 0 ? 60 : 0);
  return `${seq}. ${Array.from({ length }, (_, i) => words[(seq * 31 + i * 7) % words.length]).join(' ')}`;
}

export function messageOp(seq: number): LogOp {
  const sender = (seq % 3 === 0 ? 'a' : 'b') as UserId;
  const ts = start + seq * 60_000;
  const cid = `01977420-0000-7000-8000-${seq.toString(16).padStart(12, '0')}`;
  const message = { seq, ord: seq, cid, sender, ts, body: { type: 'text', text: textOf(seq) } };
  return { kind: 'message', seq, by: sender, ts, message } as LogOp;
}

function headOf(id: string, total: number, version: number): Head {
  return {
    id,
    kind: 'direct',
    epoch,
    seq: total,
    ord: total,
    ts: start + version * 60_000,
    version,
    last: {
      seq: total,
      sender: total % 3 === 0 ? 'a' : 'b',
      ts: start + version * 60_000,
      type: 'text',
      text: textOf(total),
    },
    members: [
      { id: 'a', name: 'Ada Byron' },
      { id: 'b', name: `Bo Li ${version}`, read: total, delivered: total },
    ],
    me: { read: total, readOrd: total, delivered: total },
  } as unknown as Head;
}

/** One conversation with `total` messages, all of them here. */
export async function fillThread(store: Store, total: number): Promise<void> {
  await store.setUser({ id: 'a' as UserId, name: 'Ada Byron' });
  const head = headOf(conversation, total, 1);
  await store.applyChanges({ t: 'changes', epoch, version: 1, conversations: [head], more: false });
  const group = 2_000;
  for (let from = 1; from <= total; from += group) {
    const ops = Array.from({ length: Math.min(group, total - from + 1) }, (_, i) => messageOp(from + i));
    const { outcome } = await store.applyOps({ conversation, epoch, ops, head: total });
    if (outcome !== 'applied') throw new Error(`The store answered ${outcome}.`);
  }
}

/** `total` conversations without messages. */
export async function fillList(store: Store, total: number): Promise<void> {
  await store.setUser({ id: 'a' as UserId, name: 'Ada Byron' });
  const page = 500;
  for (let from = 1; from <= total; from += page) {
    const count = Math.min(page, total - from + 1);
    const conversations = Array.from({ length: count }, (_, i) => headOf(`d~a~b${from + i}`, 1, from + i));
    const version = from + count - 1;
    await store.applyChanges({ t: 'changes', epoch, version, conversations, more: version < total });
  }
}
