import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { ConversationId, Down, Up, UserId } from '@tokenim/protocol';
import { pendingBase } from '@tokenim/store';
import { type Device, read, World } from './world.fixture.js';

let world: World;
let ann: Device;
let bob: Device;
let id: ConversationId;

const text = (value: string) => ({ type: 'text' as const, text: value });
let made = 0;
const cid = () => `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}`;
/** Another person, or another device, writes without a client of ours. */
const writes = (user: string, value: string, as = cid()) =>
  world.server.write(user, as, { kind: 'message', conversation: id, body: text(value) });
const is = (t: string) => (frame: Up | Down) => frame.t === t;

beforeEach(async () => {
  world = new World();
  ann = await world.device('ann');
  bob = await world.device('bob');
  id = await ann.client.create({ type: 'direct', members: ['bob'] });
  await ann.client.send(id, text('1'));
  await world.settle(2000);
});

afterEach(async () => {
  assert.deepEqual([...ann.faults, ...bob.faults], []);
  await world.stop();
});

test('a message comes over, and both sides agree', async () => {
  assert.deepEqual(await ann.texts(id), ['1']);
  assert.deepEqual(await bob.texts(id), ['1']);
  const [row] = (await ann.rows(id)).rows;
  assert.equal(row?.state, 'sent');
  assert.equal((await bob.store.conversation(id))?.unreadCount, 1);
});

test('[P1] what came is marked as delivered, what was read as read', async () => {
  const seen = async () => (await ann.store.conversation(id))?.members?.find((member) => member.id === 'bob');
  assert.equal((await seen())?.delivered, 2);
  await bob.client.markRead(id, 2);
  assert.equal(await read(bob.client.views.unread()), 0);
  await world.settle(2000);
  assert.equal((await seen())?.read, 2);
  assert.deepEqual(await bob.store.dirtyMarks(), []);
});

test('[P6] flags that were set off line come to the other device, and travel in one mark', async () => {
  const other = await world.device('bob');
  await world.settle(1000);
  const flags = async (device: typeof bob) => {
    const { pinned = false, archived = false, muted = false } = (await device.store.conversation(id))!.me;
    return [pinned, archived, muted];
  };
  bob.offline();
  await world.settle();
  await bob.client.setFlags(id, { pinned: true });
  await bob.client.setFlags(id, { muted: true });
  assert.deepEqual(await flags(bob), [true, false, true]);
  const before = bob.sent.filter(is('mark')).length;
  bob.online();
  await world.settle(60_000);
  assert.deepEqual(await flags(other), [true, false, true]);
  assert.equal(bob.sent.filter(is('mark')).length - before, 1);
  await other.client.setFlags(id, { pinned: false });
  await world.settle(2000);
  assert.deepEqual(await flags(bob), [false, false, true]);
  assert.deepEqual(await bob.store.dirtyMarks(), []);
});

test('[P6] [L3] flags that were set off line reach the server that a backup was put back on', async () => {
  bob.offline();
  await world.settle();
  await bob.client.setFlags(id, { pinned: true, muted: true });
  await bob.client.markRead(id, 2);
  world.server.restore(2);
  bob.online();
  await world.settle(60_000);
  const { me } = (await bob.store.conversation(id))!;
  assert.deepEqual([me.pinned, me.muted], [true, true]);
  const { flags } = world.server.conversations.get(id)!.members.get('bob')!;
  assert.deepEqual(flags, { pinned: true, archived: false, muted: true });
  assert.deepEqual(await bob.store.dirtyMarks(), []);
});

test('[P7] [P8] a message brings an archived conversation back, and mentions, on every device', async () => {
  const other = await world.device('bob');
  await world.settle(1000);
  await bob.client.setFlags(id, { archived: true });
  await world.settle(2000);
  const list = (device: typeof bob, show: 'inbox' | 'archived') =>
    read(device.client.views.conversations({ show }));
  assert.equal((await list(other, 'archived')).length, 1);
  await ann.client.send(id, { type: 'text', text: 'you', mentions: ['bob' as UserId] });
  await world.settle(2000);
  for (const device of [bob, other]) {
    const [row] = await list(device, 'inbox');
    assert.deepEqual([row?.id, row?.mentioned, row?.me.mention], [id, true, row?.seq]);
  }
});

test('the limits of the server are in the store', async () => {
  const limits = () => read(bob.client.views.limits());
  assert.equal((await limits()).deleteWindow, undefined);
  world.server.limits = { ...world.server.limits, deleteWindow: 60_000 };
  bob.cut();
  await world.settle(60_000);
  assert.equal((await limits()).deleteWindow, 60_000);
});

test('[P5] many marks travel as one a second', async () => {
  const before = bob.sent.filter(is('mark')).length;
  for (let i = 0; i < 5; i += 1) {
    writes('ann', `${i}`);
    await world.settle();
    await bob.client.markRead(id, 99);
  }
  await world.settle(900);
  assert.ok(bob.sent.filter(is('mark')).length - before <= 1);
  await world.settle(3000);
  assert.equal(world.server.conversations.get(id)?.members.get('bob')?.read, 7);
});

test('[C3] a lost push is noticed by the next one, and fetched', async () => {
  world.fault = (frame) => (frame.t === 'op' && frame.op.seq === 3 ? 'drop' : undefined);
  writes('ann', '2');
  writes('ann', '3');
  await world.settle(1000);
  assert.deepEqual(await bob.texts(id), ['1', '2', '3']);
  assert.equal((await bob.store.ranges(id)).length, 1);
});

test('[C3] doubled and reordered pushes change nothing', async () => {
  world.fault = (frame) => (frame.t === 'op' ? (frame.op.seq === 3 ? 'hold' : 'double') : undefined);
  writes('ann', '2');
  writes('ann', '3');
  writes('ann', '4');
  await world.settle();
  world.release();
  await world.settle(1000);
  assert.deepEqual(await bob.texts(id), ['1', '2', '3', '4']);
});

test('[G1] a gap longer than a page is jumped, and the hole filled when someone scrolls there', async () => {
  world.server.limits.page = 10;
  bob.offline();
  await world.settle();
  for (let i = 2; i <= 80; i += 1) writes('ann', `${i}`);
  bob.online();
  await world.settle(40_000);
  const first = await bob.rows(id);
  assert.equal(first.rows.at(-1)?.seq, 81);
  assert.deepEqual([first.olderHere, first.olderThere], [false, true]);
  for (let i = 0; i < 20; i += 1) {
    const { rows, olderThere } = await bob.rows(id);
    if (!olderThere) break;
    const loaded = bob.client.loadBefore(id, rows[0]!.seq);
    await world.settle();
    assert.equal(await loaded, 'loaded');
  }
  assert.deepEqual(
    await bob.texts(id),
    Array.from({ length: 80 }, (_, i) => `${i + 1}`),
  );
  assert.equal((await bob.store.ranges(id)).length, 1);
});

test('[G3] a page that is older than what is held is asked for again', async () => {
  for (let i = 2; i <= 60; i += 1) writes('ann', `${i}`);
  const cat = await world.device('bob');
  await world.settle(2000);
  const { rows } = await cat.rows(id);
  world.fault = (frame) => (frame.t === 'page' ? 'hold' : undefined);
  const loaded = cat.client.loadBefore(id, rows[0]!.seq);
  await world.settle();
  // The page is on its way; meanwhile a message on it is edited.
  world.fault = undefined;
  world.server.write('ann', cid(), { kind: 'edit', conversation: id, target: 2, body: text('edited') });
  await world.settle();
  world.release();
  await world.settle(2000);
  assert.equal(await loaded, 'loaded');
  assert.equal((await cat.texts(id))[0], 'edited');
});

test('[C5] [C4] after a backup was put back all is fetched anew; drafts and unsent writes stay', async () => {
  writes('ann', '2');
  writes('ann', '3');
  await world.settle(1000);
  bob.offline();
  await bob.client.setDraft(id, 'draft');
  await bob.client.send(id, text('unsent'));
  world.server.restore(3);
  bob.online();
  ann.cut();
  await world.settle(40_000);
  assert.deepEqual(await bob.texts(id), ['1', '2', 'unsent']);
  assert.deepEqual(await ann.texts(id), ['1', '2', 'unsent']);
  assert.equal((await bob.store.conversation(id))?.draft, 'draft');
});

test('[W3] an ack that is lost: the write goes again under its cid and is stored once', async () => {
  const before = world.server.stored;
  world.fault = (frame) => (frame.t === 'ack' ? 'drop' : undefined);
  await ann.client.send(id, text('2'));
  await world.settle(1000);
  world.fault = undefined;
  ann.cut();
  await world.settle(10_000);
  assert.equal(world.server.stored, before + 1);
  assert.deepEqual(await bob.texts(id), ['1', '2']);
  assert.ok((await ann.rows(id)).rows.every((row) => row.state === 'sent'));
  assert.equal((await ann.store.waiting(10)).length, 0);
});

test('[W3] an own write that stands in the log is settled by it, without its ack', async () => {
  world.fault = (frame) => (frame.t === 'ack' ? 'hold' : undefined);
  await ann.client.send(id, text('2'));
  await world.settle();
  ann.cut();
  world.fault = (frame) => (frame.t === 'write' ? 'drop' : undefined);
  await world.settle(10_000);
  assert.deepEqual(await ann.texts(id), ['1', '2']);
  assert.equal((await ann.rows(id)).rows[1]?.state, 'sent');
  assert.equal((await ann.store.waiting(10)).length, 0);
  // The late ack finds nothing to do.
  world.fault = undefined;
  world.release();
  await world.settle(1000);
  assert.deepEqual(await ann.texts(id), ['1', '2']);
});

test('a message from another device of the same user shows as sent', async () => {
  writes('ann', 'from my phone');
  await world.settle(1000);
  const { rows } = await ann.rows(id);
  assert.deepEqual([rows[1]?.state, rows[1]?.sender], ['sent', 'ann']);
  assert.equal((await ann.store.conversation(id))?.unreadCount, 0);
});

test('[W5] a refusal that a repeat can help is repeated, in order', async () => {
  let refusals = 2;
  world.server.refuse = () =>
    refusals-- > 0 ? { code: 'rate_limited', retry: true, after: 500 } : undefined;
  for (const value of ['2', '3', '4']) await ann.client.send(id, text(value));
  await world.settle(30_000);
  assert.deepEqual(await bob.texts(id), ['1', '2', '3', '4']);
});

test('[W5] a refusal for good leaves the text, lets later writes go, and can be tried again or discarded', async () => {
  const refused: string[] = [];
  ann.client.on('refused', ({ code }) => refused.push(code));
  world.server.refuse = (_, op) =>
    op.kind === 'message' && (op.body as { text: string }).text === 'bad'
      ? { code: 'invalid', retry: false }
      : undefined;
  const bad = await ann.client.send(id, text('bad'));
  await ann.client.send(id, text('good'));
  await world.settle(1000);
  assert.deepEqual(await bob.texts(id), ['1', 'good']);
  assert.deepEqual(refused, ['invalid']);
  const failed = (await ann.rows(id)).rows.find((row) => row.cid === bad);
  assert.deepEqual([failed?.state, failed?.failure?.code], ['failed', 'invalid']);
  assert.deepEqual(await read(ann.client.views.outbox()), { waiting: 0, failed: 1 });
  await ann.client.retry(bad);
  await world.settle(1000);
  const again = (await ann.rows(id)).rows.find((row) => row.state === 'failed');
  assert.notEqual(again?.cid, bad);
  await ann.client.edit(id, again!.cid, text('better'));
  await world.settle(1000);
  assert.deepEqual(await bob.texts(id), ['1', 'good', 'better']);
  const worst = await ann.client.send(id, text('bad'));
  await world.settle(1000);
  await ann.client.discard(worst);
  assert.deepEqual(await ann.texts(id), ['1', 'good', 'better']);
  assert.deepEqual(await read(ann.client.views.outbox()), { waiting: 0, failed: 0 });
});

test('a conversation made off line, with messages and an edit in it, arrives whole', async () => {
  ann.offline();
  await world.settle();
  const group = await ann.client.create({ type: 'group', members: ['bob'], title: 'Trip' });
  const first = await ann.client.send(group, text('one'));
  await ann.client.send(group, text('two'));
  await ann.client.edit(group, first, text('one!'));
  assert.deepEqual(await ann.texts(group), ['one', 'two']);
  assert.deepEqual((await ann.rows(group)).rows[0]?.overlay, { body: text('one!') });
  ann.online();
  await world.settle(40_000);
  assert.deepEqual(await bob.texts(group), ['one!', 'two']);
  assert.deepEqual(await ann.texts(group), ['one!', 'two']);
  const { rows } = await ann.rows(group);
  assert.ok(rows.every((row) => row.state === 'sent' && row.overlay === undefined && row.seq < pendingBase));
  const head = await ann.store.conversation(group);
  assert.deepEqual([head?.local, head?.title, head?.seq], [undefined, 'Trip', 4]);
});

test('a create that is refused fails what was written into its conversation', async () => {
  world.server.refuse = (_, op) => (op.kind === 'create' ? { code: 'not_found', retry: false } : undefined);
  const group = await ann.client.create({ type: 'group', members: ['nobody'] });
  const lost = await ann.client.send(group, text('hello?'));
  await world.settle(1000);
  const [row] = (await ann.rows(group)).rows;
  assert.deepEqual([row?.state, row?.failure?.code], ['failed', 'not_found']);
  world.server.refuse = undefined;
  await ann.client.retry(lost);
  await world.settle(10_000);
  assert.equal(world.server.conversations.get(group)?.messages.size, 1);
  assert.ok((await ann.rows(group)).rows.every(({ state }) => state === 'sent'));
});

test('own changes show at once and are taken back when refused', async () => {
  const [, row] = (await ann.rows(id)).rows;
  world.server.refuse = () => ({ code: 'forbidden', retry: false });
  await ann.client.react(id, row!.cid, '👍', true);
  assert.equal((await ann.rows(id)).rows[1]?.overlay?.reactions?.length, 1);
  await world.settle(1000);
  assert.equal((await ann.rows(id)).rows[1]?.overlay, undefined);
  await ann.client.edit(id, row!.cid, text('changed'));
  await world.settle(1000);
  const kept = (await ann.rows(id)).rows[1];
  assert.deepEqual([kept?.overlay, kept?.failure?.code], [undefined, 'forbidden']);
  world.server.refuse = undefined;
  await ann.client.retry(row!.cid);
  await world.settle(1000);
  assert.deepEqual(await bob.texts(id), ['changed']);
  assert.equal((await ann.rows(id)).rows[1]?.failure, undefined);
});

test('[V3] an operation of unknown kind moves the log on and changes nothing else', async () => {
  const log = world.server.conversations.get(id)!;
  log.ops.push({ kind: 'poll', seq: 3, by: 'ann', ts: 5, question: '?' } as never);
  writes('ann', '2');
  await world.settle(2000);
  assert.deepEqual(await bob.texts(id), ['1', '2']);
  assert.deepEqual(await bob.store.ranges(id), [{ conversation: id, from: 1, to: 4 }]);
});

test('[V2] unknown fields of a message survive in the store', async () => {
  const answer = { type: 'text', text: '2', later: { a: [1] } } as never;
  world.server.write('ann', cid(), { kind: 'message', conversation: id, body: answer });
  await world.settle(1000);
  assert.deepEqual((await bob.rows(id)).rows[2]?.body, answer);
});

test('[G5] who made, named, joined and left stands between the messages, and is not unread', async () => {
  const group = await ann.client.create({ type: 'group', members: ['bob'] });
  await world.settle(2000);
  await ann.client.rename(group, 'Trip');
  await ann.client.send(group, text('hello'));
  await ann.client.changeMembers(group, { add: ['cat'] });
  await ann.client.changeMembers(group, { remove: ['cat'] });
  await world.settle(2000);
  const shown = async (device: Device) =>
    (await device.rows(group)).rows.map((row) => row.note?.kind ?? (row.body as { text: string }).text);
  const all = ['create', 'title', 'hello', 'members', 'members'];
  assert.deepEqual(await shown(ann), all);
  assert.deepEqual(await shown(bob), all);
  const row = await bob.store.conversation(group);
  assert.deepEqual([row?.ord, row?.unreadCount], [1, 1]);
  // Who comes later has the same from a page.
  await ann.client.changeMembers(group, { add: ['cat'] });
  const cat = await world.device('cat');
  await world.settle(2000);
  await cat.client.open(group);
  await world.settle(2000);
  assert.deepEqual(await shown(cat), [...all, 'members']);
});

test('[W8] [G5] who began a direct conversation is who the log says, also where both did', async () => {
  ann.network = false;
  const made = await ann.client.create({ type: 'direct', members: ['cat'] });
  world.server.write('cat', cid(), {
    kind: 'create',
    conversation: made,
    type: 'direct',
    members: ['ann' as UserId],
  });
  ann.online();
  await world.settle(4000);
  const { rows } = await ann.rows(made);
  assert.deepEqual(
    rows.map(({ sender, note }) => [sender, note?.kind]),
    [['cat', 'create']],
  );
});

test('[B4] after lag the client pulls', async () => {
  world.fault = (frame) => (frame.t === 'op' ? 'drop' : undefined);
  writes('ann', '2');
  await world.settle();
  world.fault = undefined;
  for (const connection of world.server.connections) connection.send({ t: 'lag' });
  await world.settle(1000);
  assert.deepEqual(await bob.texts(id), ['1', '2']);
});

test('[C7] who was removed keeps what they have, and asks no more', async () => {
  const group = await ann.client.create({ type: 'group', members: ['bob'] });
  await world.settle(2000);
  await ann.client.changeMembers(group, { remove: ['bob'] });
  await world.settle(2000);
  assert.equal((await bob.store.conversation(group))?.me.left, true);
  const asked = bob.sent.length;
  await bob.client.open(group);
  await world.settle(1000);
  assert.equal(bob.sent.length, asked);
});

test('[L5] who was removed and is added again has the head and the log of now', async () => {
  const group = await ann.client.create({ type: 'group', members: ['bob'] });
  await world.settle(2000);
  await ann.client.changeMembers(group, { remove: ['bob'] });
  for (const value of ['without', 'bob']) await ann.client.send(group, text(value));
  await world.settle(2000);
  assert.equal((await bob.store.conversation(group))?.me.left, true);
  await ann.client.changeMembers(group, { add: ['bob'] });
  await world.settle(5000);
  const head = await bob.store.conversation(group);
  assert.deepEqual([head?.me.left, head?.seq, head?.members?.length], [undefined, 5, 2]);
  assert.deepEqual(await bob.texts(group), ['without', 'bob']);
});
