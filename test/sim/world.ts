import { settle } from './quiet.js';
import type { Random } from './random.js';

interface Event {
  at: number;
  order: number;
  run: (() => void) | undefined;
}

/** Virtual time. One event at a time, and after each everything that follows from it. */
export class World {
  now = 1_700_000_000_000;
  readonly random: Random;
  readonly trace: string[] = [];
  readonly tracing: boolean;
  #heap: Event[] = [];
  #order = 0;

  constructor(random: Random, tracing = false) {
    this.random = random;
    this.tracing = tracing;
  }

  /** A line of what happened, for who looks at one seed. */
  note(line: () => string): void {
    if (this.tracing) this.trace.push(`${((this.now - 1_700_000_000_000) / 1000).toFixed(3)} ${line()}`);
  }

  after(ms: number, run: () => void): Event {
    const event = { at: this.now + Math.max(0, ms), order: this.#order++, run };
    this.#push(event);
    return event;
  }

  cancel(event: unknown): void {
    if (event) (event as Event).run = undefined;
  }

  /** Lets virtual time go on by that much. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settle();
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (!next.run) continue;
      this.now = Math.max(this.now, next.at);
      next.run();
      await settle();
    }
    this.now = Math.max(this.now, end);
  }

  #before(a: Event, b: Event): boolean {
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #push(event: Event): void {
    const heap = this.#heap;
    heap.push(event);
    for (let i = heap.length - 1; i > 0; ) {
      const up = (i - 1) >> 1;
      if (this.#before(heap[up]!, heap[i]!)) break;
      [heap[up], heap[i]] = [heap[i]!, heap[up]!];
      i = up;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && this.#before(heap[child]!, heap[least]!)) least = child;
      }
      if (least === i) break;
      [heap[least], heap[i]] = [heap[i]!, heap[least]!];
      i = least;
    }
  }
}
