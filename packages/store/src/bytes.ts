import type { Handle } from './database.js';

/** Bytes in place of a Blob, for databases that take none. */
interface Packed {
  bytes: ArrayBuffer;
  type: string;
}

const probes = new WeakMap<Handle, Promise<boolean>>();

/**
 * A Blob as this database can keep it. WebKit keeps no Blobs in private windows ("Error preparing Blob/File data"):
 * there it becomes its bytes, in memory for a moment. Await it before a transaction, never within.
 */
export async function keepable(handle: Handle, blob: Blob): Promise<Blob> {
  let probe = probes.get(handle);
  if (!probe) {
    probe = takesBlobs(handle);
    probes.set(handle, probe);
  }
  if (await probe) return blob;
  const packed: Packed = { bytes: await blob.arrayBuffer(), type: blob.type };
  return packed as unknown as Blob;
}

/** What `keepable` made, as the Blob that it was. */
export function unpacked(kept: Blob): Blob {
  if (kept instanceof Blob) return kept;
  const { bytes, type } = kept as Packed;
  return new Blob([bytes], { type });
}

/** Not by `handle.run`, which would take the refusal for a lost connection. */
async function takesBlobs({ db }: Handle): Promise<boolean> {
  const id = `probe ${Math.random()}`;
  try {
    await db.transaction('rw', db.blobs, async () => {
      await db.blobs.put({ id, blob: new Blob(['x']), size: 1, pinned: 1, used: 0 } as never);
      await db.blobs.delete(id);
    });
    return true;
  } catch {
    return false;
  }
}
