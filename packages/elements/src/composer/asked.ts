import type { ReactiveController } from 'lit';
import type { TimEditEvent, TimReplyEvent } from '../events.js';
import type { TimComposer } from './composer.js';

/** Answers the thread of the same conversation, wherever it is in the page: what to reply to, what to edit. */
export class Asked implements ReactiveController {
  readonly #host: TimComposer;

  constructor(host: TimComposer) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('tim-edit', this.#take);
    document.addEventListener('tim-reply', this.#take);
  }

  hostDisconnected(): void {
    document.removeEventListener('tim-edit', this.#take);
    document.removeEventListener('tim-reply', this.#take);
  }

  #take = (event: TimEditEvent | TimReplyEvent): void => {
    const host = this.#host;
    if (event.defaultPrevented || event.message.conversation !== host.conversation) return;
    event.preventDefault();
    if ('name' in event) host.reply(event.message, event.name);
    else host.edit(event.message);
  };
}
