import type { Clock } from '../clock.js';

/** Time that moves only when a test says so, and chance out of a seed (mulberry32). */
export class TestClock implements Clock {
  #now = 1_700_000_000_000;
  #state: number;
  #timers: { at: number; order: number; fn: () => void }[] = [];
  #order = 0;

  constructor(seed = 1) {
    this.#state = seed;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  setTimeout(fn: () => void, ms: number): unknown {
    const timer = { at: this.#now + Math.max(0, ms), order: ++this.#order, fn };
    this.#timers.push(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#timers = this.#timers.filter((timer) => timer !== handle);
  }

  /** Milliseconds to the next timer; undefined where there is none. */
  get next(): number | undefined {
    const at = Math.min(...this.#timers.map((timer) => timer.at));
    return Number.isFinite(at) ? at - this.#now : undefined;
  }

  /** Moves on by `ms` at most, to the next timer, and runs it. False where none was due. */
  step(ms = Number.POSITIVE_INFINITY): boolean {
    const due = this.#timers.sort((a, b) => a.at - b.at || a.order - b.order)[0];
    if (!due || due.at - this.#now > ms) {
      if (Number.isFinite(ms)) this.#now += ms;
      return false;
    }
    this.#now = Math.max(this.#now, due.at);
    this.#timers = this.#timers.filter((timer) => timer !== due);
    due.fn();
    return true;
  }
}
