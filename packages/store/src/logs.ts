import { isKnownOp, isNoteOp, messageCid, type NoteOp } from '@tokenim/protocol';
import { advance } from './cursor.js';
import type { Handle } from './database.js';
import { LogSession, messageRow, noteRow, pendingRows, settleEntries, topRange } from './log.js';
import { delivered, lists, saidOf, span } from './schema.js';
import type { Held, OpsInput, OpsResult, PageInput, Store } from './store.js';
import { type MessageRow, pendingBase, type RangeRow } from './types.js';

/** The part of the store that holds logs: operations, pages of history, ranges. */
export function logStore(
  handle: Handle,
): Pick<Store, 'applyOps' | 'applyPage' | 'reset' | 'held' | 'heldOf' | 'recent' | 'ranges' | 'message'> {
  const { db, me } = handle;
  const { messages, ranges, conversations, outbox, blobs, meta } = db;

  async function applyOps(input: OpsInput): Promise<OpsResult> {
    const { conversation, epoch, ops, versions } = input;
    const own = ops.some((op) => isKnownOp(op) && op.kind === 'message' && op.message.sender === me);
    const tables = own
      ? [messages, ranges, conversations, meta, outbox, blobs]
      : [messages, ranges, conversations, meta];
    return handle.run('rw', tables, async () => {
      const row = await conversations.get(conversation);
      const none: OpsResult = {
        outcome: 'unknown',
        to: 0,
        fresh: [],
        settled: [],
        behind: true,
        skipped: true,
      };
      if (!row || row.local) return none;
      if (row.epoch !== epoch) return { ...none, outcome: 'epoch' };
      const log = await LogSession.load(db, me, row, ops, own);
      let gap = false;
      for (const [i, op] of ops.entries()) {
        if (log.apply(op, { asOf: input.head ?? op.seq, version: versions?.[i] }) === 'gap') gap = true;
      }
      const behind = await advance(meta, versions?.filter((v) => v !== undefined) ?? []);
      await log.flush();
      const settled = log.settled.map((pending) => pending.cid);
      if (settled.length > 0) {
        const seqs = new Map(ops.map((op) => [messageCid(op), op.seq]));
        await settleEntries(
          db,
          settled.map((cid) => ({ cid, seq: seqs.get(cid)! })),
        );
      }
      return {
        outcome: gap ? 'gap' : 'applied',
        to: log.to,
        fresh: log.fresh,
        settled,
        behind,
        skipped: log.skipped,
      };
    });
  }

  async function applyPage({ page, mode }: PageInput): ReturnType<Store['applyPage']> {
    const { conversation } = page;
    return handle.run('rw', [messages, ranges, conversations, outbox, blobs], async () => {
      const row = await conversations.get(conversation);
      if (!row || row.local) return 'unknown';
      if (row.epoch !== page.epoch) return 'epoch';
      const top = await topRange(db, conversation);
      if (top && page.head < top.to) return 'stale';
      if (page.to === 0) return 'applied';
      // A page that skips operations would leave the older rows without them, so those rows go.
      const anew = !top || (mode === 'newest' && page.head > top.to);
      const to = anew ? page.to : Math.min(page.to, top.to);
      const from = Math.max(1, page.from);
      if (to < from) return 'applied';
      if (anew) {
        await ranges
          .where('[conversation+from]')
          .between(...span(conversation, 0, pendingBase))
          .delete();
        await messages
          .where('[conversation+seq]')
          .between(...span(conversation, 0, from))
          .delete();
      }
      const before = new Map<number, MessageRow>();
      const [low, high] = span(conversation, from, to);
      for (const old of await messages.where('[conversation+seq]').between(low, high, true, true).toArray()) {
        before.set(old.seq, old);
      }
      const own = page.messages.filter(({ sender }) => sender === me).map(({ cid }) => cid);
      const pending = await pendingRows(db, conversation, own);
      const settled: MessageRow[] = [];
      const rows: MessageRow[] = [];
      for (const message of page.messages) {
        if (message.seq > to) continue;
        const old = before.get(message.seq);
        if (old && old.rev > page.head) continue;
        const waiting = message.sender === me ? pending.get(message.cid) : undefined;
        if (waiting) settled.push(waiting);
        rows.push(messageRow(conversation, message, page.head, me, old ?? waiting));
      }
      const notes = (page.ops ?? []).filter((op) => isNoteOp(op) && op.seq <= to) as NoteOp[];
      await messages.bulkPut([...rows, ...notes.map((note) => noteRow(conversation, note))]);
      if (anew) {
        const last = rows.findLast(({ sender }) => sender !== me);
        const moved = last ? delivered(row, last.seq) : row;
        if (moved !== row) await conversations.put(moved);
      }
      if (settled.length > 0) {
        await messages.bulkDelete(settled.map((waiting) => [conversation, waiting.seq]));
        const seqs = new Map(rows.map((r) => [r.cid, r.seq]));
        await settleEntries(
          db,
          settled.map(({ cid }) => ({ cid, seq: seqs.get(cid)! })),
        );
      }
      await addRange({ conversation, from, to });
      return 'applied';
    });
  }

  /** Adds a range; those that it touches become one with it. */
  async function addRange(range: RangeRow): Promise<void> {
    const all = await rangesOf(range.conversation);
    const touching = all.filter((r) => r.from <= range.to + 1 && r.to >= range.from - 1);
    await ranges.bulkDelete(touching.map((r) => [r.conversation, r.from]));
    await ranges.put({
      conversation: range.conversation,
      from: Math.min(range.from, ...touching.map((r) => r.from)),
      to: Math.max(range.to, ...touching.map((r) => r.to)),
    });
  }

  function rangesOf(conversation: string): Promise<RangeRow[]> {
    const [low, high] = span(conversation, 0, pendingBase);
    return ranges.where('[conversation+from]').between(low, high, true, true).toArray() as Promise<
      RangeRow[]
    >;
  }

  async function heldOf(ids: readonly string[]): Promise<Held[]> {
    if (ids.length === 0) return [];
    return handle.run('r', [conversations, ranges], async () => {
      const rows = await conversations.bulkGet([...ids]);
      // One read of all ranges is cheaper than many of few; there are only a few a conversation.
      const tops = new Map<string, number>();
      if (ids.length > 50) {
        for (const { conversation, to } of await ranges.toArray()) {
          tops.set(conversation, Math.max(to, tops.get(conversation) ?? 0));
        }
      } else {
        await Promise.all(ids.map(async (id) => tops.set(id, (await topRange(db, id))?.to ?? 0)));
      }
      const held: Held[] = [];
      for (const row of rows) {
        if (!row) continue;
        const { id, epoch, seq, local, me: own, guessed } = row;
        held.push({
          id,
          epoch,
          seq,
          to: tops.get(id) ?? 0,
          local: local === true,
          left: own.left === true,
          guessed: guessed === 1,
        });
      }
      return held;
    });
  }

  return {
    applyOps,
    applyPage,
    heldOf,
    held: async (conversation) => (await heldOf([conversation]))[0],
    recent: async (limit) => {
      const ids = await handle.run('r', [conversations], () =>
        conversations
          .where('places')
          .between(...lists.all)
          .limit(limit)
          .primaryKeys(),
      );
      return heldOf(ids);
    },
    ranges: (conversation) => handle.run('r', [ranges], () => rangesOf(conversation)),
    reset: ({ conversation, epoch, head }) =>
      handle.run('rw', [messages, ranges, conversations], async () => {
        const row = await conversations.get(conversation);
        if (!row) return;
        await dropLog(handle, conversation);
        if (row.epoch === epoch) return;
        // Versions and pointers of another life say nothing of this one: a head that is below them is no old one.
        const { dirty: _dirty, dirtyMark: _mark, version: _version, unreadVersion: _unread, ...rest } = row;
        const { mention: _mention, ...own } = row.me;
        const me = { ...own, read: 0, readOrd: 0, delivered: 0 };
        await conversations.put({ ...rest, ...saidOf(row), me, epoch, seq: head });
      }),
    message: (conversation, cid) =>
      handle.run('r', [messages], async () => {
        const own = await messages.where('ownCid').equals(cid).toArray();
        const mine = own.find((row) => row.conversation === conversation);
        if (mine) return mine;
        // Only own messages have an index; others are looked for from the end, where what people touch is.
        const [low, high] = span(conversation, 0, pendingBase);
        return messages
          .where('[conversation+seq]')
          .between(low, high, true, true)
          .reverse()
          .filter((row) => row.cid === cid)
          .first();
      }),
  };
}

/** Removes all that is in the log from this device; what is unsent stays. In the caller's transaction. */
export async function dropLog({ db }: Handle, conversation: string): Promise<void> {
  await db.ranges
    .where('[conversation+from]')
    .between(...span(conversation, 0, pendingBase))
    .delete();
  await db.messages
    .where('[conversation+seq]')
    .between(...span(conversation, 0, pendingBase))
    .delete();
}
