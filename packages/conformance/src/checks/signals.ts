import assert from 'node:assert/strict';
import { check } from '../check.js';
import { type Person, text } from '../context.js';

const signals = (one: Person, kind: string) =>
  one.frames.filter((frame) => frame.t === 'signal' && frame.kind === kind);

export const signalChecks = [
  check('[S1] a signal is neither answered nor stored', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const count = a!.frames.length;
    a!.send({ t: 'signal', kind: 'typing', conversation, on: true });
    await b!.next((frame) => frame.t === 'signal' && frame.kind === 'typing', 'typing');
    await a!.ping();
    assert.deepEqual(
      a!.frames
        .slice(count)
        .map((frame) => frame.t)
        .filter((type) => type !== 'signal'),
      ['pong'],
    );
    const { head } = await a!.ask('page', { t: 'history', conversation });
    assert.equal(head, 1);
  }),
  check('[S1] a signal that does not make sense is ignored', async (t) => {
    const [a, b, stranger] = await t.people(3);
    const conversation = await t.direct(a!, b!);
    for (const where of [conversation, 'no-such-conversation']) {
      stranger!.send({ t: 'signal', kind: 'typing', conversation: where, on: true });
    }
    await stranger!.ping();
    await a!.writeOk(text(conversation, 'done'));
    await t.heard(conversation, 2, b!);
    assert.deepEqual(signals(b!, 'typing'), [], 'a stranger types into a conversation');
    assert.deepEqual(signals(a!, 'typing'), []);
  }),
  check('[S2] typing goes to the other members, on and off', async (t) => {
    const [a, b, c] = await t.people(3);
    const group = await t.group(a!, b!, c!);
    const [b2, stranger] = await Promise.all([t.connect(b!.user), t.connect()]);
    for (const on of [true, false]) {
      a!.send({ t: 'signal', kind: 'typing', conversation: group, on });
      for (const one of [b!, b2, c!]) {
        const signal = await one.next((frame) => frame.t === 'signal' && frame.kind === 'typing', 'typing');
        const { user, conversation, on: got } = signal as unknown as Record<string, unknown>;
        assert.deepEqual([user, conversation, got], [a!.user, group, on]);
      }
    }
    await stranger.ping();
    assert.deepEqual(signals(stranger, 'typing'), []);
    assert.deepEqual(signals(a!, 'typing'), [], 'typing came back to who types');
  }),
  check('[S3] presence tells of those with whom one shares a conversation, and of nobody else', async (t) => {
    const [a, b, stranger] = await t.people(3);
    await t.direct(a!, b!);
    const ask = async (one: Person, ...users: string[]) =>
      (await one.ask('presence', { t: 'presence', users })).users.map(({ user, state }) => [user, state]);
    assert.deepEqual(await ask(a!, b!.user, stranger!.user, t.user('nobody')), [[b!.user, 'online']]);
    assert.deepEqual(await ask(stranger!, a!.user, b!.user), []);
  }),
  check('[S3] away and online reach those who share a conversation', async (t) => {
    const [a, b, stranger] = await t.people(3);
    await t.direct(a!, b!);
    for (const state of ['away', 'online']) {
      b!.send({ t: 'signal', kind: 'presence', state });
      await a!.next(
        (frame) =>
          frame.t === 'signal' &&
          frame.kind === 'presence' &&
          frame.user === b!.user &&
          frame.state === state,
        `presence ${state}`,
      );
    }
    await stranger!.ping();
    assert.deepEqual(signals(stranger!, 'presence'), []);
  }),
  check(
    '[S3] offline follows the last close after 5 s, with seen; a quick return is not told',
    async (t) => {
      const [a, b] = await t.people(2);
      await t.direct(a!, b!);
      b!.close();
      const again = await t.connect(b!.user);
      await new Promise((resolve) => setTimeout(resolve, 6500));
      assert.ok(!signals(a!, 'presence').some(({ state }) => state === 'offline'), 'told of a quick return');
      again.close();
      const gone = await a!
        .next(
          (frame) => frame.t === 'signal' && frame.user === b!.user && frame.state === 'offline',
          'presence offline',
        )
        .catch(() =>
          a!.next((frame) => frame.t === 'signal' && frame.state === 'offline', 'presence offline'),
        );
      assert.equal(typeof (gone as unknown as { seen: number }).seen, 'number');
    },
    'long',
  ),
];
