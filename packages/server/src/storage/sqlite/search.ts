import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BodyDown, ConversationId } from '@tokenim/protocol';
import { findTerm, fold, queryTerms, spaced } from '@tokenim/protocol/search';
import type { SearchQuery, SearchResult } from '../storage.js';
import type { Cache } from './cache.js';
import { messageOf, type OpRow } from './rows.js';
import { opColumns } from './transaction.js';

/** Operations indexed in one go: some milliseconds, in which nothing else is served. */
const slice = 200;
/** Characters of text after which a step ends as well, since a message may be 16 KiB. */
const sliceText = 65_536;
/** Milliseconds without a commit after which the index is brought up, a slice each `soon`. */
const quiet = 50;
const soon = 10;
/** Milliseconds after which a slice is indexed even while all write. */
const patience = 1000;
/** Slices, and milliseconds, that one search waits for; what is behind even then it says to be missing. */
const waited = 10;
const waitedTime = 100;
/** Hits of the index that one answer looks at, and so many in one go; each costs some 20 microseconds. */
const looked = 2000;
const lookedAtOnce = 250;
/** Rows of the index, of all apps, that are gone through in one go, and how many goes an answer has: a few ms each. */
const rowsAtOnce = 50_000;
const goes = 20;
/** Lengths of beginnings that the index has lists of: what is longer is cut to one, or SQLite would merge all words. */
const lists = [6, 4];
/** Characters of text after which an answer ends as well, with `next`. */
const lookedText = 262_144;
/** With at most so many conversations the index is asked for them by name. */
const named = 64;
/** Rows of one millisecond: an order is the time of the message, then what is free. */
const perMillisecond = 4096;

interface Spot {
  conv: number;
  seq: number;
}

/**
 * The index of texts, SQLite's FTS5, brought up behind the log.
 *
 * - It follows each conversation's log from a mark, in transactions that write rows and mark together: a crash
 *   loses nothing of it, and no write of a message waits for it. Each search first brings it up to the log, or says
 *   that something is missing.
 * - What it says is a hint: a hit is shown only after membership and the message as it is now were looked at.
 * - Rows are ordered by the time of their messages, so that a search goes from the newest on and stops early.
 */
export class Search {
  private readonly db: DatabaseSync;
  private readonly cache: Cache;
  private readonly onFault: ((error: unknown) => void) | undefined;
  /** Conversations whose logs are ahead of their marks. */
  private readonly behind: Set<number>;
  private timer: NodeJS.Timeout | undefined;
  private lastTouch = 0;
  private lastStep = 0;
  private readonly sql: Record<
    | 'mark'
    | 'setMark'
    | 'ops'
    | 'message'
    | 'order'
    | 'lastOf'
    | 'nth'
    | 'addRow'
    | 'dropRow'
    | 'drop'
    | 'add'
    | 'find'
    | 'spot'
    | 'seats'
    | 'name'
    | 'app',
    StatementSync
  >;

  constructor(db: DatabaseSync, cache: Cache, onFault?: (error: unknown) => void) {
    this.db = db;
    this.cache = cache;
    this.onFault = onFault;
    this.sql = {
      mark: db.prepare('SELECT seq FROM search_marks WHERE conv = ?'),
      setMark: db.prepare(
        'INSERT INTO search_marks VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
      ),
      ops: db.prepare('SELECT seq, kind, target FROM ops WHERE conv = ? AND seq > ? ORDER BY seq LIMIT ?'),
      message: db.prepare(`SELECT ${opColumns} FROM ops o JOIN users u ON u.k = o.by
        WHERE o.conv = ? AND o.seq = ? AND o.kind = 'message'`),
      order: db.prepare('SELECT k FROM search_rows WHERE conv = ? AND seq = ?'),
      lastOf: db.prepare('SELECT max(k) AS k FROM search_rows WHERE k >= ? AND k < ?'),
      nth: db.prepare('SELECT k FROM search_rows WHERE k < ? ORDER BY k DESC LIMIT 1 OFFSET ?'),
      addRow: db.prepare('INSERT INTO search_rows VALUES (?, ?, ?)'),
      dropRow: db.prepare('DELETE FROM search_rows WHERE k = ?'),
      drop: db.prepare('DELETE FROM search WHERE rowid = ?'),
      add: db.prepare('INSERT INTO search (rowid, place, words) VALUES (?, ?, ?)'),
      find: db.prepare(
        'SELECT rowid AS k FROM search WHERE search MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC',
      ),
      spot: db.prepare('SELECT conv, seq FROM search_rows WHERE k = ?'),
      seats: db.prepare('SELECT conv FROM members WHERE user = ? AND left = 0'),
      name: db.prepare('SELECT id FROM conversations WHERE k = ?'),
      app: db.prepare('SELECT app FROM conversations WHERE k = ?'),
    };
    const rows = db
      .prepare(`SELECT c.k FROM conversations c LEFT JOIN search_marks m ON m.conv = c.k
        WHERE c.seq > coalesce(m.seq, 0)`)
      .all() as { k: number }[];
    this.behind = new Set(rows.map(({ k }) => k));
    if (this.behind.size > 0) this.plan();
  }

  /** The log of this conversation grows in the transaction under way. */
  touch(conversation: number): void {
    this.behind.add(conversation);
    this.lastTouch = performance.now();
    this.plan();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  async search(query: SearchQuery, refresh: () => void): Promise<SearchResult | undefined> {
    const { app, user: id, text, conversation, before, limit } = query;
    const pause = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      refresh();
    };
    // Only what this search looks through is waited for; the rest is brought up in the background.
    const begun = performance.now();
    for (let steps = 0; steps < waited && performance.now() - begun < waitedTime; steps++) {
      if (!this.step(this.behindOf(query))) break;
      await pause();
    }
    const user = this.cache.user(app, id);
    if (conversation !== undefined && !this.seats(query)) return undefined;
    const terms = queryTerms(text);
    const words = terms.map(phrase).filter((one) => one !== '');
    if (!user || words.length === 0) return { hits: [] };
    const found: SearchResult = { hits: [] };
    if (this.behindOf(query).length > 0) found.partial = true;
    let count = 0;
    let letters = 0;
    let from = before ?? Number.MAX_SAFE_INTEGER;
    for (let go = 0; go < goes; go++) {
      if (go > 0) await pause();
      const seats = this.seats(query);
      if (!seats?.size) return found;
      // The app always: no other's messages are looked at, so `next` tells nothing of them.
      const wanted = `place : a${this.cache.app(app)} AND words : (${words.join(' AND ')})`;
      const places =
        seats.size <= named ? `place : (${[...seats].map((k) => `c${k}`).join(' OR ')}) AND ` : '';
      const { k: low = 0 } = (this.sql.nth.get(BigInt(from), rowsAtOnce) ?? {}) as { k?: number };
      const rows = this.sql.find.iterate(places + wanted, BigInt(from), BigInt(low)) as Iterable<{
        k: number;
      }>;
      let there = 0;
      for (const { k } of rows) {
        count += 1;
        there += 1;
        from = k;
        const { conv, seq } = this.sql.spot.get(k) as unknown as Spot;
        const message = seats.has(conv) ? this.message({ conv, seq }) : undefined;
        const said = message?.body && !message.deleted ? textOf(message.body) : '';
        letters += said.length;
        if (message && terms.every((term) => findTerm(said, term) >= 0)) {
          const { id } = this.sql.name.get(conv) as { id: ConversationId };
          found.hits.push({ conversation: id, message, order: k });
        }
        if (found.hits.length === limit || count === looked || letters >= lookedText)
          return { ...found, next: k };
        if (there === lookedAtOnce) break;
      }
      if (there < lookedAtOnce) from = low;
      if (from === 0) return found;
    }
    return { ...found, next: from };
  }

  /** Conversations that are looked through; undefined where one is named that the user is not in. */
  private seats({ app, user: id, conversation }: SearchQuery): Set<number> | undefined {
    const user = this.cache.user(app, id);
    if (conversation !== undefined) {
      const one = this.cache.conversation(app, conversation);
      const member = user && one?.members.get(user.id);
      return one && member && !member.left ? new Set([one.key]) : undefined;
    }
    const rows = user ? (this.sql.seats.all(user.key) as { conv: number }[]) : [];
    return new Set(rows.map(({ conv }) => conv));
  }

  private behindOf(query: SearchQuery): number[] {
    if (this.behind.size === 0) return [];
    return [...(this.seats(query) ?? [])].filter((conv) => this.behind.has(conv));
  }

  private plan(wait = quiet): void {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      try {
        const now = performance.now();
        // While many write, they go first.
        if (now - this.lastTouch < quiet && now - this.lastStep < patience) this.plan();
        else if (this.step()) this.plan(soon);
      } catch (error) {
        this.onFault?.(error);
      }
    }, wait);
    this.timer.unref();
  }

  /** Indexes some of these, which are behind; true where more is. */
  private step(these: Iterable<number> = this.behind): boolean {
    let left = slice;
    let letters = sliceText;
    const all = [...these];
    if (all.length === 0) return false;
    this.lastStep = performance.now();
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const done: number[] = [];
      for (const conv of all) {
        if (left <= 0 || letters <= 0) break;
        const { seq: mark = 0 } = (this.sql.mark.get(conv) ?? {}) as { seq?: number };
        const ops = this.sql.ops.all(conv, mark, left) as unknown as {
          seq: number;
          kind: string;
          target: number | null;
        }[];
        const changed = new Set<number>();
        let read = 0;
        for (const { kind, seq, target } of ops) {
          if (letters <= 0) break;
          read += 1;
          const at = kind === 'message' ? seq : kind === 'edit' || kind === 'delete' ? target : null;
          if (at === null || changed.has(at)) continue;
          changed.add(at);
          letters -= this.put({ conv, seq: at });
        }
        if (read > 0) this.sql.setMark.run(conv, ops[read - 1]!.seq);
        if (read === ops.length && read < left) done.push(conv);
        left -= ops.length + 1;
      }
      this.db.exec('COMMIT');
      for (const conv of done) this.behind.delete(conv);
      return done.length < all.length;
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Characters indexed. */
  private put(spot: Spot): number {
    const message = this.message(spot);
    let { k } = (this.sql.order.get(spot.conv, spot.seq) ?? {}) as { k?: number };
    if (k !== undefined) this.sql.drop.run(k);
    const words = message?.body && !message.deleted ? spaced(textOf(message.body)) : '';
    if (!message || words === '') {
      if (k !== undefined) this.sql.dropRow.run(k);
      return 0;
    }
    if (k === undefined) {
      const from = message.ts * perMillisecond;
      const { k: last } = this.sql.lastOf.get(from, from + perMillisecond) as { k: number | null };
      k = last === null ? from : last + 1;
      this.sql.addRow.run(k, spot.conv, spot.seq);
    }
    const { app } = this.sql.app.get(spot.conv) as { app: number };
    this.sql.add.run(k, `a${app} c${spot.conv}`, words);
    return words.length;
  }

  private message({ conv, seq }: Spot) {
    const row = this.sql.message.get(conv, seq) as unknown as OpRow | undefined;
    return row && messageOf(row);
  }
}

/** What of a message can be found, folded. */
function textOf(body: BodyDown): string {
  const { text, file, fallback } = body as { text?: string; file?: { name?: string }; fallback?: string };
  return fold([text, file?.name, fallback].filter(Boolean).join('\n'));
}

/** A term as the index has it: a phrase, whose last word may go on. */
function phrase(term: string): string {
  const words = spaced(term).trim().split(/ +/);
  const last = [...words.pop()!];
  const length = lists.find((one) => one <= last.length) ?? last.length;
  words.push(last.slice(0, length).join(''));
  return last.length > 0 ? `"${words.join(' ')}" *` : '';
}
