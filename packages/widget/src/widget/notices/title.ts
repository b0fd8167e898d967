/** How long each of the two titles stands, in ms: long enough to be read in a row of tabs. */
const turn = 2_000;

/**
 * The page's title while nobody looks: with the count before it, in turn with who wrote. The page may change its title
 * meanwhile; only what was put there is taken away again.
 */
export class Title {
  #own = '';
  #shown = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param count in the reader's figures @param words who wrote; left out, the count alone stands */
  show(count: string, words = ''): void {
    clearInterval(this.#timer);
    this.#put(`(${count}) ${this.#page()}`);
    if (!words) return;
    let first = true;
    this.#timer = setInterval(() => {
      first = !first;
      const page = this.#page();
      this.#put(first ? `(${count}) ${page}` : words);
    }, turn);
  }

  restore(): void {
    clearInterval(this.#timer);
    if (this.#shown) document.title = this.#page();
    this.#shown = '';
  }

  /** The title that is the page's own. */
  #page(): string {
    if (document.title !== this.#shown || !this.#shown) this.#own = document.title;
    return this.#own;
  }

  #put(title: string): void {
    document.title = title;
    // Read back, for the browser joins white space.
    this.#shown = document.title;
  }
}
