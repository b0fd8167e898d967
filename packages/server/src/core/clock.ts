/** Time and chance, so that a simulation can own both. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Runs after the frames that have already arrived were handled; gathers them into one commit. */
  soon(run: () => void): void;
  /** 0 <= x < 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  soon: (run) => void setImmediate(run),
  random: () => Math.random(),
};
