import type { ConversationId, Down, Epoch, Limits } from '@tokenim/protocol';
import type { Held, OpsInput, OpsResult, Store } from '@tokenim/store';
import { Backoff } from '../backoff.js';
import type { Clock } from '../clock.js';
import { asClientError } from '../errors.js';
import type { Requests } from './requests.js';
import type { Work } from './work.js';

/** Pulls at once: enough to fill a line, few enough that the visible thread is never far behind. */
const parallel = 4;
/** Messages of the first page of a thread: more than a screen shows. */
const firstPage = 50;

export interface PullsOptions {
  store: Store;
  clock: Clock;
  requests: Requests;
  work: Work;
  limits(): Limits;
  online(): boolean;
  /** The thread on the screen: first in line. */
  isOpen(conversation: ConversationId): boolean;
  applyOps(input: OpsInput): Promise<OpsResult>;
  /** The head here is of no use, or the conversation is no longer the user's: ask. */
  askHead(conversation: ConversationId): void;
  /** A page came, which reaches to `to`: there may be something to mark as delivered. */
  onPage(conversation: ConversationId, to: number): void;
  failed(error: unknown): void;
}

/** `busy`: one request for the conversation is under way. Never two, so that answers never race. */
interface Job {
  busy: boolean;
  backoff: Backoff;
  timer?: unknown;
}

/**
 * Brings logs up to their heads, a few conversations at a time. A conversation stays wanted until its newest range
 * ends at the highest `seq` that is known of it; whatever is lost or stale on the way is asked for again.
 */
export class Pulls {
  readonly #o: PullsOptions;
  readonly #jobs = new Map<ConversationId, Job>();
  /** Highest `seq` seen on the wire, which the head in the store may not have yet, and the log's life it is of. */
  readonly #seen = new Map<ConversationId, { epoch: Epoch; seq: number }>();
  #running = 0;

  constructor(options: PullsOptions) {
    this.#o = options;
  }

  /** Pull it until it is up to its head, and to `seq` where one was seen. */
  need(conversation: ConversationId, seen?: { epoch: Epoch; seq: number }): void {
    if (seen) {
      const before = this.#seen.get(conversation);
      if (before?.epoch !== seen.epoch || before.seq < seen.seq) this.#seen.set(conversation, seen);
    }
    if (!this.#jobs.has(conversation)) {
      this.#jobs.set(conversation, {
        busy: false,
        backoff: new Backoff(this.#o.clock, { base: 250, cap: 10_000 }),
      });
    }
    this.pump();
  }

  /** Starts what can be started. */
  pump(): void {
    if (!this.#o.online()) return;
    const ready = [...this.#jobs].filter(([, job]) => !job.busy && job.timer === undefined);
    ready.sort(([a], [b]) => Number(this.#o.isOpen(b)) - Number(this.#o.isOpen(a)));
    for (const [conversation, job] of ready) {
      if (this.#running >= parallel) return;
      void this.#start(conversation, job);
    }
  }

  /** The connection is gone: waits are over, requests fail by themselves. */
  down(): void {
    for (const job of this.#jobs.values()) {
      this.#o.clock.clearTimeout(job.timer);
      job.timer = undefined;
    }
  }

  stop(): void {
    this.down();
    this.#jobs.clear();
  }

  async #start(conversation: ConversationId, job: Job): Promise<void> {
    this.#running += 1;
    job.busy = true;
    let step: 'again' | 'done' | 'wait' = 'wait';
    try {
      step = await this.#step(conversation);
    } catch (error) {
      const { code, fate } = asClientError(error, 'storage');
      if (code === 'storage') this.#o.failed(error);
      else if (fate === 'permanent') {
        step = 'done';
        this.#o.askHead(conversation);
      }
    } finally {
      this.#running -= 1;
      job.busy = false;
    }
    if (step === 'done') this.#jobs.delete(conversation);
    else if (step === 'again') job.backoff.reset();
    else if (this.#o.online()) {
      job.timer = this.#o.clock.setTimeout(() => {
        job.timer = undefined;
        this.pump();
      }, job.backoff.next());
    }
    this.pump();
  }

  /** One request, where one is needed. `again`: it brought something and there may be more. */
  async #step(conversation: ConversationId): Promise<'again' | 'done' | 'wait'> {
    const { work, store, limits } = this.#o;
    const held = await work.run(() => store.held(conversation));
    if (!held || held.local || held.left) return 'done';
    const seen = this.#seen.get(conversation);
    const target = Math.max(held.seq, seen?.epoch === held.epoch ? seen.seq : 0);
    if (target === 0 || (held.to > 0 && held.to >= target)) {
      this.#seen.delete(conversation);
      return 'done';
    }
    // A gap that is longer than a page is jumped over; the hole is filled when someone scrolls there.
    if (held.to === 0 || target - held.to > limits().page) return this.#newest(held);
    return this.#ops(held);
  }

  async #newest({ id, to }: Held): Promise<'again' | 'wait'> {
    const { requests, store } = this.#o;
    let step: 'again' | 'wait' = 'wait';
    await requests.ask({ t: 'history', conversation: id, limit: firstPage }, async (page) => {
      if (page.t !== 'page') return;
      const outcome = await store.applyPage({ page, mode: 'newest' });
      if (outcome === 'epoch' || outcome === 'unknown') this.#o.askHead(id);
      if (outcome !== 'applied') return;
      this.#o.onPage(id, page.to);
      if (page.to > to) step = 'again';
    });
    return step;
  }

  async #ops({ id, epoch, to }: Held): Promise<'again' | 'wait'> {
    let step: 'again' | 'wait' = 'wait';
    await this.#o.requests.ask({ t: 'ops', conversation: id, epoch, after: to }, async (answer) => {
      if (await this.apply(answer, to)) step = 'again';
    });
    return step;
  }

  /** Applies an answer to `ops` or to the `open` of `hello`. True where it brought something. */
  async apply(answer: Down, before = -1): Promise<boolean> {
    const { store } = this.#o;
    if (answer.t === 'reset') {
      await store.reset(answer);
      this.#o.askHead(answer.conversation);
      return true;
    }
    if (answer.t !== 'ops') return false;
    const { conversation, epoch, ops, head } = answer;
    const { outcome, to } = await this.#o.applyOps({ conversation, epoch, ops, head });
    if (outcome === 'unknown' || outcome === 'epoch') this.#o.askHead(conversation);
    if (outcome !== 'applied') return false;
    return to > before;
  }
}
