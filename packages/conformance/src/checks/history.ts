import assert from 'node:assert/strict';
import type { down } from '@tokenim/protocol';
import { check } from '../check.js';
import { type Context, type Person, text } from '../context.js';
import { fold, tidy } from '../fold.js';

/** 12 messages at 2, 4, 6, … with a reaction behind each. */
async function thread(t: Context): Promise<{ a: Person; b: Person; conversation: string; epoch: string }> {
  const [a, b] = await t.people(2);
  const conversation = await t.direct(a!, b!);
  let epoch = '';
  for (let i = 1; i <= 12; i++) {
    await a!.writeOk(text(conversation, `n ${i}`));
    ({ epoch } = await b!.writeOk({ kind: 'react', conversation, target: 2 * i, emoji: '👍', on: true }));
  }
  return { a: a!, b: b!, conversation, epoch };
}

const seqs = (page: down.Page) => page.messages.map(({ seq }) => seq);

export const historyChecks = [
  check('[G1] history gives the newest, what is before, and what is after, without holes', async (t) => {
    const { a, conversation } = await thread(t);
    const ask = (where: object) => a.ask('page', { t: 'history', conversation, ...where });
    const newest = await ask({ limit: 3 });
    assert.deepEqual([seqs(newest), newest.to, newest.head], [[20, 22, 24], 25, 25]);
    assert.ok(newest.from > 18 && newest.from <= 20, `from ${newest.from}`);
    const before = await ask({ before: 20, limit: 3 });
    assert.deepEqual([seqs(before), before.to], [[14, 16, 18], 19]);
    assert.ok(before.from > 12 && before.from <= 14, `from ${before.from}`);
    const after = await ask({ after: 4, limit: 3 });
    assert.deepEqual([seqs(after), after.from], [[6, 8, 10], 5]);
    assert.ok(after.to >= 10 && after.to < 12, `to ${after.to}`);
    const first = await ask({ before: 5, limit: 50 });
    assert.deepEqual([seqs(first), first.from, first.to], [[2, 4], 1, 4]);
    const last = await ask({ after: 21, limit: 50 });
    assert.deepEqual([seqs(last), last.from, last.to], [[22, 24], 22, 25]);
    const none = await ask({ before: 2, limit: 50 });
    assert.deepEqual([seqs(none), none.from, none.to], [[], 1, 1]);
  }),
  check('[G1] before and after together is bad_frame', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    assert.equal(await a!.askRefused({ t: 'history', conversation, before: 5, after: 1 }), 'bad_frame');
  }),
  check('[G1] messages are as they are now: edits, deletions and reactions folded in', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'first'));
    await a!.writeOk(text(conversation, 'second'));
    await a!.writeOk({
      kind: 'edit',
      conversation,
      target: 2,
      body: { type: 'text', text: 'first, better' },
    });
    await a!.writeOk({ kind: 'delete', conversation, target: 3 });
    for (const one of [a!, b!]) {
      await one.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: true });
    }
    await a!.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: false });
    const { messages } = await b!.ask('page', { t: 'history', conversation });
    const [first, second] = messages;
    assert.deepEqual(first!.body, { type: 'text', text: 'first, better' });
    assert.equal(first!.edited?.seq, 4);
    assert.deepEqual(first!.reactions, [{ emoji: '👍', users: [b!.user] }]);
    assert.equal(second!.deleted?.seq, 5);
  }),
  check('[G2] ops are ascending from after + 1 without holes, page by page', async (t) => {
    const { b, conversation, epoch } = await thread(t);
    let after = 0;
    for (let more = true; more; ) {
      const page: down.OpsPage = await b.ask('ops', { t: 'ops', conversation, epoch, after, limit: 7 });
      assert.ok(page.ops.length <= 7);
      assert.deepEqual(
        page.ops.map(({ seq }) => seq),
        page.ops.map((_, i) => after + 1 + i),
      );
      after = page.ops.at(-1)!.seq;
      assert.equal(page.more, after < page.head);
      more = page.more;
    }
    assert.equal(after, 25);
  }),
  check('[G2] a message among ops is as it is at the head', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const { epoch } = await a!.writeOk(text(conversation, 'old'));
    await a!.writeOk({ kind: 'edit', conversation, target: 2, body: { type: 'text', text: 'new' } });
    await b!.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: true });
    const { ops } = await b!.ask('ops', { t: 'ops', conversation, epoch, after: 1, limit: 1 });
    const { message } = ops[0] as { message: down.Page['messages'][0] };
    assert.deepEqual(message.body, { type: 'text', text: 'new' });
    assert.deepEqual(message.reactions, [{ emoji: '👍', users: [b!.user] }]);
  }),
  check('[G3] a snapshot plus the operations after it equals a fresh snapshot', async (t) => {
    const { a, b, conversation, epoch } = await thread(t);
    const snapshot = await b.ask('page', { t: 'history', conversation, limit: 200 });
    const body = (value: string) => ({ type: 'text', text: value });
    await a.writeOk(text(conversation, 'new'));
    await a.writeOk({ kind: 'edit', conversation, target: 2, body: body('edited') });
    await a.writeOk({ kind: 'delete', conversation, target: 4 });
    await b.writeOk({ kind: 'react', conversation, target: 6, emoji: '👍', on: false });
    await b.writeOk({ kind: 'react', conversation, target: 6, emoji: '🎉', on: true });
    await a.writeOk({ kind: 'edit', conversation, target: 26, body: body('new, edited') });
    await a.writeOk({ kind: 'edit', conversation, target: 8, body: body('soon gone') });
    await a.writeOk({ kind: 'delete', conversation, target: 8 });
    const log = await b.ask('ops', { t: 'ops', conversation, epoch, after: snapshot.head });
    const fresh = await b.ask('page', { t: 'history', conversation, limit: 200 });
    const folded = fold(snapshot.messages, snapshot.head, log.ops, log.head);
    assert.deepEqual(folded, fresh.messages.map(tidy));
    const whole = await b.ask('ops', { t: 'ops', conversation, epoch, after: 0 });
    assert.deepEqual(fold([], 0, whole.ops, whole.head), fresh.messages.map(tidy));
  }),
  check('[G5] a page has who made the conversation, named it, came and went, in their places', async (t) => {
    const [a, b, c] = await t.people(3);
    const conversation = await t.group(a!, b!);
    const { epoch } = await a!.writeOk(text(conversation, 'first'));
    await b!.writeOk({ kind: 'title', conversation, title: 'Trip' });
    await a!.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: true });
    await b!.writeOk(text(conversation, 'second'));
    await a!.writeOk({ kind: 'members', conversation, add: [c!.user], remove: [] });
    await a!.writeOk({ kind: 'members', conversation, add: [], remove: [c!.user] });
    const ask = (where: object) => a!.ask('page', { t: 'history', conversation, ...where });
    const { ops: log } = await b!.ask('ops', { t: 'ops', conversation, epoch, after: 0 });
    const whole = await ask({});
    assert.deepEqual(
      whole.ops,
      log.filter(({ seq }) => [1, 3, 6, 7].includes(seq)),
    );
    assert.deepEqual(seqs(whole), [2, 5]);
    const { gone } = whole.ops!.at(-1) as { gone?: { id: string }[] };
    assert.equal(gone?.[0]?.id, c!.user);
    const newest = await ask({ limit: 2 });
    assert.deepEqual([seqs(newest), newest.ops?.map(({ seq }) => seq)], [[], [6, 7]]);
    const before = await ask({ before: 6, limit: 2 });
    assert.deepEqual([seqs(before), before.ops?.map(({ seq }) => seq), before.to], [[5], [3], 5]);
    assert.equal((await ask({ before: 6, limit: 1 })).ops, undefined);
    const after = await ask({ after: 0, limit: 2 });
    assert.deepEqual([seqs(after), after.ops?.map(({ seq }) => seq), after.from], [[2], [1], 1]);
  }),
  check(
    '[G4] a page or ops with a head of N leaves after the pushes up to N and before those above',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const { epoch } = await a!.writeOk(text(conversation, 'first'));
      let going = true;
      const reading = (async () => {
        for (let i = 0; going && i < 200; i++) {
          await b!.ask('page', { t: 'history', conversation, limit: 1 });
          await b!.ask('ops', { t: 'ops', conversation, epoch, after: 1, limit: 1 });
        }
      })();
      let last = 2;
      for (let i = 0; i < 80; i++) last = (await a!.writeOk(text(conversation, `n ${i}`))).seq;
      await t.heard(conversation, last, b!);
      going = false;
      await reading;
      let pushed = 0;
      for (const frame of b!.frames as (down.OpFrame | down.Page | down.OpsPage)[]) {
        if (frame.t === 'op') pushed = frame.op.seq;
        if (frame.t === 'page' || frame.t === 'ops') {
          assert.equal(
            frame.head,
            Math.max(pushed, 2),
            `${frame.t} with head ${frame.head} after push ${pushed}`,
          );
        }
      }
    },
  ),
];
