import type {
  Client,
  ClientEvents,
  ClientOptions,
  PersonPresence,
  Search,
  ServerHits,
} from '@tokenim/client';
import {
  type Body,
  bodyText,
  type Cid,
  type ConversationId,
  defaultLimits,
  type FileRef,
  type Limits,
  type UserId,
} from '@tokenim/protocol';
import { matches, matchRanges, queryTerms } from '@tokenim/protocol/search';
import type {
  ConnectionState,
  ConversationRow,
  Flags,
  MessageRow,
  OutboxRow,
  OutboxSummary,
  ThreadWindow,
  Views,
  WindowRequest,
} from '@tokenim/store';
import { LiveSet } from './live-value.js';

const pendingBase = 2 ** 50;
let counter = 0;

/** A new `cid`; not a real UUIDv7, but of its form. */
export function fakeCid(): Cid {
  return `01900000-0000-7000-8000-${(++counter).toString(16).padStart(12, '0')}` as Cid;
}

export interface FakeCall {
  method: string;
  args: unknown[];
}

/**
 * A client over plain arrays, for tests and galleries of the elements. It answers like the real one (later,
 * in copies, in windows of at most 100 rows) and notes every call in `calls`. With `autoSend` what is sent is
 * confirmed at once; else it stays pending.
 */
export class FakeClient implements Client {
  readonly options: ClientOptions;
  readonly calls: FakeCall[] = [];
  readonly me: { id: UserId; name?: string };
  conversationRows: ConversationRow[] = [];
  readonly messages = new Map<string, MessageRow[]>();
  /** What only the server has, per conversation: `loadBefore` moves a page of it. */
  readonly remote = new Map<string, MessageRow[]>();
  readonly holes = new Map<string, number[]>();
  outboxRows: OutboxRow[] = [];
  /** What the server published; set `deleteWindow` or `editWindow` to try them. */
  limits: Limits = { ...defaultLimits };
  connectionState: ConnectionState = { status: 'online', storage: 'disk' };
  readonly files = new Map<string, Blob>();
  /** Who is there; all others are offline. */
  readonly presences = new Map<string, PersonPresence['state']>();
  /** Since when those are gone. */
  readonly seen = new Map<string, number>();
  autoSend = false;
  online = true;
  /** Set to make live queries fail. */
  broken = false;
  readonly #live = new LiveSet();
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();

  constructor(me: { id: string; name?: string } = { id: 'me', name: 'Me' }) {
    this.me = me as { id: UserId; name?: string };
    this.options = { endpoint: 'https://chat.example', app: 'demo', token: () => Promise.resolve('') };
  }

  readonly views: Views = {
    conversations: ({ show = 'inbox', limit = 100, offset = 0 } = {}) =>
      this.#query(() => {
        const rows = this.conversationRows.filter((row) => {
          if (show === 'unread') return row.unreadCount > 0 && !row.me.archived;
          return show === 'all' || (row.me.archived === true) === (show === 'archived');
        });
        const pinned = (row: ConversationRow) => Number(show === 'inbox' && row.me.pinned === true);
        rows.sort((a, b) => pinned(b) - pinned(a) || b.ts - a.ts);
        return rows.slice(offset, offset + limit);
      }),
    conversation: (id) => this.#query(() => this.conversationRows.find((row) => row.id === id)),
    thread: (id, request) => this.#query(() => this.#window(id, request)),
    unread: () =>
      this.#query(() =>
        this.conversationRows.reduce(
          (sum, { me, unreadCount }) => sum + (me.muted || me.archived ? 0 : unreadCount),
          0,
        ),
      ),
    outbox: () =>
      this.#query((): OutboxSummary => {
        const failed = this.outboxRows.filter((row) => row.state === 'failed').length;
        return { waiting: this.outboxRows.length - failed, failed };
      }),
    uploads: (id) =>
      this.#query(() => this.outboxRows.filter((row) => (!id || row.conversation === id) && row.upload)),
    connection: () => this.#query(() => this.connectionState),
    user: () => this.#query(() => this.me),
    limits: () => this.#query(() => this.limits),
  };

  #query<T>(read: () => T) {
    return this.#live.live(() => {
      if (this.broken) throw new Error('broken');
      return read();
    });
  }

  #window(id: ConversationId, { anchor, before = 50, after = 50 }: WindowRequest): ThreadWindow {
    const all = this.messages.get(id) ?? [];
    let at = anchor === 'end' ? all.length - 1 : all.findLastIndex((row) => row.seq <= anchor);
    if (at < 0) at = 0;
    const first = Math.max(0, at - before + 1);
    const end = Math.min(all.length, anchor === 'end' ? all.length : at + 1 + after);
    const rows = all.slice(first, end);
    const remote = this.remote.get(id) ?? [];
    const between = (above: MessageRow | undefined, row: MessageRow) =>
      above !== undefined && remote.some(({ seq }) => above.seq < seq && seq < row.seq);
    return {
      rows,
      olderHere: first > 0,
      newerHere: end < all.length,
      olderThere: first === 0 && remote.some(({ seq }) => seq < (rows[0]?.seq ?? pendingBase)),
      holes: rows
        .filter((row, i) => this.holes.get(id)?.includes(row.seq) || between(rows[i - 1], row))
        .map((row) => row.seq),
    };
  }

  /** Live queries that somebody follows. */
  get followed(): number {
    return this.#live.size;
  }

  /** Tell all queries that the data changed. */
  changed(): void {
    this.#live.changed();
  }

  /** Adds a message at the end, as if it came in. */
  receive(conversation: string, sender: string, body: Body, extra: Partial<MessageRow> = {}): MessageRow {
    const row = this.#append(conversation, sender, body, extra);
    this.changed();
    return row;
  }

  #append(conversation: string, sender: string, body: Body, extra: Partial<MessageRow>): MessageRow {
    const rows = this.messages.get(conversation) ?? [];
    this.messages.set(conversation, rows);
    const confirmed = rows.filter((row) => row.state === 'sent').at(-1);
    const seq = (confirmed?.seq ?? 0) + 1;
    const row: MessageRow = {
      conversation: conversation as ConversationId,
      seq,
      ord: seq,
      cid: fakeCid(),
      sender: sender as UserId,
      ts: Date.now(),
      body,
      state: 'sent',
      rev: seq,
      ...extra,
    };
    rows.push(row);
    rows.sort((a, b) => a.seq - b.seq);
    return row;
  }

  emit<K extends keyof ClientEvents>(event: K, payload: ClientEvents[K]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (p: ClientEvents[K]) => void)(payload);
  }

  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set);
    set.add(listener as (payload: never) => void);
    return () => set.delete(listener as (payload: never) => void);
  }

  /** The calls of one method. */
  called(method: string): unknown[][] {
    return this.calls.filter((call) => call.method === method).map((call) => call.args);
  }

  #note(method: string, ...args: unknown[]): void {
    this.calls.push({ method, args });
  }

  #row(conversation: string, cid: string): MessageRow | undefined {
    return this.messages.get(conversation)?.find((row) => row.cid === cid);
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async signOut(): Promise<void> {}

  async create(): Promise<ConversationId> {
    return 'new' as ConversationId;
  }

  async send(conversation: ConversationId, body: Body, options: { replyTo?: number } = {}): Promise<Cid> {
    this.#note('send', conversation, body, options);
    const extra: Partial<MessageRow> = { replyTo: options.replyTo };
    if (!this.autoSend)
      Object.assign(extra, { state: 'pending', seq: pendingBase + ++counter, ord: undefined });
    return this.receive(conversation, this.me.id, body, extra).cid;
  }

  async sendFile(
    conversation: ConversationId,
    file: Blob,
    options: Parameters<Client['sendFile']>[2] = {},
  ): Promise<Cid> {
    this.#note('sendFile', conversation, file, options);
    const id = `file${(++counter).toString().padStart(16, '0')}`;
    this.files.set(id, file);
    const ref = {
      id,
      name: options.name ?? 'file',
      mime: file.type || 'application/octet-stream',
      size: file.size,
    } as FileRef;
    const { text, voice } = options;
    const body: Body = { type: 'file', file: ref, ...(text && { text }), ...(voice && { voice }) };
    const row = this.receive(conversation, this.me.id, body, {
      state: 'pending',
      seq: pendingBase + ++counter,
    });
    this.outboxRows.push({
      cid: row.cid,
      order: counter,
      conversation,
      op: { kind: 'message', conversation, body },
      state: 'waiting',
      attempts: 0,
      upload: { file: ref.id, size: file.size, offset: 0, done: false },
    });
    this.changed();
    return row.cid;
  }

  async edit(conversation: ConversationId, cid: Cid, body: Body): Promise<void> {
    this.#note('edit', conversation, cid, body);
    const row = this.#row(conversation, cid);
    if (row) Object.assign(row, { body, edited: { seq: row.seq, ts: Date.now() } });
    this.changed();
  }

  async remove(conversation: ConversationId, cid: Cid): Promise<void> {
    this.#note('remove', conversation, cid);
    const row = this.#row(conversation, cid);
    if (row)
      Object.assign(row, { body: undefined, deleted: { seq: row.seq, ts: Date.now(), by: this.me.id } });
    this.changed();
  }

  async react(conversation: ConversationId, cid: Cid, emoji: string, on: boolean): Promise<void> {
    this.#note('react', conversation, cid, emoji, on);
    const row = this.#row(conversation, cid);
    if (row) {
      const reactions = (row.reactions ?? []).map((entry) => ({ ...entry, users: [...entry.users] }));
      let entry = reactions.find((each) => each.emoji === emoji);
      if (!entry) {
        entry = { emoji, users: [] };
        reactions.push(entry);
      }
      entry.users = entry.users.filter((user) => user !== this.me.id);
      if (on) entry.users.push(this.me.id);
      row.reactions = reactions.filter((each) => each.users.length > 0);
    }
    this.changed();
  }

  async rename(conversation: ConversationId, title: string): Promise<void> {
    this.#note('rename', conversation, title);
  }
  async changeMembers(
    conversation: ConversationId,
    change: { add?: readonly string[]; remove?: readonly string[] },
  ): Promise<void> {
    this.#note('changeMembers', conversation, change);
    const row = this.conversationRows.find((each) => each.id === conversation);
    if (row && change.remove?.includes(this.me.id)) Object.assign(row.me, { left: true });
    this.changed();
  }

  async retry(cid: Cid): Promise<void> {
    this.#note('retry', cid);
  }
  async discard(cid: Cid): Promise<void> {
    this.#note('discard', cid);
    this.outboxRows = this.outboxRows.filter((row) => row.cid !== cid);
    for (const [id, rows] of this.messages)
      this.messages.set(
        id,
        rows.filter((row) => row.cid !== cid),
      );
    this.changed();
  }
  async pause(cid: Cid): Promise<void> {
    this.#note('pause', cid);
    this.#upload(cid, { paused: true });
  }
  async resume(cid: Cid): Promise<void> {
    this.#note('resume', cid);
    this.#upload(cid, { paused: false });
  }
  /** The server has the file and checks it. */
  checking(cid: Cid): void {
    this.#upload(cid, { checking: true });
  }
  #upload(cid: Cid, change: { paused?: boolean; checking?: boolean }): void {
    for (const row of this.outboxRows) if (row.cid === cid && row.upload) Object.assign(row.upload, change);
    this.changed();
  }

  async markRead(conversation: ConversationId, seq: number): Promise<void> {
    this.#note('markRead', conversation, seq);
    const row = this.conversationRows.find((each) => each.id === conversation);
    if (row && seq > row.me.read) {
      row.me = { ...row.me, read: seq, unread: false };
      row.mentioned = (row.me.mention ?? 0) > seq;
      row.unreadCount = (this.messages.get(conversation) ?? []).filter(
        (each) => each.seq > seq && each.sender !== this.me.id && each.state === 'sent',
      ).length;
      this.changed();
    }
  }
  async markUnread(conversation: ConversationId): Promise<void> {
    this.#note('markUnread', conversation);
    const row = this.conversationRows.find((each) => each.id === conversation);
    if (row)
      Object.assign(row, { me: { ...row.me, unread: true }, unreadCount: Math.max(1, row.unreadCount) });
    this.changed();
  }

  async setFlags(conversation: ConversationId, flags: Flags): Promise<void> {
    this.#note('setFlags', conversation, flags);
    const row = this.conversationRows.find((each) => each.id === conversation);
    if (row) row.me = { ...row.me, ...flags };
    this.changed();
  }

  async setDraft(conversation: ConversationId, text: string): Promise<void> {
    this.#note('setDraft', conversation, text);
    const row = this.conversationRows.find((each) => each.id === conversation);
    if (row) row.draft = text || undefined;
    this.changed();
  }

  async open(conversation: ConversationId | undefined): Promise<void> {
    this.#note('open', conversation);
  }

  async loadBefore(conversation: ConversationId, seq: number): Promise<'loaded' | 'offline'> {
    this.#note('loadBefore', conversation, seq);
    if (!this.online) return 'offline';
    const remote = this.remote.get(conversation) ?? [];
    const page = remote.filter((row) => row.seq < seq).slice(-50);
    this.remote.set(
      conversation,
      remote.filter((row) => !page.includes(row)),
    );
    this.messages.set(
      conversation,
      [...page, ...(this.messages.get(conversation) ?? [])].sort((a, b) => a.seq - b.seq),
    );
    this.holes.set(
      conversation,
      (this.holes.get(conversation) ?? []).filter((hole) => hole !== seq),
    );
    this.changed();
    return 'loaded';
  }

  typing(conversation: ConversationId, on: boolean): void {
    this.#note('typing', conversation, on);
  }
  async presence(users: readonly UserId[]): Promise<ReadonlyMap<UserId, PersonPresence>> {
    this.#note('presence', users);
    if (!this.online) throw new Error('offline');
    return new Map(
      users.map((user) => {
        const seen = this.seen.get(user);
        return [user, { state: this.presences.get(user) ?? 'offline', ...(seen ? { seen } : {}) }];
      }),
    );
  }

  /** What `search().findThere` answers; an error is thrown. */
  there: ServerHits | Error = { hits: [] };

  /** Over `messages`, without an index. */
  async search(): Promise<Search> {
    return {
      find: async ({ text, conversation, limit = 20 }) => {
        const terms = queryTerms(text);
        const rows = [...this.messages.values()]
          .flat()
          .filter((row) => !conversation || row.conversation === conversation);
        return rows
          .map((row) => ({ ...row, text: row.deleted || !row.body ? '' : bodyText(row.body) }))
          .filter((row) => matches(row.text, terms))
          .sort((a, b) => b.ts - a.ts)
          .slice(0, limit)
          .map(({ conversation: id, seq, sender, ts, text: said }) => ({
            conversation: id,
            seq,
            sender,
            ts,
            text: said,
            ranges: matchRanges(said, terms),
          }));
      },
      findThere: async (request) => {
        this.calls.push({ method: 'findThere', args: [request] });
        if (this.there instanceof Error) throw this.there;
        return this.there;
      },
      watch: (listener) => {
        listener({ building: false, done: 0, total: 0 });
        return () => {};
      },
      ready: async () => {},
      close: () => {},
    };
  }

  async blob(_conversation: ConversationId, file: FileRef): Promise<Blob> {
    const blob = this.files.get(file.id);
    if (!blob) throw new Error('not_found');
    return blob;
  }
  async kept(file: FileRef): Promise<Blob | undefined> {
    return this.files.get(file.id);
  }
  async fileUrl(_conversation: ConversationId, file: FileRef): Promise<string> {
    this.#note('fileUrl', file.id);
    return `https://chat.example/files/${file.id}`;
  }
}
