import type { Down, down, Head, LogOp, Message, Up, up, WriteOp } from '@tokenim/protocol';
import { bodyText, defaultLimits, isNoteOp, mentionsOf } from '@tokenim/protocol';

/** A server in memory, as PROTOCOL.md has it and no more than the client's tests need. */
export interface FakeConnection {
  user: string;
  device: string;
  send(frame: Down): void;
  close(code: number): void;
}

interface MemberState {
  read: number;
  readOrd: number;
  delivered: number;
  unread: boolean;
  flags: { pinned: boolean; archived: boolean; muted: boolean };
  mention: number;
  left: boolean;
  version: number;
}

export interface FakeConversation {
  id: string;
  kind: string;
  title?: string;
  ops: LogOp[];
  messages: Map<number, Message>;
  members: Map<string, MemberState>;
  ord: number;
  ts: number;
}

type Loose = Record<string, unknown>;
const as = <T>(value: unknown) => value as T;

export class FakeServer {
  epoch = 'e1';
  limits = { ...defaultLimits };
  now = 1_000;
  readonly conversations = new Map<string, FakeConversation>();
  readonly versions = new Map<string, number>();
  readonly writes = new Map<string, { payload: string; ack: Loose }>();
  readonly connections = new Set<FakeConnection>();
  /** Who is off-line, since when. */
  readonly gone = new Map<string, number>();
  /** How many writes were stored; repeats do not count. */
  stored = 0;
  /** Refuses the next write that fits. */
  refuse:
    | ((user: string, op: WriteOp) => { code: string; retry: boolean; after?: number } | undefined)
    | undefined;
  /** Close code for the next `hello`. */
  reject: number | undefined;

  receive(connection: FakeConnection, frame: Up): void {
    switch (frame.t) {
      case 'hello':
        this.#hello(connection, frame);
        break;
      case 'write':
        this.#write(connection, frame);
        break;
      case 'mark':
        this.#mark(connection, frame);
        break;
      case 'sync':
        connection.send(this.#changes(connection.user, frame, frame.id));
        break;
      case 'heads': {
        const heads = frame.conversations
          .map((id) => this.head(connection.user, id))
          .filter((head) => head && !head.me.left);
        connection.send(as<Down>({ t: 'heads', id: frame.id, conversations: heads }));
        break;
      }
      case 'ops':
        connection.send(this.#ops(connection.user, frame, frame.id));
        break;
      case 'history':
        connection.send(this.#history(connection.user, frame));
        break;
      case 'ping':
        connection.send({ t: 'pong', id: frame.id });
        break;
      case 'auth':
        connection.send(as<Down>({ t: 'ok', id: frame.id, expires: this.now + 3_600_000 }));
        break;
      case 'presence':
        connection.send({
          t: 'presence',
          id: frame.id,
          users: frame.users.map((user) => {
            const seen = this.gone.get(user);
            return seen === undefined ? { user, state: 'online' } : { user, state: 'offline', seen };
          }),
        });
        break;
      default:
        break;
    }
  }

  drop(connection: FakeConnection): void {
    this.connections.delete(connection);
  }

  /** A write as another device of a user's makes it. */
  write(user: string, cid: string, op: WriteOp): Loose {
    const first = this.writes.get(`${user} ${cid}`);
    if (first) return first.ack;
    const answer = this.#store(user, cid, op, undefined);
    if ('code' in answer) throw new Error(String(answer.code));
    return answer;
  }

  /** A backup is put back: the log up to `keep` operations, under a new epoch. */
  restore(keep: number): void {
    this.epoch = `${this.epoch}'`;
    this.writes.clear();
    for (const conversation of this.conversations.values()) {
      const ops = conversation.ops.slice(0, keep);
      Object.assign(conversation, { ops: [], messages: new Map(), ord: 0 });
      for (const member of conversation.members.values())
        Object.assign(member, { read: 0, readOrd: 0, delivered: 0, unread: false, mention: 0 });
      for (const op of ops) this.#fold(conversation, op);
      for (const message of conversation.messages.values())
        this.writes.set(`${message.sender} ${message.cid}`, {
          payload: '',
          ack: { conversation: conversation.id, seq: message.seq, ts: message.ts, ord: message.ord },
        });
    }
    let version = 0;
    for (const user of this.versions.keys()) {
      version = 0;
      for (const { members } of this.conversations.values()) {
        const member = members.get(user);
        if (member) member.version = ++version;
      }
      this.versions.set(user, version);
    }
  }

  #hello(connection: FakeConnection, hello: up.Hello): void {
    if (this.reject) {
      const code = this.reject;
      this.reject = undefined;
      connection.close(code);
      return;
    }
    connection.device = hello.device;
    this.connections.add(connection);
    connection.send(
      as<Down>({
        t: 'welcome',
        v: 1,
        app: 'demo',
        user: { id: connection.user },
        session: 's',
        time: this.now,
        expires: this.now + 3_600_000,
        limits: this.limits,
        features: [],
        epoch: this.epoch,
        version: this.versions.get(connection.user) ?? 0,
      }),
    );
    if (hello.open) {
      const answer = this.#ops(connection.user, hello.open, undefined);
      if (answer.t !== 'error') connection.send(answer);
    }
    if (hello.resume) connection.send(this.#changes(connection.user, hello.resume, undefined));
  }

  #write(connection: FakeConnection, { cid, op }: up.Write): void {
    const { user } = connection;
    const payload = JSON.stringify(op);
    const first = this.writes.get(`${user} ${cid}`);
    if (first) {
      if (first.payload && first.payload !== payload) {
        connection.send(as<Down>({ t: 'refuse', cid, code: 'conflict', retry: false }));
      } else
        connection.send(as<Down>({ t: 'ack', cid, epoch: this.epoch, ...first.ack, version: undefined }));
      return;
    }
    const refusal = this.refuse?.(user, op);
    if (refusal) {
      connection.send(as<Down>({ t: 'refuse', cid, ...refusal }));
      return;
    }
    const answer = this.#store(user, cid, op, connection);
    if ('code' in answer) connection.send(as<Down>({ t: 'refuse', cid, retry: false, ...answer }));
  }

  #store(user: string, cid: string, op: WriteOp, except: FakeConnection | undefined): Loose {
    let conversation = this.conversations.get(op.conversation);
    if (op.kind === 'create') {
      if (conversation) {
        const ack = { conversation: op.conversation, seq: 1, ts: conversation.ops[0]!.ts };
        except?.send(as<Down>({ t: 'ack', cid, epoch: this.epoch, ...ack }));
        return ack;
      }
      conversation = {
        id: op.conversation,
        kind: op.type,
        ops: [],
        messages: new Map(),
        members: new Map(),
        ord: 0,
        ts: this.now,
      };
      if (op.title) conversation.title = op.title;
      this.conversations.set(op.conversation, conversation);
      for (const id of [user, ...op.members]) conversation.members.set(id, newMember());
    }
    const member = conversation?.members.get(user);
    if (!conversation || !member || member.left) return { code: 'not_found' };
    const target = 'target' in op ? conversation.messages.get(op.target) : undefined;
    if ('target' in op && !target) return { code: 'not_found' };
    if (target?.deleted && (op.kind === 'edit' || op.kind === 'react')) return { code: 'invalid' };
    this.stored += 1;
    const seq = conversation.ops.length + 1;
    this.now += 1;
    const at = { seq, by: user, ts: this.now };
    const { conversation: _id, ...rest } = op as Loose;
    let logged: Loose = { ...rest, ...at };
    if (op.kind === 'message') {
      const message = { seq, ord: conversation.ord + 1, cid, sender: user, ts: this.now, body: op.body };
      logged = {
        kind: 'message',
        ...at,
        message: op.replyTo ? { ...message, replyTo: op.replyTo } : message,
      };
    } else if (op.kind === 'create' || op.kind === 'members') {
      const key = op.kind === 'create' ? 'members' : 'add';
      const ids = op.kind === 'create' ? [user, ...op.members] : op.add;
      logged[key] = ids.map((id) => ({ id }));
    }
    const gone = op.kind === 'members' ? op.remove.map(String) : [];
    this.#fold(conversation, as<LogOp>(logged));
    const versions = this.#bump(conversation, gone);
    const ack: Loose = { conversation: conversation.id, seq, ts: this.now };
    if (op.kind === 'message') ack.ord = conversation.ord;
    this.writes.set(`${user} ${cid}`, { payload: JSON.stringify(op), ack });
    // Acknowledged first, then sent to the others (rule W2).
    except?.send(as<Down>({ t: 'ack', cid, epoch: this.epoch, ...ack, version: versions.get(user) }));
    const copy = structuredClone(logged);
    for (const connection of this.connections) {
      const version = versions.get(connection.user);
      if (connection === except || version === undefined) continue;
      connection.send(
        as<Down>({ t: 'op', conversation: conversation.id, epoch: this.epoch, version, op: copy }),
      );
    }
    return ack;
  }

  #bump(conversation: FakeConversation, gone: string[] = [], only?: string): Map<string, number> {
    const versions = new Map<string, number>();
    for (const [id, member] of conversation.members) {
      if ((member.left && !gone.includes(id)) || (only && only !== id)) continue;
      member.version = (this.versions.get(id) ?? 0) + 1;
      this.versions.set(id, member.version);
      versions.set(id, member.version);
    }
    return versions;
  }

  #fold(conversation: FakeConversation, op: LogOp): void {
    conversation.ops.push(op);
    const o = as<Loose & { target: number; by: string }>(op);
    const target = conversation.messages.get(o.target);
    if (op.kind === 'message') {
      const message = structuredClone(as<{ message: Message }>(op).message);
      const sender = conversation.members.get(message.sender);
      if (sender && sender.readOrd === conversation.ord) readUpTo(sender, message.seq, message.ord);
      for (const [id, member] of conversation.members) {
        if (id === message.sender) continue;
        if (!member.flags.muted) member.flags = { ...member.flags, archived: false };
        if (mentionsOf(message.body).includes(id)) member.mention = message.seq;
      }
      conversation.ord = message.ord;
      conversation.ts = message.ts;
      conversation.messages.set(message.seq, message);
    } else if (op.kind === 'edit' && target) {
      target.body = as<Message['body']>(o.body);
      target.edited = { seq: op.seq, ts: op.ts };
    } else if (op.kind === 'delete' && target && !target.deleted) {
      delete target.body;
      delete target.edited;
      delete target.reactions;
      target.deleted = { seq: op.seq, ts: op.ts, by: op.by };
    } else if (op.kind === 'react' && target) {
      const users = new Map((target.reactions ?? []).map((r) => [r.emoji, [...r.users]]));
      const had = users.get(String(o.emoji)) ?? [];
      const now = o.on
        ? [...had.filter((u) => u !== op.by), ...(had.includes(op.by) ? [] : [op.by])]
        : had.filter((u) => u !== op.by);
      if (!(o.on && had.includes(op.by))) users.set(String(o.emoji), now);
      const left = [...users]
        .filter(([, list]) => list.length > 0)
        .map(([emoji, list]) => ({ emoji, users: list }));
      if (left.length > 0) target.reactions = left;
      else delete target.reactions;
    } else if (op.kind === 'title') conversation.title = String(o.title);
    else if (op.kind === 'members') {
      for (const { id } of as<{ id: string }[]>(o.add)) {
        const member = { ...newMember(), version: conversation.members.get(id)?.version ?? 0 };
        readUpTo(member, op.seq, conversation.ord);
        conversation.members.set(id, member);
      }
      for (const id of as<string[]>(o.remove)) conversation.members.get(id)!.left = true;
    }
  }

  #mark(
    connection: FakeConnection,
    { id, conversation: name, read = 0, delivered = 0, unread, t: _t, ...words }: up.Mark,
  ): void {
    const { user } = connection;
    const conversation = this.conversations.get(name);
    const member = conversation?.members.get(user);
    if (!conversation || !member || member.left) {
      connection.send(as<Down>({ t: 'error', id, code: 'not_found', retry: false }));
      return;
    }
    const head = conversation.ops.length;
    const to = Math.min(read, head);
    const moved = to > member.read || Math.min(delivered, head) > member.delivered;
    const wanted = unread ?? (read > 0 ? false : member.unread);
    const flags = { ...member.flags, ...words };
    const same = JSON.stringify(flags) === JSON.stringify(member.flags);
    if (!moved && same && wanted === member.unread) {
      connection.send({ t: 'ok', id });
      return;
    }
    if (to > member.read) {
      member.read = to;
      member.readOrd = Math.max(
        0,
        ...[...conversation.messages.values()].filter((m) => m.seq <= to).map((m) => m.ord),
      );
    }
    member.delivered = Math.max(member.delivered, Math.min(delivered, head), to);
    member.unread = wanted;
    member.flags = flags;
    const versions = this.#bump(conversation, [], moved ? undefined : user);
    connection.send(as<Down>({ t: 'ok', id, version: versions.get(user) }));
    const shared = { t: 'pointer', conversation: name, user, read: member.read, delivered: member.delivered };
    for (const other of this.connections) {
      const version = versions.get(other.user);
      if (other === connection || version === undefined) continue;
      const own = other.user === user ? { readOrd: member.readOrd, unread: member.unread, ...flags } : {};
      other.send(as<Down>({ ...shared, ...own, version }));
    }
  }

  head(user: string, id: string): Head | undefined {
    const conversation = this.conversations.get(id);
    const member = conversation?.members.get(user);
    if (!conversation || !member) return undefined;
    const { read, readOrd, delivered, version, mention } = member;
    const flags = Object.entries(member.flags).filter(([, on]) => on);
    const me = {
      read,
      readOrd,
      delivered,
      ...(member.unread ? { unread: true } : {}),
      ...Object.fromEntries(flags),
      ...(mention > 0 ? { mention } : {}),
    };
    const { kind, ord, ts, title } = conversation;
    if (member.left) {
      return as<Head>({
        id,
        kind,
        epoch: this.epoch,
        seq: read,
        ord: readOrd,
        ts,
        version,
        me: { ...me, left: true },
      });
    }
    const last = [...conversation.messages.values()].at(-1);
    const members = [...conversation.members]
      .filter(([, m]) => !m.left)
      .map(([other, m]) => ({
        id: other,
        ...(m.read ? { read: m.read } : {}),
        ...(m.delivered ? { delivered: m.delivered } : {}),
      }));
    return as<Head>({
      id,
      kind,
      epoch: this.epoch,
      seq: conversation.ops.length,
      ord,
      ts,
      version,
      ...(title ? { title } : {}),
      members,
      memberCount: members.length,
      ...(last
        ? {
            last: {
              seq: last.seq,
              sender: last.sender,
              ts: last.ts,
              type: last.body?.type ?? 'deleted',
              text: last.body ? bodyText(last.body).slice(0, 140) : '',
            },
          }
        : {}),
      me,
    });
  }

  #changes(user: string, from: { epoch?: string; version: number }, id: number | undefined): Down {
    const head = this.versions.get(user) ?? 0;
    const reset = from.version > 0 && (from.epoch !== this.epoch || from.version > head);
    const after = reset ? 0 : from.version;
    const changed = [...this.conversations.keys()]
      .map((conversation) => this.head(user, conversation))
      .filter((h): h is Head => h !== undefined && (h.version ?? 0) > after)
      .sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
    const page = changed.slice(0, this.limits.resumePage);
    const more = page.length < changed.length;
    return as<Down>({
      t: 'changes',
      ...(id ? { id } : {}),
      epoch: this.epoch,
      version: more ? page.at(-1)!.version : head,
      conversations: structuredClone(page),
      more,
      ...(reset ? { reset: true } : {}),
    });
  }

  #log(user: string, id: string): FakeConversation | undefined {
    const conversation = this.conversations.get(id);
    const member = conversation?.members.get(user);
    return member && !member.left ? conversation : undefined;
  }

  #ops(
    user: string,
    ask: { conversation: string; epoch: string; after: number },
    id: number | undefined,
  ): Down {
    const conversation = this.#log(user, ask.conversation);
    const named = id ? { id } : {};
    if (!conversation) return as<Down>({ t: 'error', ...named, code: 'not_found', retry: false });
    const head = conversation.ops.length;
    const at = { conversation: conversation.id, epoch: this.epoch, head };
    if (ask.epoch !== this.epoch || ask.after > head)
      return as<Down>({ t: 'reset', ...named, ...at, floor: 0 });
    const ops = conversation.ops.slice(ask.after, ask.after + this.limits.page).map((op) => {
      const message = op.kind === 'message' ? conversation.messages.get(op.seq) : undefined;
      return structuredClone(message ? { ...op, message } : op);
    });
    return as<Down>({ t: 'ops', ...named, ...at, ops, more: ask.after + ops.length < head });
  }

  #history(user: string, ask: up.History): Down {
    const conversation = this.#log(user, ask.conversation);
    if (!conversation) return as<Down>({ t: 'error', id: ask.id, code: 'not_found', retry: false });
    const head = conversation.ops.length;
    const to = ask.before === undefined ? head : Math.min(ask.before - 1, head);
    const limit = Math.min(ask.limit ?? 50, this.limits.page);
    const all = conversation.ops.filter(
      (op) => op.seq <= to && (conversation.messages.has(op.seq) || isNoteOp(op)),
    );
    const shown = all.slice(-limit);
    const messages = shown.flatMap(({ seq }) => conversation.messages.get(seq) ?? []);
    const from = shown.length < all.length ? shown[0]!.seq : Math.min(1, head);
    const page: down.Page = as({
      t: 'page',
      id: ask.id,
      conversation: conversation.id,
      epoch: this.epoch,
      head,
      from,
      to,
      messages,
      ops: shown.filter(isNoteOp),
    });
    return structuredClone(page);
  }
}

const noFlags = { pinned: false, archived: false, muted: false };

function newMember(): MemberState {
  return {
    read: 0,
    readOrd: 0,
    delivered: 0,
    unread: false,
    flags: noFlags,
    mention: 0,
    left: false,
    version: 0,
  };
}

function readUpTo(member: MemberState, seq: number, ord: number): void {
  member.read = Math.max(member.read, seq);
  member.readOrd = Math.max(member.readOrd, ord);
  member.delivered = Math.max(member.delivered, seq);
}
