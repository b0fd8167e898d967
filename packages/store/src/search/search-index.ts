import type { ConversationId } from '@tokenim/protocol';
import { type DBCoreMutateRequest, type DBCoreTable, Dexie, type Table, type Transaction } from 'dexie';
import type { Connection } from '../connection.js';
import { readMeta } from '../cursor.js';
import type { Handle } from '../database.js';
import { StoreError } from '../errors.js';
import { type Stale, type StoredConversation, span } from '../schema.js';
import { type MessageRow, pendingBase } from '../types.js';
import { blockOf, searchedText } from './block.js';
import { type Block, blockSize, openSearchDatabase, type SearchDatabase } from './database.js';

/** With more blocks to be forgotten at once the whole conversation is, and is indexed anew by the next search. */
const manyBlocks = 8;

/** Opens the index of a store, or makes one; from then on what changes is noted for it. */
export async function openIndex(handle: Handle): Promise<SearchIndex> {
  const { meta } = handle.db;
  if (handle.closed) throw new StoreError('closed');
  const idOf = async () => (await readMeta(meta, 'search')) as number | undefined;
  const [connection, known] = await Promise.all([openSearchDatabase(handle), handle.run('r', [meta], idOf)]);
  const of =
    known ??
    (await handle.run('rw', [meta], async () => {
      const value = (await idOf()) ?? Math.random();
      await meta.put({ key: 'search', value });
      return value;
    }));
  const { blocks, marks } = connection.db;
  const mark = await connection.run('r', [marks], () => marks.get(''));
  if (mark?.of !== of) {
    await connection.run('rw', [blocks, marks], async () => {
      await Promise.all([blocks.clear(), marks.clear()]);
      await marks.put({ conversation: '', at: 0, of });
    });
  }
  return new SearchIndex(handle, connection);
}

/**
 * The blocks on the disk, of which any number of pages read and write.
 *
 * - A transaction that changes messages notes the blocks that may differ from them, in the same commit. What is noted
 *   is read again by the next search; where a text went away, by the page that took it, right after the commit.
 * - A block is written only if nobody wrote one of its conversation since before its messages were read. So whoever
 *   writes last has read what is newest, without any lock.
 * - Each write has a number above all others, by which a page finds what others wrote.
 */
export class SearchIndex {
  readonly connection: Connection<SearchDatabase>;
  /** Told of each block that this page writes; one without lines is gone. */
  readonly listeners = new Set<(block: Block) => void>();
  readonly #handle: Handle;
  readonly #noted = new WeakMap<object, Map<string, Stale>>();
  /** The last write of a conversation, as far as known. */
  readonly #at = new Map<string, number | undefined>();
  /** Something is to be forgotten; at first perhaps what a page left that went away over it. */
  #forgetting = true;
  readonly #watched = new Map<Table, unknown>();

  constructor(handle: Handle, connection: Connection<SearchDatabase>) {
    this.#handle = handle;
    this.connection = connection;
    const { db } = handle;
    const watch = () => {
      this.#watch(db.messages);
      this.#watch(db.conversations);
    };
    watch();
    // A connection that was lost and is opened again has its tables anew.
    db.on('ready', watch, true);
  }

  /** Sees each change of a table before it is made. */
  #watch(table: Table): void {
    const { core } = table;
    if (core.mutate === this.#watched.get(table)) return;
    const mutate: typeof core.mutate = (change) =>
      this.#observe(core, change).then(() => core.mutate(change)) as ReturnType<typeof core.mutate>;
    table.core = { ...core, mutate };
    this.#watched.set(table, mutate);
  }

  /** Notes what a change makes differ. */
  #observe(table: DBCoreTable, change: DBCoreMutateRequest): PromiseLike<unknown> {
    const { trans } = change;
    const done = Dexie.Promise.resolve();
    if (table.name === 'messages') {
      if (change.type === 'deleteRange') {
        const query = { index: table.schema.primaryKey, range: change.range };
        // Ranges are of one conversation.
        return table.query({ trans, values: false, limit: 1, query }).then(({ result: [first] }) => {
          if (first) this.#note(trans, first[0], true);
        });
      }
      if (change.type === 'delete') {
        for (const [conversation, seq] of change.keys) this.#note(trans, conversation, true, seq);
        return done;
      }
      const rows = (change.values as MessageRow[]).filter(({ seq }) => seq < pendingBase);
      return table.getMany({ trans, keys: rows.map((row) => [row.conversation, row.seq]) }).then((before) => {
        for (const [i, row] of rows.entries()) {
          const had = before[i] ? searchedText(before[i]) : '';
          if (had !== searchedText(row)) this.#note(trans, row.conversation, had !== '', row.seq);
        }
      });
    }
    if (table.name === 'conversations' && (change.type === 'put' || change.type === 'add')) {
      const rows = change.values as StoredConversation[];
      return table.getMany({ trans, keys: rows.map(({ id }) => id) }).then((before) => {
        for (const [i, { id, me }] of rows.entries())
          if (before[i] && before[i].me.left !== me.left) this.#note(trans, id, me.left === true);
      });
    }
    return done;
  }

  #note(trans: object, conversation: string, gone: boolean, seq?: number): void {
    if (seq !== undefined && seq >= pendingBase) return;
    const noted = this.#noted.get(trans) ?? new Map<string, Stale>();
    this.#noted.set(trans, noted);
    const stale: Stale = { conversation, stamp: Math.random(), gone };
    if (seq !== undefined) stale.bucket = Math.floor(seq / blockSize);
    const key = keyOf(stale);
    stale.gone ||= noted.get(key)?.gone ?? false;
    noted.set(key, stale);
  }

  /** At the end of a transaction with `meta`: writes what it changed. */
  async note({ idbtrans }: Transaction): Promise<void> {
    const noted = this.#noted.get(idbtrans);
    if (!noted) return;
    const { meta } = this.#handle.db;
    const before = await meta.bulkGet([...noted.keys()]);
    const rows = [...noted.values()].map((value, i) => {
      const old = before[i]?.value as Stale | undefined;
      return { key: keyOf(value), value: { ...value, gone: value.gone || old?.gone === true } };
    });
    await meta.bulkPut(rows);
    this.#forgetting ||= rows.some(({ value }) => value.gone);
  }

  /** After a commit: texts that went away leave the index. What goes wrong here stays noted. */
  async forget(): Promise<void> {
    if (!this.#forgetting) return;
    this.#forgetting = false;
    try {
      for (const [conversation, all] of await this.stale()) {
        const gone = all.filter((one) => one.gone);
        if (gone.length > manyBlocks || gone.some(({ bucket }) => bucket === undefined)) {
          await this.drop(conversation);
          await this.settled(gone, { conversation, stamp: Math.random(), gone: false });
        } else if (gone.length > 0) {
          for (const { bucket } of gone) await this.refresh(conversation, bucket!);
          await this.settled(gone);
        }
      }
    } catch {
      this.#forgetting = true;
    }
  }

  /** What may differ, by conversation. */
  async stale(): Promise<Map<ConversationId, Stale[]>> {
    const { meta } = this.#handle.db;
    const rows = await this.#handle.run('r', [meta], () =>
      meta
        .where('key')
        .between(...staleKeys)
        .toArray(),
    );
    const by = new Map<ConversationId, Stale[]>();
    for (const row of rows) {
      const value = row.value as Stale;
      const conversation = value.conversation as ConversationId;
      by.set(conversation, [...(by.get(conversation) ?? []), value]);
    }
    return by;
  }

  /** These no longer differ, unless they were noted again; `instead` does. */
  async settled(these: readonly Stale[], instead?: Stale): Promise<void> {
    const { meta } = this.#handle.db;
    await this.#handle.run('rw', [meta], async () => {
      const now = await meta.bulkGet(these.map(keyOf));
      const same = these.filter(({ stamp }, i) => (now[i]?.value as Stale | undefined)?.stamp === stamp);
      await meta.bulkDelete(same.map(keyOf));
      if (instead) await meta.put({ key: keyOf(instead), value: instead });
    });
  }

  /** Reads the messages of a block and writes it. */
  async refresh(conversation: ConversationId, bucket: number): Promise<void> {
    const from = bucket * blockSize;
    await this.#write(conversation, () => this.#rows(conversation, from, from + blockSize - 1), bucket);
  }

  /** Indexes the newest block below this one; returns its number, or undefined where there is none. */
  async next(conversation: ConversationId, below: number): Promise<number | undefined> {
    return this.#write(conversation, () => this.#rows(conversation, 0, below * blockSize - 1));
  }

  /** Removes all blocks of a conversation; `forever`, also that there was one. */
  async drop(conversation: ConversationId, forever = false): Promise<void> {
    const { blocks, marks } = this.connection.db;
    const { at, there } = await this.connection.run('rw', [blocks, marks], async () => {
      const there = await this.#keys(conversation);
      await blocks.bulkDelete(there);
      const at = await this.#count();
      if (forever) await marks.delete(conversation);
      else await marks.put({ conversation, at });
      return { at, there };
    });
    this.#at.delete(conversation);
    for (const [, bucket] of there) this.#tell({ ...(await blockOf(conversation, bucket, [])), at });
  }

  /** Blocks of a conversation that are there. */
  async buckets(conversation: ConversationId): Promise<number[]> {
    const { blocks } = this.connection.db;
    return (await this.connection.run('r', [blocks], () => this.#keys(conversation))).map(
      ([, bucket]) => bucket,
    );
  }

  /** All that is held of this conversation has been indexed once. */
  async setBuilt(conversation: ConversationId): Promise<void> {
    const { marks } = this.connection.db;
    await this.connection.run('rw', [marks], async () => {
      const at = (await marks.get(conversation))?.at ?? (await this.#count());
      await marks.put({ conversation, at, built: true });
    });
  }

  /** The conversations of which there is something, and whether that is all. */
  async marks(): Promise<Map<string, boolean>> {
    const { marks } = this.connection.db;
    const all = await this.connection.run('r', [marks], () => marks.toArray());
    return new Map(
      all.flatMap(({ conversation, built = false }) => (conversation ? [[conversation, built]] : [])),
    );
  }

  close(): void {
    this.listeners.clear();
    this.connection.close();
  }

  async #write(
    conversation: ConversationId,
    read: () => Promise<readonly MessageRow[]>,
    bucket?: number,
  ): Promise<number | undefined> {
    const { blocks, marks } = this.connection.db;
    for (;;) {
      if (!this.#at.has(conversation)) {
        const mark = await this.connection.run('r', [marks], () => marks.get(conversation));
        this.#at.set(conversation, mark?.at);
      }
      const since = this.#at.get(conversation);
      const rows = await read();
      const number = bucket ?? (rows[0] && Math.floor(rows[0].seq / blockSize));
      if (number === undefined) return undefined;
      const made = await blockOf(conversation, number, rows);
      const at = await this.connection.run('rw', [blocks, marks], async () => {
        const mark = await marks.get(conversation);
        if (mark?.at !== since) return undefined;
        const next = await this.#count();
        if (made.seqs.length > 0) await blocks.put({ ...made, at: next });
        else await blocks.delete([conversation, number]);
        await marks.put({ ...mark, conversation, at: next });
        return next;
      });
      if (at === undefined) this.#at.delete(conversation);
      else {
        this.#at.set(conversation, at);
        this.#tell({ ...made, at });
        return number;
      }
    }
  }

  /** Number of the write under way. In its transaction. */
  async #count(): Promise<number> {
    const { marks } = this.connection.db;
    const all = (await marks.get(''))!;
    await marks.put({ ...all, at: all.at + 1 });
    return all.at + 1;
  }

  #keys(conversation: ConversationId): Promise<[string, number][]> {
    return this.connection.db.blocks
      .where('[conversation+bucket]')
      .between(...span(conversation, 0, pendingBase), true, true)
      .primaryKeys();
  }

  /** Messages of the newest block that has any, up to this one; of a conversation that the user has left there are none. */
  #rows(conversation: ConversationId, from: number, to: number): Promise<MessageRow[]> {
    const { messages, conversations } = this.#handle.db;
    const between = (low: number, high: number) =>
      messages.where('[conversation+seq]').between(...span(conversation, low, high), true, true);
    const blockUpTo = (seq: number) => between(seq - (seq % blockSize), seq).toArray();
    return this.#handle.run('r', [messages, conversations], async () => {
      const row = await conversations.get(conversation);
      if (!row || row.me.left) return [];
      // Mostly the next one has some.
      const rows = await blockUpTo(to);
      const last = rows.length > 0 ? undefined : await between(from, to).last();
      return last ? blockUpTo(last.seq) : rows;
    });
  }

  #tell(block: Block): void {
    for (const listener of [...this.listeners]) listener(block);
  }
}

/** Keys in `meta` of what may differ: from, and up to. */
export const staleKeys = ['stale:', 'stale;'] as const;

function keyOf({ conversation, bucket }: Stale): `stale:${string}` {
  return `stale:${bucket ?? ''}:${conversation}`;
}
