import type { ConversationId } from '@tokenim/protocol';
import { findTerm, matches, matchRanges, queryTerms } from '@tokenim/protocol/search';
import type { Handle } from '../database.js';
import { StoreError } from '../errors.js';
import { live } from '../live.js';
import type { LocalSearch, SearchHit, SearchRequest, SearchState } from '../types.js';
import { searchedText } from './block.js';
import { Builder } from './builder.js';
import type { Block, SearchDatabase } from './database.js';
import { type SearchIndex, staleKeys } from './search-index.js';

/** Blocks read from the disk at once, the newest first: few before the first hits, then twice as many. */
const firstAtOnce = 4;
const mostAtOnce = 64;

interface Place {
  at: [ConversationId, number];
  key: string;
  ts: number;
}

/** What one search has looked through. */
interface Scan {
  terms: readonly string[];
  conversation: ConversationId | undefined;
  done: Set<Block>;
  places: Map<string, Place>;
}

/** Opens the index of a store and begins to bring it up. */
export async function openSearch(handle: Handle): Promise<LocalSearch> {
  const index = await handle.index();
  if (!index) throw new StoreError(handle.closed ? 'closed' : 'failed');
  return new Searcher(handle, index).begin();
}

/**
 * Searches texts that lie in memory as long strings, block by block, the newest first. What a block says is a hint:
 * hits are read from the messages themselves, which say whether it still holds and where the marks are.
 */
class Searcher implements LocalSearch {
  readonly #handle: Handle;
  readonly #index: SearchIndex;
  readonly #builder: Builder;
  readonly #blocks = new Map<string, Block>();
  /** The blocks by time, the newest first; absent where that is to be worked out. */
  #sorted: Block[] | undefined;
  /** All writes up to this one are here, or among what is still to be read; absent before the first reading. */
  #at: number | undefined;
  /** Where reading goes on; undefined once all is read. */
  #unread: [age: number, conversation: string, bucket: number] | undefined = [-Number.MAX_VALUE, '', 0];
  #reading: Promise<void> | undefined;
  #atOnce = firstAtOnce;
  readonly #listeners = new Set<(state: SearchState) => void>();
  #state: SearchState = { building: true, done: 0, total: 0 };
  #unfollow = () => {};

  constructor(handle: Handle, index: SearchIndex) {
    this.#handle = handle;
    this.#index = index;
    this.#builder = new Builder(handle, index, (done, total) =>
      this.#tell({ building: done < total, done, total }),
    );
    index.listeners.add(this.#written);
  }

  begin(): this {
    const { connection } = this.#index;
    const stops: (() => void)[] = [];
    let ended = false;
    const later = (work: () => Promise<unknown>) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      stops.push(() => clearTimeout(timer));
      return () => {
        clearTimeout(timer);
        timer = setTimeout(() => void work().catch(() => {}), 50);
      };
    };
    const begin = () => {
      if (ended) return;
      const { meta } = this.#handle.db;
      stops.push(
        live(this.#handle, () =>
          meta
            .where('key')
            .between(...staleKeys)
            .count(),
        ).subscribe(later(() => this.ready())),
        // Other pages write, too.
        live(connection, () => connection.db.marks.get('')).subscribe(
          later(async () => {
            if (await this.#catchUp()) this.#tell(this.#state);
          }),
        ),
      );
    };
    // What is there is read, and a moment left to find something in it, before what is new is looked for. Where that
    // fails, the search that needs it says so.
    const wait = () => {
      const timer = setTimeout(begin, this.#blocks.size > 0 ? 100 : 0);
      stops.push(() => clearTimeout(timer));
    };
    void this.#readMore().then(wait, wait);
    this.#unfollow = () => {
      ended = true;
      for (const stop of stops) stop();
    };
    return this;
  }

  async ready(): Promise<void> {
    await this.#builder.run();
    await this.#catchUp();
    this.#tell({ ...this.#state, building: false });
  }

  watch(listener: (state: SearchState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#unfollow();
    this.#builder.stop();
    this.#index.listeners.delete(this.#written);
    this.#listeners.clear();
    this.#blocks.clear();
    this.#sorted = undefined;
  }

  async find(request: SearchRequest, first?: (hits: SearchHit[]) => void): Promise<SearchHit[]> {
    const { text, conversation, limit = 20 } = request;
    const terms = queryTerms(text);
    if (terms.length === 0) return [];
    const scan: Scan = { terms, conversation, done: new Set(), places: new Map() };
    const read = new Map<string, SearchHit | undefined>();
    let told = 0;
    await this.#catchUp();
    for (let wanted = limit; ; ) {
      const over = this.#scan(scan, wanted);
      const places = [...scan.places.values()].sort((a, b) => b.ts - a.ts);
      const fresh = places.slice(0, wanted).filter(({ key }) => !read.has(key));
      const rows = await this.#read(
        fresh.map(({ at }) => at),
        terms,
      );
      for (const [i, { key }] of fresh.entries()) read.set(key, rows[i]);
      const hits = [...read.values()]
        .filter((hit) => hit !== undefined)
        .sort((a, b) => b.ts - a.ts)
        .slice(0, limit);
      // Places that no longer hold stand before others that do.
      if (hits.length < limit && (!over || places.length > wanted)) wanted *= 4;
      else if (this.#unread === undefined || (hits.length === limit && hits.at(-1)!.ts >= -this.#unread[0]))
        return hits;
      else {
        if (hits.length > told) first?.(hits);
        told = hits.length;
        await this.#readMore();
      }
    }
  }

  /** Adds the places of the newest blocks until there are enough that are newer than the rest; whether no block is left. */
  #scan({ terms, conversation, done, places }: Scan, wanted: number): boolean {
    this.#sorted ??= [...this.#blocks.values()].sort((a, b) => b.newest - a.newest);
    for (const block of this.#sorted) {
      if (done.has(block)) continue;
      if (conversation !== undefined && block.conversation !== conversation) continue;
      if (places.size >= wanted) {
        const times = [...places.values()].map(({ ts }) => ts).sort((a, b) => b - a);
        if (block.newest < times[wanted - 1]!) return false;
      }
      for (const line of linesWith(block.lines, terms)) {
        const at: [ConversationId, number] = [block.conversation, block.seqs[line]!];
        const key = at.join('/');
        places.set(key, { at, key, ts: block.times[line]! });
      }
      done.add(block);
    }
    return true;
  }

  /** The hits at these places as their messages are now; undefined where one no longer matches. */
  async #read(keys: [string, number][], terms: readonly string[]): Promise<(SearchHit | undefined)[]> {
    if (keys.length === 0) return [];
    const { messages } = this.#handle.db;
    const rows = await this.#handle.run('r', [messages], () => messages.bulkGet(keys));
    return rows.map((row) => {
      const text = row ? searchedText(row) : '';
      if (!row || !matches(text, terms)) return undefined;
      const { conversation, seq, sender, ts } = row;
      return { conversation, seq, sender, ts, text, ranges: matchRanges(text, terms) };
    });
  }

  /** Reads the next older blocks of those that were there before this page; one reading serves all that wait. */
  #readMore(): Promise<void> {
    this.#reading ??= (async () => {
      const from = this.#unread;
      if (!from) return;
      const read = await this.#fetch((blocks) =>
        blocks.where('[age+conversation+bucket]').above(from).limit(this.#atOnce).toArray(),
      );
      const last = read.at(-1);
      this.#unread = last && [last.age, last.conversation, last.bucket];
      this.#atOnce = Math.min(mostAtOnce, this.#atOnce * 2);
    })().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Reads what other pages have written since; whether that is something. */
  async #catchUp(): Promise<boolean> {
    if (this.#at === undefined) {
      await this.#readMore();
      return true;
    }
    const since = this.#at;
    const read = await this.#fetch((blocks) => blocks.where('at').above(since).toArray());
    this.#at = Math.max(this.#at, ...read.map(({ at }) => at));
    return read.length > 0;
  }

  async #fetch(query: (blocks: SearchDatabase['blocks']) => Promise<Block[]>): Promise<Block[]> {
    const { connection } = this.#index;
    const { blocks, marks } = connection.db;
    const { read, all } = await connection.run('r', [blocks, marks], async () => ({
      read: await query(blocks),
      all: this.#at === undefined ? await marks.get('') : undefined,
    }));
    for (const block of read) this.#keep(block);
    this.#at ??= all?.at;
    return read;
  }

  #written = (block: Block): void => {
    // Where others wrote in between, theirs are still to be read.
    if (block.at === (this.#at ?? -1) + 1) this.#at = block.at;
    this.#keep(block);
    this.#tell(this.#state);
  };

  /** Keeps the newest of what is known of a block. */
  #keep(block: Block): void {
    const key = `${block.conversation}/${block.bucket}`;
    const before = this.#blocks.get(key);
    if (before && before.at > block.at) return;
    this.#blocks.set(key, block);
    this.#sorted = undefined;
  }

  #tell(state: SearchState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}

/** Numbers of the lines that have all the terms, of which the first is the longest. */
function* linesWith(lines: string, terms: readonly string[]): Generator<number> {
  let line = 0;
  let counted = 0;
  let at = findTerm(lines, terms[0]!);
  while (at >= 0) {
    const start = lines.lastIndexOf('\n', at) + 1;
    const end = lines.indexOf('\n', at);
    const one = lines.slice(start, end);
    if (terms.every((term) => findTerm(one, term) >= 0)) {
      for (
        let next = lines.indexOf('\n', counted);
        next >= 0 && next < start;
        next = lines.indexOf('\n', counted)
      ) {
        counted = next + 1;
        line += 1;
      }
      yield line;
    }
    at = findTerm(lines, terms[0]!, end);
  }
}
