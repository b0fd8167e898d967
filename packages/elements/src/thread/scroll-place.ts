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

  constructor(root: () => ParentNode, scroller: () => HTMLElement | null) {
    this.#root = root;
    this.#scroller = scroller;
  }

  #lines: HTMLElement[] | undefined;

  /** The rows' lines in order, looked up once per rendering. */
  lines(): HTMLElement[] {
    this.#lines ??= [...this.#root().querySelectorAll<HTMLElement>('.line')];
    return this.#lines;
  }

  /** Rows were rendered. */
  rendered(): void {
    this.#lines = undefined;
  }

  /** Index of the first line whose lower edge is below `y`, by bisection: lines stand in order. */
  static firstBelow(lines: readonly HTMLElement[], y: number): number {
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[middle]!.getBoundingClientRect().bottom > y) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  capture(): Place | undefined {
    const scroller = this.#scroller();
    if (!scroller) return undefined;
    const box = scroller.getBoundingClientRect();
    const lines = this.lines();
    const tops: Place['tops'] = [];
    for (let i = ScrollPlace.firstBelow(lines, box.top); i < lines.length && tops.length < 40; i++) {
      const top = lines[i]!.getBoundingClientRect().top - box.top;
      if (top > box.height && tops.length > 0) break;
      tops.push([lines[i]!.dataset.cid!, top]);
    }
    return { tops };
  }

  restore(place: Place | undefined): void {
    const scroller = this.#scroller();
    if (!scroller || !place) return;
    const lines = this.lines();
    for (const [cid, top] of place.tops) {
      const line = lines.find((each) => each.dataset.cid === cid);
      if (!line) continue;
      const moved = line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - top;
      if (Math.abs(moved) >= 0.5) scroller.scrollTop += moved;
      return;
    }
  }
}
