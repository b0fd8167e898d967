import { type AppId, Cid, type FileId } from '@tokenim/protocol';
import { type Bytes, byteKey } from '../bytes/bytes.js';
import type { Storage, StoredFile } from '../storage/storage.js';
import { headLength, inlineType } from './inline-type.js';

/** Type of what is none of those that a browser may show in place. */
const opaque = 'application/octet-stream';

/** Files as a whole: the records in the storage together with their bytes. */
export class StoredFiles {
  readonly bytes: Bytes;
  readonly #storage: Storage;

  constructor(bytes: Bytes, storage: Storage) {
    this.bytes = bytes;
    this.#storage = storage;
  }

  /** All bytes have come. Makes them safe, then says so, and what they are. */
  async complete(app: AppId, file: Pick<StoredFile, 'id' | 'size'>): Promise<void> {
    await this.bytes.complete(byteKey(app, file.id));
    await this.#storage.completeFile(app, file.id, await this.#sniff(app, file));
  }

  /** The type that the bytes themselves show (rule U6). */
  async type(app: AppId, file: StoredFile): Promise<string> {
    return file.type ?? this.#sniff(app, file);
  }

  /**
   * Removes a file, unless a message names it: the storage decides that in one step. The record goes first,
   * so that no message can come to name a file without bytes. False if it stays.
   */
  async remove(app: AppId, id: FileId): Promise<boolean> {
    await this.#storage.deleteFile(app, id);
    if (await this.#storage.getFile(app, id)) return false;
    await this.bytes.remove(byteKey(app, id));
    return true;
  }

  /** Removes files created before `before` (milliseconds) that no message names; the number of them. */
  async sweep(before: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const files = await this.#storage.listUnnamedFiles(before, 100);
      let progress = 0;
      for (const file of files) if (await this.remove(file.app, file.id)) progress++;
      removed += progress;
      if (files.length < 100 || progress === 0) return removed;
    }
  }

  async #sniff(app: AppId, { id, size }: Pick<StoredFile, 'id' | 'size'>): Promise<string> {
    if (size === 0) return opaque;
    const head = await this.bytes.read(byteKey(app, id), 0, Math.min(size, headLength) - 1);
    return inlineType(new Uint8Array(await new Response(head).arrayBuffer())) ?? opaque;
  }
}

/**
 * Whether a browser may show what has this type in place. Not PDF: it can hold scripts and forms that send, and
 * browsers' own viewers do not run in the sandbox that everything here is served in.
 */
export function isShown(type: string): boolean {
  return type !== opaque && type !== 'application/pdf';
}

/** Rule U1: a UUIDv7 in lower case, the same shape as a `cid`. */
export function isFileId(id: string | undefined): id is FileId {
  return Cid.safeParse(id).success;
}
