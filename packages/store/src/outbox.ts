import type { Body, BodyDown, Cid, WriteOp } from '@tokenim/protocol';
import { keepable } from './bytes.js';
import { readMeta } from './cursor.js';
import type { Handle } from './database.js';
import { counted } from './fold.js';
import { changesOf, withOverlay } from './log.js';
import { type StoredConversation, span } from './schema.js';
import type { NewEntry, RefusalResult, Store } from './store.js';
import { type Failure, type MessageRow, type OutboxRow, pendingBase } from './types.js';

/** The part of the store that holds what is unsent, and what it shows. Acknowledgements are in acks.ts. */
export function outboxStore(
  handle: Handle,
): Pick<
  Store,
  | 'enqueue'
  | 'entry'
  | 'waiting'
  | 'retryLater'
  | 'refuse'
  | 'retry'
  | 'discard'
  | 'rewrite'
  | 'uploads'
  | 'setUpload'
> {
  const { db, me } = handle;
  const { messages, conversations, outbox, blobs, meta } = db;
  const written = [outbox, messages, conversations, meta, blobs];

  async function nextOrder(count: number): Promise<number> {
    const last = (await readMeta(meta, 'order')) ?? 0;
    await meta.put({ key: 'order', value: last + count });
    return last + 1;
  }

  /** The row of an own message; a pending one where there are both. */
  async function ownRow(conversation: string, cid: string): Promise<MessageRow | undefined> {
    const rows = await messages.where('ownCid').equals(cid).toArray();
    const here = rows.filter((row) => row.conversation === conversation);
    return here.find((row) => row.seq >= pendingBase) ?? here[0];
  }

  function targetRow({ op, targetCid, conversation }: OutboxRow): Promise<MessageRow | undefined> {
    if (targetCid) return ownRow(conversation, targetCid);
    if (!('target' in op)) return Promise.resolve(undefined);
    return messages.get([conversation, op.target]) as Promise<MessageRow | undefined>;
  }

  async function refreshOverlay(row: MessageRow | undefined): Promise<void> {
    if (row) await messages.put(withOverlay(row, await changesOf(db, row), me));
  }

  async function add({ upload, blob, ...entry }: NewEntry, order: number): Promise<void> {
    const { cid, op } = entry;
    // The work of a transaction is repeated when its connection was lost, perhaps after the commit.
    if (await outbox.get(cid)) return;
    const row: OutboxRow = { cid, order, conversation: op.conversation, op, state: 'waiting', attempts: 0 };
    if (upload) {
      row.upload = upload;
      if (blob) await blobs.put({ id: upload.file, blob, size: upload.size, pinned: 1, used: entry.ts ?? 0 });
    }
    if (entry.targetCid) {
      const target = await ownRow(op.conversation, entry.targetCid);
      if (!target || (target.seq >= pendingBase && target.state === 'failed')) {
        // It was refused or discarded meanwhile, so there is nothing on the server to change; a text is kept.
        if (op.kind === 'edit') await rewritten(entry.targetCid, op.body);
        return;
      }
      // The acknowledgement may have come between the user's click and this transaction.
      if (target && target.seq < pendingBase) row.op = { ...op, target: target.seq } as WriteOp;
      else row.targetCid = entry.targetCid;
    }
    await outbox.add(row);
    if (op.kind === 'message') await messages.put(pendingRow(row, op, entry.ts ?? 0));
    else await refreshOverlay(await targetRow(row));
  }

  function pendingRow(
    { cid, order }: OutboxRow,
    op: Extract<WriteOp, { kind: 'message' }>,
    ts: number,
  ): MessageRow {
    return {
      conversation: op.conversation,
      seq: pendingBase + order,
      cid,
      ownCid: cid,
      sender: me as MessageRow['sender'],
      ts,
      body: op.body,
      ...(op.replyTo === undefined ? {} : { replyTo: op.replyTo }),
      state: 'pending',
      rev: 0,
    };
  }

  async function remove(entry: OutboxRow): Promise<void> {
    await outbox.delete(entry.cid);
    if (entry.upload) await blobs.delete(entry.upload.file);
  }

  /** Gives a failed message another text. False where there is none. */
  async function rewritten(cid: string, body: BodyDown): Promise<boolean> {
    const entry = await outbox.get(cid);
    if (entry?.state !== 'failed' || entry.op.kind !== 'message') return false;
    const row = await ownRow(entry.conversation, cid);
    await outbox.put({ ...entry, op: { ...entry.op, body: body as Body } });
    if (row) await messages.put({ ...row, body });
    return true;
  }

  /** One entry that will not go. What it shows stays where it has a text of the user's, else it goes too. */
  async function fail(entry: OutboxRow, failure: Failure): Promise<Cid[]> {
    const { op, cid, conversation } = entry;
    const failed: Cid[] = [cid];
    const kept = { ...entry, state: 'failed' as const, failure };
    if (op.kind === 'message') {
      const row = await ownRow(conversation, cid);
      let { body } = op;
      let gone = false;
      for (const change of await outbox.where('targetCid').equals(cid).sortBy('order')) {
        // Changes of a message that never was have nothing to change; the text keeps the last one.
        if (change.op.kind === 'edit') body = change.op.body;
        if (change.op.kind === 'delete') gone = true;
        await outbox.delete(change.cid);
        failed.push(change.cid);
      }
      if (gone || !row || row.seq < pendingBase) {
        await remove(entry);
        if (row && row.seq >= pendingBase) await messages.delete([conversation, row.seq]);
        return failed;
      }
      const { overlay: _overlay, ...rest } = row;
      await messages.put({ ...rest, body, state: 'failed', failure } as MessageRow);
      await outbox.put({ ...kept, op: { ...op, body } });
    } else if (op.kind === 'create') {
      await outbox.put(kept);
      for (const other of await outbox.orderBy('order').toArray()) {
        if (other.conversation !== conversation || other.cid === cid || other.state === 'failed') continue;
        if (await outbox.get(other.cid)) failed.push(...(await fail(other, failure)));
      }
    } else if (op.kind === 'edit') {
      await outbox.put(kept);
      const row = await targetRow(entry);
      if (row) await refreshOverlay({ ...row, failure });
    } else {
      const row = await targetRow(entry);
      await remove(entry);
      await refreshOverlay(row);
    }
    return failed;
  }

  /** The failed entry that a cid names: its own, or a failed edit of the message that has this cid. */
  async function named(cid: string): Promise<OutboxRow | undefined> {
    const entry = await outbox.get(cid);
    if (entry) return entry;
    const row = (await messages.where('ownCid').equals(cid).toArray())[0];
    const failed = row && (await outbox.where('state').equals('failed').toArray());
    return failed?.find(
      ({ op, conversation }) =>
        op.kind === 'edit' && conversation === row?.conversation && op.target === row?.seq,
    );
  }

  async function failedCreate(conversation: string): Promise<OutboxRow | undefined> {
    const failed = await outbox.where('state').equals('failed').toArray();
    return failed.find((entry) => entry.op.kind === 'create' && entry.conversation === conversation);
  }

  async function clearFailure(entry: OutboxRow): Promise<void> {
    const row = await targetRow(entry);
    if (!row) return;
    const { failure: _failure, ...rest } = row;
    await refreshOverlay(rest as MessageRow);
  }

  return {
    async enqueue(given, local) {
      const entries = await Promise.all(
        given.map(async (entry) =>
          entry.blob ? { ...entry, blob: await keepable(handle, entry.blob) } : entry,
        ),
      );
      await handle.run('rw', written, async () => {
        if (local && !(await conversations.get(local.id)))
          await conversations.put(counted(local as StoredConversation));
        const first = await nextOrder(entries.length);
        for (const [i, entry] of entries.entries()) await add(entry, first + i);
      });
    },

    entry: (cid) => handle.run('r', [outbox], () => outbox.get(cid)),

    waiting: (limit) =>
      handle.run('r', [outbox], () =>
        outbox
          .orderBy('order')
          .filter((entry) => entry.state === 'waiting')
          .limit(limit)
          .toArray(),
      ),

    retryLater: async (cid) => {
      await handle.run('rw', [outbox], () =>
        outbox
          .where('cid')
          .equals(cid)
          .modify((entry) => {
            entry.attempts += 1;
          }),
      );
    },

    refuse: (cid, failure) =>
      handle.run('rw', written, async (): Promise<RefusalResult> => {
        const entry = await outbox.get(cid);
        if (!entry || entry.state === 'failed') return { failed: [] };
        const failed = await fail(entry, failure);
        return { failed: failed.map((one) => ({ cid: one, conversation: entry.conversation })) };
      }),

    retry: (cid, fresh) =>
      handle.run('rw', written, async () => {
        const entry = await named(cid);
        if (entry?.state !== 'failed') return undefined;
        const { failure: _failure, ...rest } = entry;
        const create = entry.op.kind === 'create' ? undefined : await failedCreate(entry.conversation);
        let order = await nextOrder(2);
        if (create) {
          // Its id is its conversation's, and nothing of a refused write is stored, so it goes again as it is (rule W5).
          const { failure: _refused, ...again } = create;
          await outbox.put({ ...again, state: 'waiting', attempts: 0, order });
        }
        order += 1;
        if (entry.op.kind === 'create') {
          await outbox.put({ ...rest, state: 'waiting', attempts: 0, order });
          return entry.cid;
        }
        const next = fresh();
        await outbox.delete(entry.cid);
        await outbox.add({ ...rest, cid: next, state: 'waiting', attempts: 0, order });
        if (entry.op.kind === 'edit') {
          await clearFailure({ ...rest, state: 'waiting' });
          return next;
        }
        const row = await ownRow(entry.conversation, entry.cid);
        if (row) {
          await messages.delete([row.conversation, row.seq]);
          const { failure: _shown, ...message } = row;
          await messages.put({
            ...message,
            seq: pendingBase + order,
            cid: next,
            ownCid: next,
            state: 'pending',
          } as MessageRow);
        }
        return next;
      }),

    discard: (cid) =>
      handle.run('rw', written, async () => {
        const entry = await named(cid);
        if (!entry) return [];
        const dropped = [entry];
        await remove(entry);
        if (entry.op.kind === 'message') {
          const row = await ownRow(entry.conversation, entry.cid);
          if (row && row.seq >= pendingBase) await messages.delete([row.conversation, row.seq]);
          for (const change of await outbox.where('targetCid').equals(entry.cid).toArray()) {
            await outbox.delete(change.cid);
            dropped.push(change);
          }
        } else if ('target' in entry.op) {
          await clearFailure(entry);
        }
        const create = entry.op.kind === 'create' ? entry : await failedCreate(entry.conversation);
        if (create && (create === entry || (await onlyEntry(create))))
          dropped.push(...(await dropLocal(create)));
        return dropped;
      }),

    rewrite: (cid, body) => handle.run('rw', written, () => rewritten(cid, body)),

    uploads: () =>
      handle.run('r', [outbox], () =>
        outbox
          .orderBy('order')
          .filter((entry) => entry.upload !== undefined)
          .toArray(),
      ),

    setUpload: async (cid, change, made) => {
      const blob = made && (await keepable(handle, made.blob));
      return handle.run('rw', made ? written : [outbox], async () => {
        const entry = await outbox.get(cid);
        if (!entry?.upload) return undefined;
        const next = { ...entry, upload: { ...entry.upload, ...change } };
        if (blob) {
          const { body } = made!;
          next.op = { ...entry.op, body } as OutboxRow['op'];
          await blobs.update(next.upload.file, { blob, size: blob.size });
          const row = await ownRow(entry.conversation, cid);
          if (row) await messages.put({ ...row, body });
        }
        await outbox.put(next);
        return next;
      });
    },
  };

  async function onlyEntry(create: OutboxRow): Promise<boolean> {
    const all = await outbox.toArray();
    return !all.some((entry) => entry.conversation === create.conversation && entry.cid !== create.cid);
  }

  /** A conversation that was never made goes with its last unsent word. */
  async function dropLocal(create: OutboxRow): Promise<OutboxRow[]> {
    const { conversation } = create;
    const dropped: OutboxRow[] = [];
    const row = await conversations.get(conversation);
    if (!row?.local) {
      // The server has it by now: what waits in it may go.
      await remove(create);
      return dropped;
    }
    for (const entry of await outbox.toArray()) {
      if (entry.conversation !== conversation) continue;
      await remove(entry);
      if (entry.cid !== create.cid) dropped.push(entry);
    }
    await conversations.delete(conversation);
    await messages
      .where('[conversation+seq]')
      .between(...span(conversation, 0, Number.MAX_SAFE_INTEGER))
      .delete();
    return dropped;
  }
}
