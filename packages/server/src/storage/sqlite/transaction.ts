import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Cid, ConversationId, Message } from '@tokenim/protocol';
import type {
  ConversationState,
  FirstWrite,
  MemberState,
  NewOp,
  UserState,
  WorkingSet,
} from '../../core/working-set.js';
import type { StoredFile } from '../storage.js';
import type { Cache } from './cache.js';
import type { Files } from './files.js';
import { cidToBytes, messageOf, type OpRow, stateOf } from './rows.js';

export const opColumns = 'o.seq, o.kind, u.id AS by, o.ts, o.ord, o.target, o.cid, o.body, o.state';

type Statements = Record<
  | 'message'
  | 'ordAt'
  | 'first'
  | 'addConv'
  | 'saveConv'
  | 'saveCount'
  | 'saveMember'
  | 'insertOp'
  | 'saveMessage'
  | 'forget',
  StatementSync
>;

/** The working set on SQLite: reads through the cache, writes each changed row once when it is `flush`ed. */
export class Transaction implements WorkingSet {
  private readonly cache: Cache;
  private readonly files: Files;
  private readonly sql: Statements;
  private readonly conversations = new Set<ConversationState>();
  /** Those whose number of members may have changed. */
  private readonly recounted = new Set<ConversationState>();
  private readonly members = new Map<MemberState, ConversationState>();

  /** Hears of each conversation whose log grew. */
  private readonly grew: (conversation: number) => void;

  constructor(db: DatabaseSync, cache: Cache, files: Files, grew: (conversation: number) => void) {
    this.grew = grew;
    this.cache = cache;
    this.files = files;
    this.sql = {
      message: db.prepare(`SELECT ${opColumns} FROM ops o JOIN users u ON u.k = o.by
        WHERE o.conv = ? AND o.seq = ? AND o.kind = 'message'`),
      ordAt: db.prepare(
        'SELECT ord FROM ops WHERE conv = ? AND seq <= ? AND ord IS NOT NULL ORDER BY seq DESC LIMIT 1',
      ),
      first:
        db.prepare(`SELECT c.id, o.seq, o.ts, o.ord, o.hash FROM ops o JOIN conversations c ON c.k = o.conv
        WHERE o.by = ? AND o.cid = ?`),
      addConv: db.prepare(`INSERT INTO conversations (app, id, kind, seq, ord, ts, created, count)
        VALUES (?, ?, ?, 0, 0, ?, ?, 0)`),
      saveConv: db.prepare(
        'UPDATE conversations SET seq = ?, ord = ?, ts = ?, preview = ?, title = ? WHERE k = ?',
      ),
      // Apart, for its index would be rewritten with every message.
      saveCount: db.prepare('UPDATE conversations SET count = ? WHERE k = ?'),
      saveMember:
        db.prepare(`INSERT INTO members (conv, user, version, read, read_ord, delivered, unread, left, flags, mention)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, read = excluded.read,
        read_ord = excluded.read_ord, delivered = excluded.delivered, unread = excluded.unread, left = excluded.left,
        flags = excluded.flags, mention = excluded.mention`),
      // Without a conflict target this also passes over a taken `seq`, which cannot be: it shows as a fault.
      insertOp: db.prepare(`INSERT INTO ops (conv, seq, kind, by, ts, ord, target, cid, hash, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`),
      saveMessage: db.prepare('UPDATE ops SET body = ?, state = ? WHERE conv = ? AND seq = ?'),
      // What remains of a reaction fits its schema and changes nothing.
      forget: db.prepare(`UPDATE ops SET body = CASE kind WHEN 'react' THEN '{"emoji":"·","on":false}' END
        WHERE conv = ? AND target = ? AND kind IN ('edit', 'react')`),
    };
  }

  conversation(app: string, id: ConversationId): ConversationState | undefined {
    return this.cache.conversation(app, id);
  }

  user(app: string, id: string): UserState | undefined {
    return this.cache.user(app, id);
  }

  agents(app: string, limit: number): UserState[] {
    return this.cache.agents(app, limit);
  }

  message(conversation: ConversationState, seq: number): Message | undefined {
    const row = this.sql.message.get(conversation.key, seq) as unknown as OpRow | undefined;
    return row && messageOf(row);
  }

  ordAt(conversation: ConversationState, seq: number): number {
    return (this.sql.ordAt.get(conversation.key, seq) as { ord: number } | undefined)?.ord ?? 0;
  }

  file(app: string, id: string): StoredFile | undefined {
    return this.files.get(app, id);
  }

  firstWrite(user: UserState, cid: Cid): FirstWrite | undefined {
    const row = this.sql.first.get(user.key, cidToBytes(cid)) as
      | { id: string; seq: number; ts: number; ord: number | null; hash: Uint8Array }
      | undefined;
    if (!row) return undefined;
    const { seq, ts, hash } = row;
    return { conversation: row.id as ConversationId, seq, ts, ord: row.ord ?? undefined, hash };
  }

  addConversation(app: string, id: ConversationId, kind: string, now: number): ConversationState {
    const { lastInsertRowid } = this.sql.addConv.run(this.cache.app(app)!, id, kind, now, now);
    const conversation: ConversationState = {
      key: Number(lastInsertRowid),
      app,
      id,
      kind,
      seq: 0,
      ord: 0,
      floor: 0,
      ts: now,
      created: now,
      count: 0,
      members: new Map(),
    };
    this.cache.keep(conversation);
    return conversation;
  }

  addMember(conversation: ConversationState, user: UserState): MemberState {
    let member = conversation.members.get(user.id);
    if (member) member.left = false;
    else {
      member = {
        user,
        version: 0,
        read: 0,
        readOrd: 0,
        delivered: 0,
        unread: false,
        pinned: false,
        archived: false,
        muted: false,
        mention: 0,
        left: false,
      };
      conversation.members.set(user.id, member);
      this.cache.grew();
    }
    conversation.count += 1;
    this.recounted.add(conversation);
    this.touchMember(conversation, member);
    return member;
  }

  insertOp(conversation: ConversationState, op: NewOp): boolean {
    const { changes } = this.sql.insertOp.run(
      conversation.key,
      op.seq,
      op.kind,
      op.by.key,
      op.ts,
      op.ord ?? null,
      op.target ?? null,
      op.cid === undefined ? null : cidToBytes(op.cid),
      op.hash ?? null,
      op.body === undefined ? null : JSON.stringify(op.body),
    );
    return changes === 1;
  }

  saveMessage(conversation: ConversationState, message: Message): void {
    const body = message.body === undefined ? null : JSON.stringify(message.body);
    this.sql.saveMessage.run(body, stateOf(message), conversation.key, message.seq);
  }

  forget(conversation: ConversationState, target: number): void {
    this.sql.forget.run(conversation.key, target);
  }

  nameFile(app: string, id: string, conversation: ConversationState): void {
    this.files.name(app, id, conversation.key);
  }

  dropFile(app: string, id: string): void {
    this.files.drop(app, id);
  }

  touch(conversation: ConversationState): void {
    this.conversations.add(conversation);
  }

  touchMember(conversation: ConversationState, member: MemberState): void {
    this.members.set(member, conversation);
    if (member.left) this.recounted.add(conversation);
  }

  flush(): void {
    for (const c of this.conversations) {
      const preview = c.preview === undefined ? null : JSON.stringify(c.preview);
      this.sql.saveConv.run(c.seq, c.ord, c.ts, preview, c.title ?? null, c.key);
      this.grew(c.key);
    }
    for (const c of this.recounted) this.sql.saveCount.run(c.count, c.key);
    for (const [m, c] of this.members) {
      this.sql.saveMember.run(
        c.key,
        m.user.key,
        m.version,
        m.read,
        m.readOrd,
        m.delivered,
        m.unread ? 1 : 0,
        m.left ? 1 : 0,
        (m.pinned ? 1 : 0) | (m.archived ? 2 : 0) | (m.muted ? 4 : 0),
        m.mention,
      );
    }
    this.reset();
  }

  reset(): void {
    this.conversations.clear();
    this.members.clear();
    this.recounted.clear();
  }
}
