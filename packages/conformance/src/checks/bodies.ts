import assert from 'node:assert/strict';
import { check } from '../check.js';
import { text } from '../context.js';

export const bodyChecks = [
  check('[V4] a custom body has a fallback, and comes out as it went in', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const body = {
      type: 'custom',
      name: 'product',
      fallback: 'A shoe',
      data: { sku: 'r-40', of: [1, null, { a: '漢' }] },
    };
    const { fallback: _, ...without } = body;
    assert.equal(await a!.writeRefused({ kind: 'message', conversation, body: without }), 'bad_frame');
    assert.equal(
      await a!.writeRefused({ kind: 'message', conversation, body: { type: 'poll', fallback: 'x' } }),
      'bad_frame',
    );
    await a!.writeOk({ kind: 'message', conversation, body });
    const { messages } = await b!.ask('page', { t: 'history', conversation });
    assert.deepEqual(messages[0]!.body, body);
  }),
  check('[W2] texts come out as they went in, character for character', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const texts = [
      'plain',
      '  spaces  \n\ttabs\r\n',
      '你好，世界 — 我想退货',
      'مرحبا \u202eRTL\u202c',
      '👨‍👩‍👧‍👦🏳️‍🌈',
      'e\u0301 is not \u00e9',
      '<script>alert("1")</script> & \' ; DROP TABLE',
      '\\u0000 \\ " / \u2028 \u2029 \u0001',
      '{"t":"ping"}',
    ];
    for (const value of texts) await a!.writeOk(text(conversation, value));
    const { messages } = await b!.ask('page', { t: 'history', conversation });
    assert.deepEqual(
      messages.map(({ body }) => (body as { text: string }).text),
      texts,
    );
  }),
  check(
    '[E1] [E2] refusals have known codes, the retry of the table, and tell nothing of the inside',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      // What they hold is judged by the connection, on every frame of every check.
      await a!.writeRefused({ kind: 'title', conversation, title: "x'; DROP TABLE messages; --" });
      await a!.writeRefused(text("d~x'~y", 'x'));
      await a!.writeRefused(text('../../etc/passwd', 'x'));
      await a!.askRefused({ t: 'history', conversation: '__proto__' });
      await a!.askRefused({ t: 'members', conversation: 'constructor' });
      await a!.askRefused({ t: 'file', conversation, file: '0199c7e0-1b00-7000-8000-0000000000f1' });
      await a!.ping();
    },
  ),
];
