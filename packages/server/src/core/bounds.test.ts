import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cid, direct, type Frame, settle, world } from './harness.js';

test('[F1] [F4] what is no JSON object in a text message is closed with 4400, too large with 4413', async () => {
  const { connect } = await world();
  for (const [data, isBinary, code] of [
    ['[]', false, 4400],
    ['{"t":"ping","id":1', false, 4400],
    ['null', false, 4400],
    ['', false, 4400],
    [Buffer.from('{"t":"ping","id":1}'), true, 4400],
    [Buffer.from([0x7b, 0xff, 0x7d]), false, 4400],
    [`{"t":"ping","id":1${' '.repeat(65_536)}}`, false, 4413],
  ] as const) {
    const client = await connect('ann');
    client.connection.message(data, isBinary);
    assert.equal(client.code, code);
  }
});

test('[F2] [F3] a frame that does not fit is answered where it can be, else closed with 4400', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  assert.equal((await ann.request({ t: 'ping', more: 1 })).code, 'bad_frame');
  assert.equal((await ann.request({ t: 'nonsense' })).code, 'bad_frame');
  const id = cid();
  const refusal = await ann.ask({ t: 'write', cid: id, op: { kind: 'message' } });
  assert.deepEqual([refusal.t, refusal.cid, refusal.code], ['refuse', id, 'bad_frame']);
  const deep = `{"t":"write","cid":"${cid()}","op":${'[['.repeat(9000)}${']]'.repeat(9000)}}`;
  assert.equal((await ann.ask(deep)).code, 'bad_frame');
  ann.up({ t: 'signal', kind: 'typing' });
  assert.equal(ann.code, 4400);
  assert.equal(bob.code, undefined);
});

test('[B3] too many frames are refused with after, signals dropped; ten times as many closed with 4429', async () => {
  const { pair, clock } = await world({ appLimits: { frameRate: 10 } });
  const [ann, bob] = await pair();
  await clock.pass(5000);
  for (let i = 1; i <= 21; i++) ann.up({ t: 'ping', id: i });
  await settle();
  const answers = ann.frames.splice(0);
  assert.deepEqual(
    answers.map((f: Frame) => f.code ?? 'ok'),
    [...Array(20).fill('ok'), 'rate_limited'],
  );
  assert.ok(answers[20].after > 0);
  ann.up({ t: 'signal', kind: 'typing', conversation: direct, on: true });
  const write = await ann.say(direct, 'x');
  assert.deepEqual([write.t, write.code, write.retry], ['refuse', 'rate_limited', true]);
  await clock.pass(answers[20].after);
  assert.equal((await ann.request({ t: 'ping' })).t, 'pong');
  await settle();
  assert.deepEqual(bob.frames, []);
  await clock.pass(1000);
  for (let i = 1; i <= 101; i++) ann.up({ t: 'ping', id: i });
  assert.equal(ann.code, 4429);
});

test('[B4] a slow reader loses signals, then pushes, hears lag once, and sync ends it', async () => {
  const { pair } = await world();
  const [ann, bob] = await pair();
  bob.bufferedAmount = 200_000;
  ann.up({ t: 'signal', kind: 'typing', conversation: direct, on: true });
  await ann.say(direct, 'one');
  assert.equal((await bob.next()).t, 'op');
  bob.bufferedAmount = 2_000_000;
  await ann.say(direct, 'two');
  await ann.say(direct, 'three');
  assert.equal((await bob.next()).t, 'lag');
  bob.bufferedAmount = 0;
  await ann.say(direct, 'four');
  await settle();
  assert.deepEqual(bob.frames, []);
  const changes = await bob.request({ t: 'sync', epoch: bob.welcome.epoch, version: 2 });
  assert.equal(changes.conversations[0].seq, 5);
  await ann.say(direct, 'five');
  assert.equal((await bob.next()).op.seq, 6);
});

test('[B4] a reader without progress for 30 s is closed with 4508', async () => {
  const { pair, clock } = await world();
  const [ann, bob] = await pair();
  bob.bufferedAmount = 2_000_000;
  await clock.pass(20_000);
  bob.bufferedAmount -= 1;
  await clock.pass(20_000);
  assert.equal(bob.code, undefined);
  await clock.pass(11_000);
  assert.equal(bob.code, 4508);
  assert.equal(ann.code, undefined);
});

test('answers wait while a slow reader has enough to read', async () => {
  const { pair, clock } = await world();
  const [ann] = await pair();
  ann.bufferedAmount = 2_000_000;
  ann.up({ t: 'history', id: 1, conversation: direct });
  await settle();
  assert.deepEqual(ann.frames, []);
  ann.bufferedAmount = 0;
  await clock.pass(300);
  assert.equal((await ann.next()).t, 'page');
});

test('[S2] typing reaches the other members and nobody else', async () => {
  const { pair, connect } = await world();
  const [ann, bob] = await pair();
  const eve = await (await connect('eve')).quiet();
  ann.up({ t: 'signal', kind: 'typing', conversation: direct, on: true });
  assert.deepEqual(await bob.next(), {
    t: 'signal',
    kind: 'typing',
    user: 'ann',
    conversation: direct,
    on: true,
  });
  eve.up({ t: 'signal', kind: 'typing', conversation: direct, on: true });
  await settle();
  assert.deepEqual([ann.frames, bob.frames, eve.frames], [[], [], []]);
});

test('[S3] contacts hear who comes, goes away and leaves, after 5 s of grace', async () => {
  const { pair, connect, clock } = await world();
  const [ann, bob] = await pair();
  const state = async () => {
    const { state, seen } = await bob.next();
    return seen === undefined ? state : [state, seen];
  };
  await clock.pass(1000);
  ann.up({ t: 'signal', kind: 'presence', state: 'away' });
  assert.equal(await state(), 'away');
  ann.up({ t: 'signal', kind: 'presence', state: 'online' });
  await clock.pass(1300);
  assert.equal(await state(), 'online');
  ann.connection.closed();
  await clock.pass(3000);
  const again = await connect('ann');
  await clock.pass(6000);
  assert.deepEqual(bob.frames, []);
  const gone = clock.now();
  again.connection.closed();
  await clock.pass(6000);
  assert.deepEqual(await state(), ['offline', gone]);
  await connect('eve');
  const { users } = await bob.request({ t: 'presence', users: ['ann', 'bob', 'eve', 'zoe'] });
  assert.deepEqual(users, [
    { user: 'ann', state: 'offline', seen: gone },
    { user: 'bob', state: 'online' },
  ]);
});
