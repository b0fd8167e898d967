import assert from 'node:assert/strict';
import { directConversation, type down } from '@tokenim/protocol';
import { check, Skip } from '../check.js';
import { type Person, text } from '../context.js';
import { newCid } from '../ids.js';

const edit = (conversation: string, target: number, value: string) => ({
  kind: 'edit',
  conversation,
  target,
  body: { type: 'text', text: value },
});
const remove = (conversation: string, target: number) => ({ kind: 'delete', conversation, target });
const react = (conversation: string, target: number, emoji = '👍', on = true) => ({
  kind: 'react',
  conversation,
  target,
  emoji,
  on,
});

export const writeChecks = [
  check('[W1] a cid must be a UUIDv7 in lower case', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    for (const cid of ['x', newCid().toUpperCase(), newCid().replace(/^(.{14})7/, '$14'), '', 7]) {
      const client = await t.connect(a!.user);
      client.send({ t: 'write', cid, op: text(conversation, 'x') });
      assert.equal((await client.end()).code, 4400, String(cid));
    }
    assert.equal((await a!.ask('page', { t: 'history', conversation })).messages.length, 0);
  }),
  check('[W1] two users may use the same cid', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cid = newCid();
    const first = await a!.writeOk(text(conversation, 'mine'), cid);
    const second = await b!.writeOk(text(conversation, 'yours'), cid);
    assert.equal(second.seq, first.seq + 1);
  }),
  check('[W2] an ack has seq, time, version and, for a message, ord; what it says is stored', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const ack = await a!.writeOk(text(conversation, 'hello'));
    assert.deepEqual([ack.seq, ack.ord, ack.conversation], [2, 1, conversation]);
    assert.equal(typeof ack.version, 'number');
    const reaction = await a!.writeOk(react(conversation, 2));
    assert.deepEqual([reaction.seq, reaction.ord], [3, undefined]);
    const { ops } = await b!.ask('ops', { t: 'ops', conversation, epoch: ack.epoch, after: 1 });
    assert.deepEqual(
      ops.map(({ seq, kind, ts }) => [seq, kind, ts]),
      [
        [2, 'message', ack.ts],
        [3, 'react', reaction.ts],
      ],
    );
  }),
  check('[W2] whoever sees an operation finds it in the log', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    for (let i = 0; i < 10; i++) {
      a!.send({ t: 'write', cid: newCid(), op: text(conversation, `n ${i}`) });
      const { op } = await t.op(b!, conversation, i + 2);
      const page = await b!.ask('page', { t: 'history', conversation });
      assert.ok(page.head >= op.seq, 'pushed before it was stored');
    }
  }),
  check(
    '[W3] a repeat gets the first ack without version, on any connection, and goes to nobody',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const cid = newCid();
      const first = await a!.writeOk(text(conversation, 'once'), cid);
      const { version: _, ...expected } = first;
      const other = await t.connect(a!.user);
      assert.deepEqual(await a!.writeOk(text(conversation, 'once'), cid), expected);
      assert.deepEqual(await other.writeOk(text(conversation, 'once'), cid), expected);
      const after = await a!.writeOk(text(conversation, 'after'));
      assert.equal(after.seq, first.seq + 1, 'the repeat took a seq');
      await t.heard(conversation, after.seq, b!, other);
      for (const one of [b!, other]) {
        const pushed = one.frames
          .filter((frame) => frame.t === 'op')
          .map(({ op }) => (op as { seq: number }).seq);
        assert.equal(new Set(pushed).size, pushed.length, 'pushed twice');
      }
      const page = await b!.ask('page', { t: 'history', conversation });
      assert.equal(page.messages.filter((message) => message.cid === cid).length, 1);
    },
  ),
  check('[W3] payloads are the same in whatever order their members stand', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cid = newCid();
    const body = { type: 'custom', name: 'x', fallback: 'f', data: { a: 1, b: { c: 2, d: [1, 2] } } };
    const turned = { data: { b: { d: [1, 2], c: 2 }, a: 1 }, fallback: 'f', name: 'x', type: 'custom' };
    const first = await a!.writeOk({ kind: 'message', conversation, body }, cid);
    const again = await a!.writeOk({ body: turned, conversation, kind: 'message' }, cid);
    assert.equal(again.seq, first.seq);
  }),
  check('[W3] the same cid with another payload is refused with conflict', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cid = newCid();
    await a!.writeOk(text(conversation, 'one'), cid);
    assert.equal(await a!.writeRefused(text(conversation, 'two'), cid), 'conflict');
    assert.equal(await a!.writeRefused(react(conversation, 2), cid), 'conflict');
    const page = await b!.ask('page', { t: 'history', conversation });
    assert.deepEqual(
      page.messages.map(({ body }) => body),
      [{ type: 'text', text: 'one' }],
    );
  }),
  check('[W3] many repeats at the same time on two connections are one operation', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const other = await t.connect(a!.user);
    const cid = newCid();
    for (const one of [a!, other, a!, other]) one.send({ t: 'write', cid, op: text(conversation, 'once') });
    const answers = await Promise.all([a!, other, a!, other].map((one) => one.answerTo(cid)));
    assert.deepEqual(
      answers.map((answer) => [answer.t, (answer as down.Ack).seq]),
      answers.map(() => ['ack', 2]),
    );
    const { head } = await b!.ask('page', { t: 'history', conversation });
    assert.equal(head, 2);
  }),
  check('[W3] [L7] a repeat after the message was edited and deleted gets the first ack', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cid = newCid();
    const first = await a!.writeOk(text(conversation, 'gone soon'), cid);
    await a!.writeOk(edit(conversation, first.seq, 'edited'));
    await a!.writeOk(remove(conversation, first.seq));
    const again = await a!.writeOk(text(conversation, 'gone soon'), cid);
    assert.deepEqual([again.seq, again.ts, again.ord], [first.seq, first.ts, first.ord]);
  }),
  check('[W4] writes are taken, and answered, in the order sent, refusals included', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cids = Array.from({ length: 40 }, () => newCid());
    cids.forEach((cid, i) => {
      const op = i % 5 === 3 ? edit(conversation, 999, 'x') : text(conversation, `n ${i}`);
      a!.send({ t: 'write', cid, op });
    });
    await a!.answerTo(cids.at(-1)!);
    const answers = a!.frames.filter((frame) => cids.includes(frame.cid as never));
    assert.deepEqual(
      answers.map(({ cid }) => cid),
      cids,
    );
    const seqs = answers.filter(({ t: type }) => type === 'ack').map((ack) => ack.seq as number);
    assert.deepEqual(
      seqs,
      seqs.map((_, i) => i + 2),
    );
  }),
  check('[W5] of a refused write nothing is stored, and its cid stays unused', async (t) => {
    const [a, b, c] = await t.people(3);
    const conversation = await t.direct(a!, b!);
    const group = await t.group(b!, a!);
    const cid = newCid();
    assert.equal(await c!.writeRefused(text(group, 'let me in'), cid), 'not_found');
    await b!.writeOk({ kind: 'members', conversation: group, add: [c!.user], remove: [] });
    const ack = await c!.writeOk(text(group, 'let me in'), cid);
    assert.equal(ack.seq, 3, 'the refused write took a seq');
    const other = newCid();
    assert.equal(await a!.writeRefused(edit(conversation, 5, 'x'), other), 'not_found');
    assert.equal((await a!.writeOk(text(conversation, 'x'), other)).seq, 2);
  }),
  check('[W6] only the sender edits and deletes, also in a group', async (t) => {
    const [a, b] = await t.people(2);
    const group = await t.group(a!, b!);
    const { seq } = await a!.writeOk(text(group, 'mine'));
    assert.equal(await b!.writeRefused(edit(group, seq, 'yours')), 'forbidden');
    assert.equal(await b!.writeRefused(remove(group, seq)), 'forbidden');
    await a!.writeOk(edit(group, seq, 'still mine'));
    await b!.writeOk(react(group, seq));
  }),
  check('[W6] an edit keeps the type of the body', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const { seq } = await a!.writeOk(text(conversation, 'text'));
    const body = { type: 'custom', name: 'x', fallback: 'f', data: {} };
    const code = await a!.writeRefused({ kind: 'edit', conversation, target: seq, body });
    assert.ok(code === 'invalid' || code === 'forbidden', code);
  }),
  check('[W6] a direct conversation has no title and keeps its members', async (t) => {
    const [a, b, c] = await t.people(3);
    const conversation = await t.direct(a!, b!);
    const title = { kind: 'title', conversation, title: 'x' };
    assert.match(await a!.writeRefused(title), /^(forbidden|invalid)$/);
    for (const change of [
      { add: [c!.user], remove: [] },
      { add: [], remove: [b!.user] },
      { add: [], remove: [a!.user] },
    ]) {
      assert.match(
        await a!.writeRefused({ kind: 'members', conversation, ...change }),
        /^(forbidden|invalid)$/,
      );
    }
  }),
  check('[W6] in a group any member names it, adds, removes and leaves', async (t) => {
    const [a, b, c] = await t.people(3);
    const group = await t.group(a!, b!);
    await b!.writeOk({ kind: 'title', conversation: group, title: 'Ours' });
    await b!.writeOk({ kind: 'members', conversation: group, add: [c!.user], remove: [] });
    await c!.writeOk({ kind: 'members', conversation: group, add: [], remove: [a!.user] });
    await c!.writeOk({ kind: 'members', conversation: group, add: [], remove: [c!.user] });
    assert.equal(await c!.writeRefused(text(group, 'x')), 'not_found');
    const { members } = await b!.ask('members', { t: 'members', conversation: group });
    assert.deepEqual(
      members.map(({ id }) => id),
      [b!.user],
    );
  }),
  check('[W6] what one is not a member of is not_found, in every way of asking', async (t) => {
    const [a, b, stranger] = await t.people(3);
    const group = await t.group(a!, b!);
    const { seq, epoch } = await a!.writeOk(text(group, 'secret'));
    for (const op of [
      text(group, 'x'),
      edit(group, seq, 'x'),
      remove(group, seq),
      react(group, seq),
      { kind: 'title', conversation: group, title: 'x' },
      { kind: 'members', conversation: group, add: [stranger!.user], remove: [] },
    ]) {
      assert.equal(await stranger!.writeRefused(op), 'not_found', JSON.stringify(op));
    }
    for (const frame of [
      { t: 'history', conversation: group },
      { t: 'ops', conversation: group, epoch, after: 0 },
      { t: 'members', conversation: group },
      { t: 'mark', conversation: group, read: 1 },
    ]) {
      assert.equal(await stranger!.askRefused(frame), 'not_found', JSON.stringify(frame));
    }
    const { conversations } = await stranger!.ask('heads', { t: 'heads', conversations: [group] });
    assert.deepEqual(conversations, []);
  }),
  check('[W7] a target that is no message is not_found', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'x'));
    const { seq } = await a!.writeOk(react(conversation, 2));
    for (const target of [1, seq, 99]) {
      assert.equal(await a!.writeRefused(edit(conversation, target, 'x')), 'not_found');
      assert.equal(await a!.writeRefused(remove(conversation, target)), 'not_found');
      assert.equal(await a!.writeRefused(react(conversation, target)), 'not_found');
    }
  }),
  check('[W7] a state said again under a new cid takes a seq like any other', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'x'));
    const seqs = [
      await a!.writeOk(react(conversation, 2)),
      await a!.writeOk(react(conversation, 2)),
      await a!.writeOk(remove(conversation, 2)),
      await a!.writeOk(remove(conversation, 2)),
    ].map(({ seq }) => seq);
    assert.deepEqual(seqs, [3, 4, 5, 6]);
    const page = await b!.ask('page', { t: 'history', conversation });
    assert.equal(page.messages.length, 1);
  }),
  check('[W7] reacting to, and editing, what is deleted is invalid', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'x'));
    await a!.writeOk(remove(conversation, 2));
    assert.equal(await a!.writeRefused(edit(conversation, 2, 'y')), 'invalid');
    assert.equal(await b!.writeRefused(react(conversation, 2)), 'invalid');
  }),
  check('[W8] a direct conversation has one other member and the id of both', async (t) => {
    const [a, b, c] = await t.people(3);
    const create = (conversation: string, members: string[]) => ({
      kind: 'create',
      type: 'direct',
      conversation,
      members,
    });
    const id = directConversation(a!.user, b!.user);
    const refused = [
      create(newCid(), [b!.user]),
      create(directConversation(b!.user, c!.user), [b!.user]),
      create(id, [b!.user, c!.user]),
      create(id, []),
      create(directConversation(a!.user, a!.user), [a!.user]),
    ];
    for (const op of refused) {
      assert.match(
        await a!.writeRefused(op),
        /^(invalid|forbidden|not_found|bad_frame)$/,
        JSON.stringify(op),
      );
    }
    assert.equal((await a!.writeOk(create(id, [b!.user]))).seq, 1);
  }),
  check('[W8] creating a direct conversation again is answered by the ack of its create', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const again = { kind: 'create', conversation, type: 'direct', members: [a!.user] };
    assert.equal((await b!.writeOk(again)).seq, 1);
    const { head } = await a!.ask('page', { t: 'history', conversation });
    assert.equal(head, 1, 'stored twice');
  }),
  check(
    '[W8] the id of a group is the cid of its create; the creator is in without being named',
    async (t) => {
      const [a, b] = await t.people(2);
      const op = { kind: 'create', conversation: newCid(), type: 'group', members: [b!.user] };
      assert.match(await a!.writeRefused(op), /^(invalid|forbidden|bad_frame)$/);
      const group = await t.group(a!, b!);
      const { members } = await a!.ask('members', { t: 'members', conversation: group });
      assert.deepEqual(members.map(({ id }) => id).sort(), [a!.user, b!.user].sort());
    },
  ),
  check('[W8] members that the app does not know are not_found', async (t) => {
    const a = await t.connect();
    const nobody = t.user('nobody');
    const cid = newCid();
    const op = { kind: 'create', conversation: cid, type: 'group', members: [nobody] };
    assert.equal(await a.writeRefused(op, cid), 'not_found');
    const direct = directConversation(a.user, nobody);
    assert.equal(
      await a.writeRefused({ kind: 'create', conversation: direct, type: 'direct', members: [nobody] }),
      'not_found',
    );
  }),
  check('[W10] replyTo names a message of the same conversation', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'question'));
    await b!.writeOk({ ...text(conversation, 'answer'), replyTo: 2 });
    for (const replyTo of [1, 4, 99]) {
      assert.equal(await b!.writeRefused({ ...text(conversation, 'x'), replyTo }), 'not_found');
    }
    const page = await a!.ask('page', { t: 'history', conversation });
    assert.equal(page.messages[1]!.replyTo, 2);
  }),
  check(
    '[W11] after their windows messages are neither edited nor deleted',
    async (t) => {
      const [a, b] = await t.people(2);
      const { editWindow, deleteWindow } = a!.welcome!.limits;
      if (!editWindow || !deleteWindow) throw new Skip('the app has no windows');
      const conversation = await t.direct(a!, b!);
      const { seq: target } = await a!.writeOk(text(conversation, 'one'));
      const { seq: gone } = await a!.writeOk(text(conversation, 'two'));
      const edit = { kind: 'edit', conversation, target, body: { type: 'text', text: 'other' } };
      await a!.writeOk(edit);
      await a!.writeOk({ kind: 'delete', conversation, target: gone });
      await new Promise((resolve) => setTimeout(resolve, Math.max(editWindow, deleteWindow) + 200));
      assert.equal(await a!.writeRefused(edit), 'invalid', 'edited');
      assert.equal(await a!.writeRefused({ kind: 'delete', conversation, target }), 'invalid', 'deleted');
      await a!.writeOk({ kind: 'delete', conversation, target: gone });
    },
    'windows',
  ),
  check(
    '[W12] mentions are kept as they are, mention members but the sender, and are at most 50',
    async (t) => {
      const [a, b, c] = await t.people(3);
      const conversation = await t.group(a!, b!);
      const mentions = [a!.user, b!.user, c!.user, t.user()];
      const body = { type: 'text', text: 'you', mentions };
      const { seq } = await a!.writeOk({ kind: 'message', conversation, body });
      const { messages } = await b!.ask('page', { t: 'history', conversation });
      assert.deepEqual((messages[0]!.body as typeof body).mentions, mentions);
      const mention = async (who: Person) => {
        const { conversations } = await who.ask('heads', { t: 'heads', conversations: [conversation] });
        return conversations[0]?.me.mention;
      };
      assert.deepEqual([await mention(a!), await mention(b!)], [undefined, seq]);
      const plain = await a!.writeOk(text(conversation, 'plain'));
      await a!.writeOk({ kind: 'edit', conversation, target: plain.seq, body });
      assert.equal(await mention(b!), seq, 'an edit mentioned');
      await a!.writeOk({ kind: 'members', conversation, add: [c!.user], remove: [] });
      assert.equal(await mention(c!), undefined, 'who came later was mentioned');
      const many = { ...body, mentions: Array(51).fill(b!.user) };
      assert.equal(await a!.writeRefused({ kind: 'message', conversation, body: many }), 'bad_frame');
    },
  ),
];
