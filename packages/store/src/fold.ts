import {
  type BodyDown,
  inShort,
  type KnownLogOp,
  type Member,
  type Message,
  type Preview,
  type Reaction,
} from '@tokenim/protocol';
import type { Place } from './schema.js';
import type { ConversationRow, MessageRow } from './types.js';

/** Characters of a preview, as the protocol bounds them. */
const previewLength = 140;

/** A message with one later change folded in. New object: live queries compare what they gave out. */
export function foldChange(row: MessageRow, op: KnownLogOp): MessageRow {
  switch (op.kind) {
    case 'edit':
      // A deletion that came before took the body for good (rule L7).
      if (row.deleted || !op.body) return row;
      return { ...row, body: op.body, edited: { seq: op.seq, ts: op.ts } };
    case 'delete': {
      if (row.deleted) return row;
      const {
        body: _body,
        edited: _edited,
        reactions: _reactions,
        failure: _failure,
        overlay: _overlay,
        ...rest
      } = row;
      return { ...rest, deleted: { seq: op.seq, ts: op.ts, by: op.by } } as MessageRow;
    }
    case 'react': {
      if (row.deleted) return row;
      const next = withReactions(row, foldReaction(row.reactions, op.emoji, op.by, op.on));
      if (row.overlay?.reactions) {
        const shown = foldReaction(row.overlay.reactions, op.emoji, op.by, op.on);
        return { ...next, overlay: { ...row.overlay, reactions: shown } };
      }
      return next;
    }
    default:
      return row;
  }
}

/** Reactions after one more or less; in the order in which they first came. */
export function foldReaction(
  reactions: readonly Reaction[] | undefined,
  emoji: string,
  user: string,
  on: boolean,
): Reaction[] {
  const list = reactions ?? [];
  const found = list.find((r) => r.emoji === emoji);
  const has = found?.users.some((u) => u === user) ?? false;
  if (has === on) return [...list];
  const by = user as Reaction['users'][number];
  if (!on) {
    return list
      .map((r) => (r.emoji === emoji ? { ...r, users: r.users.filter((u) => u !== user) } : r))
      .filter((r) => r.users.length > 0);
  }
  if (!found) return [...list, { emoji, users: [by] }];
  return list.map((r) => (r.emoji === emoji ? { ...r, users: [...r.users, by] } : r));
}

function withReactions(row: MessageRow, reactions: Reaction[]): MessageRow {
  if (reactions.length > 0) return { ...row, reactions };
  const { reactions: _none, ...rest } = row;
  return rest as MessageRow;
}

/**
 * A head with one operation folded in. What an operation says outright (newest message, title) is taken from any
 * newer one; what builds on the state before (members) and `seq` only from the very next, so that a missed one is
 * still folded when it comes.
 */
export function foldHead<T extends ConversationRow>(
  head: T,
  op: KnownLogOp | { kind: string; seq: number },
  me: string,
  version?: number,
): T {
  if (op.seq <= head.seq) return head;
  const next = op.seq === head.seq + 1;
  const folded: T = next ? { ...head, seq: op.seq } : head;
  if (!('by' in op)) return folded;
  switch (op.kind) {
    case 'message': {
      const { message } = op;
      if (message.ord <= head.ord) return folded;
      const row = {
        ...spokenTo(folded, message, me),
        ord: message.ord,
        ts: message.ts,
        last: previewOf(message),
      };
      // A push that is newer than all that came before it shows who had read everything before they wrote.
      if (
        head.members &&
        version !== undefined &&
        version > (head.version ?? 0) &&
        message.ord === head.ord + 1
      )
        row.members = head.members.map((m) => (m.id === message.sender ? sentBy(m, head, message) : m));
      return counted(message.sender === me ? ownMoved(row, message) : row);
    }
    case 'edit':
      if (head.last?.seq !== op.target || !op.body || head.last.type === 'deleted') return folded;
      return { ...folded, last: previewOf({ ...head.last, body: op.body }) };
    case 'delete':
      if (head.last?.seq !== op.target) return folded;
      return { ...folded, last: previewOf({ ...head.last, deleted: true }) };
    case 'title':
      return { ...folded, title: op.title };
    case 'members':
      return next ? foldMembers(folded, op, me) : folded;
    default:
      return folded;
  }
}

/** Rules P7 and P8: somebody else's message brings the conversation back, and may mention the user. */
function spokenTo<T extends ConversationRow>(row: T, { seq, sender, body }: Message, user: string): T {
  if (sender === user) return row;
  const me = { ...row.me };
  const next: T = { ...row, me };
  const { archived, muted = false } = me;
  if ((body as { mentions?: string[] } | undefined)?.mentions?.includes(user)) me.mention = seq;
  if (archived) {
    me.archived = muted;
    // The server may not know yet that it is archived, or muted or no longer: it is told what came of it here.
    const { dirty } = row;
    if ((dirty?.archived ?? dirty?.muted) !== undefined) next.dirty = { ...dirty, archived: muted };
  }
  return next;
}

/** Rule P4, for another member: nobody sends their pointers with it. */
function sentBy(member: Member, head: ConversationRow, { seq }: { seq: number }): Member {
  if ((member.read ?? 0) < (head.last?.seq ?? 0)) return member;
  return {
    ...member,
    read: Math.max(member.read ?? 0, seq),
    delivered: Math.max(member.delivered ?? 0, seq),
  };
}

/** Rule P4: an own message moves the own pointers to it where nothing before it was unread. */
function ownMoved<T extends ConversationRow>(row: T, { sender, seq, ord }: Message): T {
  const { me, dirty } = row;
  if (me.readOrd !== ord - 1) return row;
  const moved = {
    ...row,
    me: { ...me, read: Math.max(me.read, seq), readOrd: ord, delivered: Math.max(me.delivered, seq) },
  };
  // Where the server did not know yet that all was read, it did not move them: it must be told.
  if (dirty?.read !== undefined) moved.dirty = { ...dirty, read: Math.max(dirty.read, seq) };
  const { read, delivered } = moved.me;
  if (row.members) moved.members = row.members.map((m) => (m.id === sender ? { ...m, read, delivered } : m));
  return moved;
}

function foldMembers<T extends ConversationRow>(
  head: T,
  op: Extract<KnownLogOp, { kind: 'members' }>,
  me: string,
): T {
  const gone = new Set<string>(op.remove);
  const there = new Set<string>(head.members?.map((m) => m.id));
  // Who is added has nothing unread: what was before is history. Only the server adds people in their own name, the
  // agents of a support conversation (rule W9), and what they find there is unread.
  const added = op.add
    .filter((u) => !there.has(u.id))
    .map((u) => (u.id === op.by ? { ...u } : { ...u, read: op.seq, delivered: op.seq }));
  // Nobody adds themselves back: an own change that names oneself was written before one had to leave.
  const back = op.by !== me && op.add.some((u) => u.id === me);
  const left = gone.has(me) ? true : back ? undefined : head.me.left;
  const folded = { ...head, me: { ...head.me, left } };
  if (left === undefined) delete folded.me.left;
  // Who is in already is not added again, whoever names them.
  const wasOut = head.me.left || (head.members !== undefined && !there.has(me));
  if (wasOut && back) {
    folded.me = { ...folded.me, read: op.seq, readOrd: head.ord, delivered: op.seq };
  }
  if (head.members) folded.members = [...head.members.filter((m) => !gone.has(m.id)), ...added];
  if (head.memberCount !== undefined && head.members)
    folded.memberCount = Math.max(0, head.memberCount + (folded.members!.length - head.members.length));
  return counted(folded);
}

export function previewOf(message: {
  seq: number;
  sender: string;
  ts: number;
  body?: BodyDown;
  deleted?: unknown;
}): Preview {
  const { seq, sender, ts, body } = message;
  const head = { seq, sender: sender as Preview['sender'], ts };
  if (!body || message.deleted) return { ...head, type: 'deleted', text: '' };
  const { text, ...rest } = inShort(body);
  const cut = text.slice(0, previewLength);
  // Never half of a character of two units.
  return { ...head, type: body.type, text: /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut, ...rest };
}

/** `unreadCount`, `mentioned` and the places in lists anew, after anything that they depend on. */
export function counted<T extends ConversationRow>(row: T): T {
  const { id, ts, ord, me } = row;
  const unreadCount = me.left ? 0 : Math.max(ord - me.readOrd, me.unread ? 1 : 0, 0);
  const places: Place[] = [
    [me.archived ? 2 : me.pinned ? 0 : 1, -ts, id],
    [3, -ts, id],
  ];
  if (unreadCount && !me.archived) places.push([4, -ts, id, me.muted ? 0 : unreadCount]);
  return { ...row, unreadCount, mentioned: !me.left && (me.mention ?? 0) > me.read, places };
}
