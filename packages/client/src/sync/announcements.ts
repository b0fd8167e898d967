import { type ConversationId, inShort, isKnownOp, type LogOp } from '@tokenim/protocol';
import type { ClientEvents } from '../types.js';

/** Held at once; what is over it is told by the list alone. */
const bound = 200;

/**
 * Messages that were pushed before their log could take them: the first of a new conversation, or one behind a gap.
 * They arrived live, so they are told as such, but not before they are on this device.
 */
export class Announcements {
  readonly #waiting = new Map<ConversationId, Map<number, ClientEvents['message']>>();
  #count = 0;

  /** These ops were pushed and not applied. */
  hold(conversation: ConversationId, ops: readonly LogOp[], me: string | undefined): void {
    for (const op of ops) {
      if (!isKnownOp(op) || op.kind !== 'message' || op.by === me || this.#count >= bound) continue;
      const held = this.#waiting.get(conversation) ?? new Map<number, ClientEvents['message']>();
      this.#waiting.set(conversation, held);
      if (held.has(op.seq)) continue;
      const { body } = op.message;
      held.set(op.seq, {
        conversation,
        sender: op.by,
        seq: op.seq,
        ...inShort(body),
      });
      this.#count += 1;
    }
  }

  /** The log is on this device up to `to`: what may be told now, in order. */
  reached(conversation: ConversationId, to: number): ClientEvents['message'][] {
    const held = this.#waiting.get(conversation);
    if (!held) return [];
    const told = [...held.values()].filter(({ seq }) => seq <= to).sort((a, b) => a.seq - b.seq);
    for (const { seq } of told) held.delete(seq);
    this.#count -= told.length;
    if (held.size === 0) this.#waiting.delete(conversation);
    return told;
  }
}
