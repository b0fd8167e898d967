import type { Live } from '@tokenim/store';

/** A set of live queries over plain data: `changed()` runs all again, and answers come in a later task, as from a disk. */
export class LiveSet {
  #runs = new Set<() => void>();

  live<T>(read: () => T): Live<T> {
    return {
      subscribe: (next, error) => {
        let open = true;
        let queued = false;
        const run = () => {
          if (queued) return;
          queued = true;
          setTimeout(() => {
            queued = false;
            if (!open) return;
            let value: T;
            try {
              value = structuredClone(read());
            } catch (reason) {
              error?.(reason);
              return;
            }
            next(value);
          });
        };
        this.#runs.add(run);
        run();
        return () => {
          open = false;
          this.#runs.delete(run);
        };
      },
    };
  }

  /** Queries that are followed now. */
  get size(): number {
    return this.#runs.size;
  }

  changed(): void {
    for (const run of this.#runs) run();
  }
}
