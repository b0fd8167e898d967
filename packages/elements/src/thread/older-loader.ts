import type { ConversationId } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';

/** The same place is not asked for again within this many milliseconds, should nothing have come of it. */
const patience = 3_000;

/** A page of history reaches from a message to one this much newer, and over what lies between. */
const page = 51;
/** Holes this near the screen (px) are filled before they are on it. */
const near = 300;

/** Fetches history before a place, one page at a time. */
export class OlderLoader {
  busy = false;
  offline = false;
  readonly #host: TimElement & { conversation: ConversationId | '' };
  readonly #again: () => void;
  #asked = new Map<number, number>();
  #round = 0;

  constructor(host: TimElement & { conversation: ConversationId | '' }, again: () => void) {
    this.#host = host;
    this.#again = again;
  }

  /** Changes whenever what it shows does. */
  get state(): string {
    return `${this.busy}${this.offline}`;
  }

  reset(): void {
    this.#round++;
    this.busy = false;
    this.offline = false;
    this.#asked.clear();
  }

  /** The network came or went. */
  connection(online: boolean): void {
    if (online && this.offline) this.retry();
  }

  /** Once more, for what could not be fetched. */
  retry = (): void => {
    this.offline = false;
    this.#asked.clear();
    this.#host.requestUpdate();
    this.#again();
  };

  load(seq: number): void {
    const { im, conversation } = this.#host;
    if (!im || !conversation || this.busy || this.offline) return;
    if (Date.now() - (this.#asked.get(seq) ?? 0) < patience) return;
    this.#asked.set(seq, Date.now());
    this.busy = true;
    this.#host.requestUpdate();
    const round = ++this.#round;
    im.loadBefore(conversation, seq)
      .catch(() => 'offline' as const)
      .then((result) => {
        if (round !== this.#round) return;
        this.busy = false;
        this.offline = result === 'offline';
        this.#host.requestUpdate();
      });
  }

  /** Fetches what is missing between `rows` where that is in `box`, what is seen of the thread, or near it. */
  fill(root: ParentNode, box: DOMRect, rows: readonly MessageRow[]): void {
    for (const hole of root.querySelectorAll<HTMLElement>('[data-hole]')) {
      const at = hole.getBoundingClientRect();
      if (at.bottom < box.top - near || at.top > box.bottom + near) continue;
      const seq = Number(hole.dataset.hole);
      // Who comes from above sees what follows there; whoever from below, what goes before.
      const above = rows[rows.findIndex((row) => row.seq === seq) - 1];
      const fromAbove = above && at.top > (box.top + box.bottom) / 2;
      this.load(fromAbove ? Math.min(seq, above.seq + page) : seq);
    }
  }
}
