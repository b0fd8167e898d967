import assert from 'node:assert/strict';
import { check } from '../check.js';
import { type Context, type Person, text } from '../context.js';
import { newCid } from '../ids.js';

async function support(t: Context, by: Person): Promise<string> {
  const cid = newCid();
  const ack = await by.writeOk({ kind: 'create', conversation: cid, type: 'support', members: [] }, cid);
  assert.equal(ack.seq, 1);
  void t;
  return cid;
}

const agent = (t: Context) => t.connect(t.user('agent-'), { role: 'agent', name: 'Zoe' });

export const supportChecks = [
  check(
    '[W9] agents are members of a support conversation from its create',
    async (t) => {
      const [zoe, ada] = await Promise.all([agent(t), t.connect()]);
      const conversation = await support(t, ada);
      await t.heard(conversation, 1, zoe);
      await zoe.writeOk(text(conversation, 'How can I help?'));
      await t.heard(conversation, 2, ada);
    },
    'agents',
  ),
  check(
    '[W9] an agent who connects later becomes a member of the support conversations there are',
    async (t) => {
      const ada = await t.connect();
      const conversation = await support(t, ada);
      await ada.writeOk(text(conversation, 'anyone?'));
      const zoe = await agent(t);
      const joined = await ada.next(
        (frame) =>
          frame.t === 'op' && frame.conversation === conversation && JSON.stringify(frame).includes(zoe.user),
        'the operation that adds the agent',
      );
      assert.equal((joined as unknown as { op: { kind: string } }).op.kind, 'members');
      const page = await zoe.ask('page', { t: 'history', conversation });
      assert.equal(page.messages.length, 1);
    },
    'agents',
  ),
  check(
    '[W6] in a support conversation an agent may delete what others wrote, and only an agent changes members',
    async (t) => {
      const [zoe, ada, bo] = await Promise.all([agent(t), t.connect(), t.connect()]);
      const conversation = await support(t, ada);
      await t.heard(conversation, 1, zoe);
      const { seq } = await ada.writeOk(text(conversation, 'my card number is'));
      const mine = await zoe.writeOk(text(conversation, 'please do not'));
      assert.equal(await ada.writeRefused({ kind: 'delete', conversation, target: mine.seq }), 'forbidden');
      await zoe.writeOk({ kind: 'delete', conversation, target: seq });
      const add = { kind: 'members', conversation, add: [bo.user], remove: [] };
      assert.equal(await ada.writeRefused(add), 'forbidden');
      await zoe.writeOk(add);
      await zoe.writeOk({ kind: 'members', conversation, add: [], remove: [bo.user] });
    },
    'agents',
  ),
];
