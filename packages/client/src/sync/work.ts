/** Counts what runs, so that a simulation knows when a client has nothing more to do but wait. */
export class Work {
  #running = 0;
  #waiting: (() => void)[] = [];

  /** Runs a task; errors are the caller's, through the promise. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await task();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Resolves when nothing runs and nothing follows from what has ended. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 20; ) {
      if (this.#running > 0) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        quiet = 0;
      } else {
        // What awaits an ended task goes on some microtasks later.
        await Promise.resolve();
        quiet += 1;
      }
    }
  }
}
