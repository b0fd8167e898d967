import type { Body, Cid, ConversationId, FileRef, NoteOp, UserId } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { FakeClient } from './fake-client.js';

const minute = 60_000;

export function fakeConversation(id: string, extra: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: id as ConversationId,
    kind: 'direct',
    epoch: 'e' as ConversationRow['epoch'],
    seq: 0,
    ord: 0,
    ts: Date.now(),
    me: { read: 0, readOrd: 0, delivered: 0 },
    unreadCount: 0,
    mentioned: false,
    ...extra,
  };
}

export function member(
  id: string,
  name: string,
  extra: object = {},
): NonNullable<ConversationRow['members']>[number] {
  return { id, name, ...extra } as NonNullable<ConversationRow['members']>[number];
}

export const text = (words: string): Body => ({ type: 'text', text: words });

export function fakeFile(name: string, mime: string, size: number): FileRef {
  return { id: `${name.replace(/\W/g, '')}0000000000000000` as FileRef['id'], name, mime, size };
}

/** A change of the conversation by `by`, as it stands among the messages. */
export function fakeNote(
  client: FakeClient,
  conversation: string,
  by: string,
  op: object,
  ts = Date.now(),
): MessageRow {
  const rows = client.messages.get(conversation) ?? [];
  const seq = (rows.at(-1)?.seq ?? 0) + 1;
  const note = { ...op, seq, by, ts } as NoteOp;
  const row: MessageRow = {
    ...{ conversation: conversation as ConversationId, seq, cid: `#${seq}` as Cid, sender: by as UserId },
    ...{ ts, state: 'sent' as const, rev: seq, note },
  };
  client.messages.set(conversation, [...rows, row]);
  client.changed();
  return row;
}

/** `count` plain messages by two people, one a minute, the newest now. */
export function fill(client: FakeClient, conversation: string, count: number, from = 1): MessageRow[] {
  const now = Date.now();
  const rows: MessageRow[] = [];
  for (let i = 0; i < count; i++)
    rows.push(
      client.receive(
        conversation,
        i % 3 === 0 ? client.me.id : 'ana',
        text(`Message ${from + i}. ${'word '.repeat(i % 17)}`),
        {
          seq: from + i,
          ts: now - (count - i) * minute,
        },
      ),
    );
  return rows;
}

/** A client with one direct conversation `c` of `count` messages. */
export function clientWith(count: number): FakeClient {
  const client = new FakeClient();
  client.conversationRows = [
    fakeConversation('c', {
      members: [member('me', 'Me'), member('ana', 'Ana Lima')],
      me: { read: count, readOrd: count, delivered: count },
      seq: count,
      ord: count,
    }),
  ];
  if (count > 0) fill(client, 'c', count);
  return client;
}
