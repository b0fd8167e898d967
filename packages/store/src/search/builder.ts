import type { ConversationId } from '@tokenim/protocol';
import type { Handle } from '../database.js';
import type { Stale } from '../schema.js';
import { pendingBase } from '../types.js';
import { idle } from './breathe.js';
import { blockSize } from './database.js';
import type { SearchIndex } from './search-index.js';

/** Milliseconds that a page waits for another one to have indexed, which may have gone to sleep over it. */
const patience = 5000;

interface Due {
  conversation: ConversationId;
  stale: readonly Stale[];
  /** All of it, for the first time or anew. */
  whole: boolean;
}

/**
 * Makes the blocks agree with the messages, a block at a time while nothing else is to be done. First what was never
 * indexed, then what was noted as changed, the newest conversations first. Several pages do not do the same twice:
 * one waits for the other, and then for what it left.
 */
export class Builder {
  readonly #handle: Handle;
  readonly #index: SearchIndex;
  readonly #onProgress: (done: number, total: number) => void;
  /** Conversations that have been indexed once, as far as known. */
  #built: Set<string> | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(handle: Handle, index: SearchIndex, onProgress: (done: number, total: number) => void) {
    this.#handle = handle;
    this.#index = index;
    this.#onProgress = onProgress;
  }

  /** Something may have changed. Resolves when the blocks agree. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#alone(() => this.#loop()).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  stop(): void {
    this.#stopped = true;
  }

  get #over(): boolean {
    return this.#stopped || this.#handle.closed || this.#index.connection.closed;
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    const locks =
      typeof document === 'undefined' || this.#handle.storage !== 'disk' ? undefined : navigator.locks;
    if (!locks) return work();
    let begun = false;
    const wish = new AbortController();
    const timer = setTimeout(() => wish.abort(), patience);
    await locks
      .request(this.#handle.searchName, { signal: wish.signal }, () => {
        begun = true;
        clearTimeout(timer);
        return work();
      })
      .catch((error: unknown) => {
        if (begun) throw error;
        // The other one takes too long, or there may be no locks here. Without them it is right all the same.
        return work();
      });
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#over) {
      this.#again = false;
      const due = await this.#due();
      for (const [done, one] of due.entries()) {
        this.#onProgress(done, due.length);
        if (one.whole) await this.#whole(one.conversation);
        else for (const { bucket } of one.stale) await this.#refresh(one.conversation, bucket!);
        if (this.#over) return;
        await this.#index.settled(one.stale);
      }
      this.#onProgress(due.length, due.length);
    }
  }

  async #due(): Promise<Due[]> {
    const { conversations } = this.#handle.db;
    const stale = await this.#index.stale();
    const first = this.#built === undefined;
    const marks = first ? await this.#index.marks() : new Map<string, boolean>();
    this.#built ??= new Set([...marks.keys()].filter((id) => marks.get(id)));
    const built = this.#built;
    const rows = await this.#handle.run('r', [conversations], () =>
      first ? conversations.toArray() : conversations.bulkGet([...stale.keys()]),
    );
    const due: Due[] = [];
    for (const row of rows.sort((a, b) => (b?.ts ?? 0) - (a?.ts ?? 0))) {
      const noted = row && (stale.get(row.id) ?? []);
      if (!noted) continue;
      stale.delete(row.id);
      marks.delete(row.id);
      const whole = !built.has(row.id) || noted.some(({ bucket }) => bucket === undefined);
      if (whole || noted.length > 0) due.push({ conversation: row.id, stale: noted, whole });
    }
    // What is left of conversations that are gone.
    for (const id of marks.keys()) await this.#index.drop(id as ConversationId, true);
    return due.concat(
      [...stale].map(([conversation, noted]) => ({ conversation, stale: noted, whole: true })),
    );
  }

  async #whole(conversation: ConversationId): Promise<void> {
    const there = new Set<number>();
    let below: number | undefined = Math.ceil(pendingBase / blockSize);
    for (;;) {
      await idle();
      if (this.#over) return;
      below = await this.#index.next(conversation, below);
      if (below === undefined) break;
      there.add(below);
    }
    // Those that have no messages any more.
    for (const bucket of await this.#index.buckets(conversation))
      if (!there.has(bucket)) await this.#refresh(conversation, bucket);
    if (this.#over) return;
    await this.#index.setBuilt(conversation);
    this.#built?.add(conversation);
  }

  async #refresh(conversation: ConversationId, bucket: number): Promise<void> {
    await idle();
    if (!this.#over) await this.#index.refresh(conversation, bucket);
  }
}
