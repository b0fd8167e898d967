import type { Readable } from 'node:stream';
import type { AppId, FileId } from '@tokenim/protocol';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { byteKey } from '../bytes/bytes.js';
import type { Storage, StoredFile } from '../storage/storage.js';
import type { StoredFiles } from './stored-files.js';

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
 * What tus stores, on the server's own ports: one truth about a file, which the core reads when a message names
 * it (rule U3), and bytes wherever they lie.
 */
export class UploadStore extends DataStore {
  readonly #files: StoredFiles;
  readonly #storage: Storage;

  constructor(files: StoredFiles, storage: Storage) {
    super();
    // The length must be known from the start, since the record has it; the sweep takes care of old uploads.
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
    this.#files = files;
    this.#storage = storage;
  }

  override async write(piece: Readable, key: string, offset: number): Promise<number> {
    const { app, id, size } = await this.#record(key);
    return this.#files.bytes.append(byteKey(app, id), offset, piece, size);
  }

  override async getUpload(key: string): Promise<Upload> {
    const file = await this.#record(key);
    const { app, id, size, complete } = file;
    const offset = complete ? size : await this.#files.bytes.received(byteKey(app, id));
    // After a crash the whole file may be there without the word that it is.
    if (offset === size && !complete) await this.#files.complete(app, file);
    const metadata = { id, filename: file.name, filetype: file.mime };
    return new Upload({ id: key, size, offset, metadata });
  }

  override async remove(key: string): Promise<void> {
    const { app, id } = keyParts(key);
    if (!(await this.#files.remove(app, id))) {
      throw { status_code: 403, body: 'A message names this file.' };
    }
  }

  async #record(key: string): Promise<StoredFile & { app: AppId }> {
    const { app, id } = keyParts(key);
    const file = await this.#storage.getFile(app, id);
    if (!file) throw ERRORS.FILE_NOT_FOUND;
    return { ...file, app };
  }
}
