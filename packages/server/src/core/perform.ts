import {
  type Cid,
  type Epoch,
  inShort,
  type LogOp,
  type Message,
  mentionsOf,
  type Preview,
  type User,
  type WriteOp,
} from '@tokenim/protocol';
import type {
  Change,
  ChangeResult,
  JoinChange,
  MarkChange,
  Receiver,
  WriteChange,
} from '../storage/storage.js';
import { fingerprint } from './fingerprint.js';
import {
  fileOf,
  judgeCreate,
  judgeDelete,
  judgeEdit,
  judgeMembers,
  judgeMessage,
  judgeReact,
  judgeTitle,
  Refusal,
  seat,
} from './judge.js';
import type { ConversationState, MemberState, NewOp, UserState, WorkingSet } from './working-set.js';

/** Beyond this many, operations name users by id alone, so that they fit a frame (rule F4). */
const namedInFull = 50;
/** What of a member is no maximum: the last mark holds (rules P3, P6). */
const wordNames = ['unread', 'pinned', 'archived', 'muted'] as const;

/**
 * Does one change to the working set, or refuses it and leaves the set as it was. An operation is inserted
 * before anything else changes, because only the insertion shows that a `cid` was used before (rule W3): asking
 * first would cost one more look-up for every message.
 */
export function perform(set: WorkingSet, epoch: Epoch, change: Change): ChangeResult {
  try {
    const user = set.user(change.app, change.user);
    if (!user) throw new Refusal('not_found', 'no such user');
    if (change.type === 'write') return write(set, epoch, change, user);
    if (change.type === 'mark') return mark(set, change, user);
    return join(set, epoch, change, user);
  } catch (error) {
    if (error instanceof Refusal) return { result: 'refused', code: error.code, detail: error.message };
    throw error;
  }
}

function write(set: WorkingSet, epoch: Epoch, change: WriteChange, user: UserState): ChangeResult {
  const { op, cid } = change;
  const hash = fingerprint(cid, op);
  try {
    // A conversation is made before its first operation, so here the question comes first.
    const first = op.kind === 'create' ? repeated(set, epoch, user, cid, hash) : undefined;
    return first ?? store(set, epoch, change, user, hash) ?? repeatedOrFault(set, epoch, user, cid, hash);
  } catch (error) {
    if (!(error instanceof Refusal) || op.kind === 'create') throw error;
    // What was accepted once is acknowledged again, even if it would be refused by now.
    const first = repeated(set, epoch, user, cid, hash);
    if (first) return first;
    throw error;
  }
}

/** `undefined`: the `cid` was used before. */
function store(
  set: WorkingSet,
  epoch: Epoch,
  change: WriteChange,
  user: UserState,
  hash: Uint8Array,
): ChangeResult | undefined {
  const { op, app, cid, now, limits } = change;
  if (op.kind === 'create') return create(set, epoch, change, op, user, hash);
  const place = seat(set, app, op.conversation, user);
  const { conversation, member } = place;
  const seq = conversation.seq + 1;
  const base = { seq, by: user, ts: now, cid, hash };
  const done = (logged: LogOp, gone: MemberState[] = []) =>
    finish(set, epoch, conversation, logged, limits.versionedMembers, gone);
  switch (op.kind) {
    case 'message': {
      judgeMessage(set, change, op, place);
      const ord = conversation.ord + 1;
      const row: NewOp = { kind: 'message', ...base, ord, target: op.replyTo, body: op.body };
      if (!set.insertOp(conversation, row)) return undefined;
      const message: Message = { seq, ord, cid, sender: user.id, ts: now, body: op.body };
      if (op.replyTo !== undefined) message.replyTo = op.replyTo;
      if (member.readOrd === conversation.ord) readUpTo(member, seq, ord);
      conversation.ord = ord;
      conversation.ts = now;
      conversation.preview = previewOf(message);
      unarchive(set, conversation, user);
      mention(set, conversation, message);
      nameFile(set, app, message, conversation);
      return done({ kind: 'message', seq, by: user.id, ts: now, message });
    }
    case 'edit': {
      const message = judgeEdit(set, change, op, place);
      if (!set.insertOp(conversation, { kind: 'edit', ...base, target: op.target, body: op.body }))
        return undefined;
      const before = fileOf(message.body)?.id;
      const after = fileOf(op.body)?.id;
      message.body = op.body;
      message.edited = { seq, ts: now };
      if (before !== after) {
        if (before !== undefined) set.dropFile(app, before);
        nameFile(set, app, message, conversation);
      }
      saveMessage(set, conversation, message);
      return done({ kind: 'edit', seq, by: user.id, ts: now, target: op.target, body: op.body });
    }
    case 'delete': {
      const message = judgeDelete(set, change, op, place);
      if (!set.insertOp(conversation, { kind: 'delete', ...base, target: op.target })) return undefined;
      if (!message.deleted) {
        const file = fileOf(message.body);
        if (file) set.dropFile(app, file.id);
        delete message.body;
        delete message.edited;
        delete message.reactions;
        message.deleted = { seq, ts: now, by: user.id };
        set.forget(conversation, op.target);
        saveMessage(set, conversation, message);
      }
      return done({ kind: 'delete', seq, by: user.id, ts: now, target: op.target });
    }
    case 'react': {
      const message = judgeReact(set, op, place);
      const body = { emoji: op.emoji, on: op.on };
      if (!set.insertOp(conversation, { kind: 'react', ...base, target: op.target, body })) return undefined;
      react(message, user.id, op.emoji, op.on);
      saveMessage(set, conversation, message);
      return done({ kind: 'react', seq, by: user.id, ts: now, target: op.target, ...body });
    }
    case 'members': {
      const { add, remove } = judgeMembers(set, change, op, place);
      const gone = remove.length > 0 ? { gone: describe(remove.map((m) => m.user)) } : {};
      const body = { add: describe(add), remove: remove.map((m) => m.user.id), ...gone };
      if (!set.insertOp(conversation, { kind: 'members', ...base, body })) return undefined;
      for (const other of add) readUpTo(set.addMember(conversation, other), seq, conversation.ord);
      for (const other of remove) other.left = true;
      conversation.count -= remove.length;
      return done({ kind: 'members', seq, by: user.id, ts: now, ...body }, remove);
    }
    case 'title': {
      judgeTitle(place);
      if (!set.insertOp(conversation, { kind: 'title', ...base, body: op.title })) return undefined;
      conversation.title = op.title;
      return done({ kind: 'title', seq, by: user.id, ts: now, title: op.title });
    }
  }
}

function create(
  set: WorkingSet,
  epoch: Epoch,
  change: WriteChange,
  op: Extract<WriteOp, { kind: 'create' }>,
  user: UserState,
  hash: Uint8Array,
): ChangeResult | undefined {
  const members = judgeCreate(set, change, op, user);
  const existing = set.conversation(change.app, op.conversation);
  if (existing) {
    if (op.type !== 'direct') throw new Refusal('conflict', 'the id is taken');
    return { result: 'repeated', epoch, conversation: existing.id, seq: 1, ts: existing.created };
  }
  const conversation = set.addConversation(change.app, op.conversation, op.type, change.now);
  if (op.title !== undefined) conversation.title = op.title;
  const body = {
    type: op.type,
    members: describe(members),
    ...(op.title === undefined ? {} : { title: op.title }),
  };
  const logged = { kind: 'create', seq: 1, by: user.id, ts: change.now, ...body } as const;
  if (
    !set.insertOp(conversation, {
      kind: 'create',
      seq: 1,
      by: user,
      ts: change.now,
      cid: change.cid,
      hash,
      body,
    })
  )
    throw new Error('a new conversation has a first operation');
  for (const member of members) set.addMember(conversation, member);
  return finish(set, epoch, conversation, logged, change.limits.versionedMembers, []);
}

function join(set: WorkingSet, epoch: Epoch, change: JoinChange, user: UserState): ChangeResult {
  const conversation = set.conversation(change.app, change.conversation);
  if (conversation?.kind !== 'support' || user.role !== 'agent' || conversation.members.has(user.id))
    return { result: 'nothing' };
  if (conversation.count >= change.limits.members) return { result: 'nothing' };
  const seq = conversation.seq + 1;
  const body = { add: describe([user]), remove: [] };
  set.insertOp(conversation, { kind: 'members', seq, by: user, ts: change.now, body });
  set.addMember(conversation, user);
  const logged = { kind: 'members', seq, by: user.id, ts: change.now, ...body } as const;
  return finish(set, epoch, conversation, logged, change.limits.versionedMembers, []);
}

function mark(set: WorkingSet, change: MarkChange, user: UserState): ChangeResult {
  const { conversation, member } = seat(set, change.app, change.conversation, user);
  const read = Math.min(change.read ?? 0, conversation.seq);
  const delivered = Math.max(Math.min(change.delivered ?? 0, conversation.seq), read);
  const shared = read > member.read || delivered > member.delivered;
  // Marking read ends "marked unread" even without moving (rule P3).
  const unread = change.unread ?? (change.read === undefined ? member.unread : false);
  const { pinned = member.pinned, archived = member.archived, muted = member.muted } = change;
  const words = { unread, pinned, archived, muted };
  if (!shared && wordNames.every((word) => words[word] === member[word])) return { result: 'nothing' };
  if (read > member.read) {
    member.read = read;
    member.readOrd = read === conversation.seq ? conversation.ord : set.ordAt(conversation, read);
  }
  member.delivered = Math.max(member.delivered, delivered);
  Object.assign(member, words);
  const versioned = conversation.count <= change.limits.versionedMembers;
  let receivers: Receiver[];
  if (versioned && shared) receivers = [...present(conversation)].map((m) => bump(set, conversation, m));
  else if (versioned) receivers = [bump(set, conversation, member)];
  else {
    set.touchMember(conversation, member);
    receivers = [{ user: user.id, version: 0 }];
  }
  const pointers = { read: member.read, readOrd: member.readOrd, delivered: member.delivered, ...words };
  return { result: 'moved', conversation: conversation.id, pointers, shared, receivers };
}

/** Rule P7. */
function unarchive(set: WorkingSet, conversation: ConversationState, sender: UserState): void {
  for (const member of conversation.members.values()) {
    if (!member.archived || member.muted || member.left || member.user === sender) continue;
    member.archived = false;
    set.touchMember(conversation, member);
  }
}

/** Rules P8, W12. Its `seq` is above all before. */
function mention(set: WorkingSet, conversation: ConversationState, { seq, sender, body }: Message): void {
  for (const id of mentionsOf(body)) {
    const member = conversation.members.get(id as UserState['id']);
    if (!member || member.left || id === sender) continue;
    member.mention = seq;
    set.touchMember(conversation, member);
  }
}

/** Moves the head and everyone's version; `gone` were removed by this operation and hear of it a last time. */
function finish(
  set: WorkingSet,
  epoch: Epoch,
  conversation: ConversationState,
  op: LogOp,
  versionedMembers: number,
  gone: MemberState[],
): ChangeResult {
  conversation.seq = op.seq;
  set.touch(conversation);
  const receivers: Receiver[] = [];
  // Large conversations move nobody's version (rule C6), but who left must find that out by `sync` (rule C7).
  const versioned = conversation.count <= versionedMembers;
  for (const member of conversation.members.values()) {
    if (member.left) continue;
    if (versioned) {
      receivers.push(bump(set, conversation, member));
    } else {
      receivers.push({ user: member.user.id, version: 0 });
      if (member.user.id === op.by) set.touchMember(conversation, member);
    }
  }
  for (const member of gone) receivers.push(bump(set, conversation, member));
  const ord = op.kind === 'message' ? conversation.ord : undefined;
  return { result: 'stored', epoch, conversation: conversation.id, op, ord, receivers };
}

function bump(set: WorkingSet, conversation: ConversationState, member: MemberState): Receiver {
  member.user.version += 1;
  member.version = member.user.version;
  set.touchMember(conversation, member);
  return { user: member.user.id, version: member.version };
}

function* present(conversation: ConversationState): Iterable<MemberState> {
  for (const member of conversation.members.values()) if (!member.left) yield member;
}

function repeated(
  set: WorkingSet,
  epoch: Epoch,
  user: UserState,
  cid: Cid,
  hash: Uint8Array,
): ChangeResult | undefined {
  const first = set.firstWrite(user, cid);
  if (!first) return undefined;
  if (Buffer.compare(first.hash, hash) !== 0)
    return { result: 'refused', code: 'conflict', detail: 'the cid was used for another payload' };
  const { conversation, seq, ts, ord } = first;
  return { result: 'repeated', epoch, conversation, seq, ts, ord };
}

function repeatedOrFault(
  set: WorkingSet,
  epoch: Epoch,
  user: UserState,
  cid: Cid,
  hash: Uint8Array,
): ChangeResult {
  const first = repeated(set, epoch, user, cid, hash);
  if (!first) throw new Error('an operation was not inserted and its cid is not known');
  return first;
}

function readUpTo(member: MemberState, seq: number, ord: number): void {
  member.read = Math.max(member.read, seq);
  member.readOrd = Math.max(member.readOrd, ord);
  member.delivered = Math.max(member.delivered, seq);
}

function react(message: Message, user: UserState['id'], emoji: string, on: boolean): void {
  const reactions = (message.reactions ?? []).map((r) => ({
    ...r,
    users: r.users.filter((u) => r.emoji !== emoji || u !== user),
  }));
  if (on) {
    const had = message.reactions?.find((r) => r.emoji === emoji);
    const now = reactions.find((r) => r.emoji === emoji);
    // Who reacted already keeps the place.
    if (now && had) now.users = had.users.includes(user) ? [...had.users] : [...had.users, user];
    else reactions.push({ emoji, users: [user] });
  }
  const left = reactions.filter((r) => r.users.length > 0);
  if (left.length > 0) message.reactions = left;
  else delete message.reactions;
}

function nameFile(set: WorkingSet, app: string, message: Message, conversation: ConversationState): void {
  const file = fileOf(message.body);
  if (file) set.nameFile(app, file.id, conversation);
}

function saveMessage(set: WorkingSet, conversation: ConversationState, message: Message): void {
  set.saveMessage(conversation, message);
  if (conversation.preview?.seq === message.seq) conversation.preview = previewOf(message);
}

/** The message in one line (at most 140 characters, no half surrogate pair at the end). */
export function previewOf(message: Message): Preview {
  const { seq, sender, ts } = message;
  if (!message.body) return { seq, sender, ts, type: 'deleted', text: '' };
  const { text, ...rest } = inShort(message.body);
  const short = text.length <= 140 ? text : text.slice(0, 140).replace(/[\uD800-\uDBFF]$/, '');
  return { seq, sender, ts, type: message.body.type, text: short, ...rest };
}

export function describe(users: UserState[]): User[] {
  return users.map((user) => (users.length > namedInFull ? { id: user.id } : describeUser(user)));
}

export function describeUser(user: UserState): User {
  const { id, name, avatar, role } = user;
  return { id, ...(name ? { name } : {}), ...(avatar ? { avatar } : {}), role };
}
