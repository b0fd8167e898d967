import { expect } from '@open-wc/testing';
import type { Cid, ConversationId, Epoch, Head, LogOp } from '@tokenim/protocol';
import { searchCases } from '@tokenim/protocol/search-cases';
import { Dexie } from 'dexie';
import { openStore } from '../open.js';
import type { Store } from '../store.js';
import type { LocalSearch } from '../types.js';

const id = 'd~ann~bob' as ConversationId;
const epoch = 'e1' as Epoch;
let made = 0;
let user = '';
let store: Store;
let search: LocalSearch;

const cid = () => `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}` as Cid;
const head = (conversation = id, change: object = {}) =>
  ({
    id: conversation,
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
const say = (seq: number, text: string) =>
  ({
    kind: 'message',
    seq,
    by: 'bob',
    ts: seq,
    message: { seq, ord: seq, cid: cid(), sender: 'bob', ts: seq, body: { type: 'text', text } },
  }) as unknown as LogOp;
const change = (seq: number, op: object) => ({ seq, by: 'bob', ts: seq, ...op }) as unknown as LogOp;
const apply = (...ops: LogOp[]) => store.applyOps({ conversation: id, epoch, ops });
const found = async (text: string, more = {}) => {
  await search.ready();
  return (await search.find({ text, ...more })).map((hit) => hit.seq);
};
/** All texts in the index on the disk. */
const indexed = async () => {
  const db = new Dexie(`tokenim:test:${user}:search`);
  await db.open();
  const blocks: { lines: string }[] = await db.table('blocks').toArray();
  db.close();
  return blocks.map(({ lines }) => lines).join('');
};
const databases = async () => (await Dexie.getDatabaseNames()).filter((name) => name.includes(user));

beforeEach(async () => {
  user = `finder-${++made}-${Math.random()}`;
  store = await openStore({ app: 'test', user });
  await store.applyHeads([head()]);
});
afterEach(async () => {
  search?.close();
  await store.erase();
});

it('makes an index with the first search, and none before', async () => {
  await apply(say(1, 'A café'), say(2, '我想退款'), say(3, 'tea'));
  expect(await databases()).to.deep.equal([`tokenim:test:${user}`]);
  search = await store.search();
  expect(await found('CAFE')).to.deep.equal([1]);
  expect(await found('退款')).to.deep.equal([2]);
  const [hit] = await search.find({ text: '退' });
  expect(hit!.text.slice(...hit!.ranges[0]!)).to.equal('退');
});

it('[Q2] finds what the table of the rule says', async () => {
  const texts = [...new Set(searchCases.map(({ text }) => text))];
  await apply(...texts.map((text, i) => say(i + 1, text)));
  search = await store.search();
  for (const { text, words, found: wanted } of searchCases) {
    const got = (await found(words, { limit: 100 })).includes(texts.indexOf(text) + 1);
    expect(got, `"${words}" in "${text}"`).to.equal(wanted);
  }
});

it('follows new messages, edits and deletions', async () => {
  search = await store.search();
  await apply(say(1, 'alpha'), say(2, 'alpha two'));
  expect(await found('alpha')).to.deep.equal([2, 1]);
  await apply(change(3, { kind: 'edit', target: 1, body: { type: 'text', text: 'beta' } }));
  expect(await found('alpha')).to.deep.equal([2]);
  expect(await found('beta')).to.deep.equal([1]);
  await apply(change(4, { kind: 'delete', target: 2 }));
  expect(await found('alpha')).to.deep.equal([]);
});

it('goes on after a reload with what changed meanwhile', async () => {
  await apply(say(1, 'alpha'), say(2, 'beta'));
  search = await store.search();
  expect(await found('alpha')).to.deep.equal([1]);
  search.close();
  await apply(change(3, { kind: 'delete', target: 1 }), say(4, 'alpha again'));
  search = await store.search();
  expect(await found('alpha')).to.deep.equal([4]);
});

it('forgets a log that began anew, and conversations that are gone', async () => {
  search = await store.search();
  await apply(say(1, 'alpha'));
  expect(await found('alpha')).to.deep.equal([1]);
  await store.reset({ conversation: id, epoch: 'e2' as Epoch, head: 1 });
  expect(await found('alpha')).to.deep.equal([]);
});

it('finds the newest first, over many blocks, in one conversation or all', async () => {
  const other = 'd~ann~cy' as ConversationId;
  await store.applyHeads([head(other)]);
  await apply(...Array.from({ length: 700 }, (_, i) => say(i + 1, i % 100 === 0 ? 'needle' : `hay ${i}`)));
  await store.applyOps({ conversation: other, epoch, ops: [{ ...say(1, 'needle there'), ts: 5 } as LogOp] });
  search = await store.search();
  expect(await found('needle', { limit: 3 })).to.deep.equal([601, 501, 401]);
  expect(await found('needle', { conversation: other })).to.deep.equal([1]);
  expect((await found('hay', { limit: 100 })).length).to.equal(100);
});

it('answers with first hits of the newest blocks while older ones are still read', async () => {
  await apply(
    ...Array.from({ length: 2000 }, (_, i) => say(i + 1, i === 5 || i === 1990 ? 'needle' : `hay ${i}`)),
  );
  search = await store.search();
  await search.ready();
  search.close();
  search = await store.search();
  const early: number[][] = [];
  const all = await search.find({ text: 'needle' }, (hits) => early.push(hits.map((hit) => hit.seq)));
  expect(early[0]).to.deep.equal([1991]);
  expect(all.map((hit) => hit.seq)).to.deep.equal([1991, 6]);
  // Enough of them at once: nothing older is waited for.
  expect((await search.find({ text: 'hay', limit: 2 })).map((hit) => hit.seq)).to.deep.equal([2000, 1999]);
});

it('is erased with the store', async () => {
  await apply(say(1, 'alpha'));
  search = await store.search();
  expect(await found('alpha')).to.deep.equal([1]);
  await store.erase();
  expect(await databases()).to.deep.equal([]);
});

it('works in memory, too', async () => {
  await store.erase();
  store = await openStore({ app: 'test', user, storage: 'memory' });
  await store.applyHeads([head()]);
  await apply(say(1, 'alpha'));
  search = await store.search();
  expect(await found('alp')).to.deep.equal([1]);
});

describe('in several pages', () => {
  let other: Store;
  let there: LocalSearch | undefined;
  const foundThere = async (text: string) => {
    await there!.ready();
    return (await there!.find({ text })).map((hit) => hit.seq);
  };

  beforeEach(async () => {
    other = await openStore({ app: 'test', user });
  });
  afterEach(async () => {
    there?.close();
    await other.close();
  });

  it('each finds what another indexed, old and new', async () => {
    await apply(say(1, 'alpha'), say(2, 'beta'));
    [search, there] = await Promise.all([store.search(), other.search()]);
    expect(await Promise.all([found('alpha'), foundThere('alpha')])).to.deep.equal([[1], [1]]);
    await apply(...Array.from({ length: 300 }, (_, i) => say(i + 3, `alpha ${i}`)));
    // Only one of them indexes it.
    await search.ready();
    expect((await there.find({ text: 'alpha', limit: 400 })).length).to.equal(301);
    await apply(change(303, { kind: 'edit', target: 2, body: { type: 'text', text: 'gamma' } }));
    expect(await foundThere('gamma')).to.deep.equal([2]);
    expect((await search.find({ text: 'gamma' })).map((hit) => hit.seq)).to.deep.equal([2]);
  });

  it('two searches of one page find the same', async () => {
    search = await store.search();
    there = await store.search();
    await apply(say(1, 'alpha'));
    expect(await found('alpha')).to.deep.equal([1]);
    expect((await there.find({ text: 'alpha' })).length).to.equal(1);
    search.close();
    await apply(say(2, 'alpha'));
    expect(await foundThere('alpha')).to.deep.equal([2, 1]);
  });

  it('a text that another page deletes leaves the index, whoever is searching', async () => {
    await apply(say(1, 'alpha'), say(2, 'beta'));
    search = await store.search();
    expect(await found('alpha')).to.deep.equal([1]);
    await other.applyOps({
      conversation: id,
      epoch,
      ops: [change(3, { kind: 'delete', target: 1 })],
    });
    expect(await indexed()).to.equal('beta\n');
    expect(await found('alpha')).to.deep.equal([]);
  });
});

describe('with no search open', () => {
  beforeEach(async () => {
    await apply(say(1, 'alpha'), say(2, 'beta'), say(3, 'gamma'));
    search = await store.search();
    expect(await found('alpha')).to.deep.equal([1]);
    search.close();
    await store.close();
    store = await openStore({ app: 'test', user });
  });

  it('what is deleted or edited leaves the index at once', async () => {
    await apply(change(4, { kind: 'delete', target: 1 }));
    expect(await indexed()).to.equal('beta\ngamma\n');
    await apply(change(5, { kind: 'edit', target: 2, body: { type: 'text', text: 'delta' } }));
    expect(await indexed()).to.equal('delta\ngamma\n');
    search = await store.search();
    expect(await found('delta')).to.deep.equal([2]);
  });

  it('a conversation that the user left, or whose log began anew, leaves it, and comes back with them', async () => {
    const out = change(4, { kind: 'members', add: [], remove: [user] });
    await apply(out);
    expect(await indexed()).to.equal('');
    await apply(change(5, { kind: 'members', add: [{ id: user }], remove: [] }), say(6, 'back'));
    search = await store.search();
    expect(await found('alpha')).to.deep.equal([1]);
    expect(await found('back')).to.deep.equal([6]);
    search.close();
    await store.reset({ conversation: id, epoch: 'e2' as Epoch, head: 1 });
    expect(await indexed()).to.equal('');
  });

  it('what a page that went away had no time to forget leaves it with the next change', async () => {
    const { put } = IDBObjectStore.prototype;
    await apply(change(4, { kind: 'delete', target: 3 }));
    IDBObjectStore.prototype.put = function (...args) {
      if (this.transaction.db.name.endsWith(':search'))
        throw new DOMException('The disk is gone.', 'AbortError');
      return put.apply(this, args);
    };
    try {
      await apply(change(5, { kind: 'delete', target: 1 }));
      await store.close();
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(await indexed()).to.equal('alpha\nbeta\n');
    store = await openStore({ app: 'test', user });
    await apply(say(6, 'delta'));
    expect(await indexed()).to.equal('beta\ndelta\n');
  });

  it('where the index cannot be opened it goes as a whole, and messages do not wait for it', async () => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...args) {
      if (args[0].endsWith(':search')) throw new DOMException('It is damaged.', 'UnknownError');
      return open.apply(this, args);
    };
    try {
      await apply(change(4, { kind: 'delete', target: 1 }));
    } finally {
      IDBFactory.prototype.open = open;
    }
    expect(await databases()).to.deep.equal([`tokenim:test:${user}`]);
    search = await store.search();
    expect(await found('beta')).to.deep.equal([2]);
    expect(await found('alpha')).to.deep.equal([]);
  });

  it('new messages wait for the next search', async () => {
    await apply(say(4, 'delta'));
    expect(await indexed()).not.to.contain('delta');
    search = await store.search();
    expect(await found('delta')).to.deep.equal([4]);
  });

  it('an index of another life of the database is made anew', async () => {
    await store.close();
    await Dexie.delete(`tokenim:test:${user}`);
    store = await openStore({ app: 'test', user });
    await store.applyHeads([head()]);
    await apply(say(1, 'other'));
    search = await store.search();
    expect(await found('alpha')).to.deep.equal([]);
    expect(await found('other')).to.deep.equal([1]);
    expect(await indexed()).to.equal('other\n');
  });
});

it('goes on after the connection was lost in the background', async () => {
  const { transaction } = IDBDatabase.prototype;
  let lost = 0;
  let of = ':search';
  // Dexie takes the function when it opens, so it must be there before.
  IDBDatabase.prototype.transaction = function (...args) {
    if (this.name.endsWith(of) && lost-- > 0)
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    return transaction.apply(this, args);
  };
  try {
    await store.close();
    store = await openStore({ app: 'test', user });
    search = await store.search();
    for (let seq = 1; seq < 6; seq += 1) {
      lost = 1;
      await apply(say(seq, `beta ${seq}`));
      expect(await found(`beta ${seq}`)).to.deep.equal([seq]);
      expect(lost).to.be.below(1);
    }
    of = user;
    lost = 1;
    await apply(change(6, { kind: 'delete', target: 1 }));
    expect(lost).to.be.below(1);
    lost = 1;
    await apply(change(7, { kind: 'delete', target: 2 }));
    expect(await indexed()).to.equal('beta 3\nbeta 4\nbeta 5\n');
  } finally {
    IDBDatabase.prototype.transaction = transaction;
  }
});

it('a search that is opened while the store is erased leaves nothing', async () => {
  await apply(say(1, 'alpha'));
  const opening = store.search().catch((error) => error);
  await store.erase();
  await opening;
  expect(await databases()).to.deep.equal([]);
  expect(await store.search().catch((error) => error.code)).to.equal('closed');
});
