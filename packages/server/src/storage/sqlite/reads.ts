import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ConversationId, Epoch, Head, Member, UserId } from '@tokenim/protocol';
import { describeUser } from '../../core/perform.js';
import type { ConversationState, MemberState, UserState } from '../../core/working-set.js';
import type { ChangesQuery, HistoryQuery, HistoryResult, OpsQuery, OpsResult } from '../storage.js';
import type { Cache } from './cache.js';
import { type OpRow, opOf, shownOf } from './rows.js';
import { opColumns } from './transaction.js';

/** Heads of conversations with more members than this do not name them. */
const namedInHead = 20;

type Statements = Record<
  'before' | 'after' | 'ops' | 'changed' | 'large' | 'sharing' | 'many' | 'contacts' | 'support',
  StatementSync
>;

/** Everything that only looks. Synchronous, so each answer belongs to one moment. */
export class Reads {
  private readonly cache: Cache;
  private readonly sql: Statements;

  constructor(db: DatabaseSync, cache: Cache) {
    this.cache = cache;
    const from = `SELECT ${opColumns} FROM ops o JOIN users u ON u.k = o.by WHERE o.conv = ?`;
    // Rules G1 and G5.
    const shown = `AND o.kind IN ('message', 'create', 'title', 'members')`;
    this.sql = {
      before: db.prepare(`${from} AND o.seq < ? ${shown} ORDER BY o.seq DESC LIMIT ?`),
      after: db.prepare(`${from} AND o.seq > ? ${shown} ORDER BY o.seq LIMIT ?`),
      ops: db.prepare(`${from} AND o.seq > ? ORDER BY o.seq LIMIT ?`),
      changed: db.prepare(`SELECT c.id FROM members m JOIN conversations c ON c.k = m.conv
        WHERE m.user = ? AND m.version > ? ORDER BY m.version LIMIT ?`),
      // From the few large ones to the user, not from the user's perhaps 10,000 conversations: each resume asks.
      large: db.prepare(`SELECT c.id, c.seq FROM conversations c CROSS JOIN members m ON m.conv = c.k
        WHERE c.app = ? AND c.count > ? AND m.user = ? AND m.left = 0 LIMIT 1000`),
      // Goes through the conversations of the first user, whichever has fewer.
      sharing: db.prepare(`SELECT 1 FROM members a CROSS JOIN members b ON b.conv = a.conv
        WHERE a.user = ? AND a.left = 0 AND b.user = ? AND b.left = 0 LIMIT 1`),
      many: db.prepare('SELECT 1 FROM members WHERE user = ? LIMIT 1 OFFSET 500'),
      contacts: db.prepare(`SELECT DISTINCT b.user AS k FROM members a JOIN conversations c ON c.k = a.conv
        JOIN members b ON b.conv = a.conv WHERE a.user = ?1 AND a.left = 0 AND c.count <= ?2 AND b.left = 0
        AND b.user <> ?1 LIMIT ?3`),
      support:
        db.prepare(`SELECT c.id FROM conversations c WHERE c.app = ? AND c.kind = 'support' AND NOT EXISTS
        (SELECT 1 FROM members m WHERE m.conv = c.k AND m.user = ?) ORDER BY c.ts DESC LIMIT ?`),
    };
  }

  history(epoch: Epoch, query: HistoryQuery): HistoryResult | undefined {
    const conversation = this.seat(query.app, query.user, query.conversation)?.conversation;
    if (!conversation) return undefined;
    const { before, after, limit } = query;
    const rows = (after === undefined
      ? this.sql.before.all(conversation.key, before ?? conversation.seq + 1, limit + 1)
      : this.sql.after.all(conversation.key, after, limit + 1)) as unknown as OpRow[];
    const more = rows.length > limit;
    if (more) rows.pop();
    if (after === undefined) rows.reverse();
    return { epoch, head: conversation.seq, rows: rows.map(shownOf), more };
  }

  ops(epoch: Epoch, query: OpsQuery): OpsResult | undefined {
    const conversation = this.seat(query.app, query.user, query.conversation)?.conversation;
    if (!conversation) return undefined;
    const { key, seq: head, floor } = conversation;
    const rows = (head > query.after
      ? this.sql.ops.all(key, query.after, query.limit)
      : []) as unknown as OpRow[];
    return { epoch, head, floor, ops: rows.map(opOf) };
  }

  changes(epoch: Epoch, query: ChangesQuery): { head: number; heads: Head[] } {
    const user = this.cache.user(query.app, query.user);
    if (!user) return { head: 0, heads: [] };
    const ids = (user.version > query.version
      ? this.sql.changed.all(user.key, query.version, query.limit)
      : []) as unknown as { id: ConversationId }[];
    return { head: user.version, heads: ids.map(({ id }) => this.head(epoch, user, id)!) };
  }

  heads(epoch: Epoch, app: string, userId: UserId, ids: ConversationId[]): Head[] {
    const user = this.cache.user(app, userId);
    if (!user) return [];
    return ids
      .map((id) => this.head(epoch, user, id))
      .filter((head) => head !== undefined && !head.me.left) as Head[];
  }

  large(epoch: Epoch, app: string, userId: UserId, versionedMembers: number) {
    const user = this.cache.user(app, userId);
    if (!user) return [];
    const rows = this.sql.large.all(this.cache.app(app)!, versionedMembers, user.key) as unknown as {
      id: ConversationId;
      seq: number;
    }[];
    return rows.map(({ id, seq }) => ({ id, epoch, seq }));
  }

  members(app: string, user: UserId, id: ConversationId, after: UserId | undefined, limit: number) {
    const conversation = this.seat(app, user, id)?.conversation;
    if (!conversation) return undefined;
    const all = [...conversation.members.values()].filter(
      (m) => !m.left && (after === undefined || m.user.id > after),
    );
    all.sort((a, b) => (a.user.id < b.user.id ? -1 : 1));
    return { members: all.slice(0, limit).map(describeMember), more: all.length > limit };
  }

  memberIds(app: string, user: UserId, id: ConversationId, max: number): UserId[] | undefined {
    const conversation = this.seat(app, user, id)?.conversation;
    if (!conversation || conversation.count > max) return undefined;
    const ids: UserId[] = [];
    for (const member of conversation.members.values()) if (!member.left) ids.push(member.user.id);
    return ids;
  }

  sharing(app: string, userId: UserId, others: UserId[]): { user: UserId; seen?: number }[] {
    const user = this.cache.user(app, userId);
    if (!user) return [];
    const found: { user: UserId; seen?: number }[] = [];
    const many = this.sql.many.get(user.key) !== undefined;
    for (const id of others) {
      const other = this.cache.user(app, id);
      if (!other) continue;
      const [first, second] = many ? [other, user] : [user, other];
      if (other === user || this.sql.sharing.get(first.key, second.key))
        found.push({ user: id, seen: other.seen });
    }
    return found;
  }

  contacts(app: string, userId: UserId, maxMembers: number, limit: number): UserId[] {
    const user = this.cache.user(app, userId);
    if (!user) return [];
    const rows = this.sql.contacts.all(user.key, maxMembers, limit) as unknown as { k: number }[];
    return rows.map(({ k }) => this.cache.userByKey(app, k)!.id);
  }

  supportWithout(app: string, agent: UserId, limit: number): ConversationId[] {
    const user = this.cache.user(app, agent);
    if (!user) return [];
    const rows = this.sql.support.all(this.cache.app(app)!, user.key, limit) as unknown as {
      id: ConversationId;
    }[];
    return rows.map(({ id }) => id);
  }

  seat(
    app: string,
    user: UserId,
    id: ConversationId,
  ): { conversation: ConversationState; member: MemberState } | undefined {
    const conversation = this.cache.conversation(app, id);
    const member = conversation?.members.get(user);
    return conversation && member && !member.left ? { conversation, member } : undefined;
  }

  private head(epoch: Epoch, user: UserState, id: ConversationId): Head | undefined {
    const conversation = this.cache.conversation(user.app, id);
    const member = conversation?.members.get(user.id);
    if (!conversation || !member) return undefined;
    return headOf(epoch, conversation, member);
  }
}

function headOf(epoch: Epoch, c: ConversationState, member: MemberState): Head {
  const me: Head['me'] = { read: member.read, readOrd: member.readOrd, delivered: member.delivered };
  if (member.unread) me.unread = true;
  if (member.pinned) me.pinned = true;
  if (member.archived) me.archived = true;
  if (member.muted) me.muted = true;
  if (member.mention > 0) me.mention = member.mention;
  // Who left learns that, and nothing of what came after.
  if (member.left) {
    me.left = true;
    return {
      id: c.id,
      kind: c.kind,
      epoch,
      seq: member.read,
      ord: member.readOrd,
      ts: c.created,
      version: member.version,
      me,
    };
  }
  const head: Head = {
    id: c.id,
    kind: c.kind,
    epoch,
    seq: c.seq,
    ord: c.ord,
    ts: c.ts,
    memberCount: c.count,
    me,
  };
  if (c.title !== undefined) head.title = c.title;
  if (c.floor > 0) head.floor = c.floor;
  if (member.version > 0) head.version = member.version;
  if (c.preview !== undefined) head.last = c.preview;
  if (c.count <= namedInHead) {
    head.members = [];
    for (const other of c.members.values()) if (!other.left) head.members.push(describeMember(other));
  }
  return head;
}

function describeMember(member: MemberState): Member {
  const described: Member = describeUser(member.user);
  if (member.read > 0) described.read = member.read;
  if (member.delivered > 0) described.delivered = member.delivered;
  return described;
}
