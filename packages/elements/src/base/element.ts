import { consume } from '@lit/context';
import type { Client } from '@tokenim/client';
import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import { clientContext } from './context.js';
import { Localize } from './localize.js';

/** What all elements share: the client, the words, and small helpers. */
export abstract class TimElement extends LitElement {
  /** The client to read from and write to. Where it is not set, the one given by context. */
  @property({ attribute: false }) client: Client | undefined;

  /** BCP 47 tag. Where it is empty, the nearest `lang` attribute counts. */
  @property() locale = '';

  @consume({ context: clientContext, subscribe: true })
  @state()
  protected contextClient: Client | undefined;

  /** Words and formats. */
  protected readonly l = new Localize(this);

  /** The client in use. */
  get im(): Client | undefined {
    return this.client ?? this.contextClient;
  }
}

/** Defines an element once; a second copy of the module on one page is harmless. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
