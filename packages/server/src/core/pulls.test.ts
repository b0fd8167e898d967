import assert from 'node:assert/strict';
import { test } from 'node:test';
import { down } from '@tokenim/protocol';
import { SqliteStorage } from '../storage/sqlite/sqlite-storage.js';
import { cid, direct, type Frame, settle, world } from './harness.js';

test('[G1] pages grow downwards and upwards without holes, to the ends of the log', async () => {
  const { pair } = await world();
  const [ann] = await pair();
  for (let i = 2; i <= 6; i++) await ann.say(direct, `at ${i}`);
  await ann.write({ kind: 'react', conversation: direct, target: 6, emoji: '👍', on: true });
  const page = async (query: Frame) => {
    const frame = await ann.request({ t: 'history', conversation: direct, ...query });
    down.Page.parse(frame);
    return [frame.from, frame.to, frame.head, frame.messages.map((m: Frame) => m.seq)];
  };
  assert.deepEqual(await page({ limit: 2 }), [5, 7, 7, [5, 6]]);
  assert.deepEqual(await page({ before: 5, limit: 2 }), [3, 4, 7, [3, 4]]);
  // The first operation made the conversation, and counts (rule G5).
  assert.deepEqual(await page({ before: 3, limit: 2 }), [1, 2, 7, [2]]);
  assert.deepEqual(await page({ before: 2 }), [1, 1, 7, []]);
  assert.deepEqual(await page({ after: 0, limit: 2 }), [1, 2, 7, [2]]);
  assert.deepEqual(await page({ after: 4, limit: 2 }), [5, 7, 7, [5, 6]]);
  assert.deepEqual(await page({ after: 6 }), [7, 7, 7, []]);
  const both = await ann.request({ t: 'history', conversation: direct, before: 3, after: 1 });
  assert.equal(both.code, 'bad_frame');
  assert.equal((await ann.request({ t: 'history', conversation: 'nowhere' })).code, 'not_found');
});

test('[G2] [G3] messages in ops are as they are at the head', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  const { epoch } = ann.welcome;
  const { seq: target } = await ann.say(direct, 'first');
  await ann.write({ kind: 'edit', conversation: direct, target, body: { type: 'text', text: 'second' } });
  await bob.quiet();
  await bob.write({ kind: 'react', conversation: direct, target, emoji: '👍', on: true });
  await ann.quiet();
  const ops = await ann.request({ t: 'ops', conversation: direct, epoch, after: 1 });
  down.OpsPage.parse(ops);
  const { messages } = await ann.request({ t: 'history', conversation: direct });
  assert.deepEqual(ops.ops[0].message, messages[0]);
  assert.equal(messages[0].body.text, 'second');
  assert.deepEqual(messages[0].reactions, [{ emoji: '👍', users: ['bob'] }]);
  assert.deepEqual(
    ops.ops.map((op: Frame) => op.kind),
    ['message', 'edit', 'react'],
  );
  const part = await ann.request({ t: 'ops', conversation: direct, epoch, after: 0, limit: 2 });
  assert.deepEqual([part.ops.length, part.more, part.head], [2, true, 4]);
});

test('[C4] another epoch or a seq ahead of the head is answered by reset', async () => {
  const { pair, storage } = await world();
  const [ann] = await pair();
  const { epoch } = ann.welcome;
  const ahead = await ann.request({ t: 'ops', conversation: direct, epoch, after: 2 });
  assert.deepEqual([ahead.t, ahead.head, ahead.floor], ['reset', 1, 0]);
  const fresh = await storage.rotateEpoch();
  const other = await ann.request({ t: 'ops', conversation: direct, epoch, after: 0 });
  assert.deepEqual([other.t, other.epoch], ['reset', fresh]);
});

test('[C1] [C2] sync pages through what changed, oldest change first', async () => {
  const { connect } = await world();
  const ann = await connect('ann');
  const ids = [cid(), cid(), cid()];
  for (const id of ids) await ann.write({ kind: 'create', conversation: id, type: 'group', members: [] }, id);
  await ann.say(ids[0]!, 'newest');
  const { epoch } = ann.welcome;
  const one = await ann.request({ t: 'sync', epoch, version: 0, limit: 2 });
  down.Changes.parse(one);
  assert.deepEqual(
    [one.conversations.map((h: Frame) => h.id), one.version, one.more],
    [ids.slice(1), 3, true],
  );
  const two = await ann.request({ t: 'sync', epoch, version: one.version, limit: 2 });
  assert.deepEqual([two.conversations.map((h: Frame) => h.id), two.version, two.more], [[ids[0]], 4, false]);
  assert.equal(two.conversations[0].last.text, 'newest');
  const none = await ann.request({ t: 'sync', epoch, version: 4 });
  assert.deepEqual([none.conversations, none.version, none.more], [[], 4, false]);
});

test('[C5] a version ahead or of another epoch is answered from 0 with reset', async () => {
  const { pair, storage } = await world();
  const [ann] = await pair();
  const { epoch } = ann.welcome;
  const ahead = await ann.request({ t: 'sync', epoch, version: 9 });
  assert.deepEqual([ahead.reset, ahead.conversations.length, ahead.version], [true, 1, 1]);
  const fresh = await storage.rotateEpoch();
  const other = await ann.request({ t: 'sync', epoch, version: 1 });
  assert.deepEqual([other.reset, other.epoch, other.conversations.length], [true, fresh, 1]);
  assert.equal((await ann.request({ t: 'sync', version: 1 })).code, 'bad_frame');
});

test('[C6] in large conversations nobody’s version moves, and sync lists them', async () => {
  const { connect } = await world({ appLimits: { versionedMembers: 2 } });
  const ann = await connect('ann');
  const bob = await connect('bob');
  await connect('eve');
  const id = cid();
  const created = await ann.write(
    { kind: 'create', conversation: id, type: 'group', members: ['bob', 'eve'] },
    id,
  );
  assert.equal(created.version, undefined);
  assert.equal('version' in (await bob.next()), false);
  assert.equal('version' in (await ann.say(id, 'x')), false);
  await bob.next();
  const changes = await bob.request({ t: 'sync', version: 0 });
  assert.deepEqual([changes.conversations, changes.version], [[], 0]);
  assert.deepEqual([changes.large[0].id, changes.large[0].seq], [id, 2]);
  const [head] = (await bob.request({ t: 'heads', conversations: [id, 'nowhere'] })).conversations;
  assert.deepEqual([head.seq, head.memberCount, 'version' in head], [2, 3, false]);
  await ann.write({ kind: 'members', conversation: id, add: [], remove: ['eve'] });
  assert.equal((await bob.next()).version, 1);
});

test('[G4] a page leaves behind the pushes that it contains and before later ones', async () => {
  const storage = new SqliteStorage({ path: ':memory:' });
  const { pair } = await world({ storage });
  const [ann, bob] = await pair();
  const history = storage.history.bind(storage);
  let go = () => {};
  const gate = new Promise<void>((open) => {
    go = open;
  });
  let read = () => {};
  const reading = new Promise<void>((done) => {
    read = done;
  });
  storage.history = async (query) => {
    await settle();
    const result = await history(query);
    read();
    await gate;
    return result;
  };
  bob.up({ t: 'history', id: 1, conversation: direct });
  await ann.say(direct, 'before the read');
  await reading;
  await ann.say(direct, 'after the read');
  await settle();
  assert.deepEqual(bob.frames, []);
  go();
  const got = [await bob.next(), await bob.next(), await bob.next()];
  assert.deepEqual(
    got.map((f) => f.op?.seq ?? [f.t, f.head]),
    [2, ['page', 2], 3],
  );
});

test('[F4] no answer is over limits.serverFrame: pages are shorter instead', async () => {
  const { pair } = await world();
  const [ann] = await pair();
  const { epoch, limits } = ann.welcome;
  // One byte of UTF-8 becomes six of JSON.
  for (let i = 0; i < 8; i++) await ann.say(direct, '\u0080'.repeat(8192));
  for (let i = 0; i < 20; i++) await ann.say(direct, '\u0001'.repeat(10_000));
  const ops = await ann.request({ t: 'ops', conversation: direct, epoch, after: 0 });
  assert.ok(Buffer.byteLength(JSON.stringify(ops)) <= limits.serverFrame);
  assert.ok(ops.more && ops.ops.length > 0);
  const page = await ann.request({ t: 'history', conversation: direct });
  assert.ok(Buffer.byteLength(JSON.stringify(page)) <= limits.serverFrame);
  assert.deepEqual([page.to, page.from], [29, page.messages[0].seq]);
});

test('members come in the order of their ids, in pages', async () => {
  const { connect } = await world();
  const ann = await connect('ann');
  for (const id of ['eve', 'bob']) await connect(id);
  const id = cid();
  await ann.write({ kind: 'create', conversation: id, type: 'group', members: ['eve', 'bob'] }, id);
  const one = await ann.request({ t: 'members', conversation: id, limit: 2 });
  assert.deepEqual([one.members.map((m: Frame) => m.id), one.more], [['ann', 'bob'], true]);
  const two = await ann.request({ t: 'members', conversation: id, after: 'bob', limit: 2 });
  assert.deepEqual([two.members.map((m: Frame) => m.id), two.more], [['eve'], false]);
});

test('[Q1] [F4] search answers with what the user may read, as much as fits a frame', async () => {
  const { pair, connect } = await world({ limits: { serverFrame: 40_000 } });
  const [ann, bob] = await pair();
  const long = `needle ${'x'.repeat(12_000)}`;
  for (let i = 0; i < 5; i++) await ann.say(direct, long);
  await bob.quiet();
  const seqs: number[] = [];
  let before: number | undefined;
  for (let pages = 0; pages < 5; pages++) {
    const frame: Frame = await bob.request({ t: 'search', text: 'NEEDLE', before });
    assert.equal(frame.t, 'found', JSON.stringify(frame).slice(0, 200));
    down.Found.parse(frame);
    seqs.push(...frame.hits.map((hit: Frame) => hit.message.seq));
    before = frame.next;
    if (before === undefined) break;
  }
  assert.deepEqual(seqs, [6, 5, 4, 3, 2]);
  const eve = await connect('eve');
  assert.deepEqual((await eve.request({ t: 'search', text: 'needle' })).hits, []);
  assert.equal((await eve.request({ t: 'search', text: 'needle', conversation: direct })).code, 'not_found');
});

test('[Q4] who searches too often is told to wait, and is served again', async () => {
  const { pair, clock } = await world();
  const [ann] = await pair();
  const codes = [];
  for (let i = 0; i < 22; i++) codes.push((await ann.request({ t: 'search', text: 'a' })).code ?? 'found');
  assert.deepEqual(codes.slice(19), ['found', 'rate_limited', 'rate_limited']);
  assert.equal((await ann.request({ t: 'history', conversation: direct })).t, 'page');
  await clock.pass(10_000);
  assert.equal((await ann.request({ t: 'search', text: 'a' })).t, 'found');
});
