import { defaultLimits, type Epoch, type up } from '@tokenim/protocol';
import type { HistoryResult, OpsResult } from '../storage/storage.js';
import type { ClientConnection } from './connection.js';
import { topicOf } from './fanout.js';
import { errorFrame, frame as text } from './frames.js';
import type { Place } from './outlet.js';
import { Rate } from './rate.js';

export type Pull = up.History | up.Ops | up.Sync | up.Heads | up.Members | up.Presence | up.File | up.Search;

/** An answer, and which pushes come after it. */
export interface Answer {
  text: string;
  isAfter: (place: Place) => boolean;
}

const never = () => false;

/** Answers the waiting requests of a connection, one after the other. */
export async function runPulls(connection: ClientConnection): Promise<void> {
  if (connection.pulling) return;
  connection.pulling = true;
  const { outlet, server } = connection;
  while (connection.phase === 'open' && connection.pulls?.length && !outlet.full) {
    const frame = connection.pulls.shift()!;
    outlet.hold();
    if (frame.t === 'sync') outlet.caughtUp();
    let answer: Answer;
    try {
      answer = await pull(connection, frame);
      // What this answer may contain already must be on its way before it.
      await server.committer.settled();
    } catch (error) {
      server.fault(error, connection.session);
      answer = { text: errorFrame(frame.id, 'internal', 'a fault of the server'), isAfter: never };
    }
    outlet.release([answer.text], answer.isAfter);
  }
  connection.pulling = false;
}

function pull(connection: ClientConnection, frame: Pull): Promise<Answer> {
  switch (frame.t) {
    case 'history':
      return history(connection, frame);
    case 'ops':
      return ops(connection, frame);
    case 'sync':
      return sync(connection, frame);
    case 'heads':
      return heads(connection, frame);
    case 'members':
      return members(connection, frame);
    case 'presence':
      return presence(connection, frame);
    case 'file':
      return file(connection, frame);
    case 'search':
      return search(connection, frame);
  }
}

async function history(connection: ClientConnection, frame: up.History): Promise<Answer> {
  const { id, conversation, before, after } = frame;
  if (before !== undefined && after !== undefined)
    return failed(connection, id, 'bad_frame', 'before and after');
  const limit = Math.min(frame.limit ?? connection.limits.page, connection.limits.page);
  const { app, user } = connection.identity!;
  const result = await connection.server.storage.history({ app, user, conversation, before, after, limit });
  if (!result) return failed(connection, id, 'not_found', 'no such conversation');
  return { text: page(connection, frame, result), isAfter: afterSeq(conversation, result.head) };
}

/** Rules G1 and G5, shortened from the far side where it would not fit a frame (rule F4). */
function page(connection: ClientConnection, frame: up.History, result: HistoryResult): string {
  const { id, conversation, before, after } = frame;
  const { epoch, head, rows } = result;
  const down = after === undefined;
  const fit = new Fit(connection);
  const messages: string[] = [];
  const ops: string[] = [];
  let last = 0;
  for (const row of down ? rows.toReversed() : rows) {
    const one = JSON.stringify(row);
    if (!fit.add(one)) break;
    ('ord' in row ? messages : ops).push(one);
    last = row.seq;
  }
  const complete = messages.length + ops.length === rows.length && !result.more;
  let from: number;
  let to: number;
  if (down) {
    messages.reverse();
    ops.reverse();
    to = before === undefined ? head : Math.min(before - 1, head);
    from = complete ? Math.min(1, head) : last;
  } else {
    from = Math.min(after, head) + 1;
    to = complete ? head : last;
  }
  const start = JSON.stringify({ t: 'page', id, conversation, epoch, head, from, to });
  const notes = ops.length > 0 ? `,"ops":[${ops.join(',')}]` : '';
  return `${start.slice(0, -1)},"messages":[${messages.join(',')}]${notes}}`;
}

async function ops(connection: ClientConnection, frame: up.Ops): Promise<Answer> {
  const answer = await opsAfter(connection, frame, frame.limit, frame.id);
  return answer ?? failed(connection, frame.id, 'not_found', 'no such conversation');
}

/** `undefined`: the user is no member. Rules C4, G2; also for `open` in `hello`. */
export async function opsAfter(
  connection: ClientConnection,
  from: { conversation: up.Ops['conversation']; epoch: Epoch; after: number },
  wanted: number | undefined,
  id: number | undefined,
): Promise<Answer | undefined> {
  const { conversation, after } = from;
  const { app, user } = connection.identity!;
  const limit = Math.min(wanted ?? connection.limits.page, connection.limits.page);
  const result = await connection.server.storage.ops({ app, user, conversation, after, limit });
  if (!result) return undefined;
  const { epoch, head, floor } = result;
  const isAfter = afterSeq(conversation, head);
  if (epoch !== from.epoch || after > head || after < floor)
    return { text: text({ t: 'reset', id, conversation, epoch, head, floor }), isAfter };
  return { text: opsFrame(connection, id, conversation, after, result), isAfter };
}

function opsFrame(
  connection: ClientConnection,
  id: number | undefined,
  conversation: string,
  after: number,
  result: OpsResult,
): string {
  const { epoch, head, ops: rows } = result;
  const fit = new Fit(connection);
  const texts: string[] = [];
  for (const row of rows) {
    const one = JSON.stringify(row);
    if (!fit.add(one)) break;
    texts.push(one);
  }
  const more = after + texts.length < head;
  const start = JSON.stringify({ t: 'ops', id, conversation, epoch, head, more });
  return `${start.slice(0, -1)},"ops":[${texts.join(',')}]}`;
}

async function sync(connection: ClientConnection, frame: up.Sync): Promise<Answer> {
  if (frame.epoch === undefined && frame.version > 0)
    return failed(connection, frame.id, 'bad_frame', 'a version means nothing without its epoch');
  return changesAfter(connection, frame, frame.limit, frame.id);
}

/** Rules C2, C5, C6; also for `resume` in `hello`. */
export async function changesAfter(
  connection: ClientConnection,
  from: { epoch?: Epoch; version: number },
  wanted: number | undefined,
  id: number | undefined,
): Promise<Answer> {
  const { limits, identity, server } = connection;
  const { app, user } = identity!;
  const limit = Math.min(wanted ?? limits.resumePage, limits.resumePage);
  let { version } = from;
  let result = await server.storage.changes({ app, user, version, limit });
  const { epoch } = result;
  const reset =
    version > result.head ||
    (from.epoch !== undefined && from.epoch !== epoch) ||
    (from.epoch === undefined && version > 0);
  if (reset && version > 0) {
    version = 0;
    result = await server.storage.changes({ app, user, version, limit });
  }
  const fit = new Fit(connection);
  const texts: string[] = [];
  let last = version;
  for (const head of result.heads) {
    const one = JSON.stringify(head);
    if (!fit.add(one)) break;
    texts.push(one);
    last = head.version ?? last;
  }
  const more = texts.length > 0 && last < result.head;
  const cursor = more ? last : result.head;
  const large = more ? [] : await server.storage.large(app, user, limits.versionedMembers);
  const largeTexts: string[] = [];
  for (const one of large) {
    const item = JSON.stringify(one);
    if (!fit.add(item)) break;
    largeTexts.push(item);
  }
  const start = JSON.stringify({
    t: 'changes',
    id,
    epoch,
    version: cursor,
    more,
    ...(reset ? { reset } : {}),
  });
  const tail = largeTexts.length > 0 ? `,"large":[${largeTexts.join(',')}]` : '';
  return {
    text: `${start.slice(0, -1)},"conversations":[${texts.join(',')}]${tail}}`,
    isAfter: (place) => place.version > cursor,
  };
}

async function heads(connection: ClientConnection, frame: up.Heads): Promise<Answer> {
  const { app, user } = connection.identity!;
  const found = await connection.server.storage.heads(app, user, [...new Set(frame.conversations)]);
  const fit = new Fit(connection);
  const texts: string[] = [];
  // There is no second page of heads, so what is too much is the members, which can be asked for.
  const share = connection.limits.serverFrame / 2 / found.length;
  for (const head of found) {
    let one = JSON.stringify(head);
    if (Buffer.byteLength(one) > share) one = JSON.stringify({ ...head, members: undefined });
    if (fit.add(one)) texts.push(one);
  }
  return { text: `{"t":"heads","id":${frame.id},"conversations":[${texts.join(',')}]}`, isAfter: never };
}

async function members(connection: ClientConnection, frame: up.Members): Promise<Answer> {
  const { app, user } = connection.identity!;
  const { id, conversation, after } = frame;
  const limit = frame.limit ?? defaultLimits.page;
  const result = await connection.server.storage.members(app, user, conversation, after, limit);
  if (!result) return failed(connection, id, 'not_found', 'no such conversation');
  const fit = new Fit(connection);
  const texts: string[] = [];
  for (const member of result.members) {
    const one = JSON.stringify(member);
    if (!fit.add(one)) break;
    texts.push(one);
  }
  const more = result.more || texts.length < result.members.length;
  const start = JSON.stringify({ t: 'members', id, conversation, more });
  return { text: `${start.slice(0, -1)},"members":[${texts.join(',')}]}`, isAfter: never };
}

/** Rule S3. */
async function presence(connection: ClientConnection, frame: up.Presence): Promise<Answer> {
  const { server, identity } = connection;
  const { app, user: me } = identity!;
  const found = await server.storage.sharing(app, me, [...new Set(frame.users)]);
  const users = found.map(({ user, seen }) => {
    const state = server.present.get(topicOf(app, user))?.told ?? 'offline';
    return state === 'offline' ? { user, state, seen } : { user, state };
  });
  return { text: text({ t: 'presence', id: frame.id, users }), isAfter: never };
}

/** Rule U5. */
async function file(connection: ClientConnection, frame: up.File): Promise<Answer> {
  const { server, identity } = connection;
  const { app, user } = identity!;
  const { id, conversation, file: fileId } = frame;
  const stored = await server.storage.getFile(app, fileId);
  const owner = stored?.owner === user && stored.complete && !stored.check;
  const placed = stored?.conversation === conversation;
  if (!owner && !(placed && (await server.storage.isMember(app, user, conversation))))
    return failed(connection, id, 'not_found', 'no such file');
  const signed = await server.options.signFile?.(app, user, fileId);
  if (!signed) return failed(connection, id, 'unavailable', 'this server serves no files');
  return { text: text({ t: 'file', id, file: fileId, ...signed }), isAfter: never };
}

/** Searches that a connection may make in 10 s (rule Q4). */
const searches = 20;

/** Rules Q1 to Q4. */
async function search(connection: ClientConnection, frame: up.Search): Promise<Answer> {
  const { server, identity } = connection;
  const { app, user } = identity!;
  const { id, text, conversation, before, limit = 20 } = frame;
  connection.searches ??= new Rate(server.clock.now());
  const after = connection.searches.take(server.clock.now(), searches / 10, searches);
  if (after > 0) {
    server.metrics?.error('rate_limited');
    return {
      text: errorFrame(id, 'rate_limited', 'too many searches', Math.min(after, 10_000)),
      isAfter: never,
    };
  }
  const found = await server.storage.search({ app, user, text, conversation, before, limit });
  if (!found) return failed(connection, id, 'not_found', 'no such conversation');
  const fit = new Fit(connection);
  const texts: string[] = [];
  let { next } = found;
  for (const { order, ...hit } of found.hits) {
    const one = JSON.stringify(hit);
    if (!fit.add(one)) break;
    texts.push(one);
    if (texts.length < found.hits.length) next = order;
    else next = found.next;
  }
  const tail = (next === undefined ? '' : `,"next":${next}`) + (found.partial ? ',"partial":true' : '');
  return { text: `{"t":"found","id":${id},"hits":[${texts.join(',')}]${tail}}`, isAfter: never };
}

/** Counts what fits a frame of the server; the rest of the frame needs less than 4 KiB. */
class Fit {
  private left: number;
  constructor(connection: ClientConnection) {
    this.left = connection.limits.serverFrame - 4096;
  }
  add(item: string): boolean {
    const bytes = Buffer.byteLength(item) + 1;
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }
}

function afterSeq(conversation: string, head: number) {
  return (place: Place) => place.conversation === conversation && place.seq > head;
}

function failed(
  connection: ClientConnection,
  id: number,
  code: 'not_found' | 'bad_frame' | 'unavailable',
  detail: string,
): Answer {
  connection.server.metrics?.error(code);
  return { text: errorFrame(id, code, detail), isAfter: never };
}
