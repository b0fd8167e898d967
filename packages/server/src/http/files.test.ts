import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AppId, type Down, paths, subprotocol } from '@tokenim/protocol';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import type { Bytes } from '../bytes/bytes.js';
import { FolderBytes } from '../bytes/folder-bytes.js';
import { S3Bytes } from '../bytes/s3-bytes.js';
import { startStore } from '../bytes/s3-harness.js';
import { createServer, type RunningServer } from '../create-server.js';
import { fileId, metadata } from './harness.js';
import { StoredFiles } from './stored-files.js';

/** Files through the whole server: upload, a message that names one, reading, and the end of it. */

const app = { id: AppId.parse('demo'), secret: 'files-secret-'.repeat(4), origins: ['*'] };
const data = mkdtempSync(join(tmpdir(), 'tokenim-files-'));
const sockets: WebSocket[] = [];
let store: Awaited<ReturnType<typeof startStore>>;

before(async () => {
  store = await startStore();
});
after(async () => {
  for (const socket of sockets) socket.terminate();
  await store.stop();
  rmSync(data, { recursive: true });
});

/** One running server for a test, with its bytes in one of the places there are. */
const places: [string, () => Bytes][] = [
  ['a folder', () => new FolderBytes(join(data, 'files'))],
  ['a bucket', () => new S3Bytes(store.bucket)],
  ['a bucket that sends the bytes itself', () => new S3Bytes({ ...store.bucket, redirect: true })],
];
async function serve(bytes: Bytes): Promise<RunningServer> {
  const server = createServer({ data, apps: [app], bytes });
  await server.listen();
  return server;
}

const token = (user: string) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(app.id)
    .setSubject(user)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(app.secret));

type Frame = Down & { id?: number; cid?: string; code?: string; url?: string };

async function connect(server: RunningServer, user: string) {
  const socket = new WebSocket(server.url.replace('http', 'ws') + paths.socket, subprotocol);
  sockets.push(socket);
  const waiting: ((frame: Frame) => boolean)[] = [];
  socket.on('message', (text) => {
    const frame = JSON.parse(String(text)) as Frame;
    const i = waiting.findIndex((take) => take(frame));
    if (i >= 0) waiting.splice(i, 1);
  });
  await new Promise((open) => socket.once('open', open));
  const ask = (frame: object, fits: (frame: Frame) => boolean) =>
    new Promise<Frame>((answer) => {
      waiting.push((frame) => {
        if (!fits(frame)) return false;
        answer(frame);
        return true;
      });
      socket.send(JSON.stringify(frame));
    });
  const hello = { t: 'hello', v: [1, 1], features: [], token: await token(user), device: user };
  await ask(hello, (f) => f.t === 'welcome');
  let last = 0;
  return {
    write(op: object, cid = fileId()) {
      return ask({ t: 'write', cid, op }, (f) => f.cid === cid);
    },
    file(conversation: string, file: string) {
      const id = ++last;
      return ask({ t: 'file', id, conversation, file }, (f) => f.id === id);
    },
  };
}

async function upload(server: RunningServer, user: string, id: string, content: string) {
  const headers = { Authorization: `Bearer ${await token(user)}`, 'Tus-Resumable': '1.0.0' };
  const made = await fetch(server.url + paths.files, {
    method: 'POST',
    headers: {
      ...headers,
      'Upload-Length': String(content.length),
      'Upload-Metadata': metadata({ id, filename: 'notes.txt', filetype: 'text/plain' }),
      'Content-Type': 'application/offset+octet-stream',
    },
    body: content,
  });
  assert.equal(made.status, 201);
  return headers;
}

const body = (id: string, size: number) => ({
  type: 'file',
  file: { id, name: 'notes.txt', mime: 'text/plain', size },
});

for (const [place, open] of places) {
  test(`[U3] [U4] [U5] a file in ${place} is read by members, for as long as they are`, async (t) => {
    const bytes = open();
    const server = await serve(bytes);
    t.after(() => server.close());

    const file = fileId();
    // Before ann ever connected: the server knows her by her token alone.
    const headers = await upload(server, 'ann', file, 'our notes');
    const ann = await connect(server, 'ann');
    const bob = await connect(server, 'bob');
    const eve = await connect(server, 'eve');
    const group = fileId();
    await ann.write({ kind: 'create', conversation: group, type: 'group', members: ['bob'] }, group);

    const message = { kind: 'message', conversation: group };
    assert.equal((await bob.write({ ...message, body: body(file, 9) })).code, 'not_found', 'not his upload');
    assert.equal((await ann.write({ ...message, body: body(file, 8) })).code, 'invalid', 'wrong size');
    assert.equal((await bob.file(group, file)).code, 'not_found', 'not named yet');
    const named = (await ann.write({ ...message, body: body(file, 9) })) as Frame & { seq: number };
    assert.equal(named.t, 'ack');

    const { url } = await bob.file(group, file);
    const read = () => fetch(server.url + url);
    assert.equal(await (await read()).text(), 'our notes');
    assert.equal((await eve.file(group, file)).code, 'not_found');
    const deleted = await fetch(`${server.url}${paths.files}/${file}`, { method: 'DELETE', headers });
    assert.equal(deleted.status, 403);

    await ann.write({ kind: 'members', conversation: group, add: [], remove: ['bob'] });
    assert.equal((await read()).status, 403, 'no member any more');
    const own = (await ann.file(group, file)).url;
    assert.equal((await fetch(server.url + own)).status, 200);

    const folder = new StoredFiles(bytes, server.storage);
    assert.equal(await folder.sweep(Date.now() + 1000), 0, 'named files stay');
    await ann.write({ kind: 'delete', conversation: group, target: named.seq });
    assert.equal(await folder.sweep(Date.now() + 1000), 1, 'the deleted message was the last to name it');
    assert.equal((await fetch(server.url + own)).status, 404);
  });
}
