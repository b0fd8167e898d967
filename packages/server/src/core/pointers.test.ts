import assert from 'node:assert/strict';
import { test } from 'node:test';
import { direct, type Frame, settle, world } from './harness.js';

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
