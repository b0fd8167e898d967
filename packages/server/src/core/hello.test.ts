import assert from 'node:assert/strict';
import { test } from 'node:test';
import { down } from '@tokenim/protocol';
import { app, direct, settle, world } from './harness.js';

test('[H1] without hello within 10 s the server closes with 4408', async () => {
  const { open, clock } = await world();
  const client = open();
  await clock.pass(9000);
  assert.equal(client.code, undefined);
  await clock.pass(2000);
  assert.equal(client.code, 4408);
});

test('[H1] another first frame, and a second hello, close with 4400', async () => {
  const { open, connect, token } = await world();
  const client = open();
  client.up({ t: 'ping', id: 1 });
  assert.equal(client.code, 4400);
  const again = await connect('ann');
  again.up({ t: 'hello', v: [1, 1], features: [], token: await token('ann'), device: 'd' });
  assert.equal(again.code, 4400);
});

test('[H2] without a common version the server closes with 4406', async () => {
  const { open, token } = await world();
  const client = open();
  client.up({ t: 'hello', v: [2, 3], features: [], token: await token('ann'), device: 'd' });
  assert.equal(await client.ended, 4406);
});

test('[H3] welcome fits its schema and says who, what and where', async () => {
  const { connect } = await world({ features: ['a', 'b'] });
  const { welcome } = await connect('ann', { features: ['b', 'c'] }, { name: 'Ann', role: 'agent' });
  down.Welcome.parse(welcome);
  assert.deepEqual(welcome.user, { id: 'ann', name: 'Ann', role: 'agent' });
  assert.deepEqual(welcome.features, ['b']);
  assert.equal(welcome.version, 0);
});

test('[H4] open is answered next, then resume; what was pushed meanwhile follows', async () => {
  const { pair, connect } = await world();
  const [ann] = await pair();
  await ann.say(direct, 'one');
  const { epoch } = ann.welcome;
  const bob = await connect('bob', {
    device: 'second',
    open: { conversation: direct, epoch, after: 1 },
    resume: { epoch, version: 0 },
  });
  const ops = await bob.next();
  assert.deepEqual([ops.t, ops.ops.length, ops.head, 'id' in ops], ['ops', 1, 2, false]);
  const changes = await bob.next();
  assert.deepEqual([changes.t, changes.conversations.length, changes.version], ['changes', 1, 2]);
  await ann.say(direct, 'two');
  assert.equal((await bob.next()).op.seq, 3);
  const stranger = await connect('eve', { open: { conversation: direct, epoch, after: 0 } });
  await settle();
  assert.deepEqual(stranger.frames, []);
});

test('[H5] the same device replaces its former connection', async () => {
  const { connect } = await world();
  const first = await connect('ann');
  const other = await connect('ann', { device: 'other' });
  await connect('ann');
  assert.equal(first.code, 4409);
  assert.equal(other.code, undefined);
});

test('[H6] an origin that is not the app’s is closed with 4403', async () => {
  const { open, token } = await world({ origins: ['https://shop.example'] });
  const hello = { t: 'hello', v: [1, 1], features: [], token: await token('ann'), device: 'd' };
  const foreign = open({ origin: 'https://evil.example' });
  foreign.up(hello);
  assert.equal(await foreign.ended, 4403);
  for (const peer of [{ origin: 'https://shop.example' }, {}]) {
    const client = open(peer);
    assert.equal((await client.ask(hello)).t, 'welcome');
  }
});

test('frames that arrive while the token is checked are handled in order', async () => {
  const { open, token } = await world();
  const client = open();
  client.up({ t: 'hello', v: [1, 1], features: [], token: await token('ann'), device: 'd' });
  client.up({ t: 'ping', id: 1 });
  client.up({ t: 'ping', id: 2 });
  const got = [await client.next(), await client.next(), await client.next()];
  assert.deepEqual(
    got.map((f) => f.id ?? f.t),
    ['welcome', 1, 2],
  );
});

test('[T1] tokens that are forged, foreign, unsigned, unfit or over are closed with 4401', async () => {
  const { open, token, clock } = await world();
  const good = await token('ann');
  const [head, body, signature] = good.split('.') as [string, string, string];
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  const bad: [string, string][] = [
    ['x', 'unauthorized'],
    [none, 'unauthorized'],
    [`${head}.${body}.${signature.slice(0, -3)}AAA`, 'unauthorized'],
    [await token('ann', { iss: 'other' }), 'unauthorized'],
    [await token('not allowed'), 'unauthorized'],
    [await token('ann', { role: 'visitor' }), 'unauthorized'],
    [await token('ann', { avatar: 'javascript:alert(1)' }), 'unauthorized'],
    [await token('ann', { exp: undefined }), 'unauthorized'],
    [await token('ann', {}, -61), 'token_expired'],
  ];
  for (const [each, reason] of bad) {
    const client = open();
    client.up({ t: 'hello', v: [1, 1], features: [], token: each, device: 'd' });
    assert.deepEqual([await client.ended, client.reason], [4401, reason]);
  }
  const late = open();
  const hello = { t: 'hello', v: [1, 1], features: [], token: await token('ann', {}, -30), device: 'd' };
  assert.equal((await late.ask(hello)).expires, Math.floor(clock.now() / 1000) * 1000 + 30_000);
});

test('[T2] expiring comes a minute before the end, 4401 at the end', async () => {
  const { connect, clock, token } = await world();
  const client = await connect('ann', { token: await token('ann', {}, 120) });
  await clock.pass(59_000);
  assert.deepEqual(client.frames, []);
  await clock.pass(2000);
  const frame = await client.next();
  assert.equal(frame.t, 'expiring');
  assert.ok(frame.in <= 60_000);
  await clock.pass(60_000);
  assert.equal(client.code, 4401);
});

test('[T3] auth renews for the same user only', async () => {
  const { connect, clock, token } = await world();
  const client = await connect('ann', { token: await token('ann', {}, 30) });
  await clock.pass(300);
  assert.equal((await client.next()).t, 'expiring');
  const other = await client.request({ t: 'auth', token: await token('bob') });
  assert.deepEqual([other.t, other.code], ['error', 'forbidden']);
  assert.equal((await client.request({ t: 'auth', token: 'x' })).code, 'unauthorized');
  const ok = await client.request({ t: 'auth', token: await token('ann', {}, 3600) });
  assert.equal(ok.t, 'ok');
  assert.equal(ok.expires, Math.floor(clock.now() / 1000) * 1000 + 3_600_000);
  await clock.pass(60_000);
  assert.equal(client.code, undefined);
});

test('[W9] agents enter support conversations: with the create, and when they first connect', async () => {
  const { connect } = await world();
  const desk = await connect('desk', {}, { role: 'agent' });
  const visitor = await connect('v.1');
  const id = '0199c7e0-1b00-7000-8000-ffffffffff01';
  await visitor.write({ kind: 'create', conversation: id, type: 'support', members: [] }, id);
  const created = await desk.next();
  assert.deepEqual(created.op.members.map((m: { id: string }) => m.id).sort(), ['desk', 'v.1']);
  const late = await connect('late', { resume: { version: 0 } }, { role: 'agent' });
  const changes = await late.next();
  assert.equal(changes.conversations[0].id, id);
  const joined = await visitor.next();
  assert.deepEqual([joined.op.kind, joined.op.add[0].id, joined.op.by], ['members', 'late', 'late']);
  await connect('late', { device: 'again' }, { role: 'agent' });
  await settle();
  assert.deepEqual(
    visitor.frames.filter((f) => f.t === 'op'),
    [],
  );
});

test('[B5] a draining server refuses writes, then closes with 4503', async () => {
  const { pair, core, open, storage } = await world();
  const [ann, bob] = await pair();
  const accepted = ann.say(direct, 'accepted');
  const done = core.drain();
  const refused = ann.say(direct, 'late');
  assert.equal((await accepted).t, 'ack');
  const refusal = await refused;
  assert.deepEqual([refusal.t, refusal.code, refusal.retry], ['refuse', 'unavailable', true]);
  await done;
  assert.deepEqual([ann.code, bob.code, open().code], [4503, 4503, 4503]);
  const page = await storage.history({ app, user: 'ann' as never, conversation: direct, limit: 10 });
  assert.equal(page?.rows.filter((row) => 'ord' in row).length, 1);
});
