import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AppId, type Down, type FileId, paths, subprotocol, type UserId } from '@tokenim/protocol';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import type { Bytes } from '../bytes/bytes.js';
import { FolderBytes } from '../bytes/folder-bytes.js';
import { S3Bytes } from '../bytes/s3-bytes.js';
import { startStore } from '../bytes/s3-harness.js';
import { createServer, type RunningServer } from '../create-server.js';
import type { Scan } from '../scan/scan.js';
import { fileUrl } from './file-address.js';
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

type Frame = Down & { id?: number; cid?: string; code?: string; url?: string; retry?: boolean };

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

    const folder = new StoredFiles(bytes, server.storage, pino({ level: 'silent' }));
    assert.equal(await folder.sweep(Date.now() + 1000), 0, 'named files stay');
    await ann.write({ kind: 'delete', conversation: group, target: named.seq });
    assert.equal(await folder.sweep(Date.now() + 1000), 1, 'the deleted message was the last to name it');
    assert.equal((await fetch(server.url + own)).status, 404);
  });
}

test('[U9] nobody sees a file before its check is over; a stop in the middle begins it anew', async (t) => {
  const asked: string[] = [];
  /** What the scanner will say, once it is let. */
  let answer: (fine: boolean | Error) => void = () => {};
  const scan: Scan = async ({ id, read, name, type }) => {
    asked.push(`${id} ${name} ${type} ${await new Response(await read()).text()}`);
    const said = await new Promise<boolean | Error>((say) => {
      answer = say;
    });
    if (said instanceof Error) throw said;
    return said;
  };
  const own = mkdtempSync(join(tmpdir(), 'tokenim-scan-'));
  let server = createServer({ data: own, apps: [app], scan });
  await server.listen();
  t.after(async () => {
    await server.close();
    rmSync(own, { recursive: true });
  });
  const until = async (what: () => unknown) => {
    while (!(await what())) await new Promise((later) => setTimeout(later, 5));
  };
  const head = async (id: string, headers: Record<string, string>) =>
    (await fetch(`${server.url}${paths.files}/${id}`, { method: 'HEAD', headers })).headers.get(
      'upload-check',
    );

  const [good, bad] = [fileId(), fileId()];
  const headers = await upload(server, 'ann', good, 'good');
  await until(() => asked.length === 1);
  assert.equal(asked[0], `${good} notes.txt text/plain good`);
  assert.equal(await head(good, headers), 'pending');
  let ann = await connect(server, 'ann');
  const group = fileId();
  await ann.write({ kind: 'create', conversation: group, type: 'group', members: [] }, group);
  const naming = (id: string, size: number) => ({
    kind: 'message',
    conversation: group,
    body: body(id, size),
  });
  const early = await ann.write(naming(good, 4));
  assert.deepEqual([early.t, early.code, early.retry], ['refuse', 'checking', true]);
  assert.equal((await ann.file(group, good)).code, 'not_found', 'nor its owner');
  const expires = Date.now() + 60_000;
  const direct = fileUrl(app.secret, { app: app.id, user: 'ann' as UserId, file: good as FileId, expires });
  assert.equal((await fetch(server.url + direct)).status, 404);

  await server.close();
  answer(true);
  server = createServer({ data: own, apps: [app], scan });
  await server.listen();
  await until(() => asked.length === 2);
  assert.equal(asked[0], asked[1], 'what was said after the stop counts for nothing');
  assert.equal(await head(good, headers), 'pending');
  answer(true);
  await until(async () => (await head(good, headers)) === null);
  ann = await connect(server, 'ann');
  const named = await ann.write(naming(good, 4));
  assert.equal(named.t, 'ack');
  assert.equal(await (await fetch(server.url + (await ann.file(group, good)).url)).text(), 'good');

  await upload(server, 'ann', bad, 'bad!');
  await until(() => asked.length === 3);
  answer(false);
  await until(async () => (await head(bad, headers)) === 'rejected');
  const late = await ann.write(naming(bad, 4));
  assert.deepEqual([late.code, late.retry], ['rejected', false]);
  assert.equal((await ann.file(group, bad)).code, 'not_found');
  await until(() => !existsSync(join(own, 'files', app.id, bad)));

  const odd = fileId();
  await upload(server, 'ann', odd, 'odd!');
  await until(() => asked.length === 4);
  answer(new Error('no virus database'));
  await new Promise((later) => setTimeout(later, 20));
  assert.equal(await head(odd, headers), 'pending', 'a scanner that cannot tell makes nothing visible');
});

test('[L7] the bytes go with the last message that names them, and usage is right after a restart', async (t) => {
  const own = mkdtempSync(join(tmpdir(), 'tokenim-usage-'));
  let server = createServer({ data: own, apps: [app] });
  await server.listen();
  t.after(async () => {
    await server.close();
    rmSync(own, { recursive: true });
  });
  const usage = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const of = (name: string) => Number(new RegExp(`^${name}{app="demo"} (\\d+)$`, 'm').exec(text)?.[1]);
    return [of('tokenim_files'), of('tokenim_file_bytes')];
  };
  const [kept, gone] = [fileId(), fileId()];
  await upload(server, 'ann', kept, 'kept');
  await upload(server, 'ann', gone, 'gone!');
  const ann = await connect(server, 'ann');
  const group = fileId();
  await ann.write({ kind: 'create', conversation: group, type: 'group', members: [] }, group);
  const send = async (id: string, size: number) =>
    (await ann.write({ kind: 'message', conversation: group, body: body(id, size) })) as Frame & {
      seq: number;
    };
  await send(kept, 4);
  const [first, second] = [await send(gone, 5), await send(gone, 5)];
  assert.deepEqual(await usage(), [2, 9]);
  const there = () => existsSync(join(own, 'files', app.id, gone));
  await ann.write({ kind: 'delete', conversation: group, target: first.seq });
  await new Promise((later) => setTimeout(later, 1300));
  assert.ok(there(), 'another message names it');
  await ann.write({ kind: 'delete', conversation: group, target: second.seq });
  while (there()) await new Promise((later) => setTimeout(later, 20));
  assert.deepEqual(await usage(), [1, 4]);
  await server.close();
  server = createServer({ data: own, apps: [app] });
  await server.listen();
  assert.deepEqual(await usage(), [1, 4]);
  assert.ok(existsSync(join(own, 'files', app.id, kept)));
});
