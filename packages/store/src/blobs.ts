import type { Handle } from './database.js';
import type { Store } from './store.js';

/** The part of the store that keeps bytes. */
export function blobStore(
  handle: Handle,
): Pick<Store, 'blob' | 'putBlob' | 'unpinBlob' | 'dropBlob' | 'evictBlobs'> {
  const { blobs } = handle.db;
  return {
    blob: async (id) => (await handle.run('r', [blobs], () => blobs.get(id)))?.blob,
    putBlob: async (blob) => {
      await handle.run('rw', [blobs], () => blobs.put(blob));
    },
    unpinBlob: async (id) => {
      await handle.run('rw', [blobs], () => blobs.update(id, { pinned: 0 }));
    },
    dropBlob: async (id) => {
      await handle.run('rw', [blobs], () => blobs.delete(id));
    },
    evictBlobs: (bytes) =>
      handle.run('rw', [blobs], async () => {
        // Newest first, so that what is over the bound is what was unused the longest.
        let kept = 0;
        const over: string[] = [];
        const rows = await blobs
          .where('[pinned+used]')
          .between([0, 0], [0, Number.MAX_SAFE_INTEGER])
          .reverse()
          .toArray();
        for (const row of rows) {
          kept += row.size;
          if (kept > bytes) over.push(row.id);
        }
        await blobs.bulkDelete(over);
      }),
  };
}
