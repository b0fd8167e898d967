import { expect } from '@open-wc/testing';
import {
  type Cid,
  type ConversationId,
  defaultLimits,
  type down,
  type Epoch,
  type Head,
  type LogOp,
  type UserId,
} from '@tokenim/protocol';
import { openStore } from './open.js';
import type { Store } from './store.js';
import type { ListRequest, Live } from './types.js';

const epoch = 'e1' as Epoch;
let store: Store;
let user = '';
let made = 0;

const idOf = (name: string) => `d~${name}~x` as ConversationId;
/** A conversation with two unread messages, at place `ts`. */
const head = (name: string, ts: number, me: object = {}, more: object = {}): Head =>
  ({
    id: idOf(name),
    kind: 'direct',
    epoch,
    seq: 3,
    ord: 2,
    ts,
    version: 1,
    me: { read: 1, readOrd: 0, delivered: 3, ...me },
    ...more,
  }) as Head;
const said = (seq: number, sender: string, mentions: string[] = []): LogOp => {
  const cid = `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}` as Cid;
  const body = { type: 'text', text: 'x', mentions };
  const message = { seq, ord: seq - 1, cid, sender, ts: 100 + seq, body };
  return { kind: 'message', seq, by: sender, ts: 100 + seq, message } as unknown as LogOp;
};
const push = (name: string, op: LogOp, version: number) =>
  store.applyOps({ conversation: idOf(name), epoch, ops: [op], versions: [version] });
const pointer = (name: string, version: number, words: object) =>
  store.applyPointers([
    { t: 'pointer', conversation: idOf(name), user: user as UserId, version, unread: false, ...words },
  ] as down.Pointer[]);

function read<T>(view: Live<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = view.subscribe((value) => {
      queueMicrotask(() => stop());
      resolve(value);
    }, reject);
  });
}
const names = async (request?: ListRequest) =>
  (await read(store.views.conversations(request))).map(({ id }) => id.split('~')[1]).join(' ');
const row = async (name: string) => (await store.conversation(idOf(name)))!;
const flags = async (name: string) => {
  const { pinned = false, archived = false, muted = false } = (await row(name)).me;
  return { pinned, archived, muted };
};
const none = { pinned: false, archived: false, muted: false };

beforeEach(async () => {
  user = `x-${Math.random().toString(36).slice(2)}`;
  store = await openStore({ app: 'test', user });
});
afterEach(() => store.erase());

describe('lists', () => {
  it('the inbox begins with what is pinned; each list is newest first, and can be read in parts', async () => {
    await store.applyHeads([
      head('a', 1),
      head('b', 2, { pinned: true }),
      head('c', 3, { archived: true }),
      head('d', 4, { read: 3, readOrd: 2 }),
      head('e', 5, { muted: true }),
      head('f', 6, { archived: true, pinned: true }),
      head('g', 6, { pinned: true }),
    ]);
    expect(await names()).to.equal('g b e d a');
    expect(await names({ show: 'unread' })).to.equal('g e b a');
    expect(await names({ show: 'archived' })).to.equal('f c');
    expect(await names({ show: 'all' })).to.equal('f g e d c b a');
    expect(await names({ offset: 1, limit: 3 })).to.equal('b e d');
    expect(await names({ offset: 3 })).to.equal('d a');
    expect(await names({ offset: 5 })).to.equal('');
    expect(await names({ show: 'all', offset: 6, limit: 9 })).to.equal('a');
    expect(await names({ show: 'archived', offset: 1 })).to.equal('c');
    // Neither `e`, which is muted, nor what is archived.
    expect(await read(store.views.unread())).to.equal(6);
  });

  it('follow what is marked here', async () => {
    await store.applyHeads([head('a', 1), head('b', 2)]);
    await store.setFlags(idOf('a'), { pinned: true });
    expect(await names()).to.equal('a b');
    await store.setFlags(idOf('b'), { archived: true });
    expect([await names(), await names({ show: 'archived' })]).to.deep.equal(['a', 'b']);
    await store.markRead(idOf('a'), 3);
    expect([await names({ show: 'unread' }), await read(store.views.unread())]).to.deep.equal(['', 0]);
    await store.markUnread(idOf('a'));
    expect([await names({ show: 'unread' }), await read(store.views.unread())]).to.deep.equal(['a', 1]);
  });

  it('the limits that the server published last outlive a reload', async () => {
    expect(await read(store.views.limits())).to.deep.equal(defaultLimits);
    const limits = { ...defaultLimits, deleteWindow: 60_000 };
    await store.setUser({ id: user as UserId }, limits);
    await store.close();
    store = await openStore({ app: 'test', user });
    expect(await read(store.views.limits())).to.deep.equal(limits);
  });
});

describe('flags', () => {
  beforeEach(async () => {
    await store.applyChanges({
      t: 'changes',
      epoch,
      version: 1,
      conversations: [head('a', 1)],
      more: false,
    });
  });

  it('[P6] are dirty until the server has them, and what was set meanwhile stays so', async () => {
    const conversation = idOf('a');
    await store.setFlags(conversation, { pinned: true, muted: true });
    const [mark] = await store.dirtyMarks();
    expect(mark).to.deep.equal({ conversation, pinned: true, muted: true });
    await store.setFlags(conversation, { muted: false });
    expect(await store.marked(mark!, 2)).to.equal(true);
    expect(await flags('a')).to.deep.equal({ ...none, pinned: true });
    expect(await store.dirtyMarks()).to.deep.equal([{ conversation, muted: false }]);
  });

  it('[P6] of another device hold, but over a mark that is under way only its answer', async () => {
    await pointer('a', 2, { pinned: true, archived: false, muted: false });
    expect(await flags('a')).to.deep.equal({ ...none, pinned: true });
    await store.setFlags(idOf('a'), { muted: true });
    await pointer('a', 3, { pinned: false, archived: true, muted: false });
    expect(await flags('a')).to.deep.equal({ pinned: false, archived: true, muted: true });
    await store.applyHeads([head('a', 1, { archived: true }, { version: 3 })]);
    expect(await flags('a')).to.deep.equal({ pinned: false, archived: true, muted: true });
    await pointer('a', 2, { pinned: true, archived: false, muted: false });
    expect((await flags('a')).pinned, 'an old word').to.equal(false);
  });

  it('[P6] an answer that passes over a version leaves it to the head', async () => {
    const conversation = idOf('a');
    await store.setFlags(conversation, { muted: true });
    expect(await store.marked({ conversation, muted: true }, 5)).to.equal(false);
    await store.applyHeads([head('a', 1, { muted: true, pinned: true }, { version: 5 })]);
    expect(await flags('a')).to.deep.equal({ ...none, pinned: true, muted: true });
  });

  it('[P7] archived ends with a message of somebody else, but not while it is muted', async () => {
    await pointer('a', 2, { archived: true });
    await push('a', said(4, user), 3);
    expect((await flags('a')).archived).to.equal(true);
    await push('a', said(5, 'bob'), 4);
    expect(await names()).to.equal('a');
    await pointer('a', 5, { archived: true, muted: true });
    await push('a', said(6, 'bob'), 6);
    expect(await names({ show: 'archived' })).to.equal('a');
    expect(await store.dirtyMarks()).to.deep.equal([{ conversation: idOf('a'), delivered: 6 }]);
  });

  it('[P7] what a message made of a mark that is under way is told to the server', async () => {
    const conversation = idOf('a');
    await store.setFlags(conversation, { archived: true });
    await push('a', said(4, 'bob'), 2);
    expect((await flags('a')).archived).to.equal(false);
    // The server may have got the mark after the message.
    await store.marked({ conversation, archived: true }, 3);
    expect((await flags('a')).archived).to.equal(false);
    expect((await store.dirtyMarks())[0]).to.include({ archived: false });
  });

  it('[P8] a mention is new until it is read', async () => {
    await push('a', said(4, user, [user]), 2);
    await push('a', said(5, 'bob', ['cy']), 3);
    expect((await row('a')).mentioned).to.equal(false);
    await push('a', said(6, 'bob', ['cy', user]), 4);
    expect([(await row('a')).mentioned, (await row('a')).me.mention]).to.deep.equal([true, 6]);
    await store.markRead(idOf('a'), 5);
    expect((await row('a')).mentioned).to.equal(true);
    await store.markRead(idOf('a'), 6);
    expect([(await row('a')).mentioned, (await row('a')).me.mention]).to.deep.equal([false, 6]);
  });
});
