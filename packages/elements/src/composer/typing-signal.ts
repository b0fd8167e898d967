import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';

/** Who pauses for this long (ms) no longer types. */
const pause = 4_000;

/** Tells the others that somebody types, and when not any more. */
export class TypingSignal {
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  typed(im: Client, conversation: ConversationId): void {
    im.typing(conversation, true);
    this.#stop = () => im.typing(conversation, false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.quiet, pause);
  }

  quiet = (): void => {
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = undefined;
  };
}
