import {
  type Body,
  directConversation,
  type ErrorCode,
  type FileRef,
  type Message,
  type WriteOp,
} from '@tokenim/protocol';
import { fileRefusal, trueType } from '@tokenim/protocol/files';
import type { StoredFile, WriteChange } from '../storage/storage.js';
import type { ConversationState, MemberState, UserState, WorkingSet } from './working-set.js';

/**
 * Who may write what (rules W6 to W10, U3, U7, U10, U12). Only reads: nothing changes before a write is judged, and a refused
 * one leaves no trace. The order of the checks keeps ids from being probed: first membership, then
 * existence, then permission, then sense.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** What a message may carry of reactions, so that it fits a frame (rule F4). */
export const maxEmojis = 20;
export const maxReactions = 1000;

/** More agents than this are not added to a support conversation. */
export const maxAgents = 500;

type Op<K extends WriteOp['kind']> = Extract<WriteOp, { kind: K }>;

export interface Seat {
  conversation: ConversationState;
  member: MemberState;
}

/** The conversation and the user's place in it; `not_found` for who has none. */
export function seat(set: WorkingSet, app: string, id: ConversationState['id'], user: UserState): Seat {
  const conversation = set.conversation(app, id);
  const member = conversation?.members.get(user.id);
  if (!conversation || !member || member.left) throw new Refusal('not_found', 'no such conversation');
  return { conversation, member };
}

/** The users that a conversation begins with, the creator first. */
export function judgeCreate(
  set: WorkingSet,
  change: WriteChange,
  op: Op<'create'>,
  user: UserState,
): UserState[] {
  const { app } = change;
  if (user.role === 'visitor' && op.type !== 'support')
    throw new Refusal('forbidden', 'a visitor starts support conversations only');
  const others = [...new Set(op.members)].filter((id) => id !== user.id);
  if (op.type === 'direct') {
    if (others.length !== 1)
      throw new Refusal('invalid', 'a direct conversation has exactly one other member');
    if (op.conversation !== directConversation(user.id, others[0]!))
      throw new Refusal('invalid', 'the id of a direct conversation follows from its members');
    if (op.title !== undefined) throw new Refusal('invalid', 'a direct conversation has no title');
  } else if ((op.conversation as string) !== change.cid) {
    throw new Refusal('invalid', 'the id of a new conversation is the cid');
  }
  const members = [user, ...others.map((id) => known(set, app, id))];
  if (user.role === 'visitor' && members.some((m) => m !== user && m.role !== 'agent'))
    throw new Refusal('not_found', 'no such user');
  if (op.type === 'support') {
    for (const agent of set.agents(app, maxAgents)) if (!members.includes(agent)) members.push(agent);
  }
  if (members.length > change.limits.members) throw new Refusal('too_large', 'too many members');
  return members;
}

export function judgeMessage(
  set: WorkingSet,
  change: WriteChange,
  op: Op<'message'>,
  { conversation, member }: Seat,
): void {
  if (op.replyTo !== undefined) target(set, conversation, op.replyTo);
  const { voice = Number.POSITIVE_INFINITY } = change.limits;
  if ('voice' in op.body && op.body.voice && op.body.voice.duration > voice)
    throw new Refusal('too_large', 'the voice message is too long');
  judgeFile(set, change, op.body, conversation, member.user);
}

export function judgeEdit(
  set: WorkingSet,
  change: WriteChange,
  op: Op<'edit'>,
  { conversation, member }: Seat,
): Message {
  const message = target(set, conversation, op.target);
  if (message.sender !== member.user.id) throw new Refusal('forbidden', 'only the sender edits');
  if (message.deleted) throw new Refusal('invalid', 'the message is deleted');
  inTime(change, message, change.limits.editWindow);
  if (message.body?.type !== op.body.type) throw new Refusal('invalid', 'an edit keeps the type of the body');
  judgeFile(set, change, op.body, conversation, member.user);
  return message;
}

export function judgeDelete(
  set: WorkingSet,
  change: WriteChange,
  op: Op<'delete'>,
  { conversation, member }: Seat,
): Message {
  const message = target(set, conversation, op.target);
  const moderator = conversation.kind === 'support' && member.user.role === 'agent';
  if (message.sender !== member.user.id && !moderator)
    throw new Refusal('forbidden', 'only the sender deletes');
  if (!moderator && !message.deleted) inTime(change, message, change.limits.deleteWindow);
  return message;
}

/** Rule W11. */
function inTime({ now }: WriteChange, { ts }: Message, window: number | undefined): void {
  if (window !== undefined && now - ts > window)
    throw new Refusal('invalid', 'the time to change the message is over');
}

export function judgeReact(set: WorkingSet, op: Op<'react'>, { conversation, member }: Seat): Message {
  const message = target(set, conversation, op.target);
  if (message.deleted) throw new Refusal('invalid', 'the message is deleted');
  const reactions = message.reactions ?? [];
  const present = reactions.find((r) => r.emoji === op.emoji);
  if (op.on && !present?.users.includes(member.user.id)) {
    const total = reactions.reduce((sum, r) => sum + r.users.length, 0);
    if ((!present && reactions.length >= maxEmojis) || total >= maxReactions)
      throw new Refusal('too_large', 'too many reactions');
  }
  return message;
}

/** Who really comes and goes: who is in already, or out already, does not. */
export function judgeMembers(
  set: WorkingSet,
  change: WriteChange,
  op: Op<'members'>,
  { conversation, member }: Seat,
): { add: UserState[]; remove: MemberState[] } {
  if (conversation.kind === 'direct')
    throw new Refusal('forbidden', 'a direct conversation keeps its members');
  if (conversation.kind === 'support' && member.user.role !== 'agent')
    throw new Refusal('forbidden', 'only an agent changes the members of a support conversation');
  if (op.add.length + op.remove.length === 0) throw new Refusal('invalid', 'nobody is named');
  if (op.add.some((id) => op.remove.includes(id))) throw new Refusal('invalid', 'named twice');
  const add = [...new Set(op.add)]
    .map((id) => known(set, change.app, id))
    .filter((user) => conversation.members.get(user.id)?.left !== false);
  const remove = [...new Set(op.remove)]
    .map((id) => conversation.members.get(id))
    .filter((m): m is MemberState => m !== undefined && !m.left);
  if (conversation.count + add.length - remove.length > change.limits.members)
    throw new Refusal('too_large', 'too many members');
  return { add, remove };
}

export function judgeTitle({ conversation }: Seat): void {
  if (conversation.kind === 'direct') throw new Refusal('forbidden', 'a direct conversation has no title');
}

export function fileOf(body: unknown): FileRef | undefined {
  return (body as { file?: FileRef } | undefined)?.file;
}

function judgeFile(
  set: WorkingSet,
  change: WriteChange,
  body: Body,
  conversation: ConversationState,
  user: UserState,
): void {
  const ref = fileOf(body);
  if (!ref) return;
  if ('voice' in body && !ref.mime.startsWith('audio/'))
    throw new Refusal('invalid', 'what is spoken is a file of sound');
  const file = set.file(change.app, ref.id);
  if (file?.owner !== user.id) throw new Refusal('not_found', 'no such file');
  if (!file.complete) throw new Refusal('invalid', 'the file is not whole yet');
  // What was taken once stays: limits may change.
  if (file.conversation === undefined) judgeType(change, ref, file);
  if (file.check === 'pending') throw new Refusal('checking', 'the file is being checked');
  if (file.check === 'rejected') throw new Refusal('rejected', 'the file did not pass its check');
  if (file.size !== ref.size) throw new Refusal('invalid', 'the size of the file is another');
  if (file.conversation !== undefined && file.conversation !== conversation.id)
    throw new Refusal('invalid', 'the file belongs to another conversation');
}

/** Rule U10. */
function judgeType({ limits }: WriteChange, { mime: named }: FileRef, file: StoredFile): void {
  const { mime: claimed, type = claimed, size } = file;
  for (const mime of [named, trueType(type, claimed)]) {
    const refusal = fileRefusal(limits, { mime, size });
    if (refusal) throw new Refusal(refusal.code, 'the file is not taken');
  }
}

function target(set: WorkingSet, conversation: ConversationState, seq: number): Message {
  const message = seq <= conversation.seq ? set.message(conversation, seq) : undefined;
  if (!message) throw new Refusal('not_found', 'no such message');
  return message;
}

function known(set: WorkingSet, app: string, id: UserState['id']): UserState {
  const user = set.user(app, id);
  if (!user) throw new Refusal('not_found', 'no such user');
  return user;
}
