import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { base64url, SignJWT } from 'jose';
import { check } from '../check.js';
import { type Context, text } from '../context.js';

/** The claims of a good token, under another header and signature. */
async function forged(t: Context, how: 'none' | 'key' | 'cut' | 'tampered' | 'rs256'): Promise<string> {
  const token = await t.token(t.user());
  const [header, claims, signature] = token.split('.');
  const json = (value: object) => base64url.encode(JSON.stringify(value));
  const payload = JSON.parse(Buffer.from(claims!, 'base64url').toString());
  if (how === 'none') return `${json({ alg: 'none', typ: 'JWT' })}.${claims}.`;
  if (how === 'rs256') return `${json({ alg: 'RS256', typ: 'JWT' })}.${claims}.${signature}`;
  if (how === 'cut') return `${header}.${claims}`;
  if (how === 'tampered') return `${header}.${json({ ...payload, sub: t.user('other') })}.${signature}`;
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).sign(randomBytes(32));
}

async function refusedAtHello(t: Context, token: string): Promise<{ code: number; reason: string }> {
  const client = await t.raw();
  client.send(t.hello(token));
  const closed = await client.end();
  assert.deepEqual(client.frames, [], 'frames before the close');
  return closed;
}

export const tokenChecks = [
  ...(['none', 'key', 'cut', 'tampered', 'rs256'] as const).map((how) =>
    check(`[T1] a forged token (${how}) closes with 4401 unauthorized`, async (t) => {
      assert.deepEqual(await refusedAtHello(t, await forged(t, how)), { code: 4401, reason: 'unauthorized' });
    }),
  ),
  check('[T1] what is no token closes with 4401', async (t) => {
    for (const token of ['x', 'a.b.c', '...', 'null', 'x'.repeat(8000)]) {
      assert.equal((await refusedAtHello(t, token)).code, 4401, token.slice(0, 20));
    }
  }),
  check('[T1] a token of an app that the server does not know closes with 4401', async (t) => {
    const token = await t.token(t.user(), { app: `no-such-app-${randomBytes(4).toString('hex')}` });
    assert.equal((await refusedAtHello(t, token)).code, 4401);
  }),
  check(
    '[T1] a token that is over closes with 4401 token_expired; 60 s of difference are allowed',
    async (t) => {
      const over = await refusedAtHello(t, await t.token(t.user(), { expiresIn: -120 }));
      assert.deepEqual(over, { code: 4401, reason: 'token_expired' });
      const client = await t.raw();
      client.send(t.hello(await t.token(t.user(), { expiresIn: -20 })));
      await client.next(({ t: type }) => type === 'welcome', 'welcome within the allowed difference');
    },
  ),
  check('[T1] a user id that the schema does not allow closes with 4401', async (t) => {
    for (const user of ['a~b', '', 'a b', 'x'.repeat(65)]) {
      assert.equal((await refusedAtHello(t, await t.token(user))).code, 4401, user);
    }
  }),
  check(
    '[T2] less than a minute before the end comes expiring; at the end the close with 4401',
    async (t) => {
      const client = await t.connect(t.user(), { expiresIn: 3 });
      const expiring = await client.type('expiring');
      assert.ok(expiring.in > 0 && expiring.in <= 4000, `in ${expiring.in}`);
      const closed = await client.end(70_000);
      assert.equal(closed.code, 4401);
      assert.ok(Date.now() >= client.welcome!.expires - 1000, 'closed too early');
      assert.ok(Date.now() <= client.welcome!.expires + 8000, 'closed long after the end');
    },
  ),
  check('[T2] a token that lasts brings no expiring yet', async (t) => {
    const client = await t.connect(t.user(), { expiresIn: 3600 });
    await client.ping();
    assert.ok(!client.frames.some((frame) => frame.t === 'expiring'));
  }),
  check('[T3] auth renews the token on the open connection', async (t) => {
    const client = await t.connect(t.user(), { expiresIn: 3 });
    await client.type('expiring');
    const token = await t.token(client.user, { expiresIn: 1800 });
    const { expires } = await client.ask('ok', { t: 'auth', token });
    assert.ok(Math.abs(expires! - Date.now() - 1_800_000) < 10_000, 'not the end of the new token');
    await new Promise((resolve) => setTimeout(resolve, client.welcome!.expires - Date.now() + 1500));
    await client.ping();
  }),
  check(
    "[T3] another user's token is forbidden, a bad one refused; the connection stays as it was",
    async (t) => {
      const client = await t.connect();
      const other = await t.token(t.user());
      assert.equal(await client.askRefused({ t: 'auth', token: other }), 'forbidden');
      assert.equal(await client.askRefused({ t: 'auth', token: await forged(t, 'none') }), 'unauthorized');
      assert.equal(await client.askRefused({ t: 'auth', token: await forged(t, 'key') }), 'unauthorized');
      const over = await t.token(client.user, { expiresIn: -120 });
      assert.equal(await client.askRefused({ t: 'auth', token: over }), 'token_expired');
      await client.ping();
    },
  ),
  check('[T4] a token in the address opens nothing', async (t) => {
    const token = await t.token(t.user());
    const client = await t.raw({ query: `?token=${token}&access_token=${token}` });
    client.send({ t: 'ping', id: 1 });
    assert.equal((await client.end()).code, 4400);
    const response = await fetch(`${t.http}/v1/files?token=${token}`, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '1' },
    });
    assert.equal(response.status, 401);
  }),
  check(
    '[T5] a visitor gets an id and a token that opens a connection; refresh renews it for the same user',
    async (t) => {
      const post = (body: object) =>
        fetch(`${t.http}/v1/visitors`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const { app } = t.options;
      const response = await post({ app });
      assert.ok(response.ok, `status ${response.status}`);
      const first = (await response.json()) as Record<string, string>;
      assert.match(first.user!, /^v\./);
      assert.equal(typeof first.expires, 'number');
      const client = await t.raw();
      client.send(t.hello(first.token!));
      const { user } = await client.type('welcome');
      assert.deepEqual([user.id, user.role], [first.user, 'visitor']);
      const second = (await (await post({ app, refresh: first.refresh })).json()) as Record<string, string>;
      assert.equal(second.user, first.user);
      const other = (await (await post({ app })).json()) as Record<string, string>;
      assert.notEqual(other.user, first.user);
      for (const bad of [{}, { app: 'no-such-app' }, { app, refresh: 'x' }, { app, refresh: first.token }]) {
        const refused = await post(bad);
        assert.ok(refused.status >= 400 && refused.status < 500, `${JSON.stringify(bad)}: ${refused.status}`);
        const { error } = (await refused.json()) as { error: { code: string } };
        assert.match(error.code, /^[a-z_]+$/);
      }
    },
    'visitors',
  ),
  check(
    '[T5] [W6] a visitor may create only support conversations',
    async (t) => {
      const response = await fetch(`${t.http}/v1/visitors`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ app: t.options.app }),
      });
      const { token, user } = (await response.json()) as { token: string; user: string };
      const someone = await t.connect();
      const client = await t.raw();
      client.send(t.hello(token));
      await client.type('welcome');
      const { newCid } = await import('../ids.js');
      const { directConversation } = await import('@tokenim/protocol');
      const cid = newCid();
      const group = { kind: 'create', conversation: cid, type: 'group', members: [] };
      assert.equal(await client.writeRefused(group, cid), 'forbidden');
      const conversation = directConversation(user as never, someone.user);
      const direct = { kind: 'create', conversation, type: 'direct', members: [someone.user] };
      assert.equal(await client.writeRefused(direct), 'forbidden');
      const support = newCid();
      await client.writeOk({ kind: 'create', conversation: support, type: 'support', members: [] }, support);
      await client.writeOk(text(support, 'hello'));
    },
    'visitors',
  ),
];
