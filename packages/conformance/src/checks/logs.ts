import assert from 'node:assert/strict';
import { directConversation, type down } from '@tokenim/protocol';
import { check } from '../check.js';
import { text } from '../context.js';
import { newCid } from '../ids.js';

export const logChecks = [
  check('[L1] [L4] many writers at once: seqs 1, 2, 3, … and ords of messages only', async (t) => {
    const people = await t.people(4);
    const group = await t.group(people[0]!, ...people.slice(1));
    const acks = await Promise.all(
      people.flatMap((one) =>
        Array.from({ length: 12 }, (_, i) =>
          one.writeOk(
            i % 3 ? text(group, `n ${i}`) : { kind: 'title', conversation: group, title: `t ${i}` },
          ),
        ),
      ),
    );
    const seqs = acks.map(({ seq }) => seq).sort((x, y) => x - y);
    assert.deepEqual(
      seqs,
      seqs.map((_, i) => i + 2),
    );
    const epoch = acks[0]!.epoch;
    const { ops, more } = await people[1]!.ask('ops', { t: 'ops', conversation: group, epoch, after: 0 });
    assert.equal(more, false);
    assert.equal(ops[0]!.kind, 'create');
    assert.deepEqual(
      ops.map(({ seq }) => seq),
      [1, ...seqs],
    );
    const ords = ops.flatMap((op) =>
      op.kind === 'message' ? [(op as { message: { ord: number } }).message.ord] : [],
    );
    assert.deepEqual(
      ords,
      ords.map((_, i) => i + 1),
    );
    for (const ack of acks) {
      const op = ops[ack.seq - 1] as { kind: string; message?: { cid: string; ord: number } };
      assert.equal(op.kind === 'message', ack.ord !== undefined);
      if (op.message) assert.deepEqual([op.message.cid, op.message.ord], [ack.cid, ack.ord]);
    }
  }),
  check('[L2] an operation never changes its seq, whoever reads it and however', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cids = Array.from({ length: 10 }, () => newCid());
    for (const cid of cids) await a!.writeOk(text(conversation, 'x'), cid);
    const { epoch } = await a!.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: true });
    const expected = cids.map((cid, i) => [cid, i + 2]);
    for (const one of [a!, b!]) {
      const { ops } = await one.ask('ops', { t: 'ops', conversation, epoch, after: 0 });
      const ofOps = ops.flatMap((op) =>
        op.kind === 'message' ? [(op as { message: down.Page['messages'][0] }).message] : [],
      );
      const { messages } = await one.ask('page', { t: 'history', conversation });
      assert.deepEqual(
        ofOps.map(({ cid, seq }) => [cid, seq]),
        expected,
      );
      assert.deepEqual(
        messages.map(({ cid, seq }) => [cid, seq]),
        expected,
      );
    }
  }),
  check('[L3] every frame names the epoch of its log, the same to all', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const { epoch } = await a!.writeOk(text(conversation, 'x'));
    const { epoch: pushed } = await t.op(b!, conversation, 2);
    const page = await b!.ask('page', { t: 'history', conversation });
    const { conversations } = await b!.ask('changes', { t: 'sync', version: 0 });
    assert.deepEqual([pushed, page.epoch, conversations[0]!.epoch], [epoch, epoch, epoch]);
  }),
  check(
    '[L5] an operation goes to every other connection of every member, not to the writing one',
    async (t) => {
      const [a, b, stranger] = await t.people(3);
      const [a2, b2] = await Promise.all([t.connect(a!.user), t.connect(b!.user)]);
      const conversation = await t.direct(a!, b!);
      await a!.writeOk(text(conversation, 'x'));
      await b!.writeOk(text(conversation, 'y'));
      await t.heard(conversation, 2, a2, b!, b2);
      await t.heard(conversation, 3, a2, a!, b2);
      const seqs = (one: { frames: unknown[] }) =>
        (one.frames as down.OpFrame[]).filter((frame) => frame.t === 'op').map(({ op }) => op.seq);
      assert.deepEqual([seqs(a!), seqs(a2), seqs(b!), seqs(b2)], [[3], [1, 2, 3], [1, 2], [1, 2, 3]]);
      await stranger!.ping();
      assert.deepEqual(seqs(stranger!), []);
    },
  ),
  check(
    '[L5] a new member gets the operation that added it, a removed one that and nothing after',
    async (t) => {
      const [a, b, c] = await t.people(3);
      const group = await t.group(a!, b!);
      await a!.writeOk(text(group, 'before'));
      await a!.writeOk({ kind: 'members', conversation: group, add: [c!.user], remove: [] });
      await a!.writeOk(text(group, 'while'));
      await a!.writeOk({ kind: 'members', conversation: group, add: [], remove: [c!.user] });
      await a!.writeOk(text(group, 'after'));
      await t.heard(group, 6, b!);
      await t.heard(group, 5, c!);
      const own = await t.direct(a!, c!);
      const seqs = c!.frames.filter((frame) => frame.t === 'op' && frame.conversation === group);
      assert.deepEqual(
        seqs.map(({ op }) => (op as { seq: number }).seq),
        [3, 4, 5],
      );
      assert.ok(own);
    },
  ),
  check('[L5] what is pushed is what the log holds', async (t) => {
    const [a, b] = await t.people(2);
    const group = await t.group(a!, b!);
    await a!.writeOk(text(group, 'Zeile 1\nZeile 2 😀 "\\'));
    await a!.writeOk({ kind: 'react', conversation: group, target: 2, emoji: '🎉', on: true });
    const { epoch } = await a!.writeOk({ kind: 'title', conversation: group, title: 'Title' });
    await t.heard(group, 4, b!);
    const pushed = b!.frames.filter((frame) => frame.t === 'op').map(({ op }) => op as { kind: string });
    const { ops } = await b!.ask('ops', { t: 'ops', conversation: group, epoch, after: 0 });
    const bare = (op: object) =>
      JSON.stringify(op, (key, value) => (key === 'reactions' ? undefined : value));
    assert.deepEqual(
      pushed.map((op) => JSON.parse(bare(op))),
      ops.map((op) => JSON.parse(bare(op))),
    );
  }),
  check('[L6] the smaller id by UTF-16 code units stands first', async (t) => {
    const lower = await t.connect(t.user('a'));
    const upper = await t.connect(t.user('B'));
    const right = directConversation(lower.user, upper.user);
    assert.equal(right, `d~${upper.user}~${lower.user}`);
    const wrong = `d~${lower.user}~${upper.user}`;
    const create = (conversation: string) => ({
      kind: 'create',
      conversation,
      type: 'direct',
      members: [upper.user],
    });
    await lower.writeRefused(create(wrong));
    assert.equal((await lower.writeOk(create(right))).conversation, right);
  }),
  check('[L7] a deletion removes the body, former bodies and reactions; the message stays', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'secret one'));
    const body = { type: 'text', text: 'secret two' };
    await a!.writeOk({ kind: 'edit', conversation, target: 2, body });
    await b!.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: true });
    const { epoch } = await a!.writeOk({ kind: 'delete', conversation, target: 2 });
    const page = await b!.ask('page', { t: 'history', conversation });
    const log = await b!.ask('ops', { t: 'ops', conversation, epoch, after: 0 });
    const { conversations } = await b!.ask('changes', { t: 'sync', version: 0 });
    assert.ok(!JSON.stringify([page, log, conversations]).includes('secret'), 'the text is still there');
    const [message] = page.messages;
    assert.equal(message!.deleted?.seq, 5);
    assert.equal(message!.deleted?.by, a!.user);
    assert.equal(message!.body, undefined);
    assert.deepEqual(message!.reactions ?? [], []);
    assert.equal(log.ops.length, 5, 'the log has a hole');
  }),
];
