/** Where some messages on the screen were: the first that is still there afterwards is put back to its place. */
export interface Place {
  tops: [element: string, top: number][];
}

/**
 * Keeps what is on the screen where it is while rows come and go above it. Own arithmetic in place of the
 * browser's scroll anchoring, which WebKit does not have; `overflow-anchor` is off.
 */
export class ScrollPlace {
  readonly #root: () => ParentNode;
  readonly #scroller: () => HTMLElement | null;
  #lines: HTMLElement[] | undefined;
  /** Some of the rows that follow each other have others between them that are not here. */
  hasHoles = false;
  /** Where the first line on the screen was found last: it is near there again. */
  #near = 0;

  constructor(root: () => ParentNode, scroller: () => HTMLElement | null) {
    this.#root = root;
    this.#scroller = scroller;
  }

  /** The rows' lines in order, looked up once per rendering. */
  lines(): HTMLElement[] {
    this.#lines ??= [...this.#root().querySelectorAll<HTMLElement>('.line')];
    return this.#lines;
  }

  /** Rows were rendered. */
  rendered(): void {
    this.#lines = undefined;
  }

  /**
   * Index of the first line whose lower edge is below `y`, looked for from `near` on: lines stand in order, asking one
   * where it is costs something, and readers move little between two frames.
   */
  static firstBelow(lines: readonly HTMLElement[], y: number, near: number): number {
    const below = (index: number) => lines[index]!.getBoundingClientRect().bottom > y;
    let at = Math.min(near, lines.length);
    while (at > 0 && below(at - 1)) at--;
    while (at < lines.length && !below(at)) at++;
    return at;
  }

  /** The first line below the upper edge (px from the page's). */
  first(top: number): number {
    this.#near = ScrollPlace.firstBelow(this.lines(), top, this.#near);
    return this.#near;
  }

  /** The places of at most `most` lines that are on the screen. */
  capture(most = 40): Place | undefined {
    const scroller = this.#scroller();
    if (!scroller) return undefined;
    const box = scroller.getBoundingClientRect();
    const lines = this.lines();
    const tops: Place['tops'] = [];
    // Where a hole is in the upper half, what lies below it is read, and rows will come between.
    let from = Number.NEGATIVE_INFINITY;
    for (const hole of this.hasHoles ? this.#root().querySelectorAll('[data-hole]') : []) {
      const top = hole.getBoundingClientRect().top - box.top;
      if (top > 0 && top < box.height / 2) from = top;
    }
    for (let i = this.first(box.top); i < lines.length && tops.length < most; i++) {
      const top = lines[i]!.getBoundingClientRect().top - box.top;
      if (top < from) continue;
      if (top > box.height && tops.length > 0) break;
      tops.push([lines[i]!.dataset.cid!, top]);
    }
    // One that is cut off by the edge may change its height out of sight: those in sight count first.
    if (tops.length > 1 && tops[0]![1] < 0) tops.push(tops.shift()!);
    return { tops };
  }

  restore(place: Place | undefined): void {
    const scroller = this.#scroller();
    if (!scroller || !place) return;
    const lines = this.lines();
    for (const [cid, top] of place.tops) {
      const index = lines.findIndex((each) => each.dataset.cid === cid);
      if (index < 0) continue;
      this.#near = index;
      const moved = lines[index]!.getBoundingClientRect().top - scroller.getBoundingClientRect().top - top;
      if (Math.abs(moved) >= 0.5) scroller.scrollTop += moved;
      return;
    }
  }
}
