import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';

/** Pause in typing (ms) after which a draft is written. */
const pause = 400;

/** Writes a draft a little after the last change, at once when asked. */
export class Drafts {
  #waiting: { client: Client; conversation: ConversationId; text: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    // A draft that cannot be kept is still on the screen; there is nothing better to do for it.
    waiting?.client.setDraft(waiting.conversation, waiting.text).catch(() => {});
  };
}
