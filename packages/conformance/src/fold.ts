import type { LogOp, Message } from '@tokenim/protocol';

/**
 * Folds operations into a snapshot, as rule G2 tells a client to: an operation that a message has in it already
 * changes nothing. Written apart from any client of ours, as a second opinion.
 */
export function fold(
  snapshot: readonly Message[],
  head: number,
  ops: readonly LogOp[],
  opsHead: number,
): Message[] {
  const messages = new Map(
    snapshot.map((message) => [message.seq, { message: structuredClone(message), rev: head }]),
  );
  for (const op of ops as (LogOp & Record<string, never>)[]) {
    if (op.kind === 'message') {
      const message = structuredClone(op.message) as Message;
      messages.set(message.seq, { message, rev: opsHead });
      continue;
    }
    const held = messages.get(op.target);
    if (!held || op.seq <= held.rev) continue;
    held.rev = op.seq;
    apply(held.message, op);
  }
  return [...messages.values()].map(({ message }) => tidy(message)).sort((a, b) => a.seq - b.seq);
}

function apply(message: Message, op: LogOp & Record<string, never>): void {
  if (message.deleted) return;
  if (op.kind === 'edit' && op.body !== undefined) {
    message.body = op.body;
    message.edited = { seq: op.seq, ts: op.ts };
  } else if (op.kind === 'delete') {
    message.deleted = { seq: op.seq, ts: op.ts, by: op.by };
    delete message.body;
    delete message.edited;
    delete message.reactions;
  } else if (op.kind === 'react') {
    const others = (message.reactions ?? []).filter(({ emoji }) => emoji !== op.emoji);
    const users = (message.reactions ?? []).find(({ emoji }) => emoji === op.emoji)?.users ?? [];
    const left = users.filter((user) => user !== op.by);
    if (op.on) left.push(op.by);
    message.reactions = left.length > 0 ? [...others, { emoji: op.emoji, users: left }] : others;
  }
}

/** Without what may differ between two equal messages: the order of reactions and of their users. */
export function tidy(message: Message): Message {
  const { reactions, edited, ...rest } = structuredClone(message);
  const sorted = (reactions ?? [])
    .map(({ emoji, users }) => ({ emoji, users: [...users].sort() }))
    .sort((a, b) => (a.emoji < b.emoji ? -1 : 1));
  return {
    ...rest,
    ...(edited && !rest.deleted && { edited }),
    ...(sorted.length > 0 && { reactions: sorted }),
  } as Message;
}
