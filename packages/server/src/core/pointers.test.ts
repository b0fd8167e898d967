import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Client, cid, direct, type Frame, settle, world } from './harness.js';

async function heads(who: Client, conversation: string = direct): Promise<Frame> {
  return (await who.request({ t: 'heads', conversations: [conversation] })).conversations[0];
}

const mark = (fields: Frame) => ({ t: 'mark', conversation: direct, ...fields });

test('[P1] [P2] pointers only grow, are cut to the head, and go to all others', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const second = await (await connect('bob', { device: 'second' })).quiet();
  await ann.say(direct, 'x');
  await bob.quiet();
  await second.quiet();
  assert.deepEqual(await bob.request(mark({ read: 99 })), { t: 'ok', id: 1, version: 3 });
  assert.deepEqual(await ann.next(), {
    t: 'pointer',
    conversation: direct,
    user: 'bob',
    read: 2,
    delivered: 2,
    version: 3,
  });
  const own = await second.next();
  assert.deepEqual([own.read, own.readOrd, own.unread, own.version], [2, 1, false, 3]);
  assert.deepEqual(await bob.request(mark({ read: 1, delivered: 1 })), { t: 'ok', id: 2 });
  await settle();
  assert.deepEqual([ann.frames, second.frames], [[], []]);
  assert.equal((await bob.request({ ...mark({ read: 1 }), conversation: 'nowhere' })).code, 'not_found');
});

test('[P3] marked unread goes to its owner only, and ends with read', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const second = await (await connect('bob', { device: 'second' })).quiet();
  const unread = async () => {
    const { conversations } = await second.request({ t: 'heads', conversations: [direct] });
    return conversations[0].me.unread;
  };
  await bob.request(mark({ unread: true }));
  assert.equal((await second.next()).unread, true);
  assert.equal(await unread(), true);
  await bob.request(mark({ read: 1 }));
  assert.equal((await second.next()).unread, false);
  assert.equal(await unread(), undefined);
  await bob.request(mark({ unread: true }));
  await second.next();
  // Without moving.
  await bob.request(mark({ read: 1 }));
  assert.equal((await second.next()).unread, false);
  await settle();
  assert.deepEqual(
    ann.frames.map((f: Frame) => [f.t, f.read, f.unread]),
    [['pointer', 1, undefined]],
  );
});

test('[P4] sending moves the sender’s own pointers only if nothing before was unread', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  const me = async (who: typeof ann) => {
    const { ord, me } = (await who.request({ t: 'heads', conversations: [direct] })).conversations[0];
    return [ord, me.read, me.readOrd, me.delivered];
  };
  await ann.say(direct, 'one');
  await bob.quiet();
  assert.deepEqual(await me(ann), [1, 2, 1, 2]);
  assert.deepEqual(await me(bob), [1, 0, 0, 0]);
  await bob.say(direct, 'two');
  await ann.quiet();
  assert.deepEqual(await me(bob), [2, 0, 0, 0]);
  await bob.request(mark({ read: 2 }));
  assert.deepEqual(await me(bob), [2, 2, 1, 2]);
  await bob.request(mark({ read: 3 }));
  await bob.write({ kind: 'react', conversation: direct, target: 2, emoji: '👍', on: true });
  await bob.say(direct, 'three');
  assert.deepEqual(await me(bob), [3, 5, 3, 5]);
});

test('[C1] an ok, an ack and the pushes together show every version once', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  const versions: number[] = [];
  versions.push((await bob.say(direct, 'x')).version);
  await ann.say(direct, 'y');
  versions.push((await bob.next()).version);
  versions.push((await bob.request(mark({ read: 3 }))).version);
  versions.push((await bob.request(mark({ unread: true }))).version);
  versions.push((await bob.say(direct, 'z')).version);
  assert.deepEqual(versions, [2, 3, 4, 5, 6]);
});

test('[P6] flags go to the owner’s other connections, and the last word holds', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const second = await (await connect('bob', { device: 'second' })).quiet();
  const flags = async () => {
    const { pinned, archived, muted } = (await heads(second)).me;
    return [pinned, archived, muted];
  };
  assert.deepEqual(await bob.request(mark({ pinned: true, muted: true })), { t: 'ok', id: 1, version: 2 });
  assert.deepEqual(await second.next(), {
    t: 'pointer',
    conversation: direct,
    user: 'bob',
    read: 0,
    delivered: 0,
    readOrd: 0,
    unread: false,
    pinned: true,
    archived: false,
    muted: true,
    version: 2,
  });
  assert.deepEqual(await flags(), [true, undefined, true]);
  assert.deepEqual(await second.request(mark({ pinned: false, archived: true })), {
    t: 'ok',
    id: 2,
    version: 3,
  });
  assert.deepEqual(await flags(), [undefined, true, true]);
  await bob.quiet();
  assert.deepEqual(await bob.request(mark({ archived: true, pinned: false })), { t: 'ok', id: 2 });
  await settle();
  assert.deepEqual(ann.frames, []);
});

test('[P6] flags are there again for who was away', async () => {
  const { connect } = await world();
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  const id = cid();
  await ann.write({ kind: 'create', conversation: id, type: 'group', members: ['bob'] }, id);
  await bob.quiet();
  await bob.request({ t: 'mark', conversation: id, muted: true });
  const members = (change: Frame) =>
    ann.write({ kind: 'members', conversation: id, add: [], remove: [], ...change });
  await members({ remove: ['bob'] });
  await bob.quiet();
  assert.equal((await bob.request({ t: 'mark', conversation: id, muted: false })).code, 'not_found');
  await members({ add: ['bob'] });
  await bob.quiet();
  assert.equal((await heads(bob, id)).me.muted, true);
});

test('[P7] a message of somebody else ends archived, unless the conversation is muted', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const second = await (await connect('bob', { device: 'second' })).quiet();
  await bob.request(mark({ archived: true }));
  await second.quiet();
  await bob.say(direct, 'mine');
  await ann.write({ kind: 'react', conversation: direct, target: 2, emoji: '👍', on: true });
  assert.equal((await heads(ann)).me.archived, undefined);
  await bob.quiet();
  assert.equal((await heads(bob)).me.archived, true);
  await second.quiet();
  await ann.say(direct, 'yours');
  await settle();
  assert.deepEqual(
    second.frames.map(({ t }) => t),
    ['op'],
  );
  await bob.quiet();
  assert.equal((await heads(bob)).me.archived, undefined);
  await bob.request(mark({ archived: true, muted: true }));
  await ann.say(direct, 'again');
  await bob.quiet();
  assert.equal((await heads(bob)).me.archived, true);
});

test('[P7] a message does not end archived for who has left', async () => {
  const { connect } = await world();
  const [ann, bob] = [await connect('ann'), await connect('bob')];
  const id = cid();
  await ann.write({ kind: 'create', conversation: id, type: 'group', members: ['bob'] }, id);
  await bob.quiet();
  await bob.request({ t: 'mark', conversation: id, archived: true });
  await ann.write({ kind: 'members', conversation: id, add: [], remove: ['bob'] });
  await ann.say(id, 'without bob');
  await ann.write({ kind: 'members', conversation: id, add: ['bob'], remove: [] });
  await bob.quiet();
  assert.equal((await heads(bob, id)).me.archived, true);
});

test('[P8] [W12] the newest mention is kept, whatever is read, edited or deleted', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  const mentions = async (who: typeof ann) => (await heads(await who.quiet())).me.mention;
  const body = { type: 'text', text: 'you', mentions: ['bob', 'ann', 'nobody', 'bob'] };
  const { seq } = await ann.write({ kind: 'message', conversation: direct, body });
  assert.deepEqual([await mentions(ann), await mentions(bob)], [undefined, seq]);
  await bob.request(mark({ read: seq }));
  assert.equal(await mentions(bob), seq);
  await ann.quiet();
  const plain = await ann.say(direct, 'plain');
  await ann.write({ kind: 'edit', conversation: direct, target: plain.seq, body });
  assert.equal(await mentions(bob), seq);
  const next = await ann.write({ kind: 'message', conversation: direct, body });
  await ann.write({ kind: 'delete', conversation: direct, target: next.seq });
  assert.equal(await mentions(bob), next.seq);
});
