import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { AppId, type FileId } from '@tokenim/protocol';
import { type Bytes, byteKey } from './bytes.js';

/**
 * What every place for bytes must do. `open` gives one that sees what those before it have kept, as after a
 * restart; `large` is a size that it does not keep in one piece, if there is such a one.
 */
export function bytesContract(name: string, open: () => Promise<Bytes>, large = 300_000): void {
  const read = async (bytes: Bytes, key: ReturnType<typeof fresh>, start: number, end: number) =>
    Buffer.from(await new Response(await bytes.read(key, start, end)).arrayBuffer());
  const add = async (bytes: Bytes, key: ReturnType<typeof fresh>, all: Buffer, from: number, to: number) =>
    bytes.append(key, from, stream(all.subarray(from, to)), all.length);

  test(`${name}: a place that can be used says so`, async () => {
    await (await open()).check();
  });

  test(`${name}: pieces come together, and any part of the whole can be read`, async () => {
    const bytes = await open();
    for (const size of [1, 10, 100_000, large]) {
      const key = fresh();
      const all = sample(size);
      const half = Math.floor(size / 2);
      assert.equal(await bytes.received(key), 0);
      if (half > 0) assert.equal(await add(bytes, key, all, 0, half), half);
      assert.equal(await bytes.received(key), half);
      assert.equal(await add(bytes, key, all, half, size), size);
      assert.equal(await bytes.received(key), size);
      await bytes.complete(key);
      await bytes.complete(key);
      assert.equal(await bytes.received(key), size);
      assert.ok((await read(bytes, key, 0, size - 1)).equals(all), `${size}`);
      assert.deepEqual(await read(bytes, key, half, half), all.subarray(half, half + 1));
    }
  });

  test(`${name}: many small pieces, with a restart before each`, async () => {
    const key = fresh();
    const all = sample(large);
    for (let at = 0; at < large; ) {
      const bytes = await open();
      assert.equal(await bytes.received(key), at);
      at = await add(bytes, key, all, at, Math.min(large, at + Math.ceil(large / 7)));
    }
    const bytes = await open();
    await bytes.complete(key);
    assert.ok((await read(bytes, key, 0, large - 1)).equals(all));
  });

  test(`${name}: what came before a break is kept, and the rest follows`, async () => {
    const all = sample(large);
    for (const cut of [1, 70_000, Math.floor(large * 0.9)]) {
      const key = fresh();
      const bytes = await open();
      const broken = bytes.append(key, 0, stream(all.subarray(0, cut), true), large);
      await assert.rejects(broken, /the line broke/);
      const kept = await bytes.received(key);
      assert.equal(kept, cut);
      assert.equal(await add(bytes, key, all, kept, large), large);
      await bytes.complete(key);
      assert.ok((await read(bytes, key, 0, large - 1)).equals(all));
    }
  });

  test(`${name}: who asks while a broken piece is put away is told what will be there`, async () => {
    const bytes = await open();
    const key = fresh();
    const all = sample(100_000);
    const broken = bytes.append(key, 0, stream(all.subarray(0, 60_000), true), all.length);
    broken.catch(() => {});
    await broken.catch(() => {});
    const kept = await bytes.received(key);
    assert.equal(await add(bytes, key, all, kept, all.length), all.length);
    await bytes.complete(key);
    assert.ok((await read(bytes, key, 0, all.length - 1)).equals(all));
  });

  test(`${name}: an empty file is one`, async () => {
    const bytes = await open();
    const key = fresh();
    await bytes.complete(key);
    assert.equal(await bytes.received(key), 0);
    await bytes.remove(key);
  });

  test(`${name}: what is removed is gone, whole or not, and its key can be used again`, async () => {
    const bytes = await open();
    const other = fresh();
    await add(bytes, other, sample(10), 0, 10);
    await bytes.complete(other);
    for (const part of [large, Math.floor(large * 0.8), 5, 0]) {
      const key = fresh();
      const all = sample(large);
      if (part > 0) await add(bytes, key, all, 0, part);
      await bytes.remove(key);
      assert.equal(await bytes.received(key), 0);
      await bytes.remove(key);
      assert.equal(await add(bytes, key, sample(3), 0, 3), 3);
      await bytes.complete(key);
      assert.deepEqual(await read(bytes, key, 0, 2), sample(3));
    }
    assert.deepEqual(await read(bytes, other, 0, 9), sample(10));
  });

  test(`${name}: keys of two apps do not meet`, async () => {
    const bytes = await open();
    const id = newId();
    const [one, two] = [byteKey(AppId.parse('one'), id), byteKey(AppId.parse('two'), id)];
    await add(bytes, one, sample(5), 0, 5);
    assert.equal(await bytes.received(two), 0);
  });
}

let made = 0;
function newId(): FileId {
  made++;
  return `0199c7e0-1b00-7000-8000-${made.toString(16).padStart(12, '0')}` as FileId;
}
function fresh() {
  return byteKey(AppId.parse('demo'), newId());
}

/** Bytes that are different at every place. */
function sample(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let x = size;
  for (let i = 0; i < size; i++) {
    x = (x * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[i] = x >> 16;
  }
  return bytes;
}

/** As they come from the network: in chunks; `broken` ends in an error. */
function stream(bytes: Buffer, broken = false): Readable {
  return Readable.from(
    (async function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      if (broken) throw new Error('the line broke');
    })(),
    { objectMode: false },
  );
}
