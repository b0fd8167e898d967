import type { AppId, FileId } from '@tokenim/protocol';
import { FileStore } from '@tus/file-store';
import { ERRORS, Upload } from '@tus/server';
import type { Storage } from '../storage/storage.js';
import type { FileFolder } from './file-folder.js';

/** Names an upload to tus: ids are unique within an app only. */
export function uploadKey(app: AppId, id: FileId): string {
  return `${app}/${id}`;
}

/** The reverse of {@link uploadKey}. */
export function keyParts(key: string): { app: AppId; id: FileId } {
  const slash = key.indexOf('/');
  return { app: key.slice(0, slash) as AppId, id: key.slice(slash + 1) as FileId };
}

/**
 * The tus file store, with the server's storage in place of its `.json` files: one truth about a file, which
 * the core reads when a message names it (rule U3).
 */
export class UploadStore extends FileStore {
  readonly #folder: FileFolder;
  readonly #storage: Storage;

  constructor(folder: FileFolder, storage: Storage) {
    super({
      directory: folder.directory,
      // The record is written before the file is made (see uploads.ts) and removed by `remove`.
      configstore: { get: async () => undefined, set: async () => {}, delete: async () => {} },
    });
    // The length must be known from the start, since the record has it; the sweep takes care of old uploads.
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
    this.#folder = folder;
    this.#storage = storage;
  }

  override async getUpload(key: string): Promise<Upload> {
    const { app, id } = keyParts(key);
    const file = await this.#storage.getFile(app, id);
    if (!file) throw ERRORS.FILE_NOT_FOUND;
    const offset = await this.#folder.size(app, id);
    // After a crash the record may be there without the file, or the whole file without the word that it is.
    if (offset === 0) await this.#folder.touch(app, id);
    if (offset === file.size && !file.complete) await this.#folder.complete(app, id);
    const metadata = { id, filename: file.name, filetype: file.mime };
    return new Upload({ id: key, size: file.size, offset, metadata });
  }

  override async remove(key: string): Promise<void> {
    const { app, id } = keyParts(key);
    if (!(await this.#folder.remove(app, id))) {
      throw { status_code: 403, body: 'A message names this file.' };
    }
  }
}
