import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import type { ReactiveController } from 'lit';
import type { TimComposer } from './composer.js';
import { Drafts } from './drafts.js';
import { TypingSignal } from './typing-signal.js';

/** The text of a composer's field: the draft of its conversation, put aside while a message is edited. */
export class Writing implements ReactiveController {
  text = '';
  /** What stood in the field before an edit. */
  #aside = '';
  readonly #host: TimComposer;
  readonly #drafts = new Drafts();
  readonly #typing = new TypingSignal();

  constructor(host: TimComposer) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.flush);
    document.addEventListener('visibilitychange', this.flush);
  }

  hostDisconnected(): void {
    removeEventListener('pagehide', this.flush);
    document.removeEventListener('visibilitychange', this.flush);
    this.left();
  }

  flush = (): void => this.#drafts.flush();

  #show(text: string): void {
    this.text = text;
    this.#host.requestUpdate();
  }

  /** Somebody typed. */
  change(text: string): void {
    this.#show(text);
    const { im, conversation, editing } = this.#host;
    if (!im || !conversation || editing) return;
    this.#drafts.set(im, conversation, text);
    if (text.trim() === '') this.#typing.quiet();
    else this.#typing.typed(im, conversation);
  }

  /** A draft that the store shows: kept from before, or written in another tab while nothing is written here. */
  adopt(draft: string): void {
    if (!this.#drafts.isNews(draft)) return;
    if (this.#host.editing) this.#aside = draft;
    else this.#show(draft);
  }

  /** An edit begins, or goes on with another message. */
  beginEdit(text: string): void {
    this.flush();
    if (!this.#host.editing) this.#aside = this.text;
    this.#show(text);
  }

  endEdit(): void {
    this.#show(this.#aside);
    this.#aside = '';
  }

  /** The field is empty at once, so that the next message can be written while this one is stored. */
  sent(client: Client, conversation: ConversationId): void {
    this.#show('');
    this.#drafts.set(client, conversation, '');
    this.#typing.quiet();
  }

  /** The field was left. */
  left = (): void => {
    this.flush();
    this.#typing.quiet();
  };

  /** Another conversation, or another user. */
  forget(): void {
    this.left();
    this.#drafts.forget();
    this.text = '';
    this.#aside = '';
  }
}
