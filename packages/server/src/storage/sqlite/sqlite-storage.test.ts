import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  AppId,
  type Cid,
  defaultLimits,
  directConversation,
  type UserId,
  type WriteOp,
} from '@tokenim/protocol';
import { storageContract } from '../storage-contract.js';
import { SqliteStorage } from './sqlite-storage.js';

storageContract('SQLite in memory', { open: async () => new SqliteStorage({ path: ':memory:' }) });

const folder = mkdtempSync(join(tmpdir(), 'tokenim-storage-'));
let made = 0;
let path = '';
const next = () => join(folder, `${++made}`, 'data.sqlite');
storageContract('SQLite in a file', {
  async open() {
    path = next();
    return new SqliteStorage({ path });
  },
  async reopen(storage) {
    await storage.close();
    return new SqliteStorage({ path });
  },
  clean: async () => rmSync(folder, { recursive: true, force: true }),
});

const app = AppId.parse('demo');
const ann = 'ann' as UserId;

test('what another connection writes is seen: an app, a user, the epoch', async () => {
  const file = next();
  const server = new SqliteStorage({ path: file });
  const command = new SqliteStorage({ path: file });
  assert.equal(await server.getUser(app, ann), undefined);
  await command.upsertApp({ id: app, secret: 's'.repeat(32), origins: [] });
  await command.upsertUser(app, { id: ann, name: 'Ann' });
  assert.equal((await server.getUser(app, ann))?.name, 'Ann');
  assert.equal(await command.rotateEpoch(), await server.epoch());
  await server.close();
  await command.close();
});

test('a commit is on the disk when it is acknowledged', () => {
  const file = next();
  const storage = new SqliteStorage({ path: file });
  // @ts-expect-error the settings of the connection are not part of the interface
  const db = storage.db as DatabaseSync;
  assert.deepEqual({ ...db.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' });
  assert.deepEqual({ ...db.prepare('PRAGMA synchronous').get() }, { synchronous: 2 });
  return storage.close();
});

test('data of a newer server are refused', async () => {
  const file = next();
  await new SqliteStorage({ path: file }).close();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA user_version = 99');
  db.close();
  assert.throws(() => new SqliteStorage({ path: file }), /newer server/);
});

test('data of the first schema are brought to the newest, and nothing of them is lost', async () => {
  const file = next();
  const bob = 'bob' as UserId;
  const conversation = directConversation(ann, bob);
  const cid = '0199c7e0-1b00-7000-8000-000000000001' as Cid;
  const first = new SqliteStorage({ path: file });
  await first.upsertApp({ id: app, secret: 's'.repeat(32), origins: [] });
  for (const id of [ann, bob]) await first.upsertUser(app, { id });
  const op = { kind: 'create' as const, conversation, type: 'direct' as const, members: [bob] };
  await first.commit([{ type: 'write', app, user: ann, cid, op, now: 1, limits: defaultLimits }]);
  await first.close();
  const db = new DatabaseSync(file);
  db.exec(
    'DROP TABLE file_usage; DROP INDEX files_under_way; DROP INDEX files_dropped; DROP TRIGGER files_whole; DROP TRIGGER files_rejected; DROP TRIGGER files_gone; ALTER TABLE members DROP COLUMN flags; ALTER TABLE members DROP COLUMN mention; DROP TABLE search; DROP TABLE search_rows; DROP TABLE search_marks; ALTER TABLE files DROP COLUMN type; DROP INDEX files_unchecked; ALTER TABLE files DROP COLUMN checked; PRAGMA user_version = 1',
  );
  db.close();
  const storage = new SqliteStorage({ path: file });
  const me = async () => (await storage.heads(app, bob, [conversation]))[0]?.me;
  assert.deepEqual(await me(), { read: 0, readOrd: 0, delivered: 0 });
  const flags = { pinned: true, archived: true };
  await storage.commit([
    { type: 'mark', app, user: bob, conversation, ...flags, now: 1, limits: defaultLimits },
  ]);
  assert.deepEqual(await me(), { read: 0, readOrd: 0, delivered: 0, ...flags });
  await storage.close();
});

test('[Q3] a search stops with `next` after so much text, and goes on from there', async () => {
  const storage = new SqliteStorage({ path: ':memory:' });
  const bob = 'bob' as UserId;
  const conversation = directConversation(ann, bob);
  await storage.upsertApp({ id: app, secret: 's'.repeat(32), origins: [] });
  for (const id of [ann, bob]) await storage.upsertUser(app, { id });
  let made = 0;
  const write = (op: WriteOp) => {
    const cid = `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}` as Cid;
    return storage.commit([{ type: 'write', app, user: ann, cid, op, now: made, limits: defaultLimits }]);
  };
  await write({ kind: 'create', conversation, type: 'direct', members: [bob] });
  // The index takes each of them for a hit; only a look at the text tells that it is none.
  const rare = { type: 'text' as const, text: 'x-y' };
  const long = { type: 'text' as const, text: `x y ${'z'.repeat(15_000)}` };
  await write({ kind: 'message', conversation, body: rare });
  for (let i = 0; i < 20; i++) await write({ kind: 'message', conversation, body: long });
  const first = await storage.search({ app, user: bob, text: 'x-y', limit: 5 });
  assert.deepEqual(first?.hits, []);
  assert.ok(first?.next);
  const second = await storage.search({ app, user: bob, text: 'x-y', limit: 5, before: first.next });
  assert.deepEqual([second?.hits.map(({ message }) => message.seq), second?.next], [[2], undefined]);
  await storage.close();
});

test('[Q3] a search waits only so long for the index, says that something is missing, and finds it later', async () => {
  const storage = new SqliteStorage({ path: ':memory:' });
  const bob = 'bob' as UserId;
  const conversation = directConversation(ann, bob);
  await storage.upsertApp({ id: app, secret: 's'.repeat(32), origins: [] });
  for (const id of [ann, bob]) await storage.upsertUser(app, { id });
  let made = 0;
  const change = (op: WriteOp) => {
    const cid = `0199c7e0-1b00-7000-8000-${(++made).toString(16).padStart(12, '0')}` as Cid;
    return { type: 'write' as const, app, user: ann, cid, op, now: made, limits: defaultLimits };
  };
  await storage.commit([change({ kind: 'create', conversation, type: 'direct', members: [bob] })]);
  const say = (text: string) => change({ kind: 'message', conversation, body: { type: 'text', text } });
  for (let i = 0; i < 10; i++)
    await storage.commit(Array.from({ length: 1000 }, (_, n) => say(n === 999 ? `needle ${i}` : `hay ${n}`)));
  const find = () => storage.search({ app, user: bob, text: 'needle', limit: 20 });
  const first = await find();
  assert.equal(first?.partial, true);
  assert.ok(first.hits.length < 10);
  let last = first;
  for (let tries = 0; tries < 50 && last.partial; tries++) last = (await find())!;
  assert.deepEqual([last.partial, last.hits.length, last.next], [undefined, 10, undefined]);
  // More candidates than are looked at in one go.
  const rare = await storage.search({ app, user: bob, text: 'hay 7', limit: 20 });
  assert.equal(rare?.hits.length, 20);
  const none = await storage.search({ app, user: bob, text: 'h-ay', limit: 20 });
  assert.deepEqual(none, { hits: [] });
  await storage.close();
});
