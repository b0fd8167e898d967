import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import type { Local } from './local.js';

/**
 * Messages written before the server could say who writes: a first visit without network. They wait in
 * localStorage, since a user's database does not exist yet, and go through the client's outbox, which is what
 * sends exactly once, as soon as there is a client.
 */
export class FirstMessages {
  readonly #app: string;
  readonly #local: Local;

  constructor(app: string, local: Local) {
    this.#app = app;
    this.#local = local;
  }

  get texts(): string[] {
    const kept = this.#local.json<unknown>('unsent');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  }

  add(text: string): void {
    this.#keep([...this.texts, text]);
  }

  /** One tab at a time. Resolves with where they went; undefined where another tab was quicker. */
  send(client: Client, existing: ConversationId | undefined): Promise<ConversationId | undefined> {
    const work = async () => {
      let conversation = existing;
      for (let texts = this.texts; texts.length > 0; texts = this.texts) {
        conversation ??= await client.create({ type: 'support' });
        await client.send(conversation, { type: 'text', text: texts[0]! });
        this.#keep(texts.slice(1));
      }
      return conversation;
    };
    if (!navigator.locks) return work();
    return navigator.locks.request(`tokenim:${this.#app}:unsent`, work) as Promise<
      ConversationId | undefined
    >;
  }

  #keep(texts: string[]): void {
    if (texts.length > 0) this.#local.set('unsent', JSON.stringify(texts));
    else this.#local.remove('unsent');
  }
}
