import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { AppId } from '@tokenim/protocol';
import { SignJWT } from 'jose';
import { SqliteStorage } from '../storage/sqlite/sqlite-storage.js';
import { dump } from './dump.js';
import { app, cid, direct, type Frame, secret, settle, world } from './harness.js';

/** What strangers try: tokens that are not right, and conversations that are not theirs. */

const folder = mkdtempSync(join(tmpdir(), 'tokenim-foreign-'));
after(() => rmSync(folder, { recursive: true }));
const other = AppId.parse('other');
const otherSecret = 'another secret of at least thirty-two characters';

async function scene(name: string) {
  const path = join(folder, name);
  const storage = new SqliteStorage({ path });
  after(() => storage.close());
  const w = await world({ storage });
  await storage.upsertApp({ id: other, secret: otherSecret, origins: ['*'] });
  return { ...w, stored: () => dump(path) };
}

function sign(
  claims: object,
  key: string,
  header: { alg: string; [key: string]: unknown } = { alg: 'HS256' },
) {
  return new SignJWT(claims as Record<string, unknown>)
    .setProtectedHeader(header)
    .sign(new TextEncoder().encode(key));
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('[T1] [T3] no token but a right one of the app opens anything, and none leaves a trace', async () => {
  const { open, pair, clock, stored } = await scene('tokens');
  const [ann] = await pair();
  const now = Math.floor(clock.now() / 1000);
  const claims = { iss: app, sub: 'mallory', exp: now + 3600 };
  const good = await sign(claims, secret);
  const [head, , signature] = good.split('.');
  const before = stored();
  const tokens: Record<string, string> = {
    'no token': 'x',
    'two parts': good.split('.').slice(0, 2).join('.'),
    'four parts': `${good}.x`,
    'alg none': `${part({ alg: 'none' })}.${part(claims)}.`,
    'alg None': `${part({ alg: 'None' })}.${part(claims)}.${signature}`,
    'alg of keys': `${part({ alg: 'RS256' })}.${part(claims)}.${signature}`,
    HS512: await sign(claims, secret, { alg: 'HS512' }),
    'claims of another': `${head}.${part({ ...claims, sub: 'ann' })}.${signature}`,
    'key of another app': await sign(claims, otherSecret),
    'unknown app': await sign({ ...claims, iss: 'none' }, secret),
    'no app': await sign({ ...claims, iss: undefined }, secret),
    'app that is a list': await sign({ ...claims, iss: [app] }, secret),
    'no user': await sign({ ...claims, sub: undefined }, secret),
    'user of a direct id': await sign({ ...claims, sub: 'a~b' }, secret),
    'too long a user': await sign({ ...claims, sub: 'x'.repeat(65) }, secret),
    'no end': await sign({ ...claims, exp: undefined }, secret),
    'end as text': `${head}.${part({ ...claims, exp: 'never' })}.${signature}`,
    'not yet': await sign({ ...claims, nbf: now + 3600 }, secret),
    'unknown must': await sign(claims, secret, { alg: 'HS256', crit: ['x'], x: 1 }).catch(() => 'x.y.z'),
    'role of the server': await sign({ ...claims, role: 'admin' }, secret),
    'claims that are no JSON': `${head}.e30x.${signature}`,
  };
  for (const [what, token] of Object.entries(tokens)) {
    const client = open();
    client.up({ t: 'hello', v: [1, 1], features: [], token, device: 'd' });
    assert.equal(await client.ended, 4401, what);
    assert.equal(client.reason, 'unauthorized', what);
    assert.deepEqual(client.frames, [], what);
    const renewal = await ann.request({ t: 'auth', token });
    assert.deepEqual([renewal.t, renewal.code], ['error', 'unauthorized'], what);
  }
  const over = open();
  over.up({
    t: 'hello',
    v: [1, 1],
    features: [],
    token: await sign({ ...claims, exp: now - 61 }, secret),
    device: 'd',
  });
  assert.deepEqual([await over.ended, over.reason], [4401, 'token_expired']);
  for (const foreign of [await sign({ ...claims, iss: other, sub: 'ann' }, otherSecret), good]) {
    assert.equal(
      (await ann.request({ t: 'auth', token: foreign })).code,
      'forbidden',
      'of another app or user',
    );
  }
  const long = open();
  long.up({ t: 'hello', v: [1, 1], features: [], token: 'x'.repeat(8193), device: 'd' });
  assert.equal(long.code, 4400);
  assert.equal(ann.code, undefined);
  assert.deepEqual(stored(), before);
});

test('[W6] [L3] a conversation that one is not in answers like one that does not exist', async () => {
  const { pair, connect, open, clock, stored } = await scene('operations');
  const [ann, bob] = await pair();
  await ann.say(direct, 'for bob only');
  await ann.quiet();
  await bob.quiet();
  const eve = await connect('eve');
  // The same name in another app is another person.
  const twin = open();
  const claims = { iss: other, sub: 'ann', exp: Math.floor(clock.now() / 1000) + 3600 };
  const hello = { t: 'hello', v: [1, 1], features: [], token: await sign(claims, otherSecret), device: 'd' };
  assert.equal((await twin.ask(hello)).t, 'welcome');
  const before = stored();

  const { epoch } = ann.welcome;
  const body = { type: 'text', text: 'mine' };
  const asked = (conversation: string): Frame[] => [
    { t: 'write', op: { kind: 'message', conversation, body } },
    { t: 'write', op: { kind: 'message', conversation, body, replyTo: 1 } },
    { t: 'write', op: { kind: 'edit', conversation, target: 2, body } },
    { t: 'write', op: { kind: 'delete', conversation, target: 2 } },
    { t: 'write', op: { kind: 'react', conversation, target: 2, emoji: '👍', on: true } },
    { t: 'write', op: { kind: 'members', conversation, add: ['eve'], remove: [] } },
    { t: 'write', op: { kind: 'members', conversation, add: [], remove: ['ann'] } },
    { t: 'write', op: { kind: 'title', conversation, title: 'Mine' } },
    { t: 'mark', conversation, read: 1 },
    { t: 'mark', conversation, unread: true },
    { t: 'history', conversation },
    { t: 'ops', conversation, epoch, after: 0 },
    { t: 'ops', conversation, epoch: 'another', after: 99 },
    { t: 'members', conversation },
    { t: 'file', conversation, file: '0199c7e0-1b00-7000-8000-0000000000f1' },
  ];
  for (const stranger of [eve, twin]) {
    await stranger.quiet();
    const missing = asked('d~ann~nobody');
    for (const [i, frame] of asked(direct).entries()) {
      const send = (each: Frame) =>
        each.t === 'write' ? stranger.ask({ ...each, cid: cid() }) : stranger.request(each);
      const answer = await send(frame);
      const unknown = await send(missing[i]);
      assert.equal(answer.t, frame.t === 'write' ? 'refuse' : 'error', JSON.stringify(frame));
      assert.equal(answer.code, 'not_found', JSON.stringify(frame));
      assert.deepEqual([answer.retry, answer.detail], [unknown.retry, unknown.detail], JSON.stringify(frame));
      assert.equal(unknown.code, 'not_found');
    }
    assert.deepEqual((await stranger.request({ t: 'heads', conversations: [direct] })).conversations, []);
    assert.deepEqual((await stranger.request({ t: 'presence', users: ['bob'] })).users, []);
    assert.deepEqual((await stranger.request({ t: 'sync', version: 0 })).conversations, []);
    stranger.up({ t: 'signal', kind: 'typing', conversation: direct, on: true });
    // The id of a direct conversation is known to everyone; it can be made by its two members only.
    const made = await stranger.write({
      kind: 'create',
      conversation: direct,
      type: 'direct',
      members: ['bob'],
    });
    assert.equal(made.t, 'refuse');
  }
  await settle();
  assert.deepEqual([ann.frames, bob.frames, ann.code, bob.code], [[], [], undefined, undefined]);
  assert.deepEqual(stored(), before);
});
