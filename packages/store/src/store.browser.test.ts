import { expect } from '@open-wc/testing';
import type { Cid, ConversationId, down, Epoch, Head, LogOp } from '@tokenim/protocol';
import { Dexie } from 'dexie';
import { openStore } from './open.js';
import type { Store } from './store.js';
import { type ConversationRow, type Live, pendingBase, type ThreadWindow } from './types.js';

const id = 'd~ann~bob' as ConversationId;
const epoch = 'e1' as Epoch;
let store: Store;
let user = '';
let made = 0;
const cid = () => `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}` as Cid;
const text = (value: string) => ({ type: 'text' as const, text: value });
const name = () => `tokenim:test:${user}`;

const head = (change: object = {}): Head =>
  ({
    id,
    kind: 'direct',
    epoch,
    seq: 0,
    ord: 0,
    ts: 1,
    version: 1,
    members: [{ id: user }, { id: 'bob' }],
    me: { read: 0, readOrd: 0, delivered: 0 },
    ...change,
  }) as Head;

const message = (seq: number, change: object = {}) => {
  const { sender = 'bob', ...rest } = change as { sender?: string };
  const whole = { seq, ord: seq, cid: cid(), sender, ts: seq, body: text(`m${seq}`), ...rest };
  return { kind: 'message', seq, by: sender, ts: seq, message: whole } as unknown as LogOp & {
    message: down.Page['messages'][0];
  };
};
const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const apply = (ops: LogOp[], change: object = {}) =>
  store.applyOps({ conversation: id, epoch, ops, ...change });
const page = (from: number, to: number, at: number, mode: 'newest' | 'older') =>
  store.applyPage({
    mode,
    page: {
      t: 'page',
      id: 1,
      conversation: id,
      epoch,
      head: at,
      from,
      to,
      messages: messages(from, to).map((op) => op.message),
    },
  });

function read<T>(view: Live<T>, fits: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = view.subscribe((value) => {
      if (!fits(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    }, reject);
  });
}
const thread = (window: Parameters<Store['views']['thread']>[1] = { anchor: 'end' }): Promise<ThreadWindow> =>
  read(store.views.thread(id, window));
const seqs = ({ rows }: ThreadWindow) => rows.map((row) => row.seq);

beforeEach(async () => {
  user = `ann-${Math.random().toString(36).slice(2)}`;
  store = await openStore({ app: 'test', user });
  await store.applyHeads([head()]);
});

afterEach(() => store.erase());

describe('the store', () => {
  it('keeps on disk what outlives a reload: rows, outbox, drafts, the cursor', async () => {
    await apply(messages(1, 3));
    await store.enqueue([{ cid: cid(), op: { kind: 'message', conversation: id, body: text('later') } }]);
    await store.setDraft(id, 'half a');
    await store.applyChanges({ t: 'changes', epoch, version: 7, conversations: [], more: false });
    await store.close();
    store = await openStore({ app: 'test', user });
    expect(store.storage).to.equal('disk');
    expect((await thread()).rows.map((row) => (row.body as { text: string }).text)).to.deep.equal([
      'm1',
      'm2',
      'm3',
      'later',
    ]);
    expect((await store.waiting(10)).length).to.equal(1);
    expect((await store.conversation(id))?.draft).to.equal('half a');
    expect((await store.cursor())?.version).to.equal(7);
  });

  it('falls back to memory where IndexedDB cannot be opened, and says so', async () => {
    const real = indexedDB.open;
    IDBFactory.prototype.open = () => {
      throw new DOMException('not here', 'SecurityError');
    };
    try {
      const memory = await openStore({ app: 'test', user: `${user}-private` });
      expect(memory.storage).to.equal('memory');
      await memory.applyHeads([head()]);
      await memory.applyOps({ conversation: id, epoch, ops: messages(1, 2) });
      expect((await read(memory.views.thread(id, { anchor: 'end' }))).rows.length).to.equal(2);
      expect((await read(memory.views.connection())).storage).to.equal('memory');
      await memory.erase();
    } finally {
      IDBFactory.prototype.open = real;
    }
  });

  it('opens again when the connection was lost in the background', async () => {
    await apply(messages(1, 2));
    await store.close();
    const real = IDBDatabase.prototype.transaction;
    let lost = 0;
    // Dexie takes the function when it opens, so it must be there before.
    IDBDatabase.prototype.transaction = function (...args) {
      if (lost-- > 0) throw new DOMException('The database connection is closing.', 'InvalidStateError');
      return real.apply(this, args);
    };
    try {
      store = await openStore({ app: 'test', user });
      expect(seqs(await thread())).to.deep.equal([1, 2]);
      lost = 1;
      await apply(messages(3, 4));
      expect(lost).to.be.below(1);
      expect(seqs(await thread())).to.deep.equal([1, 2, 3, 4]);
      lost = 1;
      expect(seqs(await thread())).to.deep.equal([1, 2, 3, 4]);
    } finally {
      IDBDatabase.prototype.transaction = real;
    }
  });

  it('says quota where the disk is full', async () => {
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      await apply(messages(1, 1)).then(
        () => expect.fail('it was taken'),
        (error) => expect(error.code).to.equal('quota'),
      );
    } finally {
      IDBObjectStore.prototype.put = real;
    }
    await apply(messages(1, 1));
  });

  it('erases all of it', async () => {
    await store.erase();
    expect(await Dexie.exists(name())).to.equal(false);
    await store.applyHeads([head()]).then(
      () => expect.fail('it was taken'),
      (error) => expect(error.code).to.equal('closed'),
    );
  });

  it('writes the outbox with strict durability', async () => {
    await store.close();
    const real = IDBDatabase.prototype.transaction;
    const seen: [string, string | undefined][] = [];
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const what = [...stores].includes('outbox') ? 'outbox' : 'other';
      if (mode === 'readwrite') seen.push([what, options?.durability]);
      return real.call(this, stores, mode, options);
    };
    try {
      store = await openStore({ app: 'test', user });
      await store.enqueue([{ cid: cid(), op: { kind: 'message', conversation: id, body: text('x') } }]);
      await apply(messages(1, 1));
    } finally {
      IDBDatabase.prototype.transaction = real;
    }
    expect(seen.find(([what]) => what === 'outbox')?.[1]).to.equal('strict');
    expect(seen.find(([what]) => what === 'other')?.[1]).not.to.equal('strict');
  });
});

describe('logs and ranges', () => {
  it('[G2] applies what follows, ignores what is held, reports a gap', async () => {
    expect((await apply(messages(5, 6))).outcome).to.equal('applied');
    expect((await apply(messages(5, 6))).fresh.length).to.equal(0);
    expect((await apply(messages(9, 9))).outcome).to.equal('gap');
    expect(await store.ranges(id)).to.deep.equal([{ conversation: id, from: 5, to: 6 }]);
    expect(seqs(await thread())).to.deep.equal([5, 6]);
  });

  it('[G2] a change that is in the message already is not done again', async () => {
    const op = message(1, { body: text('as of 3'), edited: { seq: 3, ts: 3 } });
    const edit = (seq: number, value: string) => ({
      kind: 'edit',
      seq,
      by: 'bob',
      ts: seq,
      target: 1,
      body: text(value),
    });
    await apply([op, edit(2, 'old'), edit(3, 'as of 3')] as LogOp[], { head: 3 });
    expect((await thread()).rows[0]?.body).to.deep.equal(text('as of 3'));
    await apply([edit(4, 'new')] as LogOp[]);
    expect((await thread()).rows[0]?.body).to.deep.equal(text('new'));
  });

  it('pages that touch become one range; a hole between two is shown', async () => {
    await store.applyHeads([head({ seq: 50, ord: 50, version: 2 })]);
    await page(41, 50, 50, 'newest');
    await page(11, 20, 50, 'older');
    const window = await thread();
    expect(window.holes).to.deep.equal([41]);
    expect(window.olderThere).to.equal(true);
    await page(21, 40, 50, 'older');
    await page(1, 10, 50, 'older');
    expect(await store.ranges(id)).to.deep.equal([{ conversation: id, from: 1, to: 50 }]);
    const whole = await thread({ anchor: 'end', before: 100 });
    expect([whole.rows.length, whole.holes.length, whole.olderThere, whole.olderHere]).to.deep.equal([
      50,
      0,
      false,
      false,
    ]);
  });

  it('a head that something was missed of is to be asked for, until it came', async () => {
    await store.applyHeads([head()]);
    await apply(messages(1, 3), { head: 3 });
    const isGuessed = async () => (await store.recent(10))[0]!.guessed;
    expect(await isGuessed()).to.equal(false);
    // Another tab on this store may close the gap, and knows nothing of what was asked for it.
    expect((await apply([message(5, { sender: user })], { versions: [3] })).skipped).to.equal(true);
    await apply([message(4, { sender: user }), message(5, { sender: user })]);
    expect(await isGuessed()).to.equal(true);
    await store.applyHeads([head({ seq: 5, ord: 5, version: 9, me: { read: 5, readOrd: 5, delivered: 5 } })]);
    expect(await isGuessed()).to.equal(false);
    expect((await store.conversation(id))?.me.read).to.equal(5);
  });

  it('a newest page beyond a gap drops what missed operations; unsent rows stay', async () => {
    await page(1, 10, 10, 'newest');
    await store.enqueue([{ cid: cid(), op: { kind: 'message', conversation: id, body: text('unsent') } }]);
    await page(91, 100, 100, 'newest');
    const window = await thread();
    expect(seqs(window).slice(0, 2)).to.deep.equal([91, 92]);
    expect(window.rows.at(-1)?.state).to.equal('pending');
    expect(await page(81, 90, 99, 'older')).to.equal('stale');
  });

  it('a window is read by key: at most 100 rows, with what lies beyond its edges', async () => {
    await apply(messages(1, 400));
    const middle = await thread({ anchor: 200, before: 30, after: 20 });
    expect([middle.rows[0]?.seq, middle.rows.at(-1)?.seq]).to.deep.equal([171, 220]);
    expect([middle.olderHere, middle.newerHere]).to.deep.equal([true, true]);
    const greedy = await thread({ anchor: 200, before: 5000, after: 5000 });
    expect(greedy.rows.length).to.equal(100);
    const end = await thread({ anchor: 'end', before: 20 });
    expect([end.rows[0]?.seq, end.newerHere]).to.deep.equal([381, false]);
  });

  it('[C4] a reset drops the log and keeps draft and unsent', async () => {
    await apply(messages(1, 5));
    await store.setDraft(id, 'draft');
    await store.enqueue([{ cid: cid(), op: { kind: 'message', conversation: id, body: text('unsent') } }]);
    await store.reset({ conversation: id, epoch: 'e2' as Epoch, head: 3 });
    expect((await thread()).rows.map((row) => row.state)).to.deep.equal(['pending']);
    expect((await store.conversation(id))?.draft).to.equal('draft');
    expect((await apply(messages(4, 4))).outcome).to.equal('epoch');
  });

  it('[P6] flags that the server was not told of outlive the log, pointers into it do not', async () => {
    for (const byReset of [true, false]) {
      await store.applyHeads([head({ seq: 5, ord: 5, version: 9 })]);
      await apply(messages(1, 5));
      await store.markRead(id, 4);
      await store.setFlags(id, { pinned: true, muted: true });
      const next = `${epoch} ${byReset}` as Epoch;
      if (byReset) await store.reset({ conversation: id, epoch: next, head: 3 });
      // A backup has a version of before.
      await store.applyHeads([head({ epoch: next, seq: 3, ord: 3, version: 4, title: 'Back' })]);
      expect(await store.dirtyMarks()).to.deep.equal([{ conversation: id, pinned: true, muted: true }]);
      const { me, title } = (await store.conversation(id))!;
      expect([me.pinned, me.muted, me.read, title]).to.deep.equal([true, true, 0, 'Back']);
      await store.applyHeads([head({ epoch: `${next} again` })]);
      await store.marked({ conversation: id, pinned: true, muted: true }, 2);
    }
  });
});

describe('live queries', () => {
  it('tell of each commit, once it is one', async () => {
    const seen: number[] = [];
    const stop = store.views
      .thread(id, { anchor: 'end' })
      .subscribe((window) => seen.push(window.rows.length));
    for (let i = 1; i <= 5; i += 1) {
      await apply(messages(i, i));
      await read(store.views.thread(id, { anchor: 'end' }), ({ rows }) => rows.length === i);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop();
    expect(seen.at(-1)).to.equal(5);
    expect([...seen].sort((a, b) => a - b)).to.deep.equal(seen);
  });

  it('the list is newest first, and the total is the sum', async () => {
    const other = (n: number) =>
      head({ id: `d~ann~u${n}`, ts: 100 - n, seq: 3, ord: 3, me: { read: 1, readOrd: 1, delivered: 1 } });
    await store.applyHeads([other(2), other(1), other(3)]);
    const rows: ConversationRow[] = await read(store.views.conversations({ limit: 3 }));
    expect(rows.map((row) => row.id)).to.deep.equal(['d~ann~u1', 'd~ann~u2', 'd~ann~u3']);
    expect(await read(store.views.unread())).to.equal(6);
  });
});

describe('a page of history that knows more than the head', () => {
  const seen = (change: object = {}) =>
    store.applyPage({
      mode: 'newest',
      page: {
        t: 'page',
        id: 1,
        conversation: id,
        epoch,
        head: 3,
        from: 1,
        to: 3,
        messages: [message(1).message, message(2).message, message(3, change).message],
      },
    });
  const changes = () =>
    store.applyChanges({
      t: 'changes',
      epoch,
      version: 5,
      more: false,
      conversations: [head({ seq: 2, ord: 2 })],
    });

  it('does not hide from the head what is pushed then', async () => {
    await changes();
    await seen();
    const { behind } = await apply([message(3)], { versions: [6] });
    expect(behind).to.equal(false);
    const row = await store.conversation(id);
    expect([row?.seq, row?.ord, row?.last?.seq]).to.deep.equal([3, 3, 3]);
  });

  it('[C3] an acknowledgement of what it settled is not passed over', async () => {
    await changes();
    const own = cid();
    await store.enqueue([{ cid: own, op: { kind: 'message', conversation: id, body: text('mine') } }]);
    await seen({ cid: own, sender: user });
    expect(await store.waiting(10)).to.deep.equal([]);
    const [result] = await store.acknowledge([
      { t: 'ack', cid: own, conversation: id, epoch, seq: 3, ord: 3, ts: 9, version: 6 },
    ]);
    expect([result?.outcome, result?.behind]).to.deep.equal(['unknown', true]);
    expect((await store.cursor())?.version).to.equal(5);
  });
});

describe('pointers', () => {
  const window = (from: number, to: number, ...seqs: number[]) =>
    store.applyPage({
      mode: 'newest',
      page: {
        t: 'page',
        id: 1,
        conversation: id,
        epoch,
        head: 11,
        from,
        to,
        messages: seqs.map((seq) => message(seq).message),
      },
    });

  it('behind a hole, how many are unread is the server’s to tell', async () => {
    await store.applyHeads([head({ seq: 11, ord: 5 })]);
    await apply(messages(1, 1));
    await window(7, 11, 10);
    await store.markRead(id, 8);
    expect(await store.marked({ conversation: id, read: 8 }, 2)).to.equal(false);
  });

  it('without a hole it is known here', async () => {
    await store.applyHeads([head({ seq: 11, ord: 5 })]);
    await window(7, 11, 8, 10);
    await store.markRead(id, 9);
    expect(await store.marked({ conversation: id, read: 9 }, 2)).to.equal(true);
  });
});

describe('the outbox', () => {
  it('an entry shows at once behind all others, and an ack gives it its place', async () => {
    await apply(messages(1, 2));
    const own = cid();
    await store.enqueue([{ cid: own, op: { kind: 'message', conversation: id, body: text('mine') }, ts: 5 }]);
    const pending = (await thread()).rows.at(-1);
    expect([pending?.state, (pending?.seq ?? 0) >= pendingBase]).to.deep.equal(['pending', true]);
    await store.acknowledge([
      { t: 'ack', cid: own, conversation: id, epoch, seq: 3, ord: 3, ts: 9, version: 2 },
    ]);
    const sent = (await thread()).rows.at(-1);
    expect([sent?.state, sent?.seq, sent?.ts, sent?.cid]).to.deep.equal(['sent', 3, 9, own]);
    expect(await store.waiting(10)).to.deep.equal([]);
    const again = await store.acknowledge([
      { t: 'ack', cid: own, conversation: id, epoch, seq: 3, ord: 3, ts: 9 },
    ]);
    expect(again[0]?.outcome).to.equal('unknown');
  });

  it('a change of an unsent message waits for its seq, and fails with it', async () => {
    const [first, second] = [cid(), cid()];
    await store.enqueue([{ cid: first, op: { kind: 'message', conversation: id, body: text('mine') } }]);
    await store.enqueue([
      {
        cid: second,
        targetCid: first,
        op: { kind: 'edit', conversation: id, target: 0, body: text('mine!') },
      },
    ]);
    expect((await thread()).rows[0]?.overlay).to.deep.equal({ body: text('mine!') });
    await store.refuse(first, { code: 'invalid' });
    const failed = (await thread()).rows[0];
    expect([failed?.state, failed?.body]).to.deep.equal(['failed', text('mine!')]);
    expect(await read(store.views.outbox())).to.deep.equal({ waiting: 0, failed: 1 });
    const next = await store.retry(first, cid);
    await store.acknowledge([{ t: 'ack', cid: next!, conversation: id, epoch, seq: 1, ord: 1, ts: 9 }]);
    expect((await thread()).rows.map((row) => [row.state, row.seq])).to.deep.equal([['sent', 1]]);
  });

  it('a refused creation is over once the server has the conversation, and takes nothing with it', async () => {
    const [create, own] = [cid(), cid()];
    const id = 'd~ann~eve' as ConversationId;
    const local = {
      ...head({ id, seq: 0 }),
      local: true as const,
      unreadCount: 0,
    } as ConversationRow;
    await store.enqueue(
      [{ cid: create, op: { kind: 'create', conversation: id, type: 'direct', members: ['eve'] as never } }],
      local,
    );
    await store.refuse(create, { code: 'not_found' });
    expect(await read(store.views.outbox())).to.deep.equal({ waiting: 0, failed: 1 });
    await store.applyHeads([head({ id, seq: 1, version: 2 })]);
    expect(await read(store.views.outbox())).to.deep.equal({ waiting: 0, failed: 0 });
    await store.enqueue([{ cid: own, op: { kind: 'message', conversation: id, body: text('mine') } }]);
    await store.discard(create);
    expect((await store.waiting(10)).map((entry) => entry.cid)).to.deep.equal([own]);
  });

  it('orders grow across reloads', async () => {
    await store.enqueue([{ cid: cid(), op: { kind: 'title', conversation: id, title: 'a' } }]);
    await store.close();
    store = await openStore({ app: 'test', user });
    await store.enqueue([{ cid: cid(), op: { kind: 'title', conversation: id, title: 'b' } }]);
    const [a, b] = await store.waiting(10);
    expect(a!.order < b!.order).to.equal(true);
  });
});
