// Faults that the simulation found in what a device believes of its own pointers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConversationId, Head, LogOp } from '@tokenim/protocol';
import { openStore } from '@tokenim/store';

const id = '0199c7e0-1b00-7000-8000-000000000001' as ConversationId;

function head(epoch: string, version: number, read: number): Head {
  return Head.parse({
    id,
    kind: 'group',
    epoch,
    seq: 6,
    ord: 5,
    ts: 1,
    version,
    members: [{ id: 'ada', read, delivered: read }, { id: 'bo' }],
    memberCount: 2,
    me: { read, readOrd: Math.max(0, read - 1), delivered: read },
  });
}

test('[P1] naming a member again among those added moves no pointer', async () => {
  const store = await openStore({ app: 'demo', user: 'ada', storage: 'memory' });
  await store.applyHeads([head('e1', 9, 3)]);
  const op = LogOp.parse({ kind: 'members', seq: 7, by: 'bo', ts: 2, add: [{ id: 'ada' }], remove: [] });
  await store.applyOps({ conversation: id, epoch: head('e1', 9, 3).epoch, ops: [op], versions: [10] });
  const row = await store.conversation(id);
  assert.deepEqual([row?.seq, row?.me.read, row?.me.readOrd], [7, 3, 2]);
  await store.close();
});

test('[P1] [C4] a mark that is answered after the log began anew asks for the head', async () => {
  const store = await openStore({ app: 'demo', user: 'ada', storage: 'memory' });
  await store.applyHeads([head('e1', 9, 0)]);
  assert.equal(await store.markRead(id, 4), true);
  const [mark] = await store.dirtyMarks();
  // Asked for before the mark, and of another life of the log: its pointers are from before.
  await store.applyHeads([head('e2', 3, 0)]);
  assert.equal(await store.marked(mark!, 4), false);
  await store.applyHeads([head('e2', 4, 4)]);
  assert.equal((await store.conversation(id))?.me.read, 4);
  await store.close();
});
