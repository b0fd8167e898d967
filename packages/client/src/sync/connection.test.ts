import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes, type Down, type Up } from '@tokenim/protocol';
import type { LinkHandlers } from '../backend.js';
import { Connection, type State } from './connection.js';
import { TestClock } from './test-clock.fixture.js';
import { Tokens } from './tokens.js';

const welcome = { t: 'welcome' } as Down;

function setUp({ token = async () => 'token' }: { token?: () => Promise<string> } = {}) {
  const clock = new TestClock();
  const links: (LinkHandlers & { sent: Up[]; closed: boolean })[] = [];
  const states: State[] = [];
  const frames: Down[] = [];
  let tokens = 0;
  const connection = new Connection(
    {
      connect(handlers) {
        const link = { ...handlers, sent: [] as Up[], closed: false };
        links.push(link);
        return {
          send: (frame) => void link.sent.push(frame),
          close: () => {
            link.closed = true;
            queueMicrotask(() => handlers.onClose(1000, ''));
          },
        };
      },
    },
    clock,
    new Tokens(() => {
      tokens += 1;
      return token();
    }, clock),
    {
      hello: async () => ({ v: [1, 1], features: [], device: 'd' }),
      onFrame: (frame) => frames.push(frame),
      onDown: () => {},
      onQuiet: () => {},
      onState: (state) => states.push(state),
    },
  );
  const turn = async () => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  return {
    clock,
    connection,
    states,
    frames,
    turn,
    links,
    tokens: () => tokens,
    last: () => links.at(-1)!,
    async up() {
      await turn();
      links.at(-1)!.onOpen();
      links.at(-1)!.onFrame(welcome);
      connection.synced();
    },
  };
}

test('[H1] says hello first, with the token, and is on line when all is synced', async () => {
  const t = setUp();
  t.connection.start();
  await t.up();
  assert.deepEqual(t.last().sent, [{ t: 'hello', v: [1, 1], features: [], device: 'd', token: 'token' }]);
  assert.deepEqual(
    t.states.map(({ status }) => status),
    ['connecting', 'syncing', 'online'],
  );
});

for (const [code, { retry }] of Object.entries(closeCodes)) {
  test(`[E3] a close with ${code}: retry ${retry}`, async () => {
    const t = setUp();
    t.connection.start();
    await t.up();
    t.clock.step(60_000);
    t.last().onClose(Number(code), '');
    await t.turn();
    const { status } = t.connection.state;
    if (retry === 'no') assert.deepEqual(t.connection.state, { status: 'refused', code });
    else if (retry === 'renew') assert.deepEqual([status, t.tokens()], ['connecting', 2]);
    else assert.equal(status, 'offline');
    if (retry !== 'no') {
      t.clock.step(30_000);
      await t.turn();
      assert.equal(t.links.length, 2);
    }
  });
}

test('[T1] a token that is refused while it is new is not asked for in a loop', async () => {
  const t = setUp();
  t.connection.start();
  for (let i = 0; i < 5; i += 1) {
    await t.turn();
    t.last().onOpen();
    t.last().onClose(4401, 'unauthorized');
    await t.turn();
    assert.equal(t.connection.state.status, 'offline');
    t.clock.step(30_000);
  }
  assert.equal(t.links.length, 5);
});

test('waits with full jitter, ever longer, up to 30 s', async () => {
  const t = setUp();
  t.connection.start();
  const waits: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    await t.turn();
    t.last().onClose(1006, '');
    waits.push(t.connection.state.retryAt! - t.clock.now());
    t.clock.step();
  }
  assert.ok(waits.every((wait) => wait >= 0 && wait <= 30_000));
  assert.ok(Math.max(...waits.slice(10)) > 20_000);
  assert.ok(Math.min(...waits.slice(10)) < 10_000);
  assert.ok(waits[0]! <= 1000);
});

test('a nudge tries at once, and on a link that is up asks for a sign of life', async () => {
  const t = setUp();
  t.connection.start();
  await t.turn();
  t.last().onClose(1006, '');
  t.connection.nudge();
  await t.up();
  assert.equal(t.links.length, 2);
  t.connection.nudge();
  assert.equal(t.last().sent.at(-1)?.t, 'ping');
});

test('silence is asked about after 25 s and ends the link after 10 s more', async () => {
  const t = setUp();
  t.connection.start();
  await t.up();
  t.clock.step(25_000);
  assert.equal(t.last().sent.at(-1)?.t, 'ping');
  t.clock.step(5000);
  t.last().onFrame({ t: 'pong', id: 1 });
  t.clock.step(5000);
  assert.equal(t.connection.state.status, 'online');
  t.clock.step(25_000);
  t.clock.step(10_000);
  assert.equal(t.connection.state.status, 'offline');
  assert.ok(t.last().closed);
});

test('a link that opens and then says nothing is given up', async () => {
  const t = setUp();
  t.connection.start();
  await t.turn();
  t.last().onOpen();
  t.clock.step(10_000);
  assert.equal(t.connection.state.status, 'offline');
});

test('a token that cannot be had is asked for again', async () => {
  let fails = 2;
  const t = setUp({
    token: async () => {
      if (fails-- > 0) throw new Error('no network');
      return 'token';
    },
  });
  t.connection.start();
  for (let i = 0; i < 3; i += 1) {
    await t.turn();
    t.clock.step(30_000);
  }
  await t.turn();
  assert.equal(t.links.length, 1);
});

test('after a stop nothing of the old link is heard', async () => {
  const t = setUp();
  t.connection.start();
  await t.up();
  const old = t.last();
  t.connection.stop();
  old.onFrame({ t: 'lag' });
  old.onClose(1006, '');
  await t.turn();
  assert.deepEqual(t.connection.state, { status: 'off' });
  assert.equal(t.clock.next, undefined);
  assert.deepEqual(t.frames, [welcome]);
});
