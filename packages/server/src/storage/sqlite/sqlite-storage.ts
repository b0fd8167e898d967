import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { AppId, ConversationId, Epoch, FileId, UserId } from '@tokenim/protocol';
import { describeUser, perform } from '../../core/perform.js';
import type {
  App,
  Change,
  ChangeResult,
  ChangesQuery,
  ChangesResult,
  FileInput,
  HistoryQuery,
  OpsQuery,
  SearchQuery,
  Storage,
  StoredUser,
  UserInput,
} from '../storage.js';
import { Cache } from './cache.js';
import { Files } from './files.js';
import { Reads } from './reads.js';
import { migrate } from './schema.js';
import { Search } from './search.js';
import { Transaction } from './transaction.js';

export interface SqliteOptions {
  /** A file, whose folder is made if need be, or `:memory:`. */
  path: string;
  /** Hears of faults that were answered by `internal`. */
  onFault?: (error: unknown) => void;
}

type Statements = Record<
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'getMeta'
  | 'setMeta'
  | 'putApp'
  | 'getApp'
  | 'listApps'
  | 'addUser'
  | 'setUser'
  | 'setSeen'
  | 'check',
  StatementSync
>;

/**
 * Storage in one SQLite file, for one process. WAL with `synchronous=FULL`: a commit is on the disk when it
 * returns. Methods work synchronously inside and are promises for the sake of the port.
 */
export class SqliteStorage implements Storage {
  private readonly db: DatabaseSync;
  private readonly sql: Statements;
  private readonly cache: Cache;
  private readonly filesTable: Files;
  private readonly reads: Reads;
  private readonly set: Transaction;
  private readonly index: Search;
  private readonly options: SqliteOptions;
  private known!: Epoch;
  /** Not worth a disk sync: written with the next commit. */
  private readonly seen = new Map<number, number>();

  constructor(options: SqliteOptions) {
    this.options = options;
    if (options.path !== ':memory:') mkdirSync(dirname(options.path), { recursive: true });
    const db = new DatabaseSync(options.path);
    this.db = db;
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
      PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
      PRAGMA wal_autocheckpoint = 16000;`);
    migrate(db);
    this.sql = {
      begin: db.prepare('BEGIN IMMEDIATE'),
      commit: db.prepare('COMMIT'),
      rollback: db.prepare('ROLLBACK'),
      getMeta: db.prepare('SELECT value FROM meta WHERE key = ?'),
      setMeta: db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
      putApp:
        db.prepare(`INSERT INTO apps (id, secret, origins, limits) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
        SET secret = excluded.secret, origins = excluded.origins, limits = excluded.limits`),
      getApp: db.prepare('SELECT id, secret, origins, limits FROM apps WHERE id = ?'),
      listApps: db.prepare('SELECT id, secret, origins, limits FROM apps ORDER BY k'),
      addUser: db.prepare('INSERT INTO users (app, id, name, avatar, role) VALUES (?, ?, ?, ?, ?)'),
      setUser: db.prepare('UPDATE users SET name = ?, avatar = ?, role = ? WHERE k = ?'),
      setSeen: db.prepare('UPDATE users SET seen = ? WHERE k = ?'),
      check: db.prepare('SELECT 1'),
    };
    this.cache = new Cache(db);
    this.filesTable = new Files(db, this.cache);
    this.reads = new Reads(db, this.cache);
    this.index = new Search(db, this.cache, options.onFault);
    this.set = new Transaction(db, this.cache, this.filesTable, (conv) => this.index.touch(conv));
    if (!this.sql.getMeta.get('epoch')) this.sql.setMeta.run('epoch', newEpoch());
    this.refresh();
  }

  async epoch(): Promise<Epoch> {
    return this.refresh();
  }

  async rotateEpoch(): Promise<Epoch> {
    const epoch = newEpoch();
    this.sql.setMeta.run('epoch', epoch);
    this.known = epoch;
    return epoch;
  }

  async check(): Promise<void> {
    this.sql.check.get();
  }

  async close(): Promise<void> {
    if (!this.db.isOpen) return;
    this.index.stop();
    this.saveSeen();
    this.db.close();
  }

  async upsertApp(app: App): Promise<void> {
    this.sql.putApp.run(app.id, app.secret, JSON.stringify(app.origins), JSON.stringify(app.limits ?? {}));
  }

  async getApp(id: AppId): Promise<App | undefined> {
    const row = this.sql.getApp.get(id) as unknown as AppRow | undefined;
    return row && appOf(row);
  }

  async listApps(): Promise<App[]> {
    return (this.sql.listApps.all() as unknown as AppRow[]).map(appOf);
  }

  async upsertUser(
    app: AppId,
    input: UserInput,
  ): Promise<StoredUser & { created: boolean; promoted: boolean }> {
    this.refresh();
    const present = this.cache.user(app, input.id);
    if (!present) {
      const key = this.cache.app(app);
      if (key === undefined) throw new Error('no such app');
      const role = input.role ?? 'user';
      this.sql.addUser.run(key, input.id, input.name ?? null, input.avatar ?? null, role);
      this.cache.forgetAgents(app);
      const user = this.cache.user(app, input.id)!;
      return {
        ...describeUser(user),
        role,
        version: user.version,
        created: true,
        promoted: role === 'agent',
      };
    }
    const { name = present.name, avatar = present.avatar, role = present.role } = input;
    const promoted = role === 'agent' && present.role !== 'agent';
    if (name !== present.name || avatar !== present.avatar || role !== present.role) {
      this.sql.setUser.run(name ?? null, avatar ?? null, role, present.key);
      Object.assign(present, { name, avatar, role });
      this.cache.forgetAgents(app);
    }
    return {
      ...describeUser(present),
      role,
      version: present.version,
      seen: present.seen,
      created: false,
      promoted,
    };
  }

  async getUser(app: AppId, id: UserId): Promise<StoredUser | undefined> {
    this.refresh();
    const user = this.cache.user(app, id);
    return user && { ...describeUser(user), role: user.role, version: user.version, seen: user.seen };
  }

  async setSeen(app: AppId, id: UserId, ts: number): Promise<void> {
    this.refresh();
    const user = this.cache.user(app, id);
    if (!user) return;
    user.seen = ts;
    this.seen.set(user.key, ts);
  }

  async commit(changes: Change[]): Promise<ChangeResult[]> {
    try {
      return this.group(changes);
    } catch (error) {
      if (!(error instanceof Poisoned)) throw error;
      this.options.onFault?.(error.cause);
      if (changes.length === 1)
        return [{ result: 'refused', code: 'internal', detail: 'a fault of the server' }];
    }
    // One of them is poisoned: each alone, so that only that one fails.
    const results: ChangeResult[] = [];
    for (const change of changes) results.push(...(await this.commit([change])));
    return results;
  }

  async history(query: HistoryQuery) {
    return this.reads.history(this.refresh(), query);
  }

  async ops(query: OpsQuery) {
    return this.reads.ops(this.refresh(), query);
  }

  async changes(query: ChangesQuery): Promise<ChangesResult> {
    const epoch = this.refresh();
    return { epoch, ...this.reads.changes(epoch, query) };
  }

  async heads(app: AppId, user: UserId, ids: ConversationId[]) {
    return this.reads.heads(this.refresh(), app, user, ids);
  }

  async large(app: AppId, user: UserId, versionedMembers: number) {
    return this.reads.large(this.refresh(), app, user, versionedMembers);
  }

  async members(
    app: AppId,
    user: UserId,
    conversation: ConversationId,
    after: UserId | undefined,
    limit: number,
  ) {
    this.refresh();
    return this.reads.members(app, user, conversation, after, limit);
  }

  async memberIds(app: AppId, user: UserId, conversation: ConversationId, max: number) {
    this.refresh();
    return this.reads.memberIds(app, user, conversation, max);
  }

  async isMember(app: AppId, user: UserId, conversation: ConversationId) {
    this.refresh();
    return this.reads.seat(app, user, conversation) !== undefined;
  }

  async sharing(app: AppId, user: UserId, others: UserId[]) {
    this.refresh();
    return this.reads.sharing(app, user, others);
  }

  async contacts(app: AppId, user: UserId, maxMembers: number, limit: number) {
    this.refresh();
    return this.reads.contacts(app, user, maxMembers, limit);
  }

  async supportWithout(app: AppId, agent: UserId, limit: number) {
    this.refresh();
    return this.reads.supportWithout(app, agent, limit);
  }

  async search(query: SearchQuery) {
    this.refresh();
    return this.index.search(query, () => this.refresh());
  }

  async putFile(app: AppId, file: FileInput, bound?: { most: number; since: number }) {
    this.refresh();
    return this.filesTable.put(app, file, bound);
  }

  async getFile(app: AppId, id: FileId) {
    this.refresh();
    return this.filesTable.get(app, id);
  }

  async completeFile(app: AppId, id: FileId, type: string, check: boolean) {
    this.filesTable.complete(app, id, type, check);
  }

  async settleFile(app: AppId, id: FileId, fine: boolean) {
    this.filesTable.settle(app, id, fine);
  }

  async fileUsage() {
    this.refresh();
    return this.filesTable.usage();
  }

  async listUncheckedFiles(limit: number) {
    this.refresh();
    return this.filesTable.unchecked(limit);
  }

  async deleteFile(app: AppId, id: FileId) {
    this.filesTable.remove(app, id);
  }

  async listUnnamedFiles(before: number, limit: number) {
    this.refresh();
    return this.filesTable.unnamed(before, limit);
  }

  /** One transaction; throws `Poisoned` where a change failed, anything else where the database did. */
  private group(changes: Change[]): ChangeResult[] {
    this.sql.begin.run();
    try {
      const epoch = this.refresh();
      let results: ChangeResult[];
      try {
        results = changes.map((change) => perform(this.set, epoch, change));
        this.set.flush();
        this.saveSeen();
      } catch (error) {
        throw isDatabaseFault(error) ? error : new Poisoned(error);
      }
      this.sql.commit.run();
      return results;
    } catch (error) {
      this.set.reset();
      this.cache.clear();
      if (this.db.isTransaction) this.sql.rollback.run();
      throw error;
    }
  }

  private saveSeen(): void {
    for (const [key, ts] of this.seen) this.sql.setSeen.run(ts, key);
    this.seen.clear();
  }

  private refresh(): Epoch {
    if (this.cache.refresh())
      this.known = (this.sql.getMeta.get('epoch') as { value: string }).value as Epoch;
    this.cache.trim();
    return this.known;
  }
}

/** A change that could not be carried out, though the database is well. */
class Poisoned extends Error {
  constructor(cause: unknown) {
    super('a change failed', { cause });
  }
}

/** Busy, no memory, read-only, I/O, corrupt, full: nothing that leaving a change out would help. */
function isDatabaseFault(error: unknown): boolean {
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  return [5, 6, 7, 8, 10, 11, 13, 14, 26].includes(code);
}

interface AppRow {
  id: string;
  secret: string;
  origins: string;
  limits: string;
}

function appOf(row: AppRow): App {
  return {
    id: row.id as AppId,
    secret: row.secret,
    origins: JSON.parse(row.origins),
    limits: JSON.parse(row.limits),
  };
}

function newEpoch(): Epoch {
  return randomBytes(9).toString('base64url') as Epoch;
}
