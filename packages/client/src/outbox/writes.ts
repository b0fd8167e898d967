import {
  Body,
  type BodyDown,
  type Cid,
  type ConversationId,
  directConversation,
  type Epoch,
  type FileId,
  type UserId,
  utf8Length,
  type WriteOp,
} from '@tokenim/protocol';
import {
  type ConversationRow,
  type MessageRow,
  type NewEntry,
  pendingBase,
  type Store,
} from '@tokenim/store';
import type { Clock } from '../clock.js';
import { ClientError } from '../errors.js';
import type { describeFile } from '../transfers/describe.js';
import type { Client } from '../types.js';

export interface WritesOptions {
  /** The open store and whose it is. Rejects where the client is not started. */
  store(): Promise<{ store: Store; me: UserId }>;
  clock: Clock;
  uuid(): string;
  /** Something new in the outbox, for the tab that leads. */
  wake(): void;
}

type Writes = Pick<
  Client,
  | 'create'
  | 'send'
  | 'sendFile'
  | 'edit'
  | 'remove'
  | 'react'
  | 'rename'
  | 'changeMembers'
  | 'retry'
  | 'discard'
  | 'pause'
  | 'resume'
>;

/** All that a user writes: each is one transaction of the store, in whichever tab, and then wakes the pump. */
export function clientWrites({ store: open, clock, uuid, wake }: WritesOptions): Writes {
  const cid = () => uuid() as Cid;

  async function enqueue(
    entry: Omit<NewEntry, 'cid'> & { cid?: Cid },
    local?: ConversationRow,
  ): Promise<Cid> {
    const { store } = await open();
    const whole = { ...entry, cid: entry.cid ?? cid() };
    await store.enqueue([whole], local);
    wake();
    return whole.cid;
  }

  async function find(conversation: ConversationId, of: Cid): Promise<MessageRow> {
    const row = await (await open()).store.message(conversation, of);
    if (!row) throw new ClientError('not_found', `message ${of}`);
    return row;
  }

  /** A change of a message: by its `seq`, or by its cid while it has none. */
  function change(row: MessageRow, op: Extract<WriteOp, { target: number }>): Promise<Cid> {
    if (row.seq < pendingBase) return enqueue({ op: { ...op, target: row.seq } });
    return enqueue({ op, targetCid: row.cid });
  }

  return {
    async create({ type, members = [], title }) {
      const { store, me } = await open();
      const others = members.filter((id) => id !== me) as UserId[];
      const id = cid();
      if (type === 'direct' && others.length !== 1)
        throw new ClientError('invalid', 'a direct conversation has one other member');
      const conversation =
        type === 'direct' ? directConversation(me, others[0]!) : (id as string as ConversationId);
      const known = await store.conversation(conversation);
      if (known && !known.me.left) return conversation;
      const name = title ? { title } : {};
      const local: ConversationRow = {
        id: conversation,
        kind: type,
        ...name,
        // No log has this name; the acknowledgement brings the true one.
        epoch: 'local' as Epoch,
        seq: 0,
        ord: 0,
        ts: clock.now(),
        members: [me, ...others].map((user) => ({ id: user })),
        memberCount: others.length + 1,
        me: { read: 0, readOrd: 0, delivered: 0 },
        unreadCount: 0,
        mentioned: false,
        local: true,
      };
      await enqueue({ cid: id, op: { kind: 'create', conversation, type, members: others, ...name } }, local);
      return conversation;
    },

    async send(conversation, body, { replyTo } = {}) {
      return enqueue({ op: messageOp(conversation, body, replyTo), ts: clock.now() });
    },

    async sendFile(conversation, file, { replyTo, original, keep, ...options } = {}) {
      const id = uuid() as FileId;
      let kept: Blob | undefined = file;
      // Fetched with the first file. Without network it may not come, and then the file goes as it is.
      const body = await import('../transfers/describe.js').then(
        ({ describeFile, hold }) => {
          if (keep === false) {
            hold(id, file);
            kept = undefined;
          }
          return describeFile(file, { id, ...options });
        },
        () => asItIs(file, { id, ...options }),
      );
      const upload = { file: id, size: file.size, offset: 0, done: false, original };
      const write = () =>
        enqueue({
          op: messageOp(conversation, body, replyTo),
          ts: clock.now(),
          upload,
          ...(kept && { blob: kept }),
        });
      return write().catch(async (error) => {
        if (error.code !== 'quota') throw error;
        // Bytes that were only seen can be had again; those that are to leave cannot.
        await (await open()).store.evictBlobs(0);
        return write();
      });
    },

    async edit(conversation, of, body) {
      const row = await find(conversation, of);
      if (row.state !== 'failed') {
        await change(row, { kind: 'edit', conversation, target: 0, body: checked(body) });
        return;
      }
      await (await open()).store.rewrite(of, checked(body));
      await this.retry(of);
    },

    async remove(conversation, of) {
      const row = await find(conversation, of);
      if (row.state === 'failed') await this.discard(of);
      else await change(row, { kind: 'delete', conversation, target: 0 });
    },

    async react(conversation, of, emoji, on) {
      await change(await find(conversation, of), { kind: 'react', conversation, target: 0, emoji, on });
    },

    async rename(conversation, title) {
      await enqueue({ op: { kind: 'title', conversation, title } });
    },

    async changeMembers(conversation, { add = [], remove = [] }) {
      await enqueue({
        op: { kind: 'members', conversation, add: [...add] as UserId[], remove: [...remove] as UserId[] },
      });
    },

    async retry(of) {
      await (await open()).store.retry(of, cid);
      wake();
    },

    async discard(of) {
      await (await open()).store.discard(of);
      wake();
    },

    async pause(of) {
      await (await open()).store.setUpload(of, { paused: true });
      wake();
    },

    async resume(of) {
      await (await open()).store.setUpload(of, { paused: false });
      wake();
    },
  };
}

const messageOp = (conversation: ConversationId, body: Body, replyTo?: number): WriteOp => ({
  kind: 'message',
  conversation,
  body: checked(body),
  ...(replyTo ? { replyTo } : {}),
});

/** A file's message, where nothing is known of files. */
function asItIs({ size, type }: Blob, options: Parameters<typeof describeFile>[1]): Body {
  const { id, name = 'file', ...rest } = options;
  const mime = type.split(';')[0] || 'application/octet-stream';
  return { type: 'file', file: { id, name, mime, size }, ...rest } as Body;
}

/** What no server takes is told to who wrote it, at once. */
function checked(body: Body | BodyDown): Body {
  const result = Body.safeParse(body);
  if (result.success) return result.data;
  const { text, fallback } = body as { text?: unknown; fallback?: unknown };
  const long = [text, fallback].some((t) => typeof t === 'string' && utf8Length(t) > 16 * 1024);
  throw new ClientError(long ? 'too_large' : 'bad_frame', 'body');
}
