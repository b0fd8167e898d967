import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AppId,
  type Cid,
  type ConversationId,
  defaultLimits,
  directConversation,
  type FileId,
  type UserId,
  type WriteOp,
} from '@tokenim/protocol';
import { searchCases } from '@tokenim/protocol/search-cases';
import type { App, Change, ChangeResult, Storage, Stored } from './storage.js';

export interface StorageSubject {
  /** A fresh storage, empty. */
  open(): Promise<Storage>;
  /** Closes it and opens the same data again, as a restart does; absent where nothing outlives the process. */
  reopen?(storage: Storage): Promise<Storage>;
  /** Called once after all tests. */
  clean?(): Promise<void>;
}

const demo: App = { id: AppId.parse('demo'), secret: 's'.repeat(32), origins: ['*'], limits: { page: 10 } };
const other: App = { id: AppId.parse('other'), secret: 't'.repeat(32), origins: [] };
const [ann, bob, eve] = ['ann', 'bob', 'eve'] as UserId[] as [UserId, UserId, UserId];
const conversation = directConversation(ann, bob);

let made = 0;
const cid = () => `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}` as Cid;

function write(user: UserId, op: WriteOp, id = cid(), app = demo.id): Change {
  return { type: 'write', app, user, cid: id, op, now: 1000, limits: defaultLimits };
}
function say(user: UserId, text: string, id = cid()): Change {
  return write(user, { kind: 'message', conversation, body: { type: 'text', text } }, id);
}
const flagged = (flags: object): Change => ({
  type: 'mark',
  app: demo.id,
  user: ann,
  conversation,
  ...flags,
  now: 1,
  limits: defaultLimits,
});
const creation = (): Change => write(ann, { kind: 'create', conversation, type: 'direct', members: [bob] });

async function one(storage: Storage, change: Change): Promise<ChangeResult> {
  return (await storage.commit([change]))[0]!;
}
async function stored(storage: Storage, change: Change): Promise<Stored> {
  const result = await one(storage, change);
  assert.equal(result.result, 'stored');
  return result as Stored;
}

/** What every implementation of the storage port must do. Rules of who may write what are tested with the core. */
export function storageContract(name: string, subject: StorageSubject): void {
  async function fresh(): Promise<Storage> {
    const storage = await subject.open();
    await storage.upsertApp(demo);
    await storage.upsertApp(other);
    for (const id of [ann, bob, eve]) await storage.upsertUser(demo.id, { id });
    return storage;
  }
  const check = (title: string, run: (storage: Storage) => Promise<unknown>) =>
    test(`${name}: ${title}`, async () => {
      const storage = await fresh();
      try {
        await run(storage);
      } finally {
        await storage.close();
      }
    });

  check('apps are kept and changed', async (storage) => {
    assert.deepEqual(await storage.getApp(demo.id), demo);
    await storage.upsertApp({ ...demo, origins: ['https://a.example'] });
    assert.deepEqual((await storage.getApp(demo.id))?.origins, ['https://a.example']);
    assert.deepEqual(
      (await storage.listApps()).map((app) => app.id),
      ['demo', 'other'],
    );
    assert.equal(await storage.getApp('none' as AppId), undefined);
    await storage.check();
  });

  check('users tell creation and promotion, and keep what is not given', async (storage) => {
    const made = await storage.upsertUser(demo.id, { id: 'a1' as UserId, name: 'A', role: 'agent' });
    assert.deepEqual([made.created, made.promoted, made.name, made.version], [true, true, 'A', 0]);
    const again = await storage.upsertUser(demo.id, { id: 'a1' as UserId, role: 'agent' });
    assert.deepEqual([again.created, again.promoted, again.name], [false, false, 'A']);
    const promoted = await storage.upsertUser(demo.id, { id: ann, role: 'agent' });
    assert.deepEqual([promoted.created, promoted.promoted], [false, true]);
    assert.equal(await storage.getUser(other.id, ann), undefined);
  });

  check('[W2] results stand in the order of the changes; seq and ord have no holes', async (storage) => {
    const results = await storage.commit([creation(), say(ann, '1'), say(eve, 'no'), say(bob, '2')]);
    assert.deepEqual(
      results.map((r) => (r.result === 'stored' ? [r.op.seq, r.ord] : r.result)),
      [[1, undefined], [2, 1], 'refused', [3, 2]],
    );
    const history = await storage.history({ app: demo.id, user: bob, conversation, limit: 10 });
    assert.deepEqual(
      history?.rows.map((row) => ('ord' in row ? [row.seq, row.ord, row.sender] : [row.seq, row.kind])),
      [
        [1, 'create'],
        [2, 1, 'ann'],
        [3, 2, 'bob'],
      ],
    );
  });

  check('[W3] a repeat within the group and after it is the first again', async (storage) => {
    await one(storage, creation());
    const id = cid();
    const [first, repeat, conflict] = await storage.commit([
      say(ann, 'x', id),
      say(ann, 'x', id),
      say(ann, 'y', id),
    ]);
    assert.equal(first?.result, 'stored');
    assert.deepEqual([repeat?.result, (repeat as { seq: number }).seq], ['repeated', 2]);
    assert.deepEqual([conflict?.result, (conflict as { code: string }).code], ['refused', 'conflict']);
    assert.equal((await one(storage, say(ann, 'x', id))).result, 'repeated');
    assert.equal((await stored(storage, say(bob, 'x', id))).op.seq, 3);
  });

  check('[C1] versions grow by one per change, for every member', async (storage) => {
    const created = await stored(storage, creation());
    assert.deepEqual(created.receivers, [
      { user: ann, version: 1 },
      { user: bob, version: 1 },
    ]);
    await stored(storage, say(ann, 'x'));
    const moved = await one(storage, {
      type: 'mark',
      app: demo.id,
      user: bob,
      conversation,
      read: 2,
      now: 1,
      limits: defaultLimits,
    });
    assert.deepEqual(moved, {
      result: 'moved',
      conversation,
      pointers: {
        read: 2,
        readOrd: 1,
        delivered: 2,
        unread: false,
        pinned: false,
        archived: false,
        muted: false,
      },
      shared: true,
      receivers: [
        { user: ann, version: 3 },
        { user: bob, version: 3 },
      ],
    });
    const changes = await storage.changes({ app: demo.id, user: bob, version: 2, limit: 10 });
    assert.deepEqual([changes.head, changes.heads.length, changes.heads[0]?.version], [3, 1, 3]);
    assert.deepEqual((await storage.changes({ app: demo.id, user: eve, version: 0, limit: 10 })).heads, []);
  });

  check('[P6] flags move the version of their owner alone, and only when one changes', async (storage) => {
    await one(storage, creation());
    const moved = await one(storage, flagged({ archived: true }));
    assert.equal(moved.result, 'moved');
    const { shared, receivers, pointers } = moved as Extract<ChangeResult, { result: 'moved' }>;
    assert.deepEqual([shared, receivers, pointers.archived], [false, [{ user: ann, version: 2 }], true]);
    assert.equal((await one(storage, flagged({ archived: true, pinned: false }))).result, 'nothing');
    const [head] = await storage.heads(demo.id, bob, [conversation]);
    assert.deepEqual([head?.me.archived, head?.version], [undefined, 1]);
  });

  check('[P7] [P8] a message ends archived and mentions, in large conversations too', async (storage) => {
    const limits = { ...defaultLimits, versionedMembers: 1 };
    await one(storage, creation());
    await one(storage, { ...flagged({ archived: true }), limits });
    const op: WriteOp = {
      kind: 'message',
      conversation,
      body: { type: 'text', text: 'x', mentions: [ann, eve, bob] },
    };
    await stored(storage, { ...write(bob, op), limits } as Change);
    const me = async (user: UserId) => (await storage.heads(demo.id, user, [conversation]))[0]?.me;
    assert.deepEqual([(await me(ann))?.archived, (await me(ann))?.mention], [undefined, 2]);
    assert.equal((await me(bob))?.mention, undefined);
  });

  check('[L3] rotateEpoch changes the epoch of all answers', async (storage) => {
    await one(storage, creation());
    const before = await storage.epoch();
    const after = await storage.rotateEpoch();
    assert.notEqual(after, before);
    const ops = await storage.ops({ app: demo.id, user: ann, conversation, after: 0, limit: 10 });
    assert.deepEqual([await storage.epoch(), ops?.epoch], [after, after]);
    assert.equal((await stored(storage, say(ann, 'x'))).epoch, after);
  });

  check('reads are for members only, and never cross apps', async (storage) => {
    await one(storage, creation());
    await storage.upsertUser(other.id, { id: ann });
    for (const [app, user] of [
      [demo.id, eve],
      [other.id, ann],
    ] as const) {
      assert.equal(await storage.history({ app, user, conversation, limit: 10 }), undefined);
      assert.equal(await storage.ops({ app, user, conversation, after: 0, limit: 10 }), undefined);
      assert.equal(await storage.members(app, user, conversation, undefined, 10), undefined);
      assert.equal(await storage.memberIds(app, user, conversation, 10), undefined);
      assert.equal(await storage.isMember(app, user, conversation), false);
      assert.deepEqual(await storage.heads(app, user, [conversation]), []);
    }
    const created = await one(storage, write(ann, creation2(), cid(), other.id));
    assert.deepEqual([created.result, (created as { code: string }).code], ['refused', 'not_found']);
  });

  check('members, contacts and who shares a conversation', async (storage) => {
    await one(storage, creation());
    assert.deepEqual(await storage.contacts(demo.id, ann, 20, 10), [bob]);
    assert.deepEqual(await storage.contacts(demo.id, ann, 1, 10), []);
    await storage.setSeen(demo.id, bob, 77);
    assert.deepEqual(await storage.sharing(demo.id, ann, [bob, eve]), [{ user: bob, seen: 77 }]);
    assert.deepEqual(await storage.memberIds(demo.id, ann, conversation, 2), [ann, bob]);
    assert.equal(await storage.memberIds(demo.id, ann, conversation, 1), undefined);
    const page = await storage.members(demo.id, ann, conversation, undefined, 1);
    assert.deepEqual([page?.members[0]?.id, page?.more], [ann, true]);
  });

  check('[W9] support conversations without an agent are found, and joined once', async (storage) => {
    const id = cid();
    const op: WriteOp = {
      kind: 'create',
      conversation: id as string as ConversationId,
      type: 'support',
      members: [],
    };
    await stored(storage, write(ann, op, id));
    const desk = 'desk' as UserId;
    await storage.upsertUser(demo.id, { id: desk, role: 'agent' });
    assert.deepEqual(await storage.supportWithout(demo.id, desk, 10), [id]);
    const join: Change = {
      type: 'join',
      app: demo.id,
      user: desk,
      conversation: op.conversation,
      now: 1,
      limits: defaultLimits,
    };
    const results = await storage.commit([join, join]);
    assert.deepEqual(
      results.map((r) => r.result),
      ['stored', 'nothing'],
    );
    assert.deepEqual(await storage.supportWithout(demo.id, desk, 10), []);
  });

  check('[Q1] search finds what a member may read, as it is now', async (storage) => {
    await one(storage, creation());
    const find = async (text: string, user = bob, more = {}) =>
      (await storage.search({ app: demo.id, user, text, limit: 10, ...more }))?.hits.map(
        ({ message }) => message.seq,
      );
    const { op } = await stored(storage, say(ann, 'A café, please'));
    assert.deepEqual(await find('cafe'), [op.seq]);
    assert.deepEqual(await find('cafe', eve), []);
    assert.equal(await find('cafe', eve, { conversation }), undefined);
    assert.deepEqual(await find('cafe', bob, { conversation }), [op.seq]);
    assert.deepEqual((await storage.search({ app: other.id, user: bob, text: 'cafe', limit: 9 }))?.hits, []);
    await stored(
      storage,
      write(ann, { kind: 'edit', conversation, target: op.seq, body: { type: 'text', text: 'A tea' } }),
    );
    assert.deepEqual([await find('cafe'), await find('tea')], [[], [op.seq]]);
    await stored(storage, write(ann, { kind: 'delete', conversation, target: op.seq }));
    assert.deepEqual(await find('tea'), []);

    const made = cid();
    const group = made as string as ConversationId;
    const create = write(ann, { kind: 'create', conversation: group, type: 'group', members: [bob] });
    await stored(storage, { ...create, cid: made } as Change);
    const { op: said } = await stored(
      storage,
      write(ann, { kind: 'message', conversation: group, body: { type: 'text', text: 'tea again' } }),
    );
    assert.deepEqual(await find('tea'), [said.seq]);
    await stored(storage, write(ann, { kind: 'members', conversation: group, add: [], remove: [bob] }));
    assert.deepEqual(await find('tea'), []);
    assert.equal(await find('tea', bob, { conversation: group }), undefined);
    assert.deepEqual(await find('tea', ann), [said.seq]);
  });

  check('[Q2] search knows words by their beginnings, and Chinese at any place', async (storage) => {
    await one(storage, creation());
    const find = async (text: string) => {
      const found = await storage.search({ app: demo.id, user: ann, text, limit: 10 });
      return found!.hits.map(({ message }) => (message.body as { text: string }).text);
    };
    for (const text of [
      '我想退款，谢谢',
      'Overweight parcel',
      '100% "quoted" (NEAR) x:y',
      'हिन्दी भाषा',
      'ok 👍',
    ])
      await stored(storage, say(bob, text));
    assert.deepEqual(await find('退款'), ['我想退款，谢谢']);
    assert.deepEqual(await find('款'), ['我想退款，谢谢']);
    assert.deepEqual(await find('款退'), []);
    assert.deepEqual(await find('PARC over'), ['Overweight parcel']);
    assert.deepEqual(await find('weight'), []);
    assert.deepEqual(await find('near'), ['100% "quoted" (NEAR) x:y']);
    assert.deepEqual(await find('"quoted" OR'), []);
    assert.deepEqual(await find('x:y'), ['100% "quoted" (NEAR) x:y']);
    assert.deepEqual(await find('हिन्'), ['हिन्दी भाषा']);
    assert.deepEqual(await find('👍'), ['ok 👍']);
    for (const nothing of ['', ' ', '"', '*', '-', '--', '(((', 'words:', '\u0000'])
      assert.deepEqual(await find(nothing), []);
  });

  check('[Q2] search finds what the table of the rule says', async (storage) => {
    await one(storage, creation());
    const seqs = new Map<string, number>();
    for (const { text } of searchCases)
      if (!seqs.has(text)) seqs.set(text, (await stored(storage, say(ann, text))).op.seq);
    for (const { text, words, found } of searchCases) {
      const { hits } = (await storage.search({ app: demo.id, user: bob, text: words, limit: 100 }))!;
      const got = hits.some(({ message }) => message.seq === seqs.get(text));
      assert.equal(got, found, `"${words}" in "${text}"`);
    }
  });

  check('[Q3] search goes from the newest on, in pages', async (storage) => {
    await one(storage, creation());
    for (let i = 0; i < 7; i++) await stored(storage, { ...say(ann, `tea ${i}`), now: 100 + (i >> 1) });
    const seqs: number[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < 9; pages++) {
      const page = await storage.search({ app: demo.id, user: bob, text: 'tea', limit: 3, before });
      seqs.push(...page!.hits.map(({ message }) => message.seq));
      before = page!.next;
      if (before === undefined) break;
    }
    assert.deepEqual(seqs, [8, 7, 6, 5, 4, 3, 2]);
  });

  check('[U9] files: one whose check is not over, or ended badly, is known as such', async (storage) => {
    await one(storage, creation());
    const begin = async () => {
      const id = cid() as string as FileId;
      await storage.putFile(demo.id, { id, owner: ann, name: 'a', mime: 'text/plain', size: 3, created: 5 });
      await storage.completeFile(demo.id, id, 'text/plain', true);
      return id;
    };
    const send = async (id: FileId) => {
      const body = { type: 'file' as const, file: { id, name: 'a', mime: 'text/plain', size: 3 } };
      const result = await one(storage, write(ann, { kind: 'message', conversation, body }));
      return result.result === 'refused' ? result.code : result.result;
    };
    const [good, bad] = [await begin(), await begin()];
    assert.deepEqual(
      (await storage.listUncheckedFiles(10)).map((f) => [f.app, f.id, f.check]),
      [good, bad].map((id) => ['demo', id, 'pending']),
    );
    assert.equal((await storage.listUncheckedFiles(1)).length, 1);
    assert.deepEqual([await send(good), await send(bad)], ['checking', 'checking']);
    await storage.settleFile(demo.id, good, true);
    await storage.settleFile(demo.id, bad, false);
    assert.deepEqual(await storage.listUncheckedFiles(10), []);
    assert.equal((await storage.getFile(demo.id, good))?.check, undefined);
    assert.equal((await storage.getFile(demo.id, bad))?.check, 'rejected');
    assert.deepEqual([await send(good), await send(bad)], ['stored', 'rejected']);
  });

  check('files: once per id, named by messages, cleaned up when nobody names them', async (storage) => {
    await one(storage, creation());
    const id = cid() as string as FileId;
    const file = { id, owner: ann, name: 'a b.png', mime: 'image/png', size: 3, created: 5 };
    assert.equal(await storage.putFile(demo.id, file), 'made');
    assert.equal(await storage.putFile(demo.id, { ...file, owner: bob }), 'exists');
    assert.equal(await storage.getFile(other.id, id), undefined);
    await storage.completeFile(demo.id, id, 'image/png', false);
    assert.deepEqual(await storage.getFile(demo.id, id), {
      ...file,
      complete: true,
      type: 'image/png',
      check: undefined,
      conversation: undefined,
    });
    assert.deepEqual(
      (await storage.listUnnamedFiles(6, 10)).map((f) => [f.app, f.id]),
      [['demo', id]],
    );
    assert.deepEqual(await storage.listUnnamedFiles(5, 10), []);
    const ref = { id, name: 'a b.png', mime: 'image/png', size: 3 };
    const { op } = await stored(
      storage,
      write(ann, { kind: 'message', conversation, body: { type: 'file', file: ref } }),
    );
    assert.equal((await storage.getFile(demo.id, id))?.conversation, conversation);
    await storage.deleteFile(demo.id, id);
    assert.equal((await storage.listUnnamedFiles(6, 10)).length, 0);
    await stored(storage, write(ann, { kind: 'delete', conversation, target: op.seq }));
    assert.equal((await storage.listUnnamedFiles(6, 10)).length, 1);
    assert.equal(
      (await storage.listUnnamedFiles(0, 10)).length,
      1,
      'at once, however new: it was named before',
    );
    await storage.deleteFile(demo.id, id);
    assert.equal(await storage.getFile(demo.id, id), undefined);
  });

  check(
    '[U11] files: no more than a bound under way for each user, until a message names one',
    async (storage) => {
      await one(storage, creation());
      const put = (owner = ann, created = 10, id = cid() as string as FileId) =>
        storage
          .putFile(demo.id, { id, owner, name: 'a', mime: 'a/b', size: 3, created }, { most: 2, since: 5 })
          .then((result) => (result === 'made' ? id : result));
      await put(ann, 4);
      const first = (await put()) as FileId;
      // At once: only one of them fits.
      const [second, third] = await Promise.all([put(), put()]);
      assert.equal(third, 'too_many');
      assert.equal(await put(ann, 10, first), 'exists');
      assert.notEqual(await put(bob), 'too_many');
      await storage.completeFile(demo.id, first, 'a/b', false);
      const file = { id: first, name: 'a', mime: 'a/b', size: 3 };
      const body = { type: 'file' as const, file };
      const { op } = await stored(storage, write(ann, { kind: 'message', conversation, body }));
      const next = (await put()) as FileId;
      await stored(storage, write(ann, { kind: 'delete', conversation, target: op.seq }));
      assert.equal(await put(), 'too_many');
      await storage.completeFile(demo.id, next, 'a/b', true);
      await storage.settleFile(demo.id, next, false);
      assert.notEqual(await put(), 'too_many');
      await storage.deleteFile(demo.id, second as FileId);
      assert.notEqual(await put(), 'too_many');
      assert.equal(await put(), 'too_many');
    },
  );

  check('files: what they take is counted for each app, once whole and until they go', async (storage) => {
    await one(storage, creation());
    const taken = async () =>
      Object.fromEntries((await storage.fileUsage()).map(({ app, files, bytes }) => [app, [files, bytes]]));
    const put = async (size: number) => {
      const id = cid() as string as FileId;
      await storage.putFile(demo.id, { id, owner: ann, name: 'a', mime: 'text/plain', size, created: 5 });
      return id;
    };
    const [half, one_, two] = [await put(1000), await put(10), await put(200)];
    assert.deepEqual(await taken(), {});
    await storage.completeFile(demo.id, one_, 'text/plain', false);
    await storage.completeFile(demo.id, two, 'text/plain', true);
    await storage.completeFile(demo.id, one_, 'text/plain', false);
    assert.deepEqual(await taken(), { demo: [2, 210] });
    await storage.settleFile(demo.id, two, false);
    assert.deepEqual(await taken(), { demo: [1, 10] });
    for (const id of [half, one_, two]) await storage.deleteFile(demo.id, id);
    assert.deepEqual(await taken(), { demo: [0, 0] });
  });

  if (!subject.reopen) {
    if (subject.clean) test.after(() => subject.clean?.());
    return;
  }
  test(`${name}: all is there again after a restart`, async () => {
    let storage = await fresh();
    const id = cid();
    const body = { type: 'text' as const, text: 'y', mentions: [ann] };
    const mentions = write(bob, { kind: 'message', conversation, body });
    await storage.commit([creation(), say(ann, 'x', id), mentions, flagged({ pinned: true, muted: true })]);
    const epoch = await storage.epoch();
    const read = async () => [
      await storage.history({ app: demo.id, user: ann, conversation, limit: 10 }),
      await storage.changes({ app: demo.id, user: ann, version: 0, limit: 10 }),
      await storage.getUser(demo.id, ann),
      await storage.search({ app: demo.id, user: bob, text: 'x', limit: 10 }),
    ];
    const before = await read();
    const me = (before[1] as { heads: { me: object }[] }).heads[0]?.me;
    assert.deepEqual(me, { read: 2, readOrd: 1, delivered: 2, pinned: true, muted: true, mention: 3 });
    storage = await subject.reopen!(storage);
    assert.equal(await storage.epoch(), epoch);
    assert.deepEqual(await read(), before);
    assert.equal((await one(storage, say(ann, 'x', id))).result, 'repeated');
    const next = await stored(storage, say(ann, 'z'));
    assert.deepEqual([next.op.seq, next.ord, next.receivers[0]?.version], [4, 3, 5]);
    await storage.close();
  });
  test.after(() => subject.clean?.());
}

function creation2(): WriteOp {
  return { kind: 'create', conversation, type: 'direct', members: [bob] };
}
