import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Rows are placed in steps of so many, and so many beyond each end of the screen. */
const step = 4;
const margin = 8;
/** Who has scrolled this lately (ms) is not moved under the finger. */
const rest = 150;

/** Rows that follow each other, from a place in the list on. */
interface Stretch {
  rows: readonly { id: string }[];
  offset: number;
}

/** Which of many rows of one height are on the screen. */
export class ListViewport implements ReactiveController {
  /** Height of a row in px, as the styles say. */
  rowHeight = 64;
  /** Rows on the screen, both included. */
  first = 0;
  last = 12;
  readonly #host: ReactiveControllerHost;
  #list: HTMLElement | undefined;
  #scrolled = 0;
  #shift = 0;
  readonly #observer = new ResizeObserver(() => this.#measure());

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#attach(undefined);
  }

  /** Rows to have in the page, of `total`: `from` is the first, `to` the one behind the last. */
  range(total: number): { from: number; to: number } {
    const to = Math.min(total, (Math.floor((this.last + margin) / step) + 1) * step);
    const from = Math.max(0, Math.min(to, Math.floor((this.first - margin) / step) * step));
    return { from, to };
  }

  /** After each render: what scrolls, and in it something as high as a row. */
  rendered(list: HTMLElement | null, probe: HTMLElement | null): void {
    if ((list ?? undefined) !== this.#list) this.#attach(list ?? undefined, probe ?? undefined);
    if (this.#shift !== 0 && this.#list) this.#list.scrollTop += this.#shift;
    this.#shift = 0;
  }

  /**
   * Rows that stood on the screen stand elsewhere now, most of them by so many places: they stay where they are read,
   * unless that is the list's start or is moving.
   */
  keep(before: Stretch, now: Stretch): void {
    if (!this.#list || performance.now() - this.#scrolled < rest) return;
    const places = new Map(now.rows.map((row, i) => [row.id, now.offset + i]));
    const moves: number[] = [];
    for (let index = this.first; index < this.last; index++) {
      const row = before.rows[index - before.offset];
      const place = row && places.get(row.id);
      if (place !== undefined) moves.push(place - index);
    }
    const move = moves.sort((a, b) => a - b)[moves.length >> 1];
    if (move && this.#list.scrollTop >= this.rowHeight) this.#shift = move * this.rowHeight;
  }

  toStart(): void {
    this.#list?.scrollTo({ top: 0 });
  }

  /** Brings a row onto the screen by the shortest way. */
  show(index: number): void {
    const list = this.#list;
    if (!list) return;
    const edge = 8;
    const top = index * this.rowHeight;
    const bottom = top + this.rowHeight + 2 * edge;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    this.#look();
  }

  /** Rows of a screen, less one that both screens show. */
  get page(): number {
    return Math.max(1, this.last - this.first - 1);
  }

  #attach(list?: HTMLElement, probe?: HTMLElement): void {
    this.#observer.disconnect();
    this.#list?.removeEventListener('scroll', this.#onScroll);
    this.#list = list;
    if (!list) return;
    list.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#observer.observe(list);
    if (probe) this.#observer.observe(probe);
    this.#measure(probe);
  }

  #probe: HTMLElement | undefined;

  #measure(probe = this.#probe): void {
    this.#probe = probe;
    const height = probe?.offsetHeight;
    if (height && height !== this.rowHeight) {
      this.rowHeight = height;
      this.#host.requestUpdate();
    }
    this.#look();
  }

  #onScroll = (): void => {
    this.#scrolled = performance.now();
    this.#look();
  };

  #look(): void {
    const list = this.#list;
    if (!list || list.clientHeight === 0) return;
    const first = Math.max(0, Math.floor(list.scrollTop / this.rowHeight));
    const last = Math.ceil((list.scrollTop + list.clientHeight) / this.rowHeight);
    const before = this.range(Number.POSITIVE_INFINITY);
    this.first = first;
    this.last = last;
    const after = this.range(Number.POSITIVE_INFINITY);
    if (after.from !== before.from || after.to !== before.to) this.#host.requestUpdate();
  }
}
