import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConversationId, isNoteOp, type Message, type UserId } from '@tokenim/protocol';
import { type MessageRow, pendingBase } from '@tokenim/store';
import { type Device, World } from './world.fixture.js';

const seeds = Number(process.env.TOKENIM_SYNC_SEEDS ?? 5);
const first = Number(process.env.TOKENIM_SYNC_FIRST ?? 1);

for (let seed = first; seed < first + seeds; seed += 1) {
  test(`[C3] [C4] [G2] [G3] [W3] random faults, seed ${seed}: every device ends with the server's log`, () =>
    run(seed));
}

async function run(seed: number): Promise<void> {
  const world = new World(seed);
  const { clock, server } = world;
  const chance = (p: number) => clock.random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(clock.random() * list.length)]!;
  server.limits.page = 10;
  server.limits.resumePage = 3;
  const users = ['ann', 'bob', 'cat'];
  const devices: Device[] = [];
  for (const user of [...users, 'ann']) devices.push(await world.device(user));
  const id = (await devices[0]!.client.create({ type: 'group', members: ['bob', 'cat'] })) as ConversationId;
  const direct = await devices[0]!.client.create({ type: 'direct', members: ['bob'] });
  await world.settle(3000);
  world.fault = () => {
    const dice = clock.random();
    if (dice < 0.04) return 'drop';
    if (dice < 0.08) return 'double';
    if (dice < 0.12) return 'hold';
    return undefined;
  };
  const acked = new Map<string, number>();
  const acknowledged = () => {
    for (const device of devices)
      for (const frame of device.received)
        if (frame.t === 'ack') {
          const before = acked.get(frame.cid);
          assert.ok(before === undefined || before === frame.seq, 'an ack never changes');
          acked.set(frame.cid, frame.seq);
        }
  };
  const target = async (device: Device, conversation: ConversationId): Promise<MessageRow | undefined> => {
    const { rows } = await device.rows(conversation);
    return rows.length > 0 ? pick(rows.slice(-8)) : undefined;
  };
  const act = async (device: Device) => {
    const conversation = chance(0.7) || device.user === 'cat' ? id : direct;
    const what = clock.random();
    const { client } = device;
    if (what < 0.5)
      await client.send(conversation, {
        type: 'text',
        text: `${device.user} ${clock.random()}`,
        ...(chance(0.3) ? { mentions: [pick(devices).user as UserId] } : {}),
      });
    else if (what < 0.7) {
      const row = await target(device, conversation);
      if (!row) return;
      const own = row.sender === device.user && !row.deleted;
      if (what < 0.6 && own)
        await client.edit(conversation, row.cid, { type: 'text', text: `edited ${clock.random()}` });
      else if (what < 0.63 && own) await client.remove(conversation, row.cid);
      else if (!row.deleted) await client.react(conversation, row.cid, pick(['👍', '🎉']), chance(0.7));
    } else if (what < 0.76) {
      const head = await device.store.conversation(conversation);
      if (head) await client.markRead(conversation, head.seq);
    } else if (what < 0.78) await client.markUnread(conversation);
    else if (what < 0.81) await client.rename(id, `title ${clock.random()}`);
    else if (what < 0.86) device.cut();
    else if (what < 0.9) device.network = !device.network;
    else if (what < 0.93) await client.open(chance(0.5) ? conversation : undefined);
    else if (what < 0.96)
      await client.loadBefore(conversation, 1 + Math.floor(clock.random() * 30)).catch(() => {});
    else if (what < 0.97) world.release();
    else await client.setFlags(conversation, { [pick(['pinned', 'archived', 'muted'])]: chance(0.6) });
  };
  for (let step = 0; step < 120; step += 1) {
    const device = pick(devices);
    // What it asks of the network waits for the network, not the other way round.
    void act(device).catch((error) => device.faults.push(error));
    await world.quiet();
    for (let i = Math.floor(clock.random() * 6); i > 0; i -= 1) {
      const at = chance(0.15) ? Math.floor(clock.random() * world.packets.length) : 0;
      world.packets.splice(at, 1)[0]?.deliver();
      await world.quiet();
    }
    if (chance(0.3)) clock.step(2000);
    if (world.held.length > 0 && chance(0.3)) world.release();
    acknowledged();
  }
  world.fault = undefined;
  world.release();
  for (const device of devices) {
    device.online();
    void device.client.open(id);
  }
  await world.settle(120_000);
  for (const device of devices) void device.client.open(direct);
  await world.settle(60_000);
  acknowledged();
  for (const device of devices) {
    assert.deepEqual(device.faults, []);
    assert.equal(device.store && (await device.store.waiting(10)).length, 0, `${device.user} has sent all`);
    for (const conversation of device.user === 'cat' ? [id] : [id, direct]) await same(device, conversation);
  }
  const all = [...server.conversations.values()].flatMap((c) => [...c.messages.values()]);
  assert.equal(new Set(all.map((m) => `${m.sender} ${m.cid}`)).size, all.length, 'nothing is there twice');
  for (const [cid, seq] of acked) {
    const message = all.find((m) => m.cid === cid);
    if (message) assert.equal(message.seq, seq);
  }
  await world.stop();

  async function same(device: Device, conversation: ConversationId): Promise<void> {
    const log = server.conversations.get(conversation)!;
    const ranges = await device.store.ranges(conversation);
    assert.equal(ranges.at(-1)?.to, log.ops.length, `${device.user} holds the end of ${conversation}`);
    for (let i = 1; i < ranges.length; i += 1) assert.ok(ranges[i]!.from > ranges[i - 1]!.to + 1);
    const { rows } = await device.rows(conversation);
    const held = ranges.flatMap(({ from, to }) => log.ops.filter(({ seq }) => seq >= from && seq <= to));
    const wanted = held.flatMap((op) => {
      const message = log.messages.get(op.seq);
      return message ? plain(message) : isNoteOp(op) ? [`${op.kind} ${op.seq}`] : [];
    });
    const shown = rows.filter((row) => row.seq < pendingBase);
    assert.deepEqual(
      shown.map((row) => (row.note ? `${row.note.kind} ${row.seq}` : plain(row))),
      wanted.slice(-100),
      `${device.user} ${conversation} seed ${seed}`,
    );
    const { unreadCount, mentioned, places, dirty, draft, dirtyMark, version, unreadVersion, ...head } =
      (await device.store.conversation(conversation)) as never as Record<string, unknown>;
    const { version: theirs, ...told } = server.head(device.user, conversation) as never as Record<
      string,
      unknown
    >;
    assert.deepEqual(clean(head), clean(told), `head of ${device.user} ${conversation} seed ${seed}`);
    assert.equal(dirty, undefined);
  }
}

function plain(message: Message | MessageRow): unknown {
  const { seq, ord, cid, sender, ts, body, replyTo, edited, deleted, reactions } = message;
  const people = reactions?.map(({ emoji, users }) => ({ emoji, users }));
  return JSON.parse(
    JSON.stringify({ seq, ord, cid, sender, ts, body, replyTo, edited, deleted, reactions: people }),
  );
}

/** Members in one order. */
function clean(head: Record<string, unknown>): unknown {
  const members = [...(head.members as { id: string }[])].sort((a, b) => (a.id < b.id ? -1 : 1));
  // Words that are false and words that are absent are the same (rule P6).
  const me = Object.entries(head.me as object).filter(([, value]) => value !== false);
  return JSON.parse(JSON.stringify({ ...head, members, me: Object.fromEntries(me) }));
}
