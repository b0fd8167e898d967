import type { BodyDown, ConversationId } from '@tokenim/protocol';
import { fold } from '@tokenim/protocol/search';
import type { Handle } from '../database.js';
import { type StoredConversation, span } from '../schema.js';
import { type MessageRow, pendingBase } from '../types.js';
import { type Block, blockSize, type SearchDatabase } from './database.js';

/** What of a message can be found, and what of it is shown with a hit. */
export function searchedText({ body, deleted, overlay }: MessageRow): string {
  if (deleted || overlay?.deleted) return '';
  return bodySearched(overlay?.body ?? body);
}

export function bodySearched(body: BodyDown | undefined): string {
  const { text, file, fallback } = (body ?? {}) as {
    text?: string;
    file?: { name?: string };
    fallback?: string;
  };
  return [text, file?.name, fallback].filter(Boolean).join('\n');
}

/** Lets what the reader does go first. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 4);
  });
}

export interface BuilderOptions {
  handle: Handle;
  db: SearchDatabase;
  /** A block is new, changed or, without `block`, gone. */
  onBlock(conversation: ConversationId, bucket: number, block?: Block): void;
  onProgress(done: number, total: number): void;
}

/**
 * Makes the blocks agree with the messages, a block at a time while nothing else is to be done.
 *
 * Each conversation has a mark, written after its blocks: the state of its log as it was before they were read. Where
 * it differs from the state now, whatever the reason (new messages, edits, deletions, history, another epoch, a page
 * that was closed meanwhile), its blocks are read again, the newest first, and those that differ are written.
 */
export class Builder {
  readonly #o: BuilderOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(options: BuilderOptions) {
    this.#o = options;
  }

  /** Something may have changed. Resolves when the blocks agree. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  stop(): void {
    this.#stopped = true;
  }

  get #over(): boolean {
    return this.#stopped || this.#o.handle.closed || !this.#o.db.isOpen();
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#over) {
      this.#again = false;
      const due = await this.#due();
      let done = 0;
      this.#o.onProgress(done, due.length);
      for (const { conversation, state } of due) {
        await this.#conversation(conversation);
        if (this.#over) return;
        await this.#o.db.marks.put({ conversation, state });
        done += 1;
        this.#o.onProgress(done, due.length);
      }
    }
  }

  /** Conversations whose blocks may differ, the newest first; drops what is left of those that are gone. */
  async #due(): Promise<{ conversation: ConversationId; state: string }[]> {
    const { db, handle } = this.#o;
    const { conversations, ranges } = handle.db;
    const { rows, spans } = await handle.run('r', [conversations, ranges], async () => ({
      rows: await conversations.toArray(),
      spans: await ranges.toArray(),
    }));
    const held = new Map<string, string>();
    for (const { conversation, from, to } of spans)
      held.set(conversation, `${held.get(conversation) ?? ''}${from}-${to},`);
    const marks = new Map((await db.marks.toArray()).map((mark) => [mark.conversation, mark.state]));
    const due = [];
    rows.sort((a, b) => b.ts - a.ts);
    for (const row of rows) {
      const state = stateOf(row, held.get(row.id) ?? '');
      if (marks.get(row.id) !== state && (held.has(row.id) || marks.has(row.id)))
        due.push({ conversation: row.id, state });
      marks.delete(row.id);
    }
    for (const gone of marks.keys()) {
      await this.#drop(gone, new Set());
      await db.marks.delete(gone);
    }
    return due;
  }

  async #conversation(conversation: ConversationId): Promise<void> {
    const { db, handle, onBlock } = this.#o;
    const { messages } = handle.db;
    const there = new Set<number>();
    let below = pendingBase;
    for (;;) {
      await idle();
      if (this.#over) return;
      // The newest block that has anything, then the next one below it: holes cost nothing.
      const rows = await handle.run('r', [messages], async () => {
        const [low, high] = span(conversation, 0, below - 1);
        const last = await messages.where('[conversation+seq]').between(low, high, true, true).last();
        if (!last) return [];
        const from = Math.floor(last.seq / blockSize) * blockSize;
        return messages
          .where('[conversation+seq]')
          .between(...span(conversation, from, last.seq), true, true)
          .toArray();
      });
      if (rows.length === 0) break;
      const block = blockOf(rows);
      below = block.bucket * blockSize;
      if (block.seqs.length === 0) continue;
      there.add(block.bucket);
      const before = await db.blocks.get([conversation, block.bucket]);
      if (before?.lines === block.lines && String(before.seqs) === String(block.seqs)) continue;
      await db.blocks.put(block);
      onBlock(conversation, block.bucket, block);
    }
    await this.#drop(conversation, there);
  }

  async #drop(conversation: string, keep: ReadonlySet<number>): Promise<void> {
    const { db, onBlock } = this.#o;
    const keys = await db.blocks
      .where('[conversation+bucket]')
      .between(...span(conversation, 0, pendingBase), true, true)
      .primaryKeys();
    for (const [, bucket] of keys) {
      if (keep.has(bucket)) continue;
      await db.blocks.delete([conversation, bucket]);
      onBlock(conversation as ConversationId, bucket);
    }
  }
}

/** Changes with everything that the log brings. Own changes on their way count when the log has them. */
function stateOf({ epoch, seq }: StoredConversation, held: string): string {
  return `${epoch}:${seq}:${held}`;
}

function blockOf(rows: readonly MessageRow[]): Block {
  const { conversation, seq } = rows[0]!;
  const seqs: number[] = [];
  const times: number[] = [];
  const lines: string[] = [];
  for (const row of rows) {
    // Folding makes one line of a text.
    const line = fold(searchedText(row)).replaceAll('\n', ' ');
    if (line === '') continue;
    seqs.push(row.seq);
    times.push(row.ts);
    lines.push(line);
  }
  const newest = Math.max(0, ...times);
  return {
    conversation,
    bucket: Math.floor(seq / blockSize),
    newest,
    age: -newest,
    seqs: Float64Array.from(seqs),
    times: Float64Array.from(times),
    lines: `${lines.join('\n')}\n`,
  };
}
