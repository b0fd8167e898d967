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
  readonly #flushing = new Set<ByteKey>();

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
    this.#flush(key);
    return offset + file.bytesWritten;
  }

  async complete(key: ByteKey): Promise<void> {
    await this.#touch(key);
    const path = this.#path(key);
    for (const each of [path, dirname(path)]) await synced(each);
  }

  async read(key: ByteKey, start: number, end: number): Promise<ReadableStream<Uint8Array>> {
    return Readable.toWeb(createReadStream(this.#path(key), { start, end })) as ReadableStream<Uint8Array>;
  }

  async remove(key: ByteKey): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  /** Lets the disk begin while the next piece is on its way, so that little is left to wait for at the end. */
  #flush(key: ByteKey): void {
    if (this.#flushing.has(key)) return;
    this.#flushing.add(key);
    synced(this.#path(key))
      .catch(() => {})
      .finally(() => this.#flushing.delete(key));
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

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
