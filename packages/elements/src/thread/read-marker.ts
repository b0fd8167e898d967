import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';

/** Marks as read what has been on the screen of a visible, focused page. */
export class ReadMarker implements ReactiveController {
  readonly #host: TimElement & { conversation: ConversationId | '' };
  readonly #look: () => void;
  #marked = '';
  #onScreen = false;
  #observer: IntersectionObserver | undefined;

  constructor(host: TimElement & { conversation: ConversationId | '' }, look: () => void) {
    this.#host = host;
    this.#look = look;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('focus', this.#look);
    document.addEventListener('visibilitychange', this.#look);
    this.#observer = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)!.isIntersecting;
      if (this.#onScreen) this.#look();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    window.removeEventListener('focus', this.#look);
    document.removeEventListener('visibilitychange', this.#look);
    this.#observer?.disconnect();
    this.#onScreen = false;
  }

  /** Rows up to the last on the screen, with their lines: read is what ends above its lower edge. */
  seen(
    row: ConversationRow | undefined,
    rows: readonly MessageRow[],
    lines: readonly HTMLElement[],
    bottom: number,
  ): void {
    const seq =
      rows.findLast(
        ({ state, note }, i) =>
          state === 'sent' && !note && lines[i] && lines[i].getBoundingClientRect().bottom <= bottom + 8,
      )?.seq ?? 0;
    const { im, conversation } = this.#host;
    if (!im || !row || !conversation || row.id !== conversation || seq === 0) return;
    if (!this.#onScreen || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (seq <= row.me.read && !row.me.unread) return;
    const mark = `${conversation} ${Math.max(seq, row.me.read)}`;
    if (mark === this.#marked) return;
    this.#marked = mark;
    im.markRead(conversation, Math.max(seq, row.me.read)).catch(() => {
      this.#marked = '';
    });
  }
}
