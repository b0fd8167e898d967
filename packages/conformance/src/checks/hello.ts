import assert from 'node:assert/strict';
import { Limits } from '@tokenim/protocol';
import { check } from '../check.js';
import { text } from '../context.js';

export const helloChecks = [
  check('[H1] another first frame than hello closes with 4400', async (t) => {
    const client = await t.raw();
    client.send({ t: 'ping', id: 1 });
    assert.equal((await client.end()).code, 4400);
    assert.deepEqual(client.frames, []);
  }),
  check('[H1] a hello that does not fit closes with 4400', async (t) => {
    const token = await t.token(t.user());
    for (const hello of [
      t.hello(token, { v: 1 }),
      t.hello(token, { device: '' }),
      t.hello(token, { x: 1 }),
    ]) {
      const client = await t.raw();
      client.send(hello);
      assert.equal((await client.end()).code, 4400);
    }
  }),
  check('[H1] a second hello closes with 4400', async (t) => {
    const client = await t.connect();
    client.send(t.hello(await t.token(client.user)));
    assert.equal((await client.end()).code, 4400);
  }),
  check(
    '[H1] without hello the server closes with 4408 after 10 s',
    async (t) => {
      const started = Date.now();
      const client = await t.raw();
      assert.equal((await client.end(20_000)).code, 4408);
      assert.ok(Date.now() - started >= 9000, 'closed before 10 s');
    },
    'long',
  ),
  check('[H2] [V1] without a common version the server closes with 4406', async (t) => {
    const client = await t.raw();
    client.send(t.hello(await t.token(t.user()), { v: [900, 999] }));
    assert.equal((await client.end()).code, 4406);
  }),
  check('[H2] [V1] the highest common version is chosen; unknown features do not matter', async (t) => {
    const client = await t.raw();
    client.send(t.hello(await t.token(t.user()), { v: [1, 1], features: ['no-such-feature'] }));
    const welcome = await client.type('welcome');
    assert.equal(welcome.v, 1);
    assert.ok(!welcome.features.includes('no-such-feature'));
  }),
  check('[H3] [B1] welcome names user, app, limits, end of the token, epoch and version', async (t) => {
    const user = t.user();
    const end = Math.floor(Date.now() / 1000) + 1800;
    const { welcome } = await t.connect(user, { name: 'Ada Ωmega', expiresIn: 1800 });
    assert.ok(welcome);
    assert.equal(welcome.user.id, user);
    assert.equal(welcome.user.name, 'Ada Ωmega');
    assert.equal(welcome.app, t.options.app);
    assert.ok(Math.abs(welcome.expires - end * 1000) <= 3000, 'expires is not that of the token');
    assert.ok(Limits.safeParse(welcome.limits).success);
    assert.equal(welcome.version, 0, 'a new user has changed nothing');
  }),
  check('[H4] open is answered by ops, resume by changes, in this order and without ids', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const ack = await a!.writeOk(text(conversation, 'one'));
    const again = await t.connect(b!.user, {
      open: { conversation, epoch: ack.epoch, after: 1 },
      resume: { version: 0 },
    });
    await again.ping();
    const [welcome, ops, changes] = again.frames;
    assert.equal(welcome!.t, 'welcome');
    assert.ok(ops!.t === 'ops' && changes!.t === 'changes', `got ${ops?.t}, ${changes?.t}`);
    assert.ok(!('id' in ops!) && !('id' in changes!));
    assert.deepEqual(
      (ops as { ops: { seq: number }[] }).ops.map(({ seq }) => seq),
      [2],
    );
    assert.deepEqual(
      (changes as { conversations: { id: string }[] }).conversations.map(({ id }) => id),
      [conversation],
    );
  }),
  check('[H4] open of a conversation that one is not in is not answered', async (t) => {
    const [a, b, stranger] = await t.people(3);
    const conversation = await t.direct(a!, b!);
    const again = await t.connect(stranger!.user, {
      open: { conversation, epoch: 'x', after: 0 },
      resume: { version: 0 },
    });
    await again.ping();
    assert.deepEqual(
      again.frames.map((frame) => frame.t),
      ['welcome', 'changes', 'pong'],
    );
  }),
  check('[H4] [C4] open with another epoch is answered by reset', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const again = await t.connect(b!.user, { open: { conversation, epoch: 'no-such-epoch', after: 1 } });
    await again.ping();
    assert.equal(again.frames[1]!.t, 'reset');
    assert.ok(!('id' in again.frames[1]!));
  }),
  check('[H4] nothing is missed between welcome, ops and the first push', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const { epoch } = await a!.writeOk(text(conversation, 'first'));
    let going = true;
    let last = 0;
    const writing = (async () => {
      for (let i = 0; going && i < 60; i++) last = (await a!.writeOk(text(conversation, `n ${i}`))).seq;
    })();
    const readers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        t.connect(b!.user, { open: { conversation, epoch, after: 0 }, resume: { version: 0 } }),
      ),
    );
    going = false;
    await writing;
    for (const reader of readers) {
      const seqs = () => {
        const got = reader.frames.flatMap((frame) => {
          if (frame.t === 'op') return [(frame.op as { seq: number }).seq];
          return frame.t === 'ops' ? (frame.ops as { seq: number }[]).map(({ seq }) => seq) : [];
        });
        return new Set(got);
      };
      await reader.next((_) => seqs().has(last), `op ${last}`);
      for (let seq = 1; seq <= last; seq++) assert.ok(seqs().has(seq), `op ${seq} of ${last} was missed`);
    }
  }),
  check('[H5] the same device replaces its former connection, which closes with 4409', async (t) => {
    const first = await t.connect();
    const other = await t.connect(first.user);
    await t.connect(first.user, { device: first.device });
    assert.equal((await first.end()).code, 4409);
    await other.ping();
  }),
  check('[H5] the same device name of another user replaces nothing', async (t) => {
    const first = await t.connect();
    await t.connect(t.user(), { device: first.device });
    await first.ping();
  }),
  check(
    '[H6] an origin that the app does not allow closes with 4403; the allowed one and none are welcome',
    async (t) => {
      const { allowed, refused } = t.options.origins!;
      const token = await t.token(t.user());
      const stranger = await t.raw({ origin: refused });
      stranger.send(t.hello(token));
      assert.equal((await stranger.end()).code, 4403);
      assert.deepEqual(stranger.frames, []);
      const known = await t.raw({ origin: allowed });
      known.send(t.hello(token));
      await known.type('welcome');
    },
    'origins',
  ),
];
