import type { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { type ByteKey, type Bytes, BytesError } from './bytes.js';

/**
 * Bytes in a bucket of any S3-compatible store. They go there as they come, without a disk in between.
 *
 * A file of up to one part is one PUT, a larger one a multipart upload. What is known of an upload under way
 * stands in the bucket beside it, so that it goes on after a restart and on another machine:
 * - `<key>.upload`, the record: the parts that are stored, and how much of the tail counts.
 * - `<key>.tail`, bytes behind the last part, fewer than make one: parts have a least size, a line that breaks
 *   has none. The tail is written before the record that counts it, and begins where the record's parts end.
 *
 * The object under the key itself appears in one step, when all is there.
 */
export interface S3Options {
  /** Address of the bucket, with a path for a prefix: `https://files.s3.eu-central-1.amazonaws.com/chat`. */
  url: string;
  region: string;
  keyId: string;
  secret: string;
  /** Readers are sent to the store itself, by an address that ends; else the bytes go through the server. */
  redirect?: boolean;
  /** Bytes; stores want at least 5 MiB. Each upload under way holds up to one in memory. */
  partSize?: number;
}

interface Upload {
  /** The store's id of the multipart upload. Absent: no part is stored yet. */
  id?: string;
  parts: { etag: string; size: number }[];
  tail: number;
}

/** Stores take at most 10,000 parts. */
const mostParts = 9_000;

export class S3Bytes implements Bytes {
  readonly address?: Bytes['address'];
  readonly #options: S3Options;
  readonly #client: AwsClient;
  readonly #base: string;
  /** The last append of each key that has one under way. */
  readonly #busy = new Map<ByteKey, Promise<unknown>>();

  constructor(options: S3Options) {
    const { keyId, secret, region, url } = options;
    this.#options = options;
    this.#base = url.replace(/\/+$/, '');
    this.#client = new AwsClient({
      accessKeyId: keyId,
      secretAccessKey: secret,
      region,
      service: 's3',
      retries: 3,
    });
    if (options.redirect) this.address = (key, how) => this.#sign(key, how);
  }

  async check(): Promise<void> {
    const probe = `tokenim-probe-${crypto.randomUUID()}`;
    const answered = async (method: string, what: string, rest: RequestInit = {}) => {
      const answer = await this.#client.fetch(`${this.#base}/${probe}`, { method, ...rest }).catch(() => {
        throw new BytesError(`The store at ${this.#base} does not answer.`);
      });
      await answer.body?.cancel();
      if (answer.ok || answer.status === 404) return answer.status;
      throw new BytesError(`The store at ${this.#base} answers ${answer.status} when asked to ${what}.`);
    };
    // A store hides what is missing from who may not list: then an upload could not know where it is.
    if ((await answered('HEAD', 'say that a file is missing (is listing allowed?)')) !== 404) return;
    if ((await answered('PUT', 'keep a file', { body: 'ok' })) === 404) {
      throw new BytesError(`There is no bucket at ${this.#base}.`);
    }
    await answered('GET', 'read a file');
    await answered('DELETE', 'remove a file');
  }

  async received(key: ByteKey): Promise<number> {
    await this.#busy.get(key)?.catch(() => {});
    const whole = await this.#ask(key, { method: 'HEAD', expect: 404 });
    return whole.ok ? Number(whole.headers.get('content-length')) : count(await this.#record(key));
  }

  append(key: ByteKey, offset: number, piece: Readable, size: number): Promise<number> {
    const before = this.#busy.get(key)?.catch(() => {}) ?? Promise.resolve();
    const now = before.then(() => this.#append(key, offset, piece, size));
    this.#busy.set(key, now);
    const free = () => {
      if (this.#busy.get(key) === now) this.#busy.delete(key);
    };
    now.then(free, free);
    return now;
  }

  async complete(key: ByteKey): Promise<void> {
    const whole = await this.#ask(key, { method: 'HEAD', expect: 404 });
    // Nothing was ever appended to an empty file.
    if (!whole.ok) await this.#put(key, new Uint8Array());
    await this.#forget(key);
  }

  async read(key: ByteKey, start: number, end: number): Promise<ReadableStream<Uint8Array>> {
    const answer = await this.#ask(key, { headers: { Range: `bytes=${start}-${end}` } });
    return answer.body!;
  }

  async remove(key: ByteKey): Promise<void> {
    const { id } = await this.#record(key);
    if (id !== undefined) {
      // As far as it goes: a store that has ended it already, or cannot, frees the parts by a rule of its own.
      const query = { uploadId: id };
      await this.#ask(key, { method: 'DELETE', query }).catch(() => {});
    }
    await this.#ask(key, { method: 'DELETE', expect: 404 });
    await this.#forget(key);
  }

  async #append(key: ByteKey, offset: number, piece: Readable, size: number): Promise<number> {
    const upload = await this.#record(key);
    if (count(upload) !== offset) throw new Error('the offset is not where the upload is');
    const partSize = Math.max(this.#options.partSize ?? 8 << 20, Math.ceil(size / mostParts));
    let held: Uint8Array[] = upload.tail > 0 ? [await this.#tail(key, upload.tail)] : [];
    let bytes = upload.tail;
    let broke: { error: unknown } | undefined;
    const chunks = piece[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    for (;;) {
      const { value } = await chunks.next().catch((error) => {
        broke = { error };
        return { value: undefined };
      });
      if (!value) break;
      held.push(value);
      bytes += value.length;
      if (bytes < partSize || size <= partSize) continue;
      const all = joined(held, bytes);
      await this.#part(key, upload, all.subarray(0, partSize));
      held = [all.subarray(partSize)];
      bytes -= partSize;
    }
    // Also where the line broke: what has come is kept.
    const stored = count(upload) - upload.tail;
    if (stored + bytes === size) await this.#finish(key, upload, joined(held, bytes));
    else if (bytes !== upload.tail) {
      await this.#put(`${key}.tail`, joined(held, bytes));
      upload.tail = bytes;
      await this.#keep(key, upload);
    }
    if (broke) throw broke.error;
    return stored + bytes;
  }

  async #part(key: ByteKey, upload: Upload, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    upload.id ??= await this.#begin(key);
    const query = { partNumber: String(upload.parts.length + 1), uploadId: upload.id };
    const answer = await this.#ask(key, { method: 'PUT', body: bytes, query });
    upload.parts.push({ etag: answer.headers.get('etag') ?? '', size: bytes.length });
    upload.tail = 0;
    await this.#keep(key, upload);
  }

  async #begin(key: ByteKey): Promise<string> {
    const answer = await this.#ask(key, { method: 'POST', query: { uploads: '' } });
    const id = /<UploadId>([^<]+)<\/UploadId>/.exec(await answer.text())?.[1];
    if (id === undefined) throw new Error('the store began no upload');
    return id;
  }

  /** Makes the object appear, out of the parts and the rest. */
  async #finish(key: ByteKey, upload: Upload, rest: Uint8Array<ArrayBuffer>): Promise<void> {
    if (upload.id === undefined) return this.#put(key, rest);
    if (rest.length > 0) await this.#part(key, upload, rest);
    const parts = upload.parts.map(
      ({ etag }, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
    );
    const answer = await this.#ask(key, {
      method: 'POST',
      query: { uploadId: upload.id },
      body: `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`,
    });
    // A store may find out that it cannot after it has begun to answer 200.
    if ((await answer.text()).includes('<Error>')) throw new Error('the store could not join the parts');
  }

  async #record(key: ByteKey): Promise<Upload> {
    const answer = await this.#ask(`${key}.upload`, { expect: 404 });
    return answer.ok ? ((await answer.json()) as Upload) : { parts: [], tail: 0 };
  }

  async #keep(key: ByteKey, upload: Upload): Promise<void> {
    await this.#put(`${key}.upload`, JSON.stringify(upload));
  }

  async #forget(key: ByteKey): Promise<void> {
    for (const suffix of ['.tail', '.upload']) {
      await this.#ask(key + suffix, { method: 'DELETE', expect: 404 });
    }
  }

  async #tail(key: ByteKey, length: number): Promise<Uint8Array> {
    const answer = await this.#ask(`${key}.tail`);
    return new Uint8Array(await answer.arrayBuffer()).subarray(0, length);
  }

  async #put(name: string, body: Uint8Array<ArrayBuffer> | string): Promise<void> {
    await this.#ask(name, { method: 'PUT', body });
  }

  /** An answer that is right, or of the other status that the caller expects. */
  async #ask(
    name: string,
    { query, expect, ...init }: RequestInit & { query?: Record<string, string>; expect?: number } = {},
  ): Promise<Response> {
    const answer = await this.#client.fetch(this.#url(name, query), init);
    if (answer.ok && (init.method ?? 'GET') !== 'PUT') return answer;
    await answer.body?.cancel();
    if (answer.ok || answer.status === expect) return answer;
    throw new Error(`the store answered ${answer.status} to ${init.method ?? 'GET'}`);
  }

  #url(name: string, query: Record<string, string> = {}): string {
    const asked = new URLSearchParams(query).toString();
    return `${this.#base}/${name}${asked && `?${asked}`}`;
  }

  async #sign(key: ByteKey, how: { expires: number; type: string; disposition: string }): Promise<string> {
    const url = this.#url(key, {
      'response-content-type': how.type,
      'response-content-disposition': how.disposition,
      'X-Amz-Expires': String(Math.max(1, Math.floor((how.expires - Date.now()) / 1000))),
    });
    const { url: signed } = await this.#client.sign(url, { aws: { signQuery: true } });
    // A plus is a space to some stores and a plus to others.
    return signed.replaceAll('+', '%20');
  }
}

function count({ parts, tail }: Upload): number {
  return parts.reduce((sum, part) => sum + part.size, tail);
}

function joined(pieces: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
