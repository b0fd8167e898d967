import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';

/** Pause in typing (ms) after which a draft is written. */
const pause = 400;

/** Writes a draft a little after the last change, at once when asked. */
export class Drafts {
  #waiting: { client: Client; conversation: ConversationId; text: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #known = new Set<string>();

  /**
   * Whether a draft that the store shows was written here, or seen before. Such a one is behind the field, never
   * ahead of it: it may be shown late, when its text was sent already.
   */
  isKnown(text: string): boolean {
    return this.#known.has(text);
  }

  saw(text: string): void {
    if (text) this.#known.add(text);
  }

  /** Another conversation: what was written before is news there. */
  forget(): void {
    this.#known.clear();
  }

  set(client: Client, conversation: ConversationId, text: string): void {
    if (this.#waiting && this.#waiting.conversation !== conversation) this.flush();
    this.#waiting = { client, conversation, text };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  flush = (): void => {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.saw(waiting?.text ?? '');
    // A draft that cannot be kept is still on the screen; there is nothing better to do for it.
    waiting?.client.setDraft(waiting.conversation, waiting.text).catch(() => {});
  };
}
