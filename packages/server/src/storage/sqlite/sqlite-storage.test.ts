import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { AppId, type UserId } from '@tokenim/protocol';
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
