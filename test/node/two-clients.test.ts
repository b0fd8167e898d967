import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, createClient } from '@tokenim/client';
import type { ConversationId, UserId } from '@tokenim/protocol';
import { createServer, type RunningServer } from '@tokenim/server';
import type { Live, ThreadWindow } from '@tokenim/store';
import { SignJWT } from 'jose';

const secret = 'a secret of at least thirty-two characters';
let server: RunningServer;
const clients: Client[] = [];

before(async () => {
  server = createServer({ apps: [{ id: 'demo' as never, secret, origins: ['*'] }], port: 0 });
  await server.listen();
});

after(async () => {
  for (const client of clients) await client.stop();
  await server.close();
});

function token(user: string): Promise<string> {
  return new SignJWT({ iss: 'demo', sub: user, name: user.toUpperCase() })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}

async function start(user: string): Promise<Client> {
  const client = createClient(
    { endpoint: server.url, app: 'demo', storage: 'memory', token: () => token(user) },
    { onFault: (error) => console.error('fault', error) },
  );
  clients.push(client);
  await client.start();
  return client;
}

/** Resolves with the first value of a view that fits. */
function until<T>(view: Live<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    stop = view.subscribe((value) => {
      if (!fits(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    }, reject);
  });
}

const texts = ({ rows }: ThreadWindow) =>
  rows.flatMap(({ note, body }) => (note ? [] : ((body as { text?: string } | undefined)?.text ?? '-')));
const thread = (client: Client, id: ConversationId) => client.views.thread(id, { anchor: 'end' });

test('two clients on a real server: a conversation, messages both ways, a change of each kind, ticks', async () => {
  const ann = await start('ann');
  const bob = await start('bob');
  await until(bob.views.connection(), ({ status }) => status === 'online');
  const id = await ann.create({ type: 'direct', members: ['bob'] });
  const first = await ann.send(id, { type: 'text', text: 'hello 你好' });
  await until(thread(bob, id), (window) => texts(window).includes('hello 你好'));
  await bob.send(id, { type: 'text', text: 'hi' });
  const both = await until(thread(ann, id), (window) => texts(window).length === 2);
  assert.deepEqual(texts(both), ['hello 你好', 'hi']);

  await ann.edit(id, first, { type: 'text', text: 'hello, Bob' });
  await until(thread(bob, id), (window) => texts(window)[0] === 'hello, Bob');
  await bob.react(id, first, '👍', true);
  await until(thread(ann, id), ({ rows }) =>
    rows.some(({ cid, reactions }) => cid === first && reactions?.[0]?.users[0] === ('bob' as UserId)),
  );
  const second = both.rows.at(-1)!.cid;
  await bob.remove(id, second);
  await until(thread(ann, id), ({ rows }) => rows.at(-1)?.deleted !== undefined);

  const head = await until(ann.views.conversation(id), (row) => (row?.seq ?? 0) >= 6);
  await ann.markRead(id, head!.seq);
  const read = await until(
    bob.views.conversation(id),
    (row) => row?.members?.some((member) => member.id === 'ann' && member.read === head!.seq) ?? false,
  );
  // Rule P4: what was unread before an own message stays unread, the own one with it.
  assert.equal(read?.unreadCount, 2);
  await bob.markRead(id, head!.seq);
  await until(bob.views.unread(), (count) => count === 0);
  await until(ann.views.outbox(), ({ waiting }) => waiting === 0);
  const rows = await until(thread(ann, id), (window) => window.rows.every((row) => row.state === 'sent'));
  assert.deepEqual(rows.holes, []);
  assert.equal(rows.olderThere, false);
});

test('what is written off line goes when the connection is there, in order and once', async () => {
  const cat = createClient({
    endpoint: server.url,
    app: 'demo',
    user: 'cat',
    storage: 'memory',
    token: () => blocked.then(() => token('cat')),
  });
  clients.push(cat);
  let unblock = () => {};
  const blocked = new Promise<void>((resolve) => {
    unblock = resolve;
  });
  const dan = await start('dan');
  await cat.start();
  const id = await cat.create({ type: 'direct', members: ['dan'] });
  for (let i = 1; i <= 20; i += 1) await cat.send(id, { type: 'text', text: `${i}` });
  const pending = await until(thread(cat, id), (window) => texts(window).length === 20);
  assert.ok(pending.rows.every((row) => row.state === 'pending'));
  unblock();
  const wanted = Array.from({ length: 20 }, (_, i) => `${i + 1}`);
  const there = await until(thread(dan, id), (window) => texts(window).length === 20);
  assert.deepEqual(texts(there), wanted);
  const sent = await until(thread(cat, id), ({ rows }) => rows.every((row) => row.state === 'sent'));
  assert.deepEqual(texts(sent), wanted);
});

test('[U7] a voice message is there with its length and its waveform, in the thread, the list and the news', async () => {
  const [ann, bob] = [await start('vera'), await start('vic')];
  await until(bob.views.connection(), ({ status }) => status === 'online');
  const id = await ann.create({ type: 'direct', members: ['vic'] });
  await ann.send(id, { type: 'text', text: 'Listen' });
  await until(thread(bob, id), (window) => texts(window).includes('Listen'));
  const told = new Promise<object>((resolve) => bob.on('message', resolve));
  const voice = { duration: 4300, peaks: [0, 120, 255] };
  const recorded = new Blob(['not really sound'], { type: 'audio/webm;codecs=opus' });
  await ann.sendFile(id, recorded, { name: 'Voice message.webm', voice, replyTo: 2 });
  const { rows } = await until(thread(bob, id), ({ rows }) => rows.some((row) => row.replyTo === 2));
  const body = rows.at(-1)!.body as { type: string; voice?: object; file: { name: string } };
  assert.deepEqual([body.type, body.file.name, body.voice], ['file', 'Voice message.webm', voice]);
  assert.deepEqual(await told, {
    conversation: id,
    sender: 'vera',
    seq: 3,
    text: 'Voice message.webm',
    duration: 4300,
  });
  for (const client of [ann, bob])
    await until(client.views.conversation(id), (row) => row?.last?.duration === 4300);
  await ann.remove(id, rows.at(-1)!.cid);
  await until(
    bob.views.conversation(id),
    (row) => row?.last?.type === 'deleted' && !('duration' in row.last),
  );
});
