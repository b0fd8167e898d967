import { type Cid, isKnownOp, isNoteOp, type LogOp, type Message, type NoteOp } from '@tokenim/protocol';
import { foldChange, foldHead, foldReaction } from './fold.js';
import { type Database, delivered, type StoredConversation, span } from './schema.js';
import { type MessageRow, type OutboxRow, pendingBase, type RangeRow } from './types.js';

/**
 * One conversation's log inside a transaction: what operations need is read at once, they are folded in memory, and
 * what changed is written at once. So ten thousand operations cost little more than writing their rows.
 *
 * Invariant: every row inside a range has all operations on it up to the newest range's end, at least. A row outside
 * of all ranges and below `pendingBase` is an own message acknowledged beyond a gap; the operations that fill the gap
 * bring it again.
 */
export class LogSession {
  readonly #db: Database;
  readonly #me: string;
  readonly conversation: StoredConversation;
  #head: StoredConversation;
  /** The newest range; absent where nothing is held. */
  #top: RangeRow | undefined;
  #topFrom: number | undefined;
  readonly #rows: Map<number, MessageRow>;
  readonly #pending: Map<string, MessageRow>;
  readonly #changed = new Map<number, MessageRow>();
  readonly #settled: MessageRow[] = [];
  readonly fresh: MessageRow[] = [];
  /** The head has not had all operations before one of these. */
  skipped = false;

  private constructor(
    db: Database,
    me: string,
    conversation: StoredConversation,
    top: RangeRow | undefined,
    rows: Map<number, MessageRow>,
    pending: Map<string, MessageRow>,
  ) {
    this.#db = db;
    this.#me = me;
    this.conversation = conversation;
    this.#head = conversation;
    this.#top = top && { ...top };
    this.#topFrom = top?.from;
    this.#rows = rows;
    this.#pending = pending;
  }

  /** Reads what `ops` need; rows that wait for acknowledgement only where the outbox is in the transaction (`own`). */
  static async load(
    db: Database,
    me: string,
    conversation: StoredConversation,
    ops: readonly LogOp[],
    own: boolean,
  ): Promise<LogSession> {
    const { id } = conversation;
    const top = await topRange(db, id);
    const targets = new Set<number>();
    const cids: string[] = [];
    for (const op of ops) {
      if ('target' in op && typeof op.target === 'number' && op.seq > (top?.to ?? 0)) targets.add(op.target);
      if (own && isKnownOp(op) && op.kind === 'message' && op.message.sender === me)
        cids.push(op.message.cid);
    }
    const rows = new Map<number, MessageRow>();
    if (targets.size > 0) {
      const found = await db.messages.bulkGet([...targets].map((seq) => [id, seq]));
      for (const row of found) if (row) rows.set(row.seq, row);
    }
    // Own messages acknowledged while something before them is missing lie beyond the newest range.
    const [low, high] = span(id, (top?.to ?? 0) + 1, pendingBase - 1);
    const beyond = db.messages.where('[conversation+seq]').between(low, high, true, true);
    for (const row of await beyond.toArray()) rows.set(row.seq, row);
    const pending = await pendingRows(db, id, cids);
    return new LogSession(db, me, conversation, top, rows, pending);
  }

  /** End of the newest range; 0 where nothing is held. */
  get to(): number {
    return this.#top?.to ?? 0;
  }

  get head(): StoredConversation {
    return this.#head;
  }

  /**
   * Folds one operation in where it follows what is held. `asOf`: the head that a message among them is as of.
   * `own`: an acknowledged write of this device, which shows at once even beyond a gap. `version`: the user's version
   * of this change, where it was pushed or acknowledged.
   */
  apply(
    op: LogOp,
    {
      asOf = op.seq,
      own = false,
      version,
    }: { asOf?: number; own?: boolean; version?: number | undefined } = {},
  ): 'applied' | 'held' | 'gap' {
    const fits = this.#top === undefined || op.seq === this.#top.to + 1;
    const held = this.#top !== undefined && op.seq <= this.#top.to;
    // A page of history may have brought more than the head knows: it holds rows, and says nothing of the head.
    if (!held || op.seq > this.#head.seq) {
      if (op.seq > this.#head.seq + 1) {
        this.skipped = true;
        // Noted with it, since who would ask for what the head misses may be closed before the answer.
        this.#head = { ...this.#head, guessed: 1 };
      }
      this.#head = foldHead(
        this.#head,
        isKnownOp(op) ? op : { kind: op.kind, seq: op.seq },
        this.#me,
        version,
      );
    }
    if (version !== undefined && version > (this.#head.version ?? 0)) this.#head = { ...this.#head, version };
    if (held) {
      if (own && isKnownOp(op) && op.kind === 'message') this.#settle(op.message.cid);
      return 'held';
    }
    // Who came and went by it the server knows: the acknowledged wish may name people who were in, or out, already.
    if (own ? isElsewhere(op) : !fits) return 'gap';
    if (isKnownOp(op)) {
      if (op.kind === 'message') this.#message(op.message, Math.max(asOf, op.seq));
      else if ('target' in op) this.#change(op.target, op, fits);
    }
    if (!fits) return 'gap';
    if (isNoteOp(op)) this.#put(noteRow(this.conversation.id, op));
    if (this.#top) this.#top.to = op.seq;
    else this.#top = { conversation: this.conversation.id, from: op.seq, to: op.seq };
    return 'applied';
  }

  /**
   * A change on a message. Beyond a gap only an edit is folded, since it replaces whatever comes before it: what lies
   * in the gap is folded when it comes, then this again. Others depend on what came first.
   */
  #change(target: unknown, op: Parameters<typeof foldChange>[1], fits: boolean): void {
    const row = this.#rows.get(target as number);
    if (!row || op.seq <= row.rev || (!fits && op.kind !== 'edit')) return;
    this.#put({ ...foldChange(row, op), rev: fits ? op.seq : row.rev });
  }

  #message(message: Message, rev: number): void {
    const before = this.#rows.get(message.seq);
    if (before && before.rev > rev) return;
    const own = message.sender === this.#me;
    const pending = own ? this.#settle(message.cid) : undefined;
    const row = messageRow(this.conversation.id, message, rev, this.#me, before ?? pending);
    this.#put(row);
    if (own || before) return;
    this.fresh.push(row);
    this.#head = delivered(this.#head, row.seq);
  }

  #settle(cid: string): MessageRow | undefined {
    const pending = this.#pending.get(cid);
    if (!pending) return undefined;
    this.#pending.delete(cid);
    this.#settled.push(pending);
    return pending;
  }

  #put(row: MessageRow): void {
    this.#rows.set(row.seq, row);
    this.#changed.set(row.seq, row);
  }

  /** Own messages that the log now has: their rows under a pending key go. */
  get settled(): readonly MessageRow[] {
    return this.#settled;
  }

  /** Writes all of it. The outbox must be in the transaction where `settled` is not empty. */
  async flush(): Promise<void> {
    const { messages, ranges, conversations } = this.#db;
    if (this.#settled.length > 0) {
      await messages.bulkDelete(this.#settled.map((row) => [row.conversation, row.seq]));
    }
    if (this.#changed.size > 0) await messages.bulkPut([...this.#changed.values()]);
    if (this.#top && (this.#topFrom === undefined || this.#top.to !== 0)) await ranges.put(this.#top);
    if (this.#head !== this.conversation) {
      await conversations.put(this.#head.dirty ? { ...this.#head, dirtyMark: 1 } : this.#head);
    }
  }
}

/** The rows, by cid, of own messages that wait for acknowledgement. */
export async function pendingRows(
  db: Database,
  conversation: string,
  cids: readonly string[],
): Promise<Map<string, MessageRow>> {
  const pending = new Map<string, MessageRow>();
  if (cids.length === 0) return pending;
  for (const row of await db.messages
    .where('ownCid')
    .anyOf([...cids])
    .toArray()) {
    if (row.conversation === conversation && row.seq >= pendingBase) pending.set(row.cid, row);
  }
  return pending;
}

export async function topRange(db: Database, conversation: string): Promise<RangeRow | undefined> {
  const [low, high] = span(conversation, 0, pendingBase);
  return db.ranges.where('[conversation+from]').between(low, high, true, true).last();
}

/** A message as its row. What only this device knows of it comes from the row before. */
export function messageRow(
  conversation: StoredConversation['id'],
  message: Message,
  rev: number,
  me: string,
  before?: MessageRow,
): MessageRow {
  const row: MessageRow = { ...message, conversation, state: 'sent', rev };
  if (message.sender === me) row.ownCid = message.cid;
  if (before?.overlay && !message.deleted) row.overlay = before.overlay;
  if (before?.failure && before.state === 'sent' && !message.deleted) row.failure = before.failure;
  return row;
}

/** Whether of an own write, once acknowledged, only the log knows it all: names of members, or who was first (rule W8). */
const isElsewhere = (op: LogOp) =>
  op.kind === 'members' || (op.kind === 'create' && (op as { type?: string }).type === 'direct');

/** A change of the conversation as its row. */
export function noteRow(conversation: StoredConversation['id'], note: NoteOp): MessageRow {
  const { seq, by, ts } = note;
  return { conversation, seq, cid: `#${seq}` as Cid, sender: by, ts, state: 'sent', rev: seq, note };
}

/** What the own changes still in the outbox make of a message. */
export function withOverlay(row: MessageRow, changes: readonly OutboxRow[], me: string): MessageRow {
  const overlay: NonNullable<MessageRow['overlay']> = {};
  for (const { op } of changes) {
    if (op.kind === 'edit') overlay.body = op.body;
    else if (op.kind === 'delete') overlay.deleted = true;
    else if (op.kind === 'react')
      overlay.reactions = foldReaction(overlay.reactions ?? row.reactions, op.emoji, me, op.on);
  }
  const { overlay: _before, ...rest } = row;
  return (Object.keys(overlay).length > 0 ? { ...rest, overlay } : rest) as MessageRow;
}

/** The waiting changes of one message, in order. */
export async function changesOf(db: Database, row: MessageRow): Promise<OutboxRow[]> {
  const entries = await db.outbox.orderBy('order').toArray();
  return entries.filter(
    ({ op, state, conversation, targetCid }) =>
      state === 'waiting' &&
      conversation === row.conversation &&
      'target' in op &&
      (targetCid ? targetCid === row.cid : op.target === row.seq),
  );
}

/**
 * These own messages are in the log: their entries go, their bytes may be evicted, and changes that waited for their
 * `seq` have it. Outbox and blobs must be in the transaction.
 */
export async function settleEntries(
  db: Database,
  settled: readonly { cid: string; seq: number }[],
): Promise<void> {
  if (settled.length === 0) return;
  const seqs = new Map(settled.map(({ cid, seq }) => [cid, seq]));
  const entries = await db.outbox.bulkGet([...seqs.keys()]);
  const files = entries.flatMap((entry) => entry?.upload?.file ?? []);
  if (files.length > 0) await db.blobs.where('id').anyOf(files).modify({ pinned: 0 });
  await db.outbox.bulkDelete([...seqs.keys()]);
  const waiting = await db.outbox
    .where('targetCid')
    .anyOf([...seqs.keys()])
    .toArray();
  if (waiting.length === 0) return;
  await db.outbox.bulkPut(
    waiting.map(({ targetCid, ...entry }) => ({
      ...entry,
      op: { ...entry.op, target: seqs.get(targetCid!)! } as OutboxRow['op'],
    })),
  );
}
