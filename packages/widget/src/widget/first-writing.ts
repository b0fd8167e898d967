import type { Client } from '@tokenim/client';
import { staged } from '@tokenim/elements/staged';
import type { Body, Cid, ConversationId } from '@tokenim/protocol';
import type { Live } from '@tokenim/store';
import { threadOf } from './trail.js';
import type { TimWidget } from './widget.js';

/** What stands for the conversation that is not there yet. */
export const firstConversation = 'first' as ConversationId;

const nothing: Live<never> = { subscribe: () => () => {} };

/**
 * How somebody who has no conversation with the site begins one: nothing is made on the server or on this device until
 * the first message is sent.
 */
export class FirstWriting {
  readonly #widget: TimWidget;
  /** The conversation of the first files, which come one by one. */
  #made: Promise<ConversationId> | undefined;
  readonly #row: Live<unknown> = {
    subscribe: (next) => {
      next({ id: firstConversation, draft: this.#widget.chat.local.get('draft') });
      return () => {};
    },
  };
  /**
   * What a composer writes to before there is a conversation, or even a client. What the server takes the
   * client tells, once there is one. A composer that asks for anything else hears nothing.
   */
  readonly client = {
    views: new Proxy(
      {},
      {
        get: (_, name) => () => {
          if (name === 'conversation') return this.#row;
          const { client } = this.#widget;
          return client && (name === 'limits' || name === 'uploads') ? client.views[name]() : nothing;
        },
      },
    ),
    typing() {},
    on: () => () => {},
    setDraft: async (_: ConversationId, text: string) => {
      // A caption that comes back from files that found no room, when their conversation is on the screen already.
      if (text && this.#made) return this.#widget.client?.setDraft(await this.#made, text);
      const { local } = this.#widget.chat;
      text ? local.set('draft', text) : local.remove('draft');
    },
    send: async (_: ConversationId, body: Body) => {
      this.#widget.chat.firstMessages.add((body as { text: string }).text);
      await this.send();
      return '' as Cid;
    },
    sendFile: async (_: ConversationId, ...file: [Blob, Parameters<Client['sendFile']>[2]]) => {
      const { support } = this.#widget;
      const client = this.#widget.client!;
      if (!support) this.#made ??= client.create({ type: 'support' });
      const conversation = support?.id ?? (await this.#made!);
      staged.get(this.client)?.moveTo(client, conversation);
      await client.sendFile(conversation, ...file);
      this.#begun(conversation);
      return '' as Cid;
    },
  } as unknown as Client;

  constructor(widget: TimWidget) {
    this.#widget = widget;
  }

  /** Messages written before there is anybody to send them as. */
  get unsent(): string[] {
    return this.#widget.allowed ? this.#widget.chat.firstMessages.texts : [];
  }

  /** Somebody else writes now. */
  reset(): void {
    this.#made = undefined;
    staged.get(this.client)?.forget();
  }

  /** Writes to the site: in the conversation that there is for it, or the first message of one. */
  start(): void {
    const { support, trail } = this.#widget;
    trail.go(support ? threadOf(support.id) : { name: 'start' });
  }

  /** Sends what waits, into the support conversation, which is made now if there is none. */
  async send(): Promise<void> {
    const widget = this.#widget;
    widget.requestUpdate();
    const { client, chat } = widget;
    if (!client || !widget.rows || chat.firstMessages.texts.length === 0) return;
    const conversation = await chat.firstMessages.send(client, widget.support?.id);
    if (client !== widget.client || !conversation) return;
    chat.local.set('used', '1');
    this.#begun(conversation);
  }

  /** The conversation that was written to takes the place of the form. */
  #begun(conversation: ConversationId): void {
    this.#widget.trail.replace(threadOf(conversation));
  }
}
