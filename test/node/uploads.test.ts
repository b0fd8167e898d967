import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Cid, ConversationId, down, FileId } from '@tokenim/protocol';
import type { OutboxRow } from '@tokenim/store';
import { systemClock } from '../../packages/client/src/clock.js';
import { deferred } from '../../packages/client/src/deferred.js';
import { createFiles } from '../../packages/client/src/transfers/files.js';
import { createUploads } from '../../packages/client/src/transfers/uploads.js';
import { uuidSource } from '../../packages/client/src/uuid.js';
import { type CutWire, cutWire } from '../e2e/cut-wire.js';
import { freePort, ServerProcess } from '../tools/server-process.js';
import { signToken } from '../tools/tokens.js';
import { Wire } from '../tools/wire.js';

const app = { id: 'demo', secret: 'a secret for uploads, of 32 characters' };
const uuid = uuidSource(systemClock);
const size = 12 * 1024 * 1024 + 5;

let data: string;
let server: ServerProcess;
let line: CutWire;

before(async () => {
  data = mkdtempSync(join(tmpdir(), 'tokenim-uploads-'));
  const port = await freePort();
  server = new ServerProcess({ data, port, app });
  await server.start();
  line = await cutWire(port);
});
after(async () => {
  await line?.close();
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

test('[U2] [U3] [U5] the real server: cut again and again, killed once, the file arrives whole and is read again', async () => {
  const token = await signToken(app, { id: 'ann' });
  const bytes = randomBytes(size);
  const file = { id: uuid() as FileId, name: 'film 片.bin', mime: 'application/x-film', size };
  const conversation = uuid() as ConversationId;
  const row: OutboxRow = {
    cid: uuid() as Cid,
    order: 1,
    conversation,
    op: { kind: 'message', conversation, body: { type: 'file', file } },
    state: 'waiting',
    attempts: 0,
    upload: { file: file.id, size, offset: 0, done: false },
  };
  const done = deferred();
  let trouble = 0;
  let restarted = Promise.resolve();
  const begin = () =>
    createUploads({
      endpoint: `http://127.0.0.1:${line.port}`,
      clock: { ...systemClock, random: () => 0.1 },
      store: {
        uploads: async () => [structuredClone(row)],
        setUpload: async (_, change) => {
          Object.assign(row.upload!, change);
          return row;
        },
        refuse: async (_, { code }) => done.reject(new Error(code)),
        retryLater: async () => {},
        blob: async () => new Blob([bytes]),
      },
      token: async () => token,
      onProgress({ sent }) {
        // At three places: the wire breaks, the server dies, the page is loaded anew.
        if (trouble === 0 && sent > size / 8) {
          trouble = 1;
          line.shake();
        } else if (trouble === 1 && sent > size / 4) {
          trouble = 2;
          restarted = server.kill().then(() => server.start());
          void restarted.then(() => uploads.setOnline(true));
          uploads.setOnline(false);
        } else if (trouble === 2 && sent > size / 2) {
          trouble = 3;
          void uploads.stop().then(() => {
            uploads = begin();
            uploads.setOnline(true);
            uploads.wake();
          });
        }
      },
      onDone: () => done.resolve(),
      onDelayed: () => {},
      onFailed: () => {},
    });
  let uploads = begin();
  uploads.setOnline(true);
  uploads.wake();
  await done.promise;
  await uploads.stop();
  // All bytes may have been there when it was killed.
  await restarted;
  // On a fast machine the end can come before the last of them.
  assert.ok(trouble >= 1);
  assert.deepEqual([row.upload?.done, row.upload?.offset], [true, size]);

  const wire = await Wire.open({ endpoint: server.endpoint, token, device: 'd1' });
  await wire.write(conversation, { kind: 'create', conversation, type: 'group', members: [], title: 'Film' });
  await wire.write(row.cid, row.op);
  const files = createFiles({
    endpoint: server.endpoint,
    clock: systemClock,
    store: {
      blob: async () => undefined,
      putBlob: async () => {},
      touchBlob: async () => {},
      evictBlobs: async () => {},
    },
    address: (where, id) => wire.request<down.FileUrl>({ t: 'file', conversation: where, file: id }),
  });
  const read = await files.blob(conversation, file);
  assert.ok(Buffer.from(await read.arrayBuffer()).equals(bytes));
  const part = await fetch(await files.url(conversation, file), { headers: { Range: 'bytes=100-199' } });
  assert.equal(part.status, 206);
  assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200)));
  wire.close();
});

test('[U2] what was discarded is gone from the server', async () => {
  const token = await signToken(app, { id: 'ann' });
  const file = uuid() as FileId;
  const auth = { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0' };
  const metadata = `id ${btoa(file)},filename ${btoa('a')},filetype ${btoa('text/plain')}`;
  await fetch(`${server.endpoint}/v1/files`, {
    method: 'POST',
    headers: { ...auth, 'Upload-Length': '10', 'Upload-Metadata': metadata },
  });
  const conversation = 'c' as ConversationId;
  const body = { type: 'file', file: { id: file, name: 'a', mime: 'text/plain', size: 10 } } as const;
  const rows: OutboxRow[] = [
    {
      cid: uuid() as Cid,
      order: 1,
      conversation,
      op: { kind: 'message', conversation, body },
      state: 'waiting',
      attempts: 0,
      upload: { file, size: 10, offset: 4, done: false, paused: true },
    },
  ];
  const read = deferred();
  const uploads = createUploads({
    endpoint: server.endpoint,
    clock: systemClock,
    store: {
      async uploads() {
        queueMicrotask(() => read.resolve());
        return [...rows];
      },
      setUpload: async () => undefined,
      refuse: async () => {},
      retryLater: async () => {},
      blob: async () => undefined,
    },
    token: async () => token,
    onProgress: () => {},
    onDone: () => {},
    onDelayed: () => {},
    onFailed: () => {},
  });
  uploads.setOnline(true);
  await read.promise;
  await new Promise(setImmediate);
  rows.length = 0;
  uploads.wake();
  const status = async () =>
    (await fetch(`${server.endpoint}/v1/files/${file}`, { method: 'HEAD', headers: auth })).status;
  while ((await status()) !== 404) await new Promise((resolve) => setTimeout(resolve, 10));
  await uploads.stop();
});
