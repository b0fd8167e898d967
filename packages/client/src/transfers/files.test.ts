import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ConversationId, FileId, FileRef } from '@tokenim/protocol';
import type { BlobRow } from '@tokenim/store';
import { systemClock } from '../clock.js';
import { ClientError } from '../errors.js';
import { createFiles, type Files } from './files.js';

const conversation = 'c1' as ConversationId;
const png: FileRef = { id: 'a'.repeat(16) as FileId, name: 'a.png', mime: 'image/png', size: 3 };

let now: number;
let rows: Map<FileId, BlobRow>;
let evicted: number[];
let touched: [FileId, number][];
let asked: FileId[];
let fetched: string[];
let answer: (url: string) => Response | Promise<Response>;
let addressFails: Error | undefined;
let files: Files;

beforeEach(() => {
  now = 1_000_000;
  rows = new Map();
  evicted = [];
  touched = [];
  asked = [];
  fetched = [];
  answer = () => new Response('abc', { headers: { 'content-type': 'text/html' } });
  addressFails = undefined;
  files = createFiles({
    endpoint: 'https://chat.example.org/x/',
    clock: { ...systemClock, now: () => now },
    store: {
      blob: async (id) => rows.get(id)?.blob,
      putBlob: async (row) => void rows.set(row.id, row),
      touchBlob: async (id, used) => void touched.push([id, used]),
      evictBlobs: async (bytes) => void evicted.push(bytes),
    },
    async address(_conversation, id) {
      asked.push(id);
      if (addressFails) throw addressFails;
      return { url: `/v1/files/${id}?s=${asked.length}`, expires: now + 300_000 };
    },
    fetch: (async (url: string) => {
      fetched.push(url);
      return answer(url);
    }) as typeof fetch,
  });
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error) => (error instanceof ClientError ? error.code : error),
  );

test('[U5] an address is kept until a minute before it ends', async () => {
  const first = await files.url(conversation, png);
  assert.equal(first, `https://chat.example.org/x/v1/files/${png.id}?s=1`);
  now += 239_000;
  assert.equal(await files.url(conversation, png), first);
  now += 2_000;
  assert.match(await files.url(conversation, png), /s=2$/);
});

test('who asks at the same time shares one request', async () => {
  const both = await Promise.all([files.url(conversation, png), files.url(conversation, png)]);
  assert.equal(both[0], both[1]);
  await Promise.all([files.blob(conversation, png), files.blob(conversation, png)]);
  assert.deepEqual([asked.length, fetched.length], [1, 1]);
});

test('a failed request for an address is not kept', async () => {
  addressFails = new ClientError('offline');
  assert.equal(await codeOf(files.url(conversation, png)), 'offline');
  addressFails = undefined;
  assert.match(await files.url(conversation, png), /s=2$/);
});

test('bytes come from this device, else by the address, and are kept', async () => {
  const blob = await files.blob(conversation, png);
  assert.deepEqual([await blob.text(), blob.type], ['abc', 'image/png']);
  assert.deepEqual(evicted, [64 * 1024 * 1024]);
  const row = rows.get(png.id)!;
  assert.deepEqual([row.pinned, row.size, row.used], [0, 3, now]);
  assert.equal(await (await files.blob(conversation, png)).text(), 'abc');
  assert.equal(fetched.length, 1);
  assert.deepEqual(touched, [[png.id, now]]);
});

test('large files are not kept', async () => {
  answer = () => new Response(new Uint8Array(8 * 1024 * 1024 + 1));
  assert.equal((await files.blob(conversation, png)).size, 8 * 1024 * 1024 + 1);
  assert.equal(rows.size, 0);
});

test('[U6] what could run as a document is never given its type', async () => {
  for (const mime of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'IMAGE/SVG+XML']) {
    const id = mime.padEnd(16, 'x').replace(/\W/g, '_') as FileId;
    assert.equal((await files.blob(conversation, { ...png, id, mime })).type, 'application/octet-stream');
    rows.set(id, { id, blob: new Blob(['abc'], { type: mime }), size: 3, pinned: 1, used: 0 });
    assert.equal((await files.blob(conversation, { ...png, id, mime })).type, 'application/octet-stream');
  }
  assert.equal((await files.blob(conversation, { ...png, mime: 'video/mp4' })).type, 'video/mp4');
});

test('[U5] an address that ended early is asked for once more', async () => {
  answer = (url) => (url.endsWith('s=1') ? new Response(null, { status: 403 }) : new Response('abc'));
  assert.equal(await (await files.blob(conversation, png)).text(), 'abc');
  assert.equal(asked.length, 2);
});

test('failures have codes', async () => {
  for (const [status, code] of [
    [403, 'forbidden'],
    [404, 'not_found'],
    [503, 'unavailable'],
  ] as const) {
    answer = () => new Response(null, { status });
    assert.equal(await codeOf(files.blob(conversation, png)), code);
  }
  answer = () => Promise.reject(new TypeError('fetch failed'));
  assert.equal(await codeOf(files.blob(conversation, png)), 'offline');
});

test('a full disk does not keep the bytes from being shown', async () => {
  const full = createFiles({
    endpoint: 'https://a.org',
    clock: systemClock,
    store: {
      blob: () => Promise.reject(new Error('gone')),
      putBlob: () => Promise.reject(new Error('quota')),
      touchBlob: async () => {},
      evictBlobs: async () => {},
    },
    address: async () => ({ url: '/f', expires: Date.now() + 60_000 }),
    fetch: (async () => new Response('abc')) as typeof fetch,
  });
  assert.equal(await (await full.blob(conversation, png)).text(), 'abc');
});

test('without the code for it only what is here can be had, and it is asked for again', async () => {
  let loads = 0;
  const blob = new Blob(['abc'], { type: 'image/png' });
  const here: FileRef = { ...png, id: 'b'.repeat(16) as FileId };
  const bare = createFiles({
    endpoint: 'https://chat.example.org',
    clock: systemClock,
    store: {
      blob: async (id) => (id === here.id ? blob : undefined),
      putBlob: async () => {},
      touchBlob: async () => {},
      evictBlobs: async () => {},
    },
    address: async () => ({ url: '/a', expires: Date.now() + 300_000 }),
    load() {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error('no such chunk')) : import('./remote-files.js');
    },
  });
  assert.equal(await bare.blob(conversation, here), blob);
  assert.equal(loads, 0);
  assert.equal(await codeOf(bare.url(conversation, png)), 'offline');
  assert.equal(await bare.url(conversation, png), 'https://chat.example.org/a');
});

test('what is kept is given without a request, as the type that it may have; what is not, is not fetched', async () => {
  assert.equal(await files.kept(png), undefined);
  rows.set(png.id, { id: png.id, blob: new Blob(['<b>']), size: 3, pinned: 0, used: 0 });
  assert.equal((await files.kept(png))?.type, 'image/png');
  assert.equal((await files.kept({ ...png, mime: 'text/html' }))?.type, 'application/octet-stream');
  assert.deepEqual([asked, fetched], [[], []]);
});
