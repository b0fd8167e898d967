import type { ConversationRow } from '@tokenim/store';
import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';
import { Watch } from '../base/watch.js';
import { countOf, type Show } from './list-types.js';

/** Rows are read in steps of so many, and so many beyond each end of what is on the screen. */
const step = 25;
const margin = 25;
/** A place far away is read once the scrolling has rested this long (ms). */
const rest = 60;

interface Loaded {
  show: Show;
  offset: number;
  limit: number;
  rows: ConversationRow[];
}

/**
 * The part of the conversations that is read: a window of some fifty rows around what is on the screen, however
 * many there are. How many that is comes from the window itself where it reaches the end, else from a count made
 * once; in between the list ends a window further and grows when somebody gets there.
 */
export class ListWindow implements ReactiveController {
  /** Conversations in the list as far as known. */
  total = 0;
  readonly #host: TimElement;
  readonly #request: () => { show: Show; max: number };
  readonly #changed: (before: readonly ConversationRow[], offset: number) => void;
  readonly #watch: Watch<Loaded>;
  #offset = 0;
  #limit = step * 2;
  #counted: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: TimElement,
    request: () => { show: Show; max: number },
    /** Other rows stand in the window; told before the render, with those that stood there. */
    changed: (before: readonly ConversationRow[], offset: number) => void,
  ) {
    this.#host = host;
    this.#request = request;
    this.#changed = changed;
    let before: Loaded | undefined;
    this.#watch = new Watch<Loaded>(host, {
      source: (client) => {
        const { show, max } = this.#request();
        const [offset, limit] = max > 0 ? [0, max] : [this.#offset, this.#limit];
        const live = client.views.conversations({ show, offset, limit });
        return {
          subscribe: (next, error) => live.subscribe((rows) => next({ show, offset, limit, rows }), error),
        };
      },
      deps: () => {
        const { show, max } = this.#request();
        return [show, max, max || this.#offset, max || this.#limit];
      },
      keep: true,
      onValue: (value) => {
        this.#measure(value);
        if (before && before.show === value.show) this.#changed(before.rows, before.offset);
        before = value;
      },
    });
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#counted = undefined;
  }

  get failed(): boolean {
    return this.#watch.failed;
  }

  /** Nothing has been read yet of what is asked for. */
  get loading(): boolean {
    return this.#watch.value?.show !== this.#request().show;
  }

  get offset(): number {
    return this.#watch.value?.offset ?? 0;
  }

  get rows(): readonly ConversationRow[] {
    return this.#watch.value?.rows ?? [];
  }

  retry(): void {
    this.#watch.retry();
  }

  /** Another list: from its start. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#offset = 0;
    this.total = 0;
    this.#counted = undefined;
  }

  at(index: number): ConversationRow | undefined {
    return this.rows[index - this.offset];
  }

  /** What is on the screen: rows `first` to `last`. */
  look(first: number, last: number): void {
    const offset = Math.max(0, Math.floor((first - margin) / step) * step);
    const limit = Math.ceil((last + margin - offset) / step) * step;
    if (offset === this.#offset && limit === this.#limit) return;
    const near = offset <= this.offset + this.rows.length && offset + limit >= this.offset;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#offset = offset;
        this.#limit = limit;
        this.#host.requestUpdate();
      },
      near ? 0 : rest,
    );
  }

  #measure({ show, offset, limit, rows }: Loaded): void {
    const end = offset + rows.length;
    if (rows.length < limit)
      this.total = rows.length > 0 || offset === 0 ? end : Math.min(this.total, offset);
    else if (this.#request().max > 0) this.total = end;
    else {
      this.total = Math.max(this.total, end);
      void this.#count(show, end);
    }
  }

  async #count(show: Show, atLeast: number): Promise<void> {
    const client = this.#host.im;
    if (!client || this.#counted === client) return;
    this.#counted = client;
    const total = await countOf(client, show, atLeast).catch(() => 0);
    if (this.#counted !== client || client !== this.#host.im || show !== this.#request().show) return;
    this.total = Math.max(this.total, total);
    this.#host.requestUpdate();
  }
}
