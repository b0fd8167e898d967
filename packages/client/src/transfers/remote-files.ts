import type { ConversationId, FileId, FileRef } from '@tokenim/protocol';
import { absoluteAddress } from '../endpoint.js';
import { asClientError, ClientError } from '../errors.js';
import type { FilesOptions } from './files.js';
import { heldHere } from './held.js';

/** The half of Files that needs the network: addresses and bytes that this device does not have. */
export interface RemoteFiles {
  url(conversation: ConversationId, file: FileRef): Promise<string>;
  /** Fetched and, up to 8 MiB, kept. `typed` gives the bytes the type that they may have. */
  fetched(
    conversation: ConversationId,
    file: FileRef,
    typed: (blob: Blob, mime: string) => Blob,
  ): Promise<Blob>;
}

/** Bytes of one file that is kept, and of all that are kept and not waiting for upload. */
const keepOne = 8 * 1024 * 1024;
const keepAll = 64 * 1024 * 1024;
/** Milliseconds that an address must still hold to be given out, and that none holds longer than (rule U5). */
const margin = 60_000;
const longest = 600_000;

export function remoteFiles(options: FilesOptions): RemoteFiles {
  const { endpoint, clock, store } = options;
  const now = options.serverNow ?? clock.now;
  const get = options.fetch ?? ((url: string) => fetch(url));
  const addresses = new Map<FileId, { url: Promise<string>; until: number }>();

  const url = (conversation: ConversationId, { id }: FileRef): Promise<string> => {
    const known = addresses.get(id);
    if (known && known.until > now()) return known.url;
    for (const [old, { until }] of addresses) if (until <= now()) addresses.delete(old);
    // Shared by all who ask before the answer is there.
    const entry = { url: Promise.resolve(''), until: Number.POSITIVE_INFINITY };
    entry.url = options.address(conversation, id).then(
      (answer) => {
        entry.until = Math.min(answer.expires, now() + longest) - margin;
        return absoluteAddress(endpoint, answer.url);
      },
      (error) => {
        if (addresses.get(id) === entry) addresses.delete(id);
        throw asClientError(error, 'offline');
      },
    );
    addresses.set(id, entry);
    return entry.url;
  };

  const download = async (conversation: ConversationId, file: FileRef): Promise<Blob> => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await get(await url(conversation, file)).catch((error) => {
        throw new ClientError('offline', undefined, { cause: error });
      });
      if (response.ok) {
        return await response.blob().catch((error) => {
          throw new ClientError('offline', undefined, { cause: error });
        });
      }
      // The address may have ended early, by a clock that is wrong.
      addresses.delete(file.id);
      if (response.status === 403 && attempt === 0) continue;
      if (response.status >= 500) throw new ClientError('unavailable');
      throw new ClientError(response.status === 403 ? 'forbidden' : 'not_found');
    }
  };

  return {
    url,
    async fetched(conversation, file, typed) {
      const held = heldHere(file.id);
      if (held) return typed(held, file.mime);
      const blob = typed(await download(conversation, file), file.mime);
      if (blob.size <= keepOne) {
        // Full disks are no reason not to show it.
        const row = { id: file.id, blob, size: blob.size, pinned: 0 as const, used: clock.now() };
        await store
          .putBlob(row)
          .then(() => store.evictBlobs(keepAll))
          .catch(() => {});
      }
      return blob;
    },
  };
}
