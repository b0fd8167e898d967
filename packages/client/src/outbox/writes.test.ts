import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationId, FileId, UserId } from '@tokenim/protocol';
import { openStore, type Store, StoreError } from '@tokenim/store';
import { systemClock } from '../clock.js';
import { heldHere } from '../transfers/held.js';
import { uuidSource } from '../uuid.js';
import { clientWrites } from './writes.js';

const conversation = 'd~ann~bob' as ConversationId;

/** Writes to a store that is full as long as `isFull` says so. */
async function writing(isFull: (store: Store) => Promise<boolean>) {
  const real = await openStore({ app: 'demo', user: 'ann', storage: 'memory' });
  const store: Store = {
    ...real,
    async enqueue(...entries) {
      if (await isFull(real)) throw new StoreError('quota');
      return real.enqueue(...entries);
    },
  };
  const writes = clientWrites({
    store: async () => ({ store, me: 'ann' as UserId }),
    clock: systemClock,
    uuid: uuidSource(systemClock),
    wake() {},
  });
  return { real, writes };
}

test('a file that finds the disk full takes the room of those that were only seen', async () => {
  const seen = '01890a5d-ac96-774b-bcce-b302099a8057' as FileId;
  const { real, writes } = await writing(async (store) => (await store.blob(seen)) !== undefined);
  await real.putBlob({ id: seen, blob: new Blob(['seen']), size: 4, pinned: 0, used: 1 });
  const cid = await writes.sendFile(conversation, new Blob(['to leave']), { name: 'a.txt' });
  assert.equal((await real.uploads())[0]?.cid, cid);
  await real.close();
});

test('a disk that stays full is told, and nothing is half written', async () => {
  const { real, writes } = await writing(async () => true);
  await assert.rejects(writes.sendFile(conversation, new Blob(['x']), { name: 'a.txt' }), { code: 'quota' });
  assert.deepEqual(await real.uploads(), []);
  await real.close();
});

test('a file that finds no room goes without a copy where that is asked for', async () => {
  const { real, writes } = await writing(async () => false);
  await writes.sendFile(conversation, new Blob(['x']), { name: 'a.txt', keep: false });
  const [row] = await real.uploads();
  assert.equal(await real.blob(row!.upload!.file), undefined);
  assert.equal(await heldHere(row!.upload!.file)?.text(), 'x');
  await real.close();
});
