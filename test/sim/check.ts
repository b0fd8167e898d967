import { fold, tidy } from '@tokenim/conformance';
import {
  type ConversationId,
  isNoteOp,
  type LogOp,
  type Message,
  type NoteOp,
  type UserId,
} from '@tokenim/protocol';
import {
  type ConversationRow,
  type ListRequest,
  type Live,
  type MessageRow,
  pendingBase,
  type Store,
  type ThreadWindow,
} from '@tokenim/store';
import type { Device } from './device.js';
import type { Script } from './script.js';
import { app, type SimServer } from './server.js';

/** A log as the server has it, read by its storage as some member. */
interface Log {
  head: number;
  ops: LogOp[];
  messages: Message[];
  notes: NoteOp[];
}

/** A page that was taken while everything was going on. */
export interface Snapshot {
  conversation: ConversationId;
  user: UserId;
  head: number;
  messages: Message[];
}

const page = 500;

export async function readLog(
  server: SimServer,
  user: UserId,
  conversation: ConversationId,
): Promise<Log | undefined> {
  const ops: LogOp[] = [];
  for (;;) {
    const part = await server.storage.ops({ app, user, conversation, after: ops.length, limit: page });
    if (!part) return undefined;
    ops.push(...part.ops);
    if (part.ops.length === 0 || ops.length >= part.head) break;
  }
  const history = await readHistory(server, user, conversation);
  return history && { ...history, ops };
}

export async function readHistory(
  server: SimServer,
  user: UserId,
  conversation: ConversationId,
): Promise<{ head: number; messages: Message[]; notes: NoteOp[] } | undefined> {
  const rows: (Message | NoteOp)[] = [];
  for (;;) {
    const after = rows.at(-1)?.seq ?? 0;
    const part = await server.storage.history({ app, user, conversation, after, limit: page });
    if (!part) return undefined;
    rows.push(...part.rows);
    if (part.more) continue;
    const isMessage = (row: Message | NoteOp): row is Message => 'ord' in row;
    const notes = rows.filter((row) => !isMessage(row)) as NoteOp[];
    return { head: part.head, messages: rows.filter(isMessage), notes };
  }
}

/** All that must be true at the end; each line is one thing that is not. */
export async function checkAll(
  server: SimServer,
  devices: readonly Device[],
  script: Script,
  snapshots: readonly Snapshot[],
): Promise<string[]> {
  const wrong: string[] = [...server.problems];
  const logs = new Map<ConversationId, Log>();
  for (const device of devices) {
    wrong.push(...device.problems.map((problem) => `${device.name} ${problem}`));
    for (const id of await conversationsOf(server, device.user)) {
      if (logs.has(id)) continue;
      const log = await readLog(server, device.user, id);
      if (log) logs.set(id, log);
    }
  }
  for (const [id, log] of logs) checkLog(id, log, wrong);
  checkAcknowledged(server, logs, wrong);
  for (const snapshot of snapshots) checkSnapshot(snapshot, logs.get(snapshot.conversation), wrong);
  for (const device of devices) {
    await checkDevice(server, device, logs, wrong);
    await checkLists(device, wrong);
    await checkSent(device, devices, script, logs, wrong);
  }
  return wrong;
}

async function conversationsOf(server: SimServer, user: UserId): Promise<ConversationId[]> {
  const { heads } = await server.storage.changes({ app, user, version: 0, limit: 10_000 });
  return heads.filter(({ me }) => !me.left).map(({ id }) => id);
}

/** No holes; ords of messages only; folding the log gives the messages, and its notes are those of the history. */
function checkLog(id: string, { head, ops, messages, notes }: Log, wrong: string[]): void {
  ops.forEach((op, i) => {
    if (op.seq !== i + 1) wrong.push(`${id} has seq ${op.seq} at place ${i + 1}`);
  });
  if (ops.length !== head) wrong.push(`${id} has ${ops.length} operations and a head of ${head}`);
  messages.forEach((message, i) => {
    if (message.ord !== i + 1) wrong.push(`${id} has ord ${message.ord} at place ${i + 1}`);
  });
  const cids = messages.map(({ sender, cid }) => `${sender} ${cid}`);
  if (new Set(cids).size !== cids.length) wrong.push(`${id} holds a message twice`);
  compare(`${id}: the notes of its log`, ops.filter(isNoteOp), notes, wrong);
  compare(`${id} folded from its log`, fold([], 0, ops, head), messages.map(tidy), wrong);
}

/** Acknowledged means stored once at the acknowledged seq. */
function checkAcknowledged(server: SimServer, logs: Map<ConversationId, Log>, wrong: string[]): void {
  for (const [key, { conversation, seq }] of server.acknowledged) {
    const log = logs.get(conversation as ConversationId);
    // Nobody is left who could read it.
    if (!log) continue;
    const [user, cid] = key.split(' ');
    const op = log.ops[seq - 1];
    if (!op) wrong.push(`${key} was acknowledged at ${conversation} ${seq}, which is not there`);
    else if (op.kind === 'message' && (op as { message: Message }).message.cid !== cid)
      wrong.push(`${key} was acknowledged at ${conversation} ${seq}, where another message is`);
    else if (op.kind !== 'create' && op.by !== user)
      wrong.push(`${key} was acknowledged at ${conversation} ${seq}, which is by ${op.by}`);
  }
}

/** A snapshot plus the operations after it equals a fresh snapshot. */
function checkSnapshot(
  { conversation, head, messages }: Snapshot,
  log: Log | undefined,
  wrong: string[],
): void {
  if (!log) return;
  const folded = fold(messages, head, log.ops.slice(head), log.head);
  compare(`${conversation} from a snapshot at ${head}`, folded, log.messages.map(tidy), wrong);
}

async function checkDevice(
  server: SimServer,
  device: Device,
  logs: Map<ConversationId, Log>,
  wrong: string[],
): Promise<void> {
  const { store, user, name } = device;
  const left = await store.waiting(1000);
  for (const { cid, op, attempts } of left)
    wrong.push(`${name} still has ${cid} (${op.kind}, ${attempts} attempts) in its outbox`);
  const { heads } = await server.storage.changes({ app, user, version: 0, limit: 10_000 });
  for (const head of heads) {
    const row = await store.conversation(head.id);
    if (!row) {
      if (!head.me.left) wrong.push(`${name} does not know ${head.id}`);
      continue;
    }
    if (head.me.left) {
      if (!row.me.left) wrong.push(`${name} does not know that it left ${head.id}`);
      continue;
    }
    const facts = (one: typeof head) => [
      one.seq,
      one.ord,
      one.title,
      one.epoch,
      one.me.read,
      one.me.readOrd,
      one.me.delivered,
      Boolean(one.me.unread),
      Boolean(one.me.pinned),
      Boolean(one.me.archived),
      Boolean(one.me.muted),
      one.me.mention ?? 0,
      one.members?.map(({ id }) => id).sort(),
    ];
    compare(`${name}: the head of ${head.id}`, facts(row), facts(head), wrong);
    const pointers = (one: typeof head) =>
      one.members?.map(({ id, read, delivered }) => [id, read ?? 0, delivered ?? 0]).sort();
    compare(`${name}: pointers of ${head.id}`, pointers(row), pointers(head), wrong);
    const log = logs.get(head.id)!;
    const held = await store.ranges(head.id);
    if (held.at(-1)?.to !== log.head)
      wrong.push(`${name} holds ${head.id} up to ${held.at(-1)?.to}, the head is ${log.head}`);
    const rows = await rowsOf(store, head.id);
    const inRange = (seq: number) => held.some(({ from, to }) => from <= seq && seq <= to);
    const confirmed = rows.filter(({ seq }) => seq < pendingBase);
    compare(
      `${name}: the messages of ${head.id}`,
      confirmed.filter(({ seq, note }) => inRange(seq) && !note).map(asMessage),
      log.messages.filter(({ seq }) => inRange(seq)).map(tidy),
      wrong,
    );
    compare(
      `${name}: the notes of ${head.id}`,
      confirmed.flatMap(({ note }) => (note ? [asNote(note)] : [])),
      log.notes.filter(({ seq }) => inRange(seq)).map(asNote),
      wrong,
    );
    for (const row of rows) {
      if (row.seq >= pendingBase && row.state !== 'failed')
        wrong.push(`${name} shows ${row.cid} as ${row.state}`);
    }
  }
}

/** The lists and the total are those that the rows make. */
async function checkLists({ store, name }: Device, wrong: string[]): Promise<void> {
  const list = (show: ListRequest['show']) => now(store.views.conversations({ show, limit: 10_000 }));
  const all = await list('all');
  const newest = [...all].sort((a, b) => b.ts - a.ts || (a.id < b.id ? -1 : 1));
  const here = newest.filter(({ me }) => !me.archived);
  const [pinned, others] = [here.filter(({ me }) => me.pinned), here.filter(({ me }) => !me.pinned)];
  const unread = here.filter(({ unreadCount }) => unreadCount > 0);
  const ids = (rows: ConversationRow[]) => rows.map(({ id }) => id);
  compare(`${name}: all`, ids(all), ids(newest), wrong);
  compare(`${name}: the inbox`, ids(await list('inbox')), ids([...pinned, ...others]), wrong);
  compare(`${name}: the unread`, ids(await list('unread')), ids(unread), wrong);
  compare(
    `${name}: the archive`,
    ids(await list('archived')),
    ids(newest.filter(({ me }) => me.archived)),
    wrong,
  );
  const part = await now(store.views.conversations({ offset: 1, limit: 2 }));
  compare(`${name}: part of the inbox`, ids(part), ids([...pinned, ...others].slice(1, 3)), wrong);
  const total = unread.reduce((sum, { me, unreadCount }) => sum + (me.muted ? 0 : unreadCount), 0);
  compare(`${name}: the total`, await now(store.views.unread()), total, wrong);
}

/** Every message that was written is in the log once, or its device says that it was refused. */
async function checkSent(
  device: Device,
  devices: readonly Device[],
  script: Script,
  logs: Map<ConversationId, Log>,
  wrong: string[],
): Promise<void> {
  const shared = devices.some((other) => other !== device && other.disk === device.disk);
  const last = new Map<ConversationId, number>();
  for (const { conversation, cid } of script.sent.get(device) ?? []) {
    const log = logs.get(conversation);
    if (!log || script.discarded.has(cid)) continue;
    const found = log.messages.find((message) => message.cid === cid && message.sender === device.user);
    if (found) {
      // In the order written, where one client writes. A write that was refused, and whose doubled frame came once
      // the conversation was there, has no place of its own: the user was told that it failed.
      if (shared || device.refused.has(cid)) continue;
      if (found.seq < (last.get(conversation) ?? 0))
        wrong.push(`${device.name}: ${cid} was overtaken in ${conversation}`);
      last.set(conversation, found.seq);
      continue;
    }
    const reported = devices.some((other) => other.disk === device.disk && other.refused.has(cid));
    if (!reported) wrong.push(`${device.name}: ${cid} is not in ${conversation}, and nobody was told`);
  }
}

async function rowsOf(store: Store, id: ConversationId): Promise<MessageRow[]> {
  const rows: MessageRow[] = [];
  let anchor: number | 'end' = 'end';
  for (;;) {
    const window: ThreadWindow = await now(store.views.thread(id, { anchor, before: 100, after: 0 }));
    rows.unshift(...window.rows);
    const lowest = window.rows[0];
    if (!window.olderHere || !lowest) return rows;
    anchor = lowest.seq - 1;
  }
}

/** What a screen would show first. */
function now<T>(view: Live<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let end = () => {};
    end = view.subscribe((value) => {
      resolve(value);
      queueMicrotask(() => end());
    }, reject);
  });
}

/** A row without what only the device knows. */
function asMessage(row: MessageRow): Message {
  const { conversation: _c, state: _s, rev: _r, ownCid: _o, overlay: _v, failure: _f, ...message } = row;
  return tidy(message as Message);
}

/** What a device knows of a note by itself, where it is its own and only the acknowledgement came. */
function asNote(note: NoteOp): unknown {
  const { members: _members, ...rest } = note as NoteOp & { members?: unknown };
  return rest;
}

function compare(what: string, got: unknown, expected: unknown, wrong: string[]): void {
  const [a, b] = [stable(got), stable(expected)];
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at]) at++;
  const part = (text: string) => text.slice(Math.max(0, at - 80), at + 160);
  wrong.push(`${what} differ(s):\n      got      …${part(a)}\n      expected …${part(b)}`);
}

function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) =>
      inner && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(
            Object.entries(inner)
              .filter(([, v]) => v !== undefined)
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          )
        : inner,
    ) ?? 'nothing'
  );
}
