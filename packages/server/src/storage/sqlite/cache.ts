import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ConversationId, UserId } from '@tokenim/protocol';
import type { ConversationState, MemberState, UserState } from '../../core/working-set.js';
import type { ConversationRow, MemberRow, UserRow } from './rows.js';

/** Members of all cached conversations together; about 200 bytes each. */
const maxMembers = 200_000;
const maxUsers = 100_000;

/**
 * States of users and conversations between transactions, so that a message costs no reads. It is right because
 * this process is the only writer of logs and forgets all when a transaction fails, or when `data_version` shows
 * that another connection has written (a command that adds an app, a restore).
 * The oldest go first; a user that a cached conversation refers to stays through that reference, which is why
 * users are dropped only together with all conversations.
 */
export class Cache {
  private readonly conversations = new Map<string, ConversationState>();
  private readonly users = new Map<string, UserState>();
  private readonly usersByKey = new Map<number, UserState>();
  private readonly appKeys = new Map<string, number>();
  private readonly agentLists = new Map<string, UserState[]>();
  private size = 0;
  private dataVersion = -1;
  private readonly sql: Record<
    'version' | 'app' | 'user' | 'userByKey' | 'conv' | 'members' | 'agents',
    StatementSync
  >;

  constructor(db: DatabaseSync) {
    const user = `SELECT u.k, u.id, u.name, u.avatar, u.role, u.seen,
      max(u.version, coalesce((SELECT max(version) FROM members WHERE user = u.k), 0)) AS version FROM users u`;
    this.sql = {
      version: db.prepare('PRAGMA data_version'),
      app: db.prepare('SELECT k FROM apps WHERE id = ?'),
      user: db.prepare(`${user} WHERE u.app = ? AND u.id = ?`),
      userByKey: db.prepare(`${user} WHERE u.k = ? AND u.app = ?`),
      conv: db.prepare('SELECT * FROM conversations WHERE app = ? AND id = ?'),
      members: db.prepare('SELECT * FROM members WHERE conv = ?'),
      agents: db.prepare(`SELECT k FROM users WHERE app = ? AND role = 'agent' ORDER BY k LIMIT ?`),
    };
  }

  /** True if everything was forgotten because another connection wrote. */
  refresh(): boolean {
    const { data_version: version } = this.sql.version.get() as { data_version: number };
    if (version === this.dataVersion) return false;
    this.dataVersion = version;
    this.clear();
    return true;
  }

  clear(): void {
    this.conversations.clear();
    this.users.clear();
    this.usersByKey.clear();
    this.agentLists.clear();
    this.appKeys.clear();
    this.size = 0;
  }

  /** Between transactions only: states in use must not be loaded twice. */
  trim(): void {
    if (this.users.size > maxUsers) this.clear();
    for (const [name, conversation] of this.conversations) {
      if (this.size <= maxMembers) break;
      this.conversations.delete(name);
      this.size -= conversation.members.size + 1;
    }
  }

  app(id: string): number | undefined {
    let key = this.appKeys.get(id);
    if (key === undefined) {
      key = (this.sql.app.get(id) as { k: number } | undefined)?.k;
      if (key !== undefined) this.appKeys.set(id, key);
    }
    return key;
  }

  user(app: string, id: string): UserState | undefined {
    const present = this.users.get(`${app}/${id}`);
    if (present) return present;
    const appKey = this.app(app);
    if (appKey === undefined) return undefined;
    return this.keepUser(app, this.sql.user.get(appKey, id) as UserRow | undefined);
  }

  userByKey(app: string, key: number): UserState | undefined {
    const present = this.usersByKey.get(key);
    if (present) return present.app === app ? present : undefined;
    return this.keepUser(app, this.sql.userByKey.get(key, this.app(app) ?? -1) as UserRow | undefined);
  }

  agents(app: string, limit: number): UserState[] {
    let list = this.agentLists.get(app);
    if (!list) {
      const rows = this.sql.agents.all(this.app(app) ?? -1, limit) as unknown as { k: number }[];
      list = rows.map((row) => this.userByKey(app, row.k)).filter((user) => user !== undefined);
      this.agentLists.set(app, list);
    }
    return list;
  }

  /** After a user was created or changed. */
  forgetAgents(app: string): void {
    this.agentLists.delete(app);
  }

  conversation(app: string, id: ConversationId): ConversationState | undefined {
    const name = `${app}/${id}`;
    const present = this.conversations.get(name);
    if (present) {
      // Moved to the end, which is the last to be trimmed.
      this.conversations.delete(name);
      this.conversations.set(name, present);
      return present;
    }
    const row = this.sql.conv.get(this.app(app) ?? -1, id) as unknown as ConversationRow | undefined;
    if (!row) return undefined;
    const members = new Map<UserId, MemberState>();
    const conversation: ConversationState = {
      key: row.k,
      app,
      id: row.id as ConversationId,
      kind: row.kind,
      title: row.title ?? undefined,
      seq: row.seq,
      ord: row.ord,
      floor: row.floor,
      ts: row.ts,
      created: row.created,
      preview: row.preview === null ? undefined : JSON.parse(row.preview),
      count: row.count,
      members,
    };
    for (const m of this.sql.members.iterate(row.k) as Iterable<unknown> as Iterable<MemberRow>) {
      const user = this.userByKey(app, m.user)!;
      members.set(user.id, {
        user,
        version: m.version,
        read: m.read,
        readOrd: m.read_ord,
        delivered: m.delivered,
        unread: m.unread === 1,
        left: m.left === 1,
        pinned: (m.flags & 1) > 0,
        archived: (m.flags & 2) > 0,
        muted: (m.flags & 4) > 0,
        mention: m.mention,
      });
    }
    this.keep(conversation);
    return conversation;
  }

  keep(conversation: ConversationState): void {
    this.conversations.set(`${conversation.app}/${conversation.id}`, conversation);
    this.size += conversation.members.size + 1;
  }

  /** A cached conversation has a member more. */
  grew(): void {
    this.size += 1;
  }

  private keepUser(app: string, row: UserRow | undefined): UserState | undefined {
    if (!row) return undefined;
    const user: UserState = {
      key: row.k,
      app,
      id: row.id as UserId,
      name: row.name ?? undefined,
      avatar: row.avatar ?? undefined,
      role: row.role,
      version: row.version,
      seen: row.seen ?? undefined,
    };
    this.users.set(`${app}/${user.id}`, user);
    this.usersByKey.set(user.key, user);
    return user;
  }
}
