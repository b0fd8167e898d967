import type { Readable } from 'node:stream';
import type { AppId, FileId } from '@tokenim/protocol';

/**
 * Where the bytes of files lie, under one key each. The storage holds everything else about them.
 *
 * What an implementer must know:
 * - A key is made by {@link byteKey} alone: `<app>/<id>`, of `a-z 0-9 - /`, never of a name that someone sent.
 * - Uploads come in pieces over bad lines. `append` gets the piece as a stream that may break at any byte: what
 *   came before the break must be kept as far as can be, since some lines never carry a large piece whole.
 * - `received` and `append` of one key may be called while an `append` that broke is still putting away what it
 *   got; they wait for it. The caller sees to it that two appends never run for one key on purpose.
 * - After `complete` resolves the bytes survive a loss of power. Before, a crash may lose some; `received` then
 *   says how many are left, and the upload goes on from there.
 * - A method rejects only for faults (a full disk, a store that does not answer).
 */
export interface Bytes {
  /** Resolves if files can be kept and read; rejects with a {@link BytesError}. Asked once, at the start. */
  check(): Promise<void>;
  /** How many bytes from the beginning are there; 0 for a key never used. */
  received(key: ByteKey): Promise<number>;
  /**
   * Adds a piece at `offset`, which is what `received` says, to a file that will have `size` bytes. Resolves with
   * the new count; rejects if the stream broke.
   */
  append(key: ByteKey, offset: number, piece: Readable, size: number): Promise<number>;
  /** All bytes are there. Makes them durable and readable; may be repeated. */
  complete(key: ByteKey): Promise<void>;
  /** The bytes from `start` to `end`, both included, of a file that is complete. Never asked of an empty one. */
  read(key: ByteKey, start: number, end: number): Promise<ReadableStream<Uint8Array>>;
  /** Removes a file or what there is of one. Of no effect where there is nothing. */
  remove(key: ByteKey): Promise<void>;
  /**
   * An address of another origin that anyone may read the file from until `expires` (milliseconds), answered with
   * these headers. Absent: the server sends the bytes itself.
   */
  address?(key: ByteKey, how: { expires: number; type: string; disposition: string }): Promise<string>;
}

/** What {@link Bytes.check} rejects with; the message is a sentence for a person. */
export class BytesError extends Error {
  readonly code = 'bytes';
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BytesError';
  }
}

declare const byteKeyBrand: unique symbol;
export type ByteKey = string & { readonly [byteKeyBrand]: true };

/** @throws where the parts could mean another place; both are checked long before. */
export function byteKey(app: AppId, id: FileId): ByteKey {
  const key = `${app}/${id}`;
  if (!/^[a-z0-9-]{1,40}\/[a-z0-9-]{36}$/.test(key)) throw new Error('not a key of bytes');
  return key as ByteKey;
}
