import type { ConversationId, Up } from '@tokenim/protocol';
import type { DirtyMark, Store } from '@tokenim/store';
import type { Clock } from '../clock.js';
import { asClientError } from '../errors.js';
import type { Request, Requests } from './requests.js';
import type { Work } from './work.js';

/** Milliseconds between two marks of one conversation (rule P5), and between two looks at the store. */
const interval = 1000;
const lookInterval = 100;

export interface MarksOptions {
  store: Store;
  clock: Clock;
  requests: Requests;
  work: Work;
  online(): boolean;
  askHead(conversation: ConversationId): void;
  failed(error: unknown): void;
}

type MarkRequest = Omit<Extract<Up, { t: 'mark' }>, 'id'>;

/** Sends the pointers that moved and the flags that were set here. The store has them and merges; what is sent is always the newest. */
export class Marks {
  readonly #o: MarksOptions;
  readonly #sentAt = new Map<ConversationId, number>();
  readonly #busy = new Set<ConversationId>();
  #timer: unknown;
  #due = Number.POSITIVE_INFINITY;
  #looking = false;
  #again = false;

  constructor(options: MarksOptions) {
    this.#o = options;
  }

  /** There may be something new to mark. */
  wake(wait = lookInterval): void {
    if (!this.#o.online()) return;
    const due = this.#o.clock.now() + wait;
    if (due >= this.#due) return;
    this.#o.clock.clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = this.#o.clock.setTimeout(() => {
      this.#due = Number.POSITIVE_INFINITY;
      void this.#look();
    }, wait);
  }

  stop(): void {
    this.#o.clock.clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
  }

  async #look(): Promise<void> {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again && this.#o.online()) {
        this.#again = false;
        for (const mark of await this.#o.work.run(() => this.#o.store.dirtyMarks())) this.#try(mark);
      }
    } catch (error) {
      this.#o.failed(error);
    } finally {
      this.#looking = false;
    }
  }

  #try(mark: DirtyMark): void {
    const { conversation } = mark;
    if (this.#busy.has(conversation)) return;
    const wait =
      (this.#sentAt.get(conversation) ?? Number.NEGATIVE_INFINITY) + interval - this.#o.clock.now();
    if (wait > 0) this.wake(wait);
    else void this.#send(firstOf(mark));
  }

  async #send(mark: DirtyMark): Promise<void> {
    const { store, work, requests, clock } = this.#o;
    const { conversation } = mark;
    this.#busy.add(conversation);
    this.#sentAt.set(conversation, clock.now());
    try {
      await requests.ask({ t: 'mark', ...mark } as MarkRequest as Request, async (ok) => {
        const { version } = ok as { version?: unknown };
        const sure = await store.marked(mark, typeof version === 'number' ? version : undefined);
        if (!sure) this.#o.askHead(conversation);
      });
    } catch (error) {
      const { code, fate } = asClientError(error, 'storage');
      if (code === 'storage') this.#o.failed(error);
      // Refused for good: the conversation is no longer the user's.
      else if (fate === 'permanent') {
        await work.run(() => store.marked(mark)).catch(this.#o.failed);
        this.#o.askHead(conversation);
      }
    } finally {
      this.#busy.delete(conversation);
    }
    this.wake(interval);
  }
}

/** "Unread" ends when `read` is marked (rule P3), so of both the pointers go first. */
function firstOf(mark: DirtyMark): DirtyMark {
  const { unread: _later, ...first } = mark;
  return mark.read || mark.delivered ? first : mark;
}
