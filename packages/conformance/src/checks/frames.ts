import assert from 'node:assert/strict';
import { check } from '../check.js';
import { text } from '../context.js';
import { newCid } from '../ids.js';

const garbage: [string, string | Buffer][] = [
  ['a binary frame', Buffer.from('{"t":"ping","id":1}')],
  ['an array', '[{"t":"ping","id":1}]'],
  ['a frame cut short', '{"t":"ping","id":1'],
  ['a number', '7'],
  ['null', 'null'],
  ['an empty frame', ''],
  ['plain text', 'ping'],
  ['deep nesting', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
];

export const frameChecks = [
  ...garbage.map(([what, data]) =>
    check(`[F1] ${what} closes with 4400`, async (t) => {
      const client = await t.connect();
      client.raw(data);
      assert.equal((await client.end()).code, 4400);
    }),
  ),
  check('[F1] text that is not UTF-8 closes with 4400', async (t) => {
    const client = await t.connect();
    client.raw(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), { asText: true });
    assert.equal((await client.end()).code, 4400);
  }),
  check('[F2] an unknown type, or none, closes with 4400', async (t) => {
    for (const frame of [{ t: 'no-such-type' }, {}, { t: 7 }, { t: '__proto__' }, { t: 'signal' }]) {
      const client = await t.connect();
      client.send(frame);
      assert.equal((await client.end()).code, 4400, JSON.stringify(frame));
    }
  }),
  check('[F2] a bad frame whose id can be read is answered by error, and the connection stays', async (t) => {
    const client = await t.connect();
    for (const frame of [
      { t: 'no-such-type' },
      { t: 'mark' },
      { t: 'history', conversation: 7 },
      { t: 'ops', conversation: 'x', after: -1 },
      { t: 'heads', conversations: [] },
      { t: 'sync', version: 'x' },
      { t: 'file', conversation: 'x', file: '../../etc/passwd' },
    ]) {
      assert.equal(await client.askRefused(frame), 'bad_frame', JSON.stringify(frame));
    }
    await client.ping();
  }),
  check('[F2] a bad write whose cid can be read is refused, and the connection stays', async (t) => {
    const client = await t.connect();
    for (const op of [undefined, 7, {}, { kind: 'no-such-kind' }, text('x', ''), { kind: 'message' }]) {
      assert.equal(await client.writeRefused(op as object), 'bad_frame', JSON.stringify(op));
    }
    await client.ping();
  }),
  check('[F3] unknown fields of client frames are bad_frame', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    assert.equal(await a!.askRefused({ t: 'ping', extra: 1 }), 'bad_frame');
    assert.equal(await a!.askRefused({ t: 'mark', conversation, read: 1, extra: 1 }), 'bad_frame');
    const op = { ...text(conversation, 'x'), extra: 1 };
    assert.equal(await a!.writeRefused(op), 'bad_frame');
    const cid = newCid();
    a!.send({ t: 'write', cid, op: text(conversation, 'x'), extra: 1 });
    assert.equal((await a!.answerTo(cid)).t, 'refuse');
  }),
  check('[F4] [B1] a client frame over the limit closes with 4413', async (t) => {
    const client = await t.connect();
    const most = client.welcome!.limits.clientFrame;
    client.raw(JSON.stringify({ t: 'ping', id: 1, x: 'x'.repeat(most) }));
    assert.equal((await client.end()).code, 4413);
  }),
  check(
    '[F4] pages are made shorter than the limit of a server frame, and say that there is more',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const { limits } = a!.welcome!;
      const count = Math.ceil(limits.serverFrame / limits.text) + 4;
      for (let i = 0; i < count; i++) await a!.writeOk(text(conversation, 'x'.repeat(limits.text)));
      const { epoch, conversations } = await b!.ask('changes', { t: 'sync', version: 0 });
      assert.equal(conversations[0]!.seq, count + 1);
      let after = 0;
      let pages = 0;
      for (let more = true; more; pages++) {
        const page = await b!.ask('ops', { t: 'ops', conversation, epoch, after, limit: 200 });
        assert.equal(page.ops[0]!.seq, after + 1);
        after = page.ops.at(-1)!.seq;
        more = page.more;
      }
      assert.equal(after, count + 1);
      assert.ok(pages > 1, 'all in one frame');
      let from = count + 2;
      while (from > 1) {
        const page = await b!.ask('page', { t: 'history', conversation, before: from, limit: 200 });
        assert.ok(page.from < from, 'history does not move');
        assert.equal(page.to, from - 1);
        from = page.from;
      }
    },
  ),
  check('[F5] every request is answered exactly once, under its id', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const asked: number[] = [];
    const ask = (frame: object) => {
      const id = a!.id();
      asked.push(id);
      a!.send({ ...frame, id });
    };
    for (let i = 0; i < 8; i++) {
      ask({ t: 'ping' });
      ask({ t: 'history', conversation });
      ask({ t: 'sync', version: 0 });
      ask({ t: 'heads', conversations: [conversation] });
      ask({ t: 'members', conversation });
      ask({ t: 'presence', users: [b!.user] });
      ask({ t: 'mark', conversation, read: 1 });
      ask({ t: 'ops', conversation: 'no-such', epoch: 'x', after: 0 });
    }
    const seen = () => a!.frames.flatMap(({ id }) => (asked.includes(id as number) ? [id as number] : []));
    await a!.next(() => seen().length >= asked.length, 'answers');
    await a!.ping();
    assert.deepEqual(
      seen().sort((x, y) => x - y),
      asked,
    );
  }),
];
