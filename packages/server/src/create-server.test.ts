import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppId, directConversation, type UserId } from '@tokenim/protocol';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { createServer } from './create-server.js';

const secret = 'a secret of at least thirty-two characters';
const app = AppId.parse('demo');

function token(user: string, claims: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ iss: app, sub: user, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}

// biome-ignore lint/suspicious/noExplicitAny: frames are looked at by the tests
type Frame = any;

async function connect(url: string, user: string) {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, 'tokenim.v1');
  const frames: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  ws.on('message', (data) => {
    const frame = JSON.parse(String(data));
    const next = waiting.shift();
    if (next) next(frame);
    else frames.push(frame);
  });
  const closed = new Promise<number>((done) => ws.on('close', (code) => done(code)));
  await new Promise((done) => ws.on('open', done));
  const client = {
    raw: ws,
    closed,
    send: (frame: Frame) => ws.send(JSON.stringify(frame)),
    next: () =>
      frames.length > 0 ? Promise.resolve(frames.shift()) : new Promise<Frame>((done) => waiting.push(done)),
  };
  client.send({ t: 'hello', v: [1, 1], features: [], token: await token(user), device: `of-${user}` });
  const welcome = await client.next();
  return { ...client, welcome };
}

let made = 0;
const cid = () => `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}`;

test('a message goes from one person to another over real sockets, and is read back', async () => {
  const server = createServer({ apps: [{ id: app, secret, origins: ['*'] }] });
  await server.listen();
  const ann = await connect(server.url, 'ann');
  const bob = await connect(server.url, 'bob');
  assert.equal(ann.welcome.t, 'welcome');
  const conversation = directConversation('ann' as UserId, 'bob' as UserId);
  ann.send({
    t: 'write',
    cid: cid(),
    op: { kind: 'create', conversation, type: 'direct', members: ['bob'] },
  });
  assert.equal((await ann.next()).seq, 1);
  assert.equal((await bob.next()).op.kind, 'create');

  const id = cid();
  ann.send({
    t: 'write',
    cid: id,
    op: { kind: 'message', conversation, body: { type: 'text', text: 'hello 你好' } },
  });
  const ack = await ann.next();
  assert.deepEqual([ack.t, ack.cid, ack.seq, ack.ord, ack.version], ['ack', id, 2, 1, 2]);
  const push = await bob.next();
  assert.equal(push.op.message.body.text, 'hello 你好');
  assert.equal(push.version, 2);

  bob.send({ t: 'mark', id: 1, conversation, read: 2 });
  assert.deepEqual(await bob.next(), { t: 'ok', id: 1, version: 3 });
  const pointer = await ann.next();
  assert.deepEqual([pointer.t, pointer.user, pointer.read, pointer.version], ['pointer', 'bob', 2, 3]);

  bob.send({ t: 'history', id: 2, conversation });
  const page = await bob.next();
  assert.deepEqual([page.t, page.from, page.to, page.head, page.messages.length], ['page', 1, 2, 2, 1]);
  bob.send({ t: 'ops', id: 3, conversation, epoch: page.epoch, after: 1 });
  const ops = await bob.next();
  assert.deepEqual(ops.ops, [push.op]);
  bob.send({ t: 'sync', id: 4, version: 0 });
  const changes = await bob.next();
  assert.deepEqual([changes.version, changes.more, changes.conversations[0].me.read], [3, false, 2]);

  await server.close();
  assert.equal(await ann.closed, 4503);
  assert.equal(await bob.closed, 4503);
});

test('[F1] [F4] what `ws` itself would refuse is closed with the codes of the protocol', async () => {
  const server = createServer({ apps: [{ id: app, secret, origins: ['*'] }] });
  await server.listen();
  for (const [data, code] of [
    [Buffer.from([0x7b, 0xff, 0x7d]), 4400],
    ['x'.repeat(70_000), 4413],
    ['x'.repeat(3_000_000), 4413],
  ] as const) {
    const ann = await connect(server.url, 'ann');
    ann.raw.send(data, { binary: false });
    assert.equal(await ann.closed, code);
  }
  const ann = await connect(server.url, 'ann');
  ann.raw.send(Buffer.from('{}'), { binary: true });
  assert.equal(await ann.closed, 4400);
  const wrong = new WebSocket(`${server.url.replace('http', 'ws')}/v2/socket`);
  const answer = await new Promise<number | undefined>((done) => {
    wrong.on('unexpected-response', (_, response) => done(response.statusCode));
    wrong.on('error', () => {});
  });
  wrong.terminate();
  assert.equal(answer, 404);
  await server.close();
});
