import type { ConversationId, down } from '@tokenim/protocol';
import type { Store } from '@tokenim/store';
import { Backoff } from '../backoff.js';
import type { Clock } from '../clock.js';
import { asClientError } from '../errors.js';
import type { Requests } from './requests.js';
import type { Work } from './work.js';

/** Conversations that one `heads` may name. */
const perRequest = 100;
/** Milliseconds to wait for the `changes` that `hello` asked for, before they are asked for again. */
const resumeTime = 15_000;

export interface HeadsOptions {
  store: Store;
  clock: Clock;
  requests: Requests;
  work: Work;
  online(): boolean;
  /** Heads that were asked for by name are in the store. */
  onHeads(conversations: readonly ConversationId[]): void;
  /** The last page of changes is in the store; all conversations that the pages named. Runs in turn with frames. */
  onSynced(changed: readonly ConversationId[]): Promise<void>;
  failed(error: unknown): void;
}

/**
 * Keeps the conversations' heads and the user's cursor up to the server (rules C1 to C7): `sync` when a version was
 * missed, `heads` for single conversations. At most one request of each is under way; what comes up meanwhile is
 * asked for after it.
 */
export class Heads {
  readonly #o: HeadsOptions;
  readonly #backoff: Backoff;
  readonly #wanted = new Set<ConversationId>();
  #changed = new Set<ConversationId>();
  /** `idle`: up to date, as far as known. `resuming`: the answer to `hello` is to come. */
  #phase: 'idle' | 'resuming' | 'asking' = 'idle';
  #again = false;
  #asking = false;
  #timer: unknown;
  #headsTimer: unknown;

  constructor(options: HeadsOptions) {
    this.#o = options;
    this.#backoff = new Backoff(options.clock, { base: 250, cap: 10_000 });
  }

  /** `hello` asked for changes; they are to come. */
  resumed(): void {
    this.#phase = 'resuming';
    this.#timer = this.#o.clock.setTimeout(() => {
      if (this.#phase === 'resuming') this.#start();
    }, resumeTime);
    void this.#askWanted();
  }

  /** A version was missed. */
  sync(): void {
    if (this.#phase === 'idle') this.#start();
    else this.#again = true;
  }

  /** The answer to `hello` or to `sync`, in turn with all other frames. */
  async changes(frame: down.Changes): Promise<void> {
    const { changed, heads } = await this.#o.store.applyChanges(frame);
    for (const id of changed) this.#changed.add(id);
    this.ask(heads);
    const first = this.#phase === 'resuming';
    if (first) {
      this.#o.clock.clearTimeout(this.#timer);
      this.#phase = 'idle';
    }
    if (frame.more) {
      if (first) this.#start();
      else this.#again = true;
      return;
    }
    const all = [...this.#changed];
    this.#changed = new Set();
    await this.#o.onSynced(all);
    if (first && this.#again) this.sync();
  }

  /** These heads are missing here or wrong. */
  ask(conversations: readonly ConversationId[]): void {
    for (const id of conversations) this.#wanted.add(id);
    void this.#askWanted();
  }

  down(): void {
    this.#phase = 'idle';
    this.#again = false;
    this.#o.clock.clearTimeout(this.#timer);
    this.#o.clock.clearTimeout(this.#headsTimer);
    this.#headsTimer = undefined;
  }

  #start(): void {
    if (this.#phase === 'asking' || !this.#o.online()) return;
    this.#phase = 'asking';
    void this.#sync();
  }

  async #sync(): Promise<void> {
    const { store, requests, work, online, failed, clock } = this.#o;
    this.#again = false;
    let brought = false;
    try {
      const cursor = await work.run(() => store.cursor());
      const from = cursor ? { epoch: cursor.epoch, version: cursor.version } : { version: 0 };
      await requests.ask({ t: 'sync', ...from }, async (answer) => {
        if (answer.t !== 'changes') return;
        brought = true;
        await this.changes(answer);
      });
    } catch (error) {
      if (asClientError(error, 'storage').code === 'storage') failed(error);
    }
    if (!online() || this.#phase !== 'asking') return;
    this.#phase = 'idle';
    if (brought) {
      this.#backoff.reset();
      if (this.#again) this.#start();
      return;
    }
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.sync(), this.#backoff.next());
  }

  async #askWanted(): Promise<void> {
    const { requests, online, store, clock, failed } = this.#o;
    if (this.#asking || this.#headsTimer !== undefined || this.#wanted.size === 0 || !online()) return;
    this.#asking = true;
    const conversations = [...this.#wanted].slice(0, perRequest);
    for (const id of conversations) this.#wanted.delete(id);
    let brought = false;
    let stale: ConversationId[] = [];
    try {
      await requests.ask({ t: 'heads', conversations }, async (answer) => {
        if (answer.t !== 'heads') return;
        brought = true;
        stale = await store.applyHeads(answer.conversations, conversations);
      });
      this.#o.onHeads(conversations);
    } catch (error) {
      const { code, fate } = asClientError(error, 'storage');
      if (code === 'storage') failed(error);
      brought = fate === 'permanent' && code !== 'storage';
    }
    this.#asking = false;
    // An answer from before what came meanwhile does not mend what it was asked for.
    const again = brought ? stale : conversations;
    if (again.length > 0) {
      for (const id of again) this.#wanted.add(id);
      if (!online()) return;
      this.#headsTimer = clock.setTimeout(() => {
        this.#headsTimer = undefined;
        void this.#askWanted();
      }, this.#backoff.next());
      return;
    }
    void this.#askWanted();
  }
}
