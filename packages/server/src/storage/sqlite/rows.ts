import type { LogOp, Message, NoteOp, UserId } from '@tokenim/protocol';

/** Rows as node:sqlite returns them, and the shapes of the protocol made of them. */
export interface OpRow {
  seq: number;
  kind: string;
  /** Id of the user, joined. */
  by: string;
  ts: number;
  ord: number | null;
  target: number | null;
  cid: Uint8Array | null;
  body: string | null;
  state: string | null;
}
export interface MemberRow {
  conv: number;
  user: number;
  version: number;
  read: number;
  read_ord: number;
  delivered: number;
  unread: number;
  left: number;
  flags: number;
  mention: number;
}
export interface UserRow {
  k: number;
  id: string;
  name: string | null;
  avatar: string | null;
  role: string;
  version: number;
  seen: number | null;
}
export interface ConversationRow {
  k: number;
  id: string;
  kind: string;
  title: string | null;
  seq: number;
  ord: number;
  floor: number;
  ts: number;
  created: number;
  preview: string | null;
  count: number;
}

export function cidToBytes(cid: string): Uint8Array {
  return Buffer.from(cid.replaceAll('-', ''), 'hex');
}

export function cidOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

type State = Pick<Message, 'edited' | 'deleted' | 'reactions'>;

export function messageOf(row: OpRow): Message {
  const message = {
    seq: row.seq,
    ord: row.ord as number,
    cid: cidOfBytes(row.cid as Uint8Array),
    sender: row.by,
    ts: row.ts,
  } as Message;
  if (row.body !== null) message.body = JSON.parse(row.body);
  if (row.target !== null) message.replyTo = row.target;
  if (row.state !== null) Object.assign(message, JSON.parse(row.state) as State);
  return message;
}

/** The state of a message as its row keeps it, or null where it is as it was sent. */
export function stateOf({ edited, deleted, reactions }: Message): string | null {
  return edited || deleted || reactions ? JSON.stringify({ edited, deleted, reactions }) : null;
}

/** What a page of history has of an operation. */
export function shownOf(row: OpRow): Message | NoteOp {
  return row.kind === 'message' ? messageOf(row) : (opOf(row) as NoteOp);
}

export function opOf(row: OpRow): LogOp {
  const base = { kind: row.kind, seq: row.seq, by: row.by as UserId, ts: row.ts };
  const body = row.body === null ? undefined : JSON.parse(row.body);
  switch (row.kind) {
    case 'message':
      return { ...base, message: messageOf(row) };
    case 'edit':
      return { ...base, target: row.target, ...(body === undefined ? {} : { body }) };
    case 'delete':
      return { ...base, target: row.target };
    case 'react':
      return { ...base, target: row.target, ...body };
    case 'title':
      return { ...base, title: body };
    default:
      return { ...base, ...body };
  }
}
