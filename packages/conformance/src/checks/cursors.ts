import assert from 'node:assert/strict';
import type { down } from '@tokenim/protocol';
import { check, Skip } from '../check.js';
import { text } from '../context.js';

/** The versions that a connection was told, in the order of arrival. */
function versionsOf(frames: readonly { t: string; version?: unknown }[]): number[] {
  return frames.flatMap(({ t, version }) =>
    ['op', 'pointer', 'ack', 'ok'].includes(t) && typeof version === 'number' ? [version] : [],
  );
}

export const cursorChecks = [
  check(
    '[C1] [C3] a version grows by exactly one with each change, own ones and pointers included',
    async (t) => {
      const [a, b] = await t.people(2);
      const watcher = await t.connect(a!.user);
      const conversation = await t.direct(a!, b!);
      await a!.writeOk(text(conversation, 'one'));
      await b!.writeOk(text(conversation, 'two'));
      await a!.ask('ok', { t: 'mark', conversation, read: 3 });
      await b!.ask('ok', { t: 'mark', conversation, read: 3 });
      await a!.writeOk({ kind: 'react', conversation, target: 3, emoji: '👍', on: true });
      await a!.ask('ok', { t: 'mark', conversation, unread: true });
      await b!.writeOk(text(conversation, 'three'));
      await Promise.all([t.heard(conversation, 5, a!, watcher)]);
      const expected = (one: { frames: object[] }) => versionsOf(one.frames as never);
      assert.deepEqual(expected(watcher), [1, 2, 3, 4, 5, 6, 7, 8]);
      assert.deepEqual(expected(a!), [1, 2, 3, 4, 5, 6, 7, 8]);
      const { version } = await watcher.ask('changes', { t: 'sync', version: 0 });
      assert.equal(version, 8);
    },
  ),
  check('[C1] what changes elsewhere moves no version of mine', async (t) => {
    const [a, b, c] = await t.people(3);
    await t.direct(a!, b!);
    const { version } = await c!.ask('changes', { t: 'sync', version: 0 });
    assert.equal(version, 0);
  }),
  check('[C2] sync pages through what changed, oldest change first, and skips nothing', async (t) => {
    const people = await t.people(5);
    const [me, ...others] = people;
    const ids: string[] = [];
    for (const other of others) ids.push(await t.direct(other, me!));
    await others[0]!.writeOk(text(ids[0]!, 'moved to the end'));
    await t.heard(ids[0]!, 2, me!);
    const seen: string[] = [];
    let version = 0;
    let epoch: string | undefined;
    for (let more = true, round = 0; more; round++) {
      const page: down.Changes = await me!.ask('changes', {
        t: 'sync',
        version,
        limit: 1,
        ...(epoch && { epoch }),
      });
      assert.ok(page.version >= version, 'the cursor went back');
      if (page.conversations.length > 0) assert.ok(page.version > version, 'the cursor stands still');
      seen.push(...page.conversations.map(({ id }) => id));
      ({ version, more, epoch } = page);
      // What changes between two pages comes later.
      if (round === 1) {
        await others[1]!.writeOk(text(ids[1]!, 'late'));
        await t.heard(ids[1]!, 2, me!);
      }
      assert.ok(round < 20, 'sync does not end');
    }
    assert.equal(seen.at(-1), ids[1], 'what changed while pages were read was skipped');
    assert.deepEqual(new Set(seen), new Set(ids));
    const { conversations } = await me!.ask('changes', { t: 'sync', version: 0 });
    const versions = conversations.map((head) => head.version!);
    assert.deepEqual(
      versions,
      [...versions].sort((x, y) => x - y),
    );
    assert.deepEqual(
      conversations.map(({ id }) => id),
      [ids[2], ids[3], ids[0], ids[1]],
    );
  }),
  check('[C2] sync from the newest version names nothing', async (t) => {
    const [a, b] = await t.people(2);
    await t.direct(a!, b!);
    const all = await b!.ask('changes', { t: 'sync', version: 0 });
    const none = await b!.ask('changes', { t: 'sync', version: all.version, epoch: all.epoch });
    assert.deepEqual([none.conversations, none.version, none.more], [[], all.version, false]);
  }),
  check('[C2] a head says what the conversation is like now', async (t) => {
    const [a, b] = await t.people(2);
    const group = await t.group(a!, b!);
    await a!.writeOk({ kind: 'title', conversation: group, title: 'Named' });
    const { ts } = await a!.writeOk(text(group, 'the last words'));
    await t.heard(group, 3, b!);
    const { conversations } = await b!.ask('changes', { t: 'sync', version: 0 });
    const [head] = conversations;
    assert.deepEqual(
      [head!.kind, head!.title, head!.seq, head!.ord, head!.ts, head!.last?.text, head!.me.read],
      ['group', 'Named', 3, 1, ts, 'the last words', 0],
    );
    assert.deepEqual(head!.members?.map(({ id }) => id).sort(), [a!.user, b!.user].sort());
    const { conversations: heads } = await b!.ask('heads', { t: 'heads', conversations: [group] });
    assert.deepEqual(heads, conversations);
  }),
  check('[C4] another epoch, or a seq ahead of the head, is answered by reset', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const { epoch } = await a!.writeOk(text(conversation, 'x'));
    const foreign = await a!.ask('reset', { t: 'ops', conversation, epoch: 'no-such', after: 1 });
    const ahead = await a!.ask('reset', { t: 'ops', conversation, epoch, after: 3 });
    assert.deepEqual([foreign.epoch, foreign.head, ahead.epoch, ahead.head], [epoch, 2, epoch, 2]);
    const end = await a!.ask('ops', { t: 'ops', conversation, epoch, after: 2 });
    assert.deepEqual([end.ops, end.more, end.head], [[], false, 2]);
  }),
  check('[C5] sync with another epoch, or a version ahead, begins at 0 with reset', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const { epoch, version } = await b!.ask('changes', { t: 'sync', version: 0 });
    for (const cursor of [
      { epoch: 'no-such', version: 0 },
      { epoch: 'no-such', version },
      { epoch, version: version + 1 },
    ]) {
      const answer = await b!.ask('changes', { t: 'sync', ...cursor });
      assert.equal(answer.reset, true, JSON.stringify(cursor));
      assert.deepEqual([answer.epoch, answer.version], [epoch, version]);
      assert.deepEqual(
        answer.conversations.map(({ id }) => id),
        [conversation],
      );
    }
    const right = await b!.ask('changes', { t: 'sync', epoch, version });
    assert.ok(!right.reset);
  }),
  check('[C5] without epoch only version 0 may be asked', async (t) => {
    const [a, b] = await t.people(2);
    await t.direct(a!, b!);
    assert.equal(await b!.askRefused({ t: 'sync', version: 1 }), 'bad_frame');
    assert.ok(!(await b!.ask('changes', { t: 'sync', version: 0 })).reset);
  }),
  check('[C6] [P2] in a large conversation no version moves and no pointer goes out', async (t) => {
    const me = await t.connect();
    const most = me.welcome!.limits.versionedMembers;
    if (most > 40 && !t.options.long) throw new Skip(`takes ${most + 1} users; asked for with long`);
    const others: Awaited<ReturnType<typeof t.people>> = [];
    while (others.length < most) others.push(...(await t.people(Math.min(20, most - others.length))));
    // Named in two operations, since one names 500 at most.
    const group = await t.group(me, ...others.slice(0, 400));
    if (others.length > 400) {
      const add = others.slice(400).map(({ user }) => user);
      await me.writeOk({ kind: 'members', conversation: group, add, remove: [] });
    }
    const before = await me.ask('changes', { t: 'sync', version: 0 });
    const ack = await me.writeOk(text(group, 'to all'));
    assert.equal(ack.version, undefined);
    const { version } = await t.op(others[0]!, group, ack.seq);
    assert.equal(version, undefined);
    await others[0]!.ask('ok', { t: 'mark', conversation: group, read: ack.seq });
    await t.direct(others[0]!, me);
    assert.ok(!me.frames.some((frame) => frame.t === 'pointer'), 'a pointer went out');
    const after = await me.ask('changes', { t: 'sync', version: before.version, epoch: before.epoch });
    assert.ok(!after.conversations.some(({ id }) => id === group));
    assert.deepEqual(
      after.large?.map(({ id, seq }) => [id, seq]),
      [[group, ack.seq]],
    );
  }),
  check('[C7] a conversation that one left is reported once more, and cannot be read', async (t) => {
    const [a, b] = await t.people(2);
    const group = await t.group(a!, b!);
    const { version, epoch } = await b!.ask('changes', { t: 'sync', version: 0 });
    const removal = { kind: 'members', conversation: group, add: [], remove: [b!.user] };
    const ack = await a!.writeOk(removal);
    await a!.writeOk(text(group, 'they are gone'));
    await t.heard(group, 2, b!);
    const changes = await b!.ask('changes', { t: 'sync', version, epoch });
    assert.deepEqual(
      changes.conversations.map(({ id, me }) => [id, me.left]),
      [[group, true]],
    );
    assert.ok(!JSON.stringify(changes).includes('they are gone'));
    for (const frame of [
      { t: 'history', conversation: group },
      { t: 'ops', conversation: group, epoch: ack.epoch, after: 0 },
    ]) {
      assert.equal(await b!.askRefused(frame), 'not_found');
    }
  }),
];
