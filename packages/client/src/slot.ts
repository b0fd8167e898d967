/** Something that is there at times, and who waits for it. */
export class Slot<T> {
  #value: T | undefined;
  readonly #watchers = new Set<(value: T | undefined) => void>();

  get value(): T | undefined {
    return this.#value;
  }

  set(value: T | undefined): void {
    this.#value = value;
    for (const watcher of [...this.#watchers]) watcher(value);
  }

  /** Calls at once where there is a value, and then on each change; returns what ends it. */
  watch(watcher: (value: T | undefined) => void): () => void {
    this.#watchers.add(watcher);
    if (this.#value !== undefined) watcher(this.#value);
    return () => {
      this.#watchers.delete(watcher);
    };
  }
}
