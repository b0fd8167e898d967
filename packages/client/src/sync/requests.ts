import type { Down, Up } from '@tokenim/protocol';
import type { Clock } from '../clock.js';
import { type Deferred, deferred } from '../deferred.js';
import { ClientError, type ClientErrorCode } from '../errors.js';

type WithId = Extract<Up, { id: number }>;
type WithoutId<F> = F extends WithId ? Omit<F, 'id'> : never;
/** A request without its number. */
export type Request = WithoutId<WithId>;

interface Pending {
  answer: Deferred<Down>;
  timer: unknown;
  apply: ((answer: Down) => Promise<void>) | undefined;
}

/** Milliseconds after which a request is asked again: far above any healthy answer, below what a person waits. */
const defaultTimeout = 15_000;

/** Requests of one connection and their answers (rule F5). */
export class Requests {
  readonly #clock: Clock;
  readonly #send: (frame: Up) => boolean;
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  constructor(clock: Clock, send: (frame: Up) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  /**
   * Sends a request. `apply` runs in turn with all other frames and is waited for before the next one, so that
   * the answer takes its place in their order. Rejects with a ClientError: `offline`, `timeout`, or the code of `error`.
   */
  ask(request: Request, apply?: (answer: Down) => Promise<void>, timeout = defaultTimeout): Promise<Down> {
    const id = ++this.#last;
    if (!this.#send({ ...request, id } as Up)) return Promise.reject(new ClientError('offline'));
    const answer = deferred<Down>();
    const timer = this.#clock.setTimeout(
      () => this.#take(id)?.answer.reject(new ClientError('timeout')),
      timeout,
    );
    this.#pending.set(id, { answer, timer, apply });
    return answer.promise;
  }

  /** Whether the frame answers a request that is still waited for; settles it. */
  async answer(id: number, frame: Down): Promise<void> {
    const pending = this.#take(id);
    if (!pending) return;
    if (frame.t === 'error') {
      const { code, detail, after } = frame;
      pending.answer.reject(new ClientError(code as ClientErrorCode, detail, { after }));
      return;
    }
    try {
      await pending.apply?.(frame);
    } catch (error) {
      pending.answer.reject(error);
      throw error;
    }
    pending.answer.resolve(frame);
  }

  /** The connection is gone. */
  failAll(): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.answer.reject(new ClientError('offline'));
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (!pending) return undefined;
    this.#pending.delete(id);
    this.#clock.clearTimeout(pending.timer);
    return pending;
  }
}
