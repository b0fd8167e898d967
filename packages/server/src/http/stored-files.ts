import { type AppId, Cid, type FileId, type Limits } from '@tokenim/protocol';
import { type FileRefusal, fileRefusal, headLength, seenType, trueType } from '@tokenim/protocol/files';
import type { Logger } from 'pino';
import { type Bytes, byteKey } from '../bytes/bytes.js';
import type { Scan } from '../scan/scan.js';
import type { Storage, StoredFile } from '../storage/storage.js';
import { toldType } from './inline-type.js';

/** Checks at once: a scanner takes a whole processor. */
const checksAtOnce = 2;

/** Type of what is none of those that a browser may show in place. */
const opaque = 'application/octet-stream';

/** Files as a whole: the records in the storage together with their bytes. */
export class StoredFiles {
  readonly bytes: Bytes;
  readonly #storage: Storage;
  readonly #scan: Scan | undefined;
  readonly #logger: Logger;
  #stopped = false;
  /** Files whose check goes on or waits for its turn. */
  readonly #checks = new Map<string, Promise<void>>();
  /** Ends when as many checks are over as may go on at once. */
  readonly #turns: Promise<void>[] = Array.from({ length: checksAtOnce }, async () => {});

  constructor(bytes: Bytes, storage: Storage, logger: Logger, scan?: Scan) {
    this.bytes = bytes;
    this.#storage = storage;
    this.#logger = logger;
    this.#scan = scan;
  }

  /**
   * All bytes have come. Makes them safe, then says so, and what they are; its check begins (rule U9). With limits, what
   * the bytes show may be refused (rule U10): they go at once, and nobody ever sees the file.
   */
  async complete(
    app: AppId,
    file: Pick<StoredFile, 'id' | 'size'>,
    limits?: Limits,
  ): Promise<FileRefusal | undefined> {
    await this.bytes.complete(byteKey(app, file.id));
    const type = await this.#sniff(app, file);
    await this.#storage.completeFile(app, file.id, type, this.#scan !== undefined);
    const stored = await this.#storage.getFile(app, file.id);
    if (!stored) return undefined;
    const refusal = limits && fileRefusal(limits, { mime: trueType(type, stored.mime), size: stored.size });
    if (refusal) await this.#reject(app, file.id);
    else this.#check({ ...stored, app });
    return refusal;
  }

  async #reject(app: AppId, id: FileId): Promise<void> {
    await this.#storage.settleFile(app, id, false);
    await this.bytes.remove(byteKey(app, id));
  }

  /** Goes on with the checks that a stop or a fault left. Without a scanner any more, the files may be seen. */
  async checkAgain(): Promise<void> {
    for (const file of await this.#storage.listUncheckedFiles(1000)) this.#check(file);
  }

  /** No check that is over after this is written down: it begins anew with the next start. */
  stop(): void {
    this.#stopped = true;
  }

  #check(file: StoredFile & { app: AppId }): void {
    const key = byteKey(file.app, file.id);
    if (file.check !== 'pending' || this.#checks.has(key)) return;
    // Each waits for the one that had its turn before.
    const turn = this.#turns.shift()!;
    const check = turn
      .then(() => (this.#stopped ? undefined : this.#settle(file)))
      .catch((err) => {
        this.#logger.error(
          { err, app: file.app, file: file.id },
          'a file could not be checked; it is tried again',
        );
      });
    this.#turns.push(check);
    this.#checks.set(key, check);
    void check.then(() => this.#checks.delete(key));
  }

  async #settle(file: StoredFile & { app: AppId }): Promise<void> {
    const { app, id, name, mime, type = opaque, size } = file;
    const key = byteKey(app, id);
    const read = async () => (size > 0 ? this.bytes.read(key, 0, size - 1) : new Blob([]).stream());
    const fine = (await this.#scan?.({ app, id, name, mime, type, size, read })) ?? true;
    if (this.#stopped) return;
    if (fine) return this.#storage.settleFile(app, id, true);
    this.#logger.warn({ app, file: id, owner: file.owner, type }, 'a file did not pass its check');
    await this.#reject(app, id);
  }

  /** The type that a browser is told: what the bytes themselves show, if it is harmless (rule U6). */
  async type(app: AppId, file: StoredFile): Promise<string> {
    return toldType(file.type ?? (await this.#sniff(app, file))) ?? opaque;
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
    if (size === 0) return seenType(new Uint8Array());
    const head = await this.bytes.read(byteKey(app, id), 0, Math.min(size, headLength) - 1);
    return seenType(new Uint8Array(await new Response(head).arrayBuffer()));
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
