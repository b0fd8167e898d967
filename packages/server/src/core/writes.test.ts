import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Up } from '@tokenim/protocol';
import { SqliteStorage } from '../storage/sqlite/sqlite-storage.js';
import { app, type Client, cid, direct, type Frame, settle, world } from './harness.js';

async function group(owner: Client, members: string[], id = cid()): Promise<string> {
  const ack = await owner.write({ kind: 'create', conversation: id, type: 'group', members }, id);
  assert.equal(ack.t, 'ack');
  return id;
}

test('[W2] [L5] the ack has seq, ts, ord and version; the others get op', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const second = await (await connect('ann', { device: 'second' })).quiet();
  const ack = await ann.say(direct, 'hello');
  assert.deepEqual([ack.seq, ack.ord, ack.version, typeof ack.ts], [2, 1, 2, 'number']);
  for (const client of [bob, second]) {
    const { op, version } = await client.next();
    assert.deepEqual([op.seq, op.by, op.message.body.text, version], [2, 'ann', 'hello', 2]);
  }
  await settle();
  assert.deepEqual(ann.frames, []);
});

test('[W3] a repeat gets the first ack and is not sent again; another payload is a conflict', async () => {
  const { pair, connect, storage } = await world();
  const [ann, bob] = await pair();
  const id = cid();
  const first = await ann.say(direct, 'once', id);
  await bob.quiet();
  const other = await connect('ann', { device: 'other' });
  await other.quiet();
  const { version: _, ...repeated } = first;
  assert.deepEqual(await other.say(direct, 'once', id), repeated);
  const conflict = await ann.say(direct, 'twice', id);
  assert.deepEqual([conflict.t, conflict.code, conflict.retry], ['refuse', 'conflict', false]);
  await storage.rotateEpoch();
  assert.equal((await ann.say(direct, 'once', id)).seq, first.seq);
  await settle();
  assert.deepEqual(bob.frames, []);
});

test('[W3] a repeat whose members stand in another order is the same', async () => {
  const { pair } = await world();
  const [ann] = await pair();
  const id = cid();
  const body = (data: string) => `{"type":"custom","name":"card","fallback":"x","data":${data}}`;
  const write = (data: string) =>
    `{"t":"write","cid":"${id}","op":{"kind":"message","conversation":"${direct}","body":${body(data)}}}`;
  const first = await ann.ask(write('{"a":1,"b":{"c":[1,2],"d":null}}'));
  assert.equal((await ann.ask(write('{"b":{"d":null,"c":[1,2]},"a":1.0}'))).seq, first.seq);
  assert.equal((await ann.ask(write('{"b":{"d":null,"c":[2,1]},"a":1}'))).code, 'conflict');
});

test('[W3] a repeat is acknowledged even when it would be refused by now', async () => {
  const { connect } = await world();
  const ann = await connect('ann');
  const bob = await connect('bob');
  const id = await group(ann, ['bob']);
  await bob.quiet();
  const said = cid();
  const first = await bob.say(id, 'hi', said);
  await ann.quiet();
  await ann.write({ kind: 'members', conversation: id, add: [], remove: ['bob'] });
  await bob.quiet();
  assert.equal((await bob.say(id, 'hi', said)).seq, first.seq);
  assert.equal((await bob.say(id, 'more')).code, 'not_found');
});

test('[W4] answers come in the order of the writes, refusals included', async () => {
  const { pair } = await world();
  const [ann] = await pair();
  const ids = [cid(), cid(), cid(), cid()];
  const message = (text: string) => ({ kind: 'message', conversation: direct, body: { type: 'text', text } });
  ann.up({ t: 'write', cid: ids[0], op: message('1') });
  ann.up({ t: 'write', cid: ids[1], op: { ...message('2'), conversation: 'nowhere' } });
  ann.up({ t: 'write', cid: ids[2], op: { ...message('3'), unknown: true } });
  ann.up({ t: 'write', cid: ids[3], op: message('4') });
  const answers = [await ann.next(), await ann.next(), await ann.next(), await ann.next()];
  assert.deepEqual(
    answers.map((f) => [f.cid, f.code ?? f.seq]),
    [
      [ids[0], 2],
      [ids[1], 'not_found'],
      [ids[2], 'bad_frame'],
      [ids[3], 3],
    ],
  );
});

test('[W5] the cid of a refused write stays unused', async () => {
  const { connect } = await world();
  const ann = await connect('ann');
  const id = cid();
  const op = { kind: 'create', conversation: direct, type: 'direct', members: ['bob'] };
  assert.equal((await ann.write(op, id)).code, 'not_found');
  await connect('bob');
  assert.equal((await ann.write(op, id)).seq, 1);
});

test('[W6] what is not one’s own is not found; who may not is forbidden', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const eve = await connect('eve');
  const visitor = await connect('v.1');
  const text = { type: 'text', text: 'x' };
  const { seq: target } = await ann.say(direct, 'mine');
  await bob.quiet();
  const refused = async (who: Client, op: Frame) => (await who.write(op)).code;
  assert.equal(await refused(eve, { kind: 'message', conversation: direct, body: text }), 'not_found');
  assert.equal(await refused(eve, { kind: 'title', conversation: direct, title: 'x' }), 'not_found');
  assert.equal(await refused(bob, { kind: 'edit', conversation: direct, target, body: text }), 'forbidden');
  assert.equal(await refused(bob, { kind: 'delete', conversation: direct, target }), 'forbidden');
  assert.equal(await refused(bob, { kind: 'title', conversation: direct, title: 'x' }), 'forbidden');
  const add = { kind: 'members', conversation: direct, add: ['eve'], remove: [] };
  assert.equal(await refused(bob, add), 'forbidden');
  const create = { kind: 'create', conversation: cid(), type: 'group', members: ['ann'] };
  assert.equal(await refused(visitor, create), 'forbidden');
});

test('[W6] in a support conversation an agent deletes and changes members, others do not', async () => {
  const { connect } = await world();
  const desk = await connect('desk', {}, { role: 'agent' });
  const ann = await connect('ann');
  await connect('bob');
  const id = cid();
  await ann.write({ kind: 'create', conversation: id, type: 'support', members: [] }, id);
  const { seq: target } = await ann.say(id, 'x');
  await desk.quiet();
  const add = { kind: 'members', conversation: id, add: ['bob'], remove: [] };
  assert.equal((await ann.write(add)).code, 'forbidden');
  assert.equal((await desk.write({ kind: 'delete', conversation: id, target })).seq, 3);
  assert.equal((await desk.write(add)).seq, 4);
});

test('[W7] targets are messages; states may be repeated, the deleted not edited', async () => {
  const { pair } = await world();
  const [ann] = await pair();
  const { seq: target } = await ann.say(direct, 'x');
  const on = { conversation: direct, target };
  const body = { type: 'text', text: 'y' };
  const results: Frame[] = [];
  for (const op of [
    { kind: 'react', ...on, target: 1, emoji: '👍', on: true },
    { kind: 'react', ...on, target: 99, emoji: '👍', on: true },
    { kind: 'edit', ...on, body: { type: 'custom', name: 'a', fallback: 'b', data: {} } },
    { kind: 'react', ...on, emoji: '👍', on: true },
    { kind: 'react', ...on, emoji: '👍', on: true },
    { kind: 'edit', ...on, body },
    { kind: 'delete', ...on },
    { kind: 'delete', ...on },
    { kind: 'edit', ...on, body },
    { kind: 'react', ...on, emoji: '👍', on: false },
  ])
    results.push(await ann.write(op));
  assert.deepEqual(
    results.map((f) => f.code ?? f.seq),
    ['not_found', 'not_found', 'invalid', 3, 4, 5, 6, 7, 'invalid', 'invalid'],
  );
});

test('[W11] after their windows messages are neither edited nor deleted', async () => {
  const { pair, clock } = await world({ appLimits: { editWindow: 1000, deleteWindow: 5000 } });
  const [ann] = await pair();
  assert.deepEqual([ann.welcome.limits.editWindow, ann.welcome.limits.deleteWindow], [1000, 5000]);
  const { seq: target } = await ann.say(direct, 'x');
  const { seq: other } = await ann.say(direct, 'y');
  const id = cid();
  const edit = { kind: 'edit', conversation: direct, target, body: { type: 'text', text: 'z' } };
  const remove = { kind: 'delete', conversation: direct, target };
  await clock.pass(1000);
  const first = await ann.write(edit, id);
  assert.equal(first.t, 'ack');
  await clock.pass(1);
  const late = await ann.write(edit);
  assert.deepEqual([late.code, late.retry], ['invalid', false]);
  // What was accepted once is acknowledged again (W3).
  assert.equal((await ann.write(edit, id)).seq, first.seq);
  assert.equal((await ann.write(remove)).t, 'ack');
  await clock.pass(4000);
  assert.equal((await ann.write({ ...remove, target: other })).code, 'invalid');
  assert.equal((await ann.write(remove)).t, 'ack');
});

test('[W11] an agent deletes in a support conversation at any time, and edits as others do', async () => {
  const { connect, clock } = await world({ limits: { editWindow: 1000, deleteWindow: 1000 } });
  const desk = await connect('desk', {}, { role: 'agent' });
  const ann = await connect('ann');
  const id = cid();
  await ann.write({ kind: 'create', conversation: id, type: 'support', members: [] }, id);
  const { seq: target } = await ann.say(id, 'x');
  await desk.quiet();
  const own = await desk.say(id, 'y');
  await clock.pass(2000);
  await ann.quiet();
  assert.equal((await ann.write({ kind: 'delete', conversation: id, target })).code, 'invalid');
  const body = { type: 'text', text: 'z' };
  assert.equal((await desk.write({ kind: 'edit', conversation: id, target: own.seq, body })).code, 'invalid');
  assert.equal((await desk.write({ kind: 'delete', conversation: id, target })).t, 'ack');
  assert.equal((await desk.write({ kind: 'delete', conversation: id, target: own.seq })).t, 'ack');
});

test('[W12] at most 50 are mentioned, and ids that nobody has are kept', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  const say = (mentions: string[]) =>
    ann.write({ kind: 'message', conversation: direct, body: { type: 'text', text: 'x', mentions } });
  assert.equal((await say(Array(51).fill('bob'))).code, 'bad_frame');
  assert.equal((await say(['nobody', 'bob'])).t, 'ack');
  assert.deepEqual((await bob.next()).op.message.body.mentions, ['nobody', 'bob']);
});

test('[W8] [L6] ids and members of what is created', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  await connect('eve');
  const codes: Frame[] = [];
  const create = async (op: Frame, id = cid()) =>
    codes.push((await ann.write({ kind: 'create', conversation: id, members: [], ...op }, id)).code ?? 'ok');
  await create({ type: 'direct', conversation: 'd~ann~eve', members: ['eve', 'bob'] });
  await create({ type: 'direct', conversation: 'd~eve~ann', members: ['eve'] });
  await create({ type: 'direct', conversation: 'd~ann~eve', members: ['eve'] });
  await create({ type: 'direct', conversation: 'd~ann~zoe', members: ['zoe'] });
  await create({ type: 'group', conversation: cid() });
  await create({ type: 'group', members: ['zoe'] });
  await create({ type: 'group', members: ['ann', 'eve'] });
  assert.deepEqual(codes, ['invalid', 'invalid', 'ok', 'not_found', 'invalid', 'not_found', 'ok']);
  const again = await bob.write({ kind: 'create', conversation: direct, type: 'direct', members: ['ann'] });
  assert.deepEqual([again.t, again.seq], ['ack', 1]);
});

test('[W10] a reply names a message of the same conversation', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  await ann.say(direct, 'x');
  await bob.quiet();
  const reply = (replyTo: number) =>
    bob.write({ kind: 'message', conversation: direct, body: { type: 'text', text: 'y' }, replyTo });
  assert.equal((await reply(1)).code, 'not_found');
  assert.equal((await reply(2)).seq, 3);
  assert.equal((await ann.next()).op.message.replyTo, 2);
});

test('[L5] [C7] who is added hears of it, who is removed hears that and nothing after', async () => {
  const { connect } = await world();
  const ann = await connect('ann');
  const bob = await connect('bob');
  const id = await group(ann, []);
  await ann.say(id, 'before');
  await ann.write({ kind: 'members', conversation: id, add: ['bob'], remove: [] });
  assert.equal((await bob.next()).op.add[0].id, 'bob');
  await ann.write({ kind: 'members', conversation: id, add: [], remove: ['bob'] });
  assert.deepEqual((await bob.next()).op.remove, ['bob']);
  await ann.say(id, 'after');
  await settle();
  assert.deepEqual(bob.frames, []);
  const changes = await bob.request({ t: 'sync', version: 0 });
  assert.deepEqual([changes.conversations[0].id, changes.conversations[0].me.left], [id, true]);
  assert.equal((await bob.request({ t: 'history', conversation: id })).code, 'not_found');
});

test('[L7] a deletion removes bodies, former bodies and reactions', async () => {
  const { pair, connect } = await world();
  const [ann] = await pair();
  const { seq: target } = await ann.say(direct, 'secret one');
  const on = { conversation: direct, target };
  await ann.write({ kind: 'edit', ...on, body: { type: 'text', text: 'secret two' } });
  await ann.write({ kind: 'react', ...on, emoji: '🙈', on: true });
  await ann.write({ kind: 'delete', ...on });
  const { epoch } = ann.welcome;
  const answers = [
    await ann.request({ t: 'ops', conversation: direct, epoch, after: 0 }),
    await ann.request({ t: 'history', conversation: direct }),
    await ann.request({ t: 'sync', version: 0 }),
  ];
  assert.doesNotMatch(JSON.stringify(answers), /secret|🙈/);
  assert.equal(answers[1].messages[0].deleted.by, 'ann');
  assert.equal((await connect('bob', { device: 'late' })).welcome.version, 5);
});

test('[U3] a message names only one’s own whole file, of the right size, in one conversation', async () => {
  const { pair, storage } = await world();
  const [ann, bob] = await pair();
  const file = cid() as never;
  await storage.putFile(app, {
    id: file,
    owner: 'ann' as never,
    name: 'a.pdf',
    mime: 'application/pdf',
    size: 5,
    created: 0,
  });
  const send = async (who: Client, size: number, conversation: string = direct) => {
    const body = { type: 'file', file: { id: file, name: 'a.pdf', mime: 'application/pdf', size } };
    const answer = await who.write({ kind: 'message', conversation, body });
    return answer.code ?? answer.t;
  };
  assert.equal(await send(ann, 5), 'invalid');
  await storage.completeFile(app, file, 'application/pdf', false);
  assert.equal(await send(ann, 6), 'invalid');
  assert.equal(await send(bob, 5), 'not_found');
  assert.equal(await send(ann, 5), 'ack');
  const id = await group(ann, []);
  assert.equal(await send(ann, 5, id), 'invalid');
});

test('[U10] a message names no file of a type or size that its app does not take, by its bytes too', async () => {
  const { pair, storage } = await world({
    appLimits: { fileTypes: ['image/*', 'text/*'], fileSizes: { image: 100, other: 1000 } },
  });
  const [ann] = await pair();
  const send = async (seen: string, claimed: string, size = 5, named = claimed) => {
    const id = cid() as never;
    const owner = 'ann' as never;
    await storage.putFile(app, { id, owner, name: 'a', mime: claimed, size, created: 0 });
    await storage.completeFile(app, id, seen, false);
    const file = { id, name: 'a', mime: named, size };
    const answer = await ann.write({ kind: 'message', conversation: direct, body: { type: 'file', file } });
    return answer.code ?? answer;
  };
  const kept = await send('image/png', 'image/png', 100);
  assert.equal(kept.t, 'ack');
  assert.equal(await send('image/png', 'image/png', 101), 'too_large');
  assert.equal(await send('application/x-msdownload', 'image/png'), 'file_type');
  assert.equal(await send('application/octet-stream', 'image/png'), 'file_type');
  assert.equal(await send('video/mp4', 'image/png'), 'file_type');
  assert.equal(await send('image/png', 'image/png', 5, 'application/zip'), 'file_type');
  assert.equal((await send('text/plain', 'text/csv', 1000)).t, 'ack');
  // A picture that says it is text has no more room than pictures have.
  assert.equal(await send('image/png', 'text/csv', 101), 'too_large');
  // What was taken once stays, with another caption.
  const { messages } = await ann.request({ t: 'history', conversation: direct });
  const { body } = messages.find((m: Frame) => m.seq === kept.seq);
  await storage.upsertApp({ ...(await storage.getApp(app))!, limits: { fileTypes: [] } });
  const edit = { kind: 'edit', conversation: direct, target: kept.seq, body: { ...body, text: 'new' } };
  assert.equal((await ann.write(edit)).t, 'ack');
});

test('[U12] a voice message is no longer than its app takes', async () => {
  const { pair, storage } = await world({ appLimits: { voice: 60_000 } });
  const [ann] = await pair();
  const send = async (duration: number) => {
    const file = { id: cid() as never, name: 'v.webm', mime: 'audio/webm', size: 5 };
    await storage.putFile(app, { ...file, owner: 'ann' as never, created: 0 });
    await storage.completeFile(app, file.id, 'video/webm', false);
    const body = { type: 'file', file, voice: { duration, peaks: [] } };
    const answer = await ann.write({ kind: 'message', conversation: direct, body });
    return answer.code ?? answer.t;
  };
  assert.equal(await send(60_000), 'ack');
  assert.equal(await send(60_001), 'too_large');
});

test('[B2] more writes than may be unanswered are refused with rate_limited', async () => {
  const { pair } = await world({ appLimits: { unacked: 3 } });
  const [ann] = await pair();
  for (let i = 0; i < 5; i++) void ann.up(writeOf(`${i}`));
  const answers: Frame[] = [];
  for (let i = 0; i < 5; i++) answers.push(await ann.next());
  assert.deepEqual(
    answers.map((f) => f.code ?? f.t),
    ['ack', 'ack', 'ack', 'rate_limited', 'rate_limited'],
  );
});

test('one poisoned write of a group does not fail the others', async () => {
  const storage = new SqliteStorage({ path: ':memory:' });
  const { pair } = await world({ storage });
  const [ann] = await pair();
  const text = 'poison';
  const stringify = JSON.stringify;
  const poisoned = (value: Frame, ...rest: Frame[]) => {
    if (value?.text === text && value.type === 'text') throw new Error('poisoned');
    return stringify(value, ...rest);
  };
  const frames = ['a', text, 'b'].map((each) => stringify(writeOf(each)));
  JSON.stringify = poisoned as typeof JSON.stringify;
  try {
    for (const frame of frames) ann.up(frame);
    const answers = [await ann.next(), await ann.next(), await ann.next()];
    assert.deepEqual(
      answers.map((f) => f.code ?? f.seq),
      [2, 'internal', 3],
    );
  } finally {
    JSON.stringify = stringify;
  }
});

test('a storage that fails is unavailable, and is served again when it is back', async () => {
  const storage = new SqliteStorage({ path: ':memory:' });
  const { pair } = await world({ storage });
  const [ann] = await pair();
  const commit = storage.commit;
  storage.commit = async () => {
    throw new Error('disk full');
  };
  const refusal = await ann.say(direct, 'x');
  assert.deepEqual([refusal.code, refusal.retry], ['unavailable', true]);
  storage.commit = commit;
  assert.equal((await ann.say(direct, 'x')).seq, 2);
});

function writeOf(text: string): Frame {
  const op = { kind: 'message', conversation: direct, body: { type: 'text', text } };
  return Up.parse({ t: 'write', cid: cid(), op });
}
