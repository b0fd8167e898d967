import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type ByteKey, type Bytes, BytesError } from './bytes.js';

/** Bytes in a local folder, one file for each key. */
export class FolderBytes implements Bytes {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async check(): Promise<void> {
    try {
      await mkdir(this.#directory, { recursive: true });
      await access(this.#directory, constants.W_OK);
    } catch {
      throw new BytesError(`The folder ${this.#directory} cannot be written to.`);
    }
  }

  async received(key: ByteKey): Promise<number> {
    return (await stat(this.#path(key)).catch(ifMissing))?.size ?? 0;
  }

  async append(key: ByteKey, offset: number, piece: Readable): Promise<number> {
    await this.#touch(key);
    // Large steps: each one is a trip to the thread pool.
    const file = createWriteStream(this.#path(key), { flags: 'r+', start: offset, highWaterMark: 1 << 20 });
    const closed = finished(file);
    closed.catch(() => {});
    try {
      for await (const chunk of piece) if (!file.write(chunk)) await once(file, 'drain');
    } finally {
      // Also where the line broke: what has come is kept.
      file.end();
      await closed;
    }
    return offset + file.bytesWritten;
  }

  async complete(key: ByteKey): Promise<void> {
    await this.#touch(key);
    const path = this.#path(key);
    for (const each of [path, dirname(path)]) {
      const handle = await open(each, 'r');
      await handle.sync().finally(() => handle.close());
    }
  }

  async read(key: ByteKey, start: number, end: number): Promise<ReadableStream<Uint8Array>> {
    return Readable.toWeb(createReadStream(this.#path(key), { start, end })) as ReadableStream<Uint8Array>;
  }

  async remove(key: ByteKey): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  #path(key: ByteKey): string {
    return join(this.#directory, key);
  }

  /** Makes an empty file where there is none. */
  async #touch(key: ByteKey): Promise<void> {
    await mkdir(dirname(this.#path(key)), { recursive: true });
    await (await open(this.#path(key), 'a')).close();
  }
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
