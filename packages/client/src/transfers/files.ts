import type { ConversationId, FileId, FileRef } from '@tokenim/protocol';
import type { BlobRow } from '@tokenim/store';
import type { Clock } from '../clock.js';
import { absoluteAddress } from '../endpoint.js';
import { asClientError, ClientError } from '../errors.js';

export interface BlobStore {
  blob(id: FileId): Promise<Blob | undefined>;
  putBlob(blob: BlobRow): Promise<void>;
  /** Notes a use, so that what was seen lately is evicted last. `used`: device time (ms). */
  touchBlob(id: FileId, used: number): Promise<void>;
  evictBlobs(bytes: number): Promise<void>;
}

export interface FilesOptions {
  endpoint: string;
  clock: Clock;
  store: BlobStore;
  /** Asks the server for an address (rule U5). */
  address(conversation: ConversationId, file: FileId): Promise<{ url: string; expires: number }>;
  /** The server's time in milliseconds, as far as known. Default: this device's. */
  serverNow?: () => number;
  fetch?: typeof fetch;
}

export interface Files {
  /** Bytes from this device, else fetched and, up to 8 MiB, kept. Rejects with a ClientError. */
  blob(conversation: ConversationId, file: FileRef): Promise<Blob>;
  /** An absolute address that holds for at least a minute. Rejects with a ClientError. */
  url(conversation: ConversationId, file: FileRef): Promise<string>;
}

/** Bytes of one file that is kept, and of all that are kept and not waiting for upload. */
const keepOne = 8 * 1024 * 1024;
const keepAll = 64 * 1024 * 1024;
/** Milliseconds that an address must still hold to be given out, and that none holds longer than (rule U5). */
const margin = 60_000;
const longest = 600_000;

export function createFiles(options: FilesOptions): Files {
  const { endpoint, clock, store } = options;
  const now = options.serverNow ?? clock.now;
  const get = options.fetch ?? ((url: string) => fetch(url));
  const addresses = new Map<FileId, { url: Promise<string>; until: number }>();
  const loading = new Map<FileId, Promise<Blob>>();

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

  const load = async (conversation: ConversationId, file: FileRef): Promise<Blob> => {
    const here = await store.blob(file.id).catch(() => undefined);
    if (here) {
      void store.touchBlob(file.id, clock.now()).catch(() => {});
      return typed(here, file.mime);
    }
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
  };

  return {
    url,
    blob(conversation, file) {
      const running = loading.get(file.id);
      if (running) return running;
      const started = load(conversation, file).finally(() => loading.delete(file.id));
      loading.set(file.id, started);
      return started;
    },
  };
}

const shown = /^(image\/(png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf)$/;

/**
 * A Blob's address belongs to the page's own origin, and whoever sent the file chose its type: one that could run
 * as a document (HTML, SVG) becomes plain bytes. The same list as in rule U6.
 */
function typed(blob: Blob, mime: string): Blob {
  const type = shown.test(mime.toLowerCase()) ? mime.toLowerCase() : 'application/octet-stream';
  return blob.type === type ? blob : blob.slice(0, blob.size, type);
}
