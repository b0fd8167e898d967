import type { ConversationId } from '@tokenim/protocol';
import type { Clock } from '../clock.js';

/** Milliseconds between two signals while someone types: others clear theirs after 6 s without news. */
const interval = 3000;

/** Throttles typing signals; the stop is sent at once, and only after a start. */
export class Typing {
  readonly #clock: Clock;
  readonly #send: (conversation: ConversationId, on: boolean) => void;
  readonly #sentAt = new Map<ConversationId, number>();

  constructor(clock: Clock, send: (conversation: ConversationId, on: boolean) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  set(conversation: ConversationId, on: boolean): void {
    const before = this.#sentAt.get(conversation);
    if (!on) {
      if (this.#sentAt.delete(conversation)) this.#send(conversation, false);
      return;
    }
    const now = this.#clock.now();
    if (before !== undefined && now - before < interval) return;
    this.#sentAt.set(conversation, now);
    this.#send(conversation, true);
  }
}
