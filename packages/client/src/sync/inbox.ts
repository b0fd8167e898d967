import type { Down, down } from '@tokenim/protocol';
import type { Work } from './work.js';

/** Frames that are handled together: neighbours of one kind, in one conversation where they are of one. */
export type Batch =
  | { t: 'op'; frames: [down.OpFrame, ...down.OpFrame[]] }
  | { t: 'ack'; frames: [down.Ack, ...down.Ack[]] }
  | { t: 'pointer'; frames: [down.Pointer, ...down.Pointer[]] }
  | { t: 'other'; frames: [Down] };

/** Frames in one batch, so that a transaction stays short. */
const maxBatch = 256;

/**
 * Frames are handled strictly one after another: each is a transaction of the store, and the order in which frames
 * leave the server means something (rule G4). While one transaction runs the next frames gather, and neighbours go
 * together.
 */
export class Inbox {
  readonly #handle: (batch: Batch) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  readonly #work: Work;
  #queue: Down[] = [];
  #running: Promise<void> | undefined;

  constructor(work: Work, handle: (batch: Batch) => Promise<void>, failed: (error: unknown) => void) {
    this.#work = work;
    this.#handle = handle;
    this.#failed = failed;
  }

  push(frame: Down): void {
    this.#queue.push(frame);
    this.#running ??= this.#work.run(() => this.#drain());
  }

  /** Forgets what is not begun: its connection is gone, and what it brought is asked for anew. */
  clear(): void {
    this.#queue = [];
  }

  /** Resolves when all that is queued is handled. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    // Frames that come in the same turn go together.
    await Promise.resolve();
    try {
      while (this.#queue.length > 0) await this.#handle(this.#take());
    } catch (error) {
      this.#queue = [];
      this.#failed(error);
    } finally {
      this.#running = undefined;
      if (this.#queue.length > 0) this.#running = this.#work.run(() => this.#drain());
    }
  }

  #take(): Batch {
    const first = this.#queue[0]!;
    let count = 1;
    if (first.t === 'op' || first.t === 'ack') {
      while (count < maxBatch) {
        const next = this.#queue[count];
        if (next?.t !== first.t || next.conversation !== first.conversation || next.epoch !== first.epoch)
          break;
        count += 1;
      }
    } else if (first.t === 'pointer') {
      while (count < maxBatch && this.#queue[count]?.t === 'pointer') count += 1;
    }
    const frames = this.#queue.splice(0, count);
    return {
      t: first.t === 'op' || first.t === 'ack' || first.t === 'pointer' ? first.t : 'other',
      frames,
    } as Batch;
  }
}
