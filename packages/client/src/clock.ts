/**
 * Time and chance, as everything in the client takes them: a test or a simulation gives its own, and the
 * same seed then gives the same run.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC by this device. Never used to order anything. */
  now(): number;
  /** Runs `fn` once after `ms` milliseconds. */
  setTimeout(fn: () => void, ms: number): unknown;
  /** Takes what `setTimeout` gave; an unknown or past one is ignored. */
  clearTimeout(handle: unknown): void;
  /** From 0 (inclusive) to 1 (exclusive), with at least 32 random bits. */
  random(): number;
}

const words = new Uint32Array(64);
let used = words.length;

/** The real one. Its randomness is that of `crypto`, since ids are made of it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (fn, ms) => setTimeout(fn, ms),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout> | undefined),
  random() {
    if (used >= words.length) {
      crypto.getRandomValues(words);
      used = 0;
    }
    return words[used++]! / 2 ** 32;
  },
};

/** Resolves after `ms` milliseconds of the clock. */
export function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.setTimeout(resolve, ms));
}
