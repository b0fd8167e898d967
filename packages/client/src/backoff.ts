import type { Clock } from './clock.js';

export interface BackoffOptions {
  /** Milliseconds that the first wait is below. Default 500. */
  base?: number;
  /** Milliseconds that no wait is above. Default 30 s. */
  cap?: number;
}

/**
 * How long to wait before the next attempt: full jitter, random × min(cap, base × 2^n), which spreads the
 * clients of a restarted server most evenly for the least work. Source: Marc Brooker, "Exponential Backoff
 * And Jitter", AWS Architecture Blog, 2015.
 */
export class Backoff {
  readonly #clock: Clock;
  readonly #base: number;
  readonly #cap: number;
  #failures = 0;

  constructor(clock: Clock, { base = 500, cap = 30_000 }: BackoffOptions = {}) {
    this.#clock = clock;
    this.#base = base;
    this.#cap = cap;
  }

  /** Failures since the last success. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and gives the wait in milliseconds; never less than `atLeast`, what a server asked for. */
  next(atLeast = 0): number {
    // 2^30 is far beyond any cap; the bound keeps the number finite.
    const ceiling = Math.min(this.#cap, this.#base * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return atLeast + Math.floor(this.#clock.random() * ceiling);
  }

  /** After a success. */
  reset(): void {
    this.#failures = 0;
  }
}
