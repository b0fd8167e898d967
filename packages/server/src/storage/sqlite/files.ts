import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AppId, ConversationId, FileId, UserId } from '@tokenim/protocol';
import type { FileInput, FileUsage, StoredFile } from '../storage.js';
import type { Cache } from './cache.js';

interface FileRow {
  id: string;
  owner: string;
  name: string;
  mime: string;
  size: number;
  created: number;
  complete: number;
  type: string | null;
  checked: number;
  conversation: string | null;
  app: string;
}

/** Metadata of uploads. */
export class Files {
  private readonly cache: Cache;
  private readonly sql: Record<
    | 'put'
    | 'underWay'
    | 'get'
    | 'complete'
    | 'settle'
    | 'remove'
    | 'unnamed'
    | 'usage'
    | 'unchecked'
    | 'name'
    | 'drop',
    StatementSync
  >;

  constructor(db: DatabaseSync, cache: Cache) {
    this.cache = cache;
    const select = `SELECT f.id, u.id AS owner, f.name, f.mime, f.size, f.created, f.complete, f.type, f.checked,
      CASE WHEN f.names > 0 THEN c.id END AS conversation,
      a.id AS app FROM files f JOIN users u ON u.k = f.owner JOIN apps a ON a.k = f.app
      LEFT JOIN conversations c ON c.k = f.conv`;
    this.sql = {
      put: db.prepare(
        `INSERT INTO files (app, id, owner, name, mime, size, created) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ),
      underWay: db.prepare(`SELECT count(*) AS n FROM files
        WHERE owner = ? AND created > ? AND names = 0 AND conv IS NULL AND checked < 2`),
      get: db.prepare(`${select} WHERE f.app = ? AND f.id = ?`),
      complete: db.prepare('UPDATE files SET complete = 1, type = ?, checked = ? WHERE app = ? AND id = ?'),
      settle: db.prepare('UPDATE files SET checked = ? WHERE app = ? AND id = ?'),
      remove: db.prepare('DELETE FROM files WHERE app = ? AND id = ? AND names = 0'),
      unnamed: db.prepare(
        `${select} WHERE f.names = 0 AND (f.conv IS NOT NULL OR f.created < ?) ORDER BY f.created LIMIT ?`,
      ),
      unchecked: db.prepare(`${select} WHERE f.checked = 1 ORDER BY f.created LIMIT ?`),
      usage: db.prepare('SELECT a.id AS app, u.files, u.bytes FROM file_usage u JOIN apps a ON a.k = u.app'),
      name: db.prepare('UPDATE files SET conv = ?, names = names + 1 WHERE app = ? AND id = ?'),
      drop: db.prepare('UPDATE files SET names = max(names - 1, 0) WHERE app = ? AND id = ?'),
    };
  }

  put(app: AppId, file: FileInput, bound?: { most: number; since: number }): 'made' | 'exists' | 'too_many' {
    const owner = this.cache.user(app, file.owner);
    if (!owner) throw new Error('the owner of a file must be a user of the app');
    const { id, name, mime, size, created } = file;
    if (this.get(app, id)) return 'exists';
    if (bound) {
      const { n } = this.sql.underWay.get(owner.key, bound.since) as { n: number };
      if (n >= bound.most) return 'too_many';
    }
    this.sql.put.run(this.app(app), id, owner.key, name, mime, size, created);
    return 'made';
  }

  get(app: string, id: string): StoredFile | undefined {
    const row = this.sql.get.get(this.app(app), id) as unknown as FileRow | undefined;
    return row && fileOf(row);
  }

  complete(app: string, id: string, type: string, check: boolean): void {
    this.sql.complete.run(type, check ? 1 : 0, this.app(app), id);
  }

  settle(app: string, id: string, fine: boolean): void {
    this.sql.settle.run(fine ? 0 : 2, this.app(app), id);
  }

  unchecked(limit: number): (StoredFile & { app: AppId })[] {
    return withApps(this.sql.unchecked.all(limit));
  }

  remove(app: string, id: string): void {
    this.sql.remove.run(this.app(app), id);
  }

  unnamed(before: number, limit: number): (StoredFile & { app: AppId })[] {
    return withApps(this.sql.unnamed.all(before, limit));
  }

  usage(): FileUsage[] {
    return this.sql.usage.all() as unknown as FileUsage[];
  }

  name(app: string, id: string, conversation: number): void {
    this.sql.name.run(conversation, this.app(app), id);
  }

  drop(app: string, id: string): void {
    this.sql.drop.run(this.app(app), id);
  }

  private app(id: string): number {
    return this.cache.app(id) ?? -1;
  }
}

function withApps(rows: unknown[]): (StoredFile & { app: AppId })[] {
  return (rows as FileRow[]).map((row) => ({ ...fileOf(row), app: row.app as AppId }));
}

const checks = [undefined, 'pending', 'rejected'] as const;

function fileOf(row: FileRow): StoredFile {
  return {
    id: row.id as FileId,
    owner: row.owner as UserId,
    name: row.name,
    mime: row.mime,
    size: row.size,
    created: row.created,
    complete: row.complete === 1,
    type: row.type ?? undefined,
    check: checks[row.checked],
    conversation: (row.conversation ?? undefined) as ConversationId | undefined,
  };
}
