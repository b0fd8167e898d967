import { expect } from '@open-wc/testing';
import type { Cid, ConversationId, FileId, UserId } from '@tokenim/protocol';
import { openStore } from './open.js';

const hour = 3_600_000;

describe('blobs', () => {
  test('bytes come back as they were, and the longest unused go first; pinned ones never', async () => {
    const user = `u${Math.random()}` as UserId;
    const store = await openStore({ app: 'test', user });
    const put = (id: string, used: number, pinned: 0 | 1 = 0) =>
      store.putBlob({ id: id as FileId, blob: new Blob([id]), size: 10, pinned, used });
    await put('pinned', 0, 1);
    await put('old', 1);
    await put('middle', 2);
    await put('new', 3);
    expect(await (await store.blob('old' as FileId))!.text()).to.equal('old');

    // A use within the hour is not noted, one after it is.
    await store.touchBlob('middle' as FileId, 4);
    await store.touchBlob('old' as FileId, hour + 5);
    await store.touchBlob('unknown' as FileId, hour);
    await store.evictBlobs(20);
    const there = await Promise.all(
      ['pinned', 'old', 'middle', 'new'].map(async (id) => (await store.blob(id as FileId)) !== undefined),
    );
    expect(there).to.deep.equal([true, true, false, true]);
    expect(await (await store.blob('old' as FileId))!.text()).to.equal('old');

    // What waits for upload comes back too, with its type.
    const file = 'upload-of-a-picture' as FileId;
    const conversation = 'c' as ConversationId;
    await store.enqueue([
      {
        cid: '01890a5d-ac96-774b-bcce-b302099a8057' as Cid,
        op: {
          kind: 'message',
          conversation,
          body: { type: 'file', file: { id: file, name: 'a.png', mime: 'image/png', size: 3 } },
        },
        upload: { file, size: 3, offset: 0, done: false },
        blob: new Blob(['abc'], { type: 'image/png' }),
      },
    ]);
    await store.evictBlobs(20);
    const waiting = await store.blob(file);
    expect([await waiting!.text(), waiting!.size, waiting!.type]).to.deep.equal(['abc', 3, 'image/png']);

    await store.unpinBlob('pinned' as FileId);
    await store.evictBlobs(0);
    expect(await store.blob('pinned' as FileId)).to.equal(undefined);
    await store.erase();
  });
});
