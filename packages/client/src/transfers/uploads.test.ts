import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Body, Cid, ConversationId, FileId } from '@tokenim/protocol';
import type { Failure, OutboxRow, UploadState } from '@tokenim/store';
import { type Clock, systemClock } from '../clock.js';
import { deferred } from '../deferred.js';
import { ascii, chunk, concat, pngHeader, withChunks } from '../pictures/samples.fixture.js';
import { uuidSource } from '../uuid.js';
import { hold } from './held.js';
import { type Fault, type TusServer, tusServer } from './tus-server.fixture.js';
import { createUploads, type UploadStore, type Uploads } from './uploads.js';

const uuid = uuidSource(systemClock);
const conversation = 'c1' as ConversationId;

class MemoryStore implements UploadStore {
  rows: OutboxRow[] = [];
  blobs = new Map<FileId, Blob>();
  writes: Partial<UploadState>[] = [];

  add(
    bytes: Uint8Array<ArrayBuffer>,
    upload: Partial<UploadState> = {},
  ): OutboxRow & { upload: UploadState } {
    const file = uuid() as FileId;
    const row = {
      cid: uuid() as Cid,
      order: this.rows.length,
      conversation,
      op: {
        kind: 'message' as const,
        conversation,
        body: {
          type: 'file' as const,
          file: { id: file, name: 'Größe 大.bin', mime: 'application/x-test', size: bytes.length },
        },
      },
      state: 'waiting' as const,
      attempts: 0,
      upload: { file, size: bytes.length, offset: 0, done: false, ...upload },
    };
    this.rows.push(row);
    this.blobs.set(file, new Blob([bytes]));
    return row;
  }
  async uploads() {
    return structuredClone(this.rows);
  }
  async setUpload(cid: Cid, change: Partial<UploadState>, made?: { body: Body; blob: Blob }) {
    this.writes.push(change);
    const row = this.rows.find((r) => r.cid === cid);
    if (row) Object.assign(row.upload!, change);
    if (row && made) {
      Object.assign(row.op, { body: made.body });
      this.blobs.set(row.upload!.file, made.blob);
    }
    return row;
  }
  async refuse(cid: Cid, failure: Failure) {
    Object.assign(this.rows.find((r) => r.cid === cid)!, { state: 'failed', failure });
  }
  async retryLater(cid: Cid) {
    this.rows.find((r) => r.cid === cid)!.attempts += 1;
  }
  async blob(id: FileId) {
    return this.blobs.get(id);
  }
}

let server: TusServer;
let store: MemoryStore;
let uploads: Uploads;
let events: string[];
let progress: number[];
let token: (renew: boolean) => Promise<string>;
/** Back-offs that were asked for, in milliseconds; they are over at once. */
let waits: number[];
let clock: Clock;
let until: { check: () => boolean; resolve: () => void }[];

function note(event: string): void {
  events.push(event);
  for (const wait of until.filter(({ check }) => check())) {
    until.splice(until.indexOf(wait), 1);
    wait.resolve();
  }
}

/** Resolves when the events hold this one. */
function heard(event: string): Promise<void> {
  if (events.includes(event)) return Promise.resolve();
  return new Promise((resolve) => until.push({ check: () => events.includes(event), resolve }));
}

function start(): void {
  uploads = createUploads({
    endpoint: server.endpoint,
    clock,
    store,
    token: (renew) => token(renew),
    onProgress: ({ sent }) => progress.push(sent),
    onDone: (cid) => note(`done ${cid}`),
    onDelayed: (cid) => note(`delayed ${cid}`),
    onFailed: ({ cid, code }) => note(`failed ${cid} ${code}`),
  });
  uploads.setOnline(true);
}

beforeEach(async () => {
  server = await tusServer();
  store = new MemoryStore();
  events = [];
  progress = [];
  waits = [];
  until = [];
  token = async () => 'good';
  clock = {
    ...systemClock,
    random: () => 0.5,
    setTimeout(fn, ms) {
      waits.push(ms);
      return setTimeout(fn, 0);
    },
  };
});

afterEach(async () => {
  await uploads.stop();
  await server.close();
});

function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, i) => (i * 7919) >> 3);
}

const stored = (row: OutboxRow) => server.files.get(row.upload!.file);

test('[U1] [U2] an upload is created under its id, brought over, and said to be done after the store knows', async () => {
  const bytes = bytesOf(100_000);
  const row = store.add(bytes);
  start();
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.deepEqual(server.log, ['POST', 'PATCH 0']);
  assert.ok(stored(row)!.bytes.equals(bytes));
  assert.deepEqual(stored(row)!.metadata, {
    id: row.upload.file,
    filename: 'Größe 大.bin',
    filetype: 'application/x-test',
  });
  assert.deepEqual([row.upload.done, row.upload.offset], [true, 100_000]);
  assert.equal(progress.at(-1), 100_000);
});

test('an empty file is uploaded by its creation', async () => {
  const row = store.add(bytesOf(0));
  start();
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.deepEqual(server.log, ['POST']);
});

test('nothing begins off line', async () => {
  store.add(bytesOf(10));
  start();
  uploads.setOnline(false);
  uploads.wake();
  await uploads.stop();
  assert.deepEqual(server.log, []);
});

test('[U2] a cut in the middle goes on from where the server is', async () => {
  const bytes = bytesOf(1_000_000);
  const row = store.add(bytes);
  server.fault = (method, count) => (method === 'PATCH' && count === 1 ? { cutAfter: 300_000 } : undefined);
  start();
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.deepEqual(server.log, ['POST', 'PATCH 0', 'HEAD 300000', 'PATCH 300000']);
  assert.ok(stored(row)!.bytes.equals(bytes));
  assert.deepEqual(waits, [500]);
});

test('[U2] lost answers, of each request in turn, end in one whole file', async () => {
  for (const lost of ['POST', 'PATCH', 'HEAD']) {
    const bytes = bytesOf(50_000);
    const row = store.add(bytes);
    let first = true;
    server.fault = (method) => {
      if (
        method === 'PATCH' &&
        lost === 'HEAD' &&
        server.log.filter((l) => l.startsWith('HEAD')).length === 0
      )
        return { cutAfter: 10 };
      if (method !== lost || !first) return undefined;
      first = false;
      return 'cut before answer';
    };
    server.log.length = 0;
    start();
    uploads.wake();
    await heard(`done ${row.cid}`);
    assert.ok(stored(row)!.bytes.equals(bytes), lost);
    await uploads.stop();
  }
});

test('[U2] after a reload it goes on; 404 creates anew, 409 resumes', async () => {
  const bytes = bytesOf(5000);
  const half = store.add(bytes, { offset: 2500 });
  const gone = store.add(bytes, { offset: 2500 });
  const unknown = store.add(bytes);
  for (const row of [half, unknown])
    server.files.set(row.upload.file, {
      size: 5000,
      bytes: Buffer.from(bytes.subarray(0, 2500)),
      metadata: {},
    });
  start();
  uploads.wake();
  await Promise.all([half, gone, unknown].map((row) => heard(`done ${row.cid}`)));
  for (const row of [half, gone, unknown]) assert.ok(stored(row)!.bytes.equals(bytes));
  assert.deepEqual([...server.log].sort(), [
    'HEAD 2500',
    'HEAD 2500',
    'HEAD none',
    'PATCH 0',
    'PATCH 2500',
    'PATCH 2500',
    'POST',
    'POST',
  ]);
});

test('[U2] what is whole already is done without a byte', async () => {
  const bytes = bytesOf(5000);
  const row = store.add(bytes, { offset: 2500 });
  server.files.set(row.upload.file, { size: 5000, bytes: Buffer.from(bytes), metadata: {} });
  start();
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.deepEqual(server.log, ['HEAD 5000']);
});

test('[U9] a file that the server checks is asked about until it may be named, and shown as such', async () => {
  const row = store.add(bytesOf(5000));
  server.check = 'pending';
  let asked = 0;
  server.fault = (method) => {
    if (method === 'HEAD' && ++asked === 3) server.check = undefined;
    return undefined;
  };
  start();
  uploads.wake();
  await heard(`delayed ${row.cid}`);
  assert.deepEqual([row.upload.checking, row.upload.done, row.upload.offset], [true, false, 5000]);
  await heard(`done ${row.cid}`);
  assert.deepEqual(server.log, ['POST', 'PATCH 0', 'HEAD 5000', 'HEAD 5000', 'HEAD 5000']);
  assert.equal(row.upload.done, true);
});

test('[U9] a file that did not pass its check fails for good, and is not sent again by itself', async () => {
  const row = store.add(bytesOf(5000));
  server.check = 'pending';
  server.fault = (method) => {
    if (method === 'HEAD') server.check = 'rejected';
    return undefined;
  };
  start();
  uploads.wake();
  await heard(`failed ${row.cid} rejected`);
  assert.deepEqual([row.state, (row as OutboxRow).failure?.code], ['failed', 'rejected']);
  assert.deepEqual(server.log, ['POST', 'PATCH 0', 'HEAD 5000']);
});

test('[T4] a token that ended is renewed once and at once, also in the middle', async () => {
  const row = store.add(bytesOf(20_000_000));
  let current = 'old';
  const asked: boolean[] = [];
  token = async (renew) => {
    if (renew) {
      asked.push(renew);
      current = 'good';
      server.tokens.add('good');
    }
    return current;
  };
  server.tokens = new Set();
  server.fault = (method, count) => {
    // The second token ends while bytes are under way.
    if (method === 'PATCH' && count === 2) server.tokens.clear();
    return undefined;
  };
  start();
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.deepEqual(asked, [true, true]);
  assert.deepEqual(waits, []);
  assert.equal(stored(row)!.bytes.length, 20_000_000);
});

test('a token that stays bad backs off', async () => {
  const row = store.add(bytesOf(10));
  server.fault = (_method, _count, total) => (total < 5 ? { status: 401 } : undefined);
  start();
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.equal(waits.length, 2);
});

test('three fates: busy servers are asked again, with what they ask for; refusals fail for good', async () => {
  const busy = store.add(bytesOf(10));
  const answers: Fault[] = [
    { status: 503 },
    { status: 429, headers: { 'Retry-After': '3' } },
    { status: 423 },
  ];
  server.fault = (_method, _count, total) => answers[total - 1];
  start();
  uploads.wake();
  await heard(`done ${busy.cid}`);
  assert.deepEqual(waits, [500, 3000 + 1000, 2000]);
  for (const [status, code] of [
    [413, 'too_large'],
    [403, 'forbidden'],
    [400, 'invalid'],
    [415, 'invalid'],
  ] as const) {
    const row = store.add(bytesOf(10));
    server.fault = () => ({ status });
    uploads.wake();
    await heard(`failed ${row.cid} ${code}`);
    assert.deepEqual([row.state, (row as OutboxRow).failure?.code], ['failed', code]);
  }
  assert.equal(waits.length, 3);
});

test('a server that is not there is waited for, and being on line again ends the wait', async () => {
  const row = store.add(bytesOf(10));
  let down = true;
  server.fault = () => (down ? 'cut before answer' : undefined);
  const asked = deferred();
  // This back-off never ends by itself.
  clock = {
    ...clock,
    setTimeout: (_, ms) => {
      waits.push(ms);
      asked.resolve();
      return 1;
    },
  };
  start();
  uploads.wake();
  await asked.promise;
  down = false;
  uploads.setOnline(false);
  uploads.setOnline(true);
  await heard(`done ${row.cid}`);
});

test('bytes that are gone fail with a code of their own', async () => {
  const gone = store.add(bytesOf(10));
  store.blobs.delete(gone.upload.file);
  const short = store.add(bytesOf(10));
  store.blobs.set(short.upload.file, new Blob(['abc']));
  start();
  uploads.wake();
  await Promise.all([heard(`failed ${gone.cid} bytes_gone`), heard(`failed ${short.cid} bytes_gone`)]);
  assert.deepEqual(server.log, []);
});

test('bytes that had no room on the device come from the memory of this page, or of another', async () => {
  const [here, there] = [store.add(bytesOf(1000)), store.add(bytesOf(2000))];
  const [ours, theirs] = [here, there].map(({ upload }) => store.blobs.get(upload.file)!);
  store.blobs.clear();
  hold(here.upload.file, ours!);
  const tab = new BroadcastChannel('tokenim-held');
  tab.onmessage = ({ data }: MessageEvent) => {
    if (data.wanted === there.upload.file) tab.postMessage({ id: data.wanted, blob: theirs });
  };
  start();
  uploads.wake();
  await Promise.all([heard(`done ${here.cid}`), heard(`done ${there.cid}`)]);
  tab.close();
  assert.ok(stored(here)!.bytes.equals(bytesOf(1000)) && stored(there)!.bytes.equals(bytesOf(2000)));
});

test('a picture leaves without what its file says of the place, once, and its message says what it is', async () => {
  const bare = concat(pngHeader(7, 5), chunk('IDAT', ascii('data')), chunk('IEND', ascii('')));
  const row = store.add(withChunks(bare, chunk('tEXt', ascii('GPS 52.5N 13.4E'))));
  start();
  uploads.setOnline(true);
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.deepEqual(new Uint8Array(server.files.get(row.upload.file)!.bytes), bare);
  const { body } = store.rows[0]!.op as { body: Body };
  assert.deepEqual(body, {
    type: 'image',
    file: { id: row.upload.file, name: 'Größe 大.png', mime: 'image/png', size: bare.length },
    width: 7,
    height: 5,
  });
  assert.equal(store.writes.filter(({ ready }) => ready).length, 1);
});

test('a picture that is cut short is refused, and nothing of it leaves', async () => {
  const row = store.add(pngHeader(7, 5));
  start();
  uploads.setOnline(true);
  uploads.wake();
  await heard(`failed ${row.cid} picture_broken`);
  assert.equal(server.files.size, 0);
});

test('at most two at once, small ones first', async () => {
  const rows = [9000, 50, 7000, 600, 8000].map((size) => store.add(bytesOf(size)));
  start();
  uploads.wake();
  await Promise.all(rows.map((row) => heard(`done ${row.cid}`)));
  const order = events.map((event) => store.rows.find((row) => event === `done ${row.cid}`)!.upload!.size);
  assert.ok(server.most <= 2, `${server.most} at once`);
  assert.deepEqual(
    order.slice(0, 2).sort((a, b) => a - b),
    [50, 600],
  );
  assert.equal(new Set(order).size, 5);
});

test('pause keeps what is there, resume goes on', async () => {
  const bytes = bytesOf(1_000_000);
  const row = store.add(bytes);
  server.fault = (method, count) => (method === 'PATCH' && count === 1 ? 'hang' : undefined);
  start();
  uploads.wake();
  await server.next('PATCH');
  row.upload.paused = true;
  uploads.wake();
  while (server.active > 0) await new Promise(setImmediate);
  assert.ok(stored(row));
  row.upload.paused = false;
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.ok(stored(row)!.bytes.equals(bytes));
  assert.deepEqual(waits, []);
});

test('[U2] discarding terminates the upload, running or not', async () => {
  const run = store.add(bytesOf(1000));
  const paused = store.add(bytesOf(1000), { paused: true, offset: 10 });
  server.files.set(paused.upload.file, { size: 1000, bytes: Buffer.alloc(10), metadata: {} });
  server.fault = (method) => (method === 'PATCH' ? 'hang' : undefined);
  start();
  uploads.wake();
  await server.next('PATCH');
  store.rows = [];
  const first = server.next('DELETE');
  uploads.wake();
  await first;
  while (server.log.filter((l) => l.startsWith('DELETE')).length < 2) await new Promise(setImmediate);
  await uploads.stop();
  assert.equal(server.files.size, 0);
  assert.deepEqual(events, []);
  assert.ok(run.state === 'waiting');
});

test('a retry under a new cid goes on with the same bytes', async () => {
  const bytes = bytesOf(1000);
  const row = store.add(bytes);
  server.fault = (_method, _count, total) => (total === 1 ? { status: 403 } : undefined);
  start();
  uploads.wake();
  await heard(`failed ${row.cid} forbidden`);
  Object.assign(row, { cid: uuid(), state: 'waiting', failure: undefined });
  uploads.wake();
  await heard(`done ${row.cid}`);
  assert.ok(!server.log.some((l) => l.startsWith('DELETE')));
  assert.ok(stored(row)!.bytes.equals(bytes));
});

test('progress comes at most ten times a second, the offset is written at most once', async () => {
  let now = 0;
  clock = { ...clock, now: () => now };
  const row = store.add(bytesOf(40_000_000));
  start();
  uploads.wake();
  const ticking = setInterval(() => {
    now += 10;
  }, 1);
  await heard(`done ${row.cid}`);
  clearInterval(ticking);
  assert.ok(progress.length <= now / 100 + 2, `${progress.length} in ${now} ms`);
  const offsets = store.writes.filter((write) => !write.done);
  assert.ok(offsets.length <= now / 1000 + 1, `${offsets.length} in ${now} ms`);
});
