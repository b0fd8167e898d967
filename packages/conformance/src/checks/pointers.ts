import assert from 'node:assert/strict';
import type { down } from '@tokenim/protocol';
import { check } from '../check.js';
import { type Person, text } from '../context.js';

async function me(one: Person, conversation: string) {
  const { conversations } = await one.ask('heads', { t: 'heads', conversations: [conversation] });
  return conversations[0]!.me;
}

function pointersTo(one: Person): down.Pointer[] {
  return (one.frames as (down.Pointer | { t: 'other' })[]).filter((frame) => frame.t === 'pointer');
}

export const pointerChecks = [
  check('[P1] pointers only grow, are cut to the head, and read moves delivered with it', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    for (let i = 0; i < 4; i++) await a!.writeOk(text(conversation, `n ${i}`));
    const mark = (where: object) => b!.ask('ok', { t: 'mark', conversation, ...where });
    const now = async () => {
      const { read, delivered } = await me(b!, conversation);
      return [read, delivered];
    };
    await mark({ delivered: 4 });
    assert.deepEqual(await now(), [0, 4]);
    await mark({ read: 3 });
    assert.deepEqual(await now(), [3, 4]);
    await mark({ read: 2, delivered: 1 });
    assert.deepEqual(await now(), [3, 4], 'a pointer went back');
    await mark({ read: 900 });
    assert.deepEqual(await now(), [5, 5], 'a pointer passed the head');
  }),
  check('[P1] two devices merge by maximum', async (t) => {
    const [a, b] = await t.people(2);
    const b2 = await t.connect(b!.user);
    const conversation = await t.direct(a!, b!);
    for (let i = 0; i < 4; i++) await a!.writeOk(text(conversation, `n ${i}`));
    await Promise.all([
      b!.ask('ok', { t: 'mark', conversation, read: 4 }),
      b2.ask('ok', { t: 'mark', conversation, read: 2 }),
    ]);
    assert.equal((await me(b!, conversation)).read, 4);
  }),
  check('[P2] moved pointers go to the other connections of all members', async (t) => {
    const [a, b] = await t.people(2);
    const b2 = await t.connect(b!.user);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'x'));
    await b!.ask('ok', { t: 'mark', conversation, read: 2 });
    for (const one of [a!, b2]) {
      const pointer = await one.type('pointer');
      assert.deepEqual([pointer.user, pointer.read, pointer.delivered], [b!.user, 2, 2]);
    }
    await b!.ping();
    assert.deepEqual(pointersTo(b!), []);
    const { members } = await a!.ask('members', { t: 'members', conversation });
    assert.equal(members.find(({ id }) => id === b!.user)?.read, 2);
  }),
  check('[P2] a mark that moves nothing goes to nobody', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'x'));
    await b!.ask('ok', { t: 'mark', conversation, read: 2 });
    await b!.ask('ok', { t: 'mark', conversation, read: 2 });
    await b!.ask('ok', { t: 'mark', conversation, read: 1 });
    await b!.writeOk(text(conversation, 'done'));
    await t.heard(conversation, 3, a!);
    assert.equal(pointersTo(a!).length, 1);
  }),
  check('[P3] marked unread goes to its owner only, and ends when read is marked', async (t) => {
    const [a, b] = await t.people(2);
    const b2 = await t.connect(b!.user);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'x'));
    await b!.ask('ok', { t: 'mark', conversation, read: 2 });
    await b!.ask('ok', { t: 'mark', conversation, unread: true });
    assert.equal((await me(b2, conversation)).unread, true);
    await b2.next((frame) => frame.t === 'pointer' && frame.unread === true, 'pointer with unread');
    await b!.ask('ok', { t: 'mark', conversation, read: 2 });
    assert.ok(!(await me(b2, conversation)).unread, 'reading without moving did not end it');
    await b!.ask('ok', { t: 'mark', conversation, unread: true });
    await b!.ask('ok', { t: 'mark', conversation, unread: false });
    assert.ok(!(await me(b2, conversation)).unread);
    await b!.writeOk(text(conversation, 'done'));
    await t.heard(conversation, 3, a!);
    assert.ok(!pointersTo(a!).some(({ unread }) => unread), 'told to somebody else');
    assert.ok(!pointersTo(a!).some(({ readOrd }) => readOrd !== undefined), 'readOrd told to somebody else');
  }),
  check('[P4] unread is ord minus readOrd; reactions do not disturb it', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'one'));
    await a!.writeOk({ kind: 'react', conversation, target: 2, emoji: '👍', on: true });
    await a!.writeOk(text(conversation, 'two'));
    const unread = async () => {
      const { conversations } = await b!.ask('heads', { t: 'heads', conversations: [conversation] });
      return conversations[0]!.ord - conversations[0]!.me.readOrd;
    };
    assert.equal(await unread(), 2);
    await b!.ask('ok', { t: 'mark', conversation, read: 3 });
    assert.equal(await unread(), 1);
    await b!.ask('ok', { t: 'mark', conversation, read: 4 });
    assert.equal(await unread(), 0);
  }),
  check('[P4] sending moves the own pointers only if nothing before was unread', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    await a!.writeOk(text(conversation, 'one'));
    assert.deepEqual([(await me(a!, conversation)).read, (await me(a!, conversation)).readOrd], [2, 1]);
    await b!.writeOk(text(conversation, 'without having read'));
    assert.equal((await me(b!, conversation)).read, 0);
    await b!.ask('ok', { t: 'mark', conversation, read: 3 });
    await b!.writeOk(text(conversation, 'having read'));
    const { read, readOrd, delivered } = await me(b!, conversation);
    assert.deepEqual([read, readOrd, delivered], [4, 3, 4]);
  }),
  check('[P6] flags go to the own other connections only, and the last word holds', async (t) => {
    const [a, b] = await t.people(2);
    const b2 = await t.connect(b!.user);
    const conversation = await t.direct(a!, b!);
    const mark = (who: Person, flags: object) => who.ask('ok', { t: 'mark', conversation, ...flags });
    const now = async (who: Person) => {
      const { pinned, archived, muted } = await me(who, conversation);
      return [pinned, archived, muted].map(Boolean);
    };
    assert.ok((await mark(b!, { pinned: true, muted: true })).version, 'no version for what changed');
    const told = (await b2.next((frame) => frame.t === 'pointer', 'pointer with flags')) as down.Pointer;
    assert.deepEqual([told.unread, told.pinned, told.archived, told.muted], [false, true, false, true]);
    assert.deepEqual(await now(b2), [true, false, true]);
    await mark(b2, { pinned: false });
    assert.deepEqual(await now(b!), [false, false, true]);
    assert.deepEqual(await now(a!), [false, false, false], 'a flag of somebody else');
    assert.equal((await mark(b!, { muted: true })).version, undefined, 'a version for nothing');
    await b!.writeOk(text(conversation, 'done'));
    await t.heard(conversation, 2, a!);
    assert.deepEqual(pointersTo(a!), [], 'told to somebody else');
  }),
  check('[P7] a message of somebody else ends archived, unless the conversation is muted', async (t) => {
    const [a, b] = await t.people(2);
    const b2 = await t.connect(b!.user);
    const conversation = await t.direct(a!, b!);
    const mark = (flags: object) => b!.ask('ok', { t: 'mark', conversation, ...flags });
    await mark({ archived: true });
    await b!.writeOk(text(conversation, 'of the owner'));
    assert.equal((await me(b!, conversation)).archived, true, 'ended by an own message');
    await a!.writeOk(text(conversation, 'of somebody else'));
    await t.heard(conversation, 3, b!, b2);
    assert.ok(!(await me(b!, conversation)).archived, 'not ended');
    await mark({ archived: true, muted: true });
    await a!.writeOk(text(conversation, 'while it is muted'));
    await t.heard(conversation, 4, b!, b2);
    assert.equal((await me(b!, conversation)).archived, true, 'ended though it is muted');
    await b2.ping();
    assert.equal(pointersTo(b2).length, 2, 'a pointer told of it');
  }),
  check('[P8] the newest mention is kept, whatever is read or deleted', async (t) => {
    const [a, b, c] = await t.people(3);
    const conversation = await t.group(a!, b!, c!);
    const mention = async (who: Person) => (await me(who, conversation)).mention;
    const write = (...mentions: string[]) =>
      a!.writeOk({ kind: 'message', conversation, body: { type: 'text', text: 'you', mentions } });
    const first = await write(b!.user);
    assert.equal(await mention(b!), first.seq);
    assert.equal(await mention(c!), undefined, 'a mention of somebody else');
    await b!.ask('ok', { t: 'mark', conversation, read: first.seq });
    assert.equal(await mention(b!), first.seq, 'ended by reading');
    const second = await write(b!.user, c!.user);
    await a!.writeOk({ kind: 'delete', conversation, target: second.seq });
    await a!.writeOk(text(conversation, 'nobody'));
    assert.deepEqual([await mention(b!), await mention(c!)], [second.seq, second.seq]);
  }),
];
