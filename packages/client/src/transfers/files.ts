import type { ConversationId, FileId, FileRef } from '@tokenim/protocol';
import type { BlobRow } from '@tokenim/store';
import type { Clock } from '../clock.js';
import { ClientError } from '../errors.js';
import type { RemoteFiles } from './remote-files.js';

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
  /** Default: that of remote-files.ts, fetched when first needed. */
  load?: () => Promise<typeof import('./remote-files.js')>;
}

export interface Files {
  /** Bytes from this device, else fetched and, up to 8 MiB, kept. Rejects with a ClientError. */
  blob(conversation: ConversationId, file: FileRef): Promise<Blob>;
  /** Bytes that are on this device; undefined where they are not. */
  kept(file: FileRef): Promise<Blob | undefined>;
  /** An absolute address that holds for at least a minute. Rejects with a ClientError. */
  url(conversation: ConversationId, file: FileRef): Promise<string>;
}

/** What is on this device is found at once; all else is the business of remote-files.ts. */
export function createFiles(options: FilesOptions): Files {
  const { clock, store, load = () => import('./remote-files.js') } = options;
  const loading = new Map<FileId, Promise<Blob>>();
  let remote: RemoteFiles | undefined;

  const fromServer = async (): Promise<RemoteFiles> => {
    const { remoteFiles } = await load().catch((error) => {
      throw new ClientError('offline', undefined, { cause: error });
    });
    remote ??= remoteFiles(options);
    return remote;
  };

  const kept = async (file: FileRef): Promise<Blob | undefined> => {
    const here = await store.blob(file.id).catch(() => undefined);
    if (here) void store.touchBlob(file.id, clock.now()).catch(() => {});
    return here && typed(here, file.mime);
  };

  const find = async (conversation: ConversationId, file: FileRef): Promise<Blob> =>
    (await kept(file)) ?? (await fromServer()).fetched(conversation, file, typed);

  return {
    kept,
    url: async (conversation, file) => (await fromServer()).url(conversation, file),
    blob(conversation, file) {
      const running = loading.get(file.id);
      if (running) return running;
      const started = find(conversation, file).finally(() => loading.delete(file.id));
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
