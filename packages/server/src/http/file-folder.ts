import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AppId, Cid, type FileId } from '@tokenim/protocol';
import type { Storage } from '../storage/storage.js';

/**
 * The bytes of files, one per file below `<data>/files/<app>/<id>`. The storage holds everything else about
 * them. A path is only ever made of an app's id and a checked file id, never of a name that someone sent.
 */
export class FileFolder {
  readonly directory: string;
  readonly #storage: Storage;

  constructor(data: string, storage: Storage) {
    this.directory = join(data, 'files');
    this.#storage = storage;
  }

  path(app: AppId, id: FileId): string {
    if (!isFileId(id)) throw new Error('not a file id');
    return join(this.directory, app, id);
  }

  /** Bytes that are there; 0 for a file that does not exist yet. */
  async size(app: AppId, id: FileId): Promise<number> {
    const found = await stat(this.path(app, id)).catch(ifMissing);
    return found?.size ?? 0;
  }

  /** Makes an empty file where there is none. */
  async touch(app: AppId, id: FileId): Promise<void> {
    const path = this.path(app, id);
    await mkdir(dirname(path), { recursive: true });
    await (await open(path, 'a')).close();
  }

  /** Resolves when the bytes, and the name they stand under, would survive a loss of power; then says so. */
  async complete(app: AppId, id: FileId): Promise<void> {
    const path = this.path(app, id);
    for (const each of [path, dirname(path)]) {
      const handle = await open(each, 'r');
      await handle.sync().finally(() => handle.close());
    }
    await this.#storage.completeFile(app, id);
  }

  /**
   * Removes a file, unless a message names it: the storage decides that in one step. The record goes first,
   * so that no message can come to name a file without bytes. False if it stays.
   */
  async remove(app: AppId, id: FileId): Promise<boolean> {
    await this.#storage.deleteFile(app, id);
    if (await this.#storage.getFile(app, id)) return false;
    await rm(this.path(app, id), { force: true });
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
}

/** Rule U1: a UUIDv7 in lower case, the same shape as a `cid`. */
export function isFileId(id: string | undefined): id is FileId {
  return Cid.safeParse(id).success;
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
