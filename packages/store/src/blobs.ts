import { keepable, unpacked } from './bytes.js';
import type { Handle } from './database.js';
import type { Store } from './store.js';

/**
 * Milliseconds between two notes of a use: an hour orders files well enough, and each note makes the browser write
 * the bytes again.
 */
const touchInterval = 3_600_000;

/** The part of the store that keeps bytes. */
export function blobStore(
  handle: Handle,
): Pick<Store, 'blob' | 'putBlob' | 'touchBlob' | 'unpinBlob' | 'dropBlob' | 'evictBlobs'> {
  const { blobs } = handle.db;
  return {
    blob: async (id) => {
      const row = await handle.run('r', [blobs], () => blobs.get(id));
      return row && unpacked(row.blob);
    },
    putBlob: async (row) => {
      const blob = await keepable(handle, row.blob);
      await handle.run('rw', [blobs], () => blobs.put({ ...row, blob }));
    },
    touchBlob: async (id, used) => {
      const before = (await handle.run('r', [blobs], () => blobs.get(id)))?.used;
      if (before === undefined || used - before < touchInterval) return;
      await handle.run('rw', [blobs], () => blobs.update(id, { used }));
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
