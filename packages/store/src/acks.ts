import type { down, LogOp, User, WriteOp } from '@tokenim/protocol';
import { advance } from './cursor.js';
import type { Handle } from './database.js';
import { changesOf, LogSession, settleEntries, withOverlay } from './log.js';
import type { StoredConversation } from './schema.js';
import type { AckResult, Store } from './store.js';
import type { OutboxRow } from './types.js';

/** The part of the store that turns acknowledged writes into operations of the log. */
export function ackStore(handle: Handle): Pick<Store, 'acknowledge'> {
  const { db, me } = handle;
  const { messages, ranges, conversations, outbox, blobs, meta } = db;

  return {
    acknowledge: (acks) =>
      handle.run('rw', [outbox, messages, ranges, conversations, blobs, meta], async () => {
        const conversation = acks[0]!.conversation;
        const unknown = (): AckResult => ({ outcome: 'unknown', conversation, gap: false, behind: false });
        const entries = await outbox.bulkGet(acks.map((ack) => ack.cid));
        const stored = await conversations.get(conversation);
        const known = acks
          .map((ack, i) => ({ ack, entry: entries[i] }))
          .filter(({ entry }) => entry !== undefined);
        if (!stored) {
          // The conversation is gone (left, or dropped by a resume): what was sent is sent.
          await outbox.bulkDelete(known.map(({ ack }) => ack.cid));
          return acks.map((ack, i) => ({
            ...unknown(),
            outcome: entries[i] ? 'acknowledged' : 'unknown',
            behind: ack.version !== undefined,
          }));
        }
        const row = stored.local ? adopted(stored, acks[0]!) : stored;
        if (row.epoch !== acks[0]!.epoch) {
          // Of another life of the log. The entry stays, is sent again, and is answered by the log as it is now.
          return acks.map(() => ({ ...unknown(), behind: true }));
        }
        const ops = known.map(({ ack, entry }) => logged(entry!, ack, me));
        const log = await LogSession.load(db, me, row, ops, true);
        const gaps = new Set<string>();
        for (const [i, { ack }] of known.entries()) {
          if (log.apply(ops[i]!, { own: true, version: ack.version }) === 'gap') gaps.add(ack.cid);
        }
        // Of a message that a page of history has settled the head may not know: then its version is not passed over.
        const unseen = acks.filter((ack, i) => !entries[i] && ack.version !== undefined && ack.seq > row.seq);
        const versions = acks.filter((ack) => !unseen.includes(ack)).map((ack) => ack.version);
        const missed = await advance(
          meta,
          versions.filter((v) => v !== undefined),
        );
        const behind = missed || unseen.length > 0;
        await log.flush();
        if (stored.local && log.head === row) await conversations.put(row);
        await settleEntries(
          db,
          known.map(({ ack }) => ({ cid: ack.cid, seq: ack.seq })),
        );
        for (const { entry } of known) await clearOverlay(entry!);
        return acks.map(
          (ack, i): AckResult => ({
            outcome: entries[i] ? 'acknowledged' : 'unknown',
            conversation,
            ...(entries[i] ? { op: entries[i].op } : {}),
            gap: gaps.has(ack.cid),
            behind,
          }),
        );
      }),
  };

  /** The change is in the row itself now; what shows over it is what is still unsent. */
  async function clearOverlay({ op, conversation }: OutboxRow): Promise<void> {
    if (!('target' in op)) return;
    const target = await messages.get([conversation, op.target]);
    if (target?.overlay) await messages.put(withOverlay(target, await changesOf(db, target), me));
  }
}

/** A conversation made here, once the server has it. The rest of its head is asked for. */
function adopted(row: StoredConversation, ack: down.Ack): StoredConversation {
  const { local: _local, ...rest } = row;
  return { ...rest, epoch: ack.epoch, seq: 0, ord: 0, guessed: 1 } as StoredConversation;
}

/** The operation that an acknowledged write is in the log. */
function logged({ op, cid }: OutboxRow, ack: down.Ack, me: string): LogOp {
  const { seq, ts } = ack;
  const at = { seq, ts, by: me as User['id'] };
  return { ...(logOp(op, cid, ack, me) as object), ...at } as LogOp;
}

function logOp(op: WriteOp, cid: string, ack: down.Ack, me: string): object {
  switch (op.kind) {
    case 'message': {
      const { body, replyTo } = op;
      const message = { seq: ack.seq, ord: ack.ord, cid, sender: me, ts: ack.ts, body };
      return { kind: 'message', message: replyTo === undefined ? message : { ...message, replyTo } };
    }
    case 'create':
      return { kind: 'create', type: op.type, members: [], ...(op.title ? { title: op.title } : {}) };
    case 'members':
      return { kind: 'members', add: op.add.map((id) => ({ id })), remove: op.remove };
    default: {
      const { conversation: _conversation, ...rest } = op;
      return rest;
    }
  }
}
