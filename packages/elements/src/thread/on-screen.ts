import type { ConversationId } from '@tokenim/protocol';
import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';

/** Tells the client which thread is on the screen, so that it is synced before the others. */
export class OnScreen implements ReactiveController {
  readonly #host: TimElement & { conversation: ConversationId | '' };
  #told: { client: NonNullable<TimElement['im']>; conversation: ConversationId } | undefined;

  constructor(host: TimElement & { conversation: ConversationId | '' }) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const { im, conversation, isConnected } = this.#host;
    if (!isConnected || (this.#told?.client === im && this.#told?.conversation === conversation)) return;
    if (!im || !conversation) {
      this.hostDisconnected();
      return;
    }
    this.#told = { client: im, conversation };
    // Only an order of work: without it the thread comes a little later.
    im.open(conversation).catch(() => {});
  }

  hostDisconnected(): void {
    this.#told?.client.open(undefined).catch(() => {});
    this.#told = undefined;
  }
}
