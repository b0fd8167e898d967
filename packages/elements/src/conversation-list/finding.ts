import type { Client } from '@tokenim/client';
import type { ConversationRow } from '@tokenim/store';
import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import type { Filter } from './filter.js';
import type { Show, Shown } from './list-types.js';
import { toolsFor } from './tools-loader.js';

/** What the list's search field finds, while there is text in it. */
export class Finding implements ReactiveController {
  readonly #host: TimElement;
  readonly #l: Localize;
  readonly #me: () => string | undefined;
  #text = '';
  #client: Client | undefined;
  #filter: Filter | undefined;
  #found: { rows: ConversationRow[]; key: string } | undefined;

  constructor(host: TimElement, l: Localize, me: () => string | undefined) {
    this.#host = host;
    this.#l = l;
    this.#me = me;
    host.addController(this);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#host.requestUpdate();
  }

  /** Of those that the list shows otherwise. */
  shown(show: Show): Shown {
    const key = `${show} ${this.#text}`;
    if (this.#filter && this.#found?.key !== key)
      this.#found = { key, rows: this.#filter.find(this.#text, show) };
    const rows = this.#found?.rows ?? [];
    return { rows, offset: 0, total: rows.length, loading: !this.#filter?.ready };
  }

  /** A conversation was changed here. */
  refresh(): void {
    void this.#filter?.refresh();
  }

  hostUpdate(): void {
    const { im, isConnected } = this.#host;
    if (!this.#text || this.#client !== im) this.hostDisconnected();
    if (!this.#text || this.#filter || !im || !isConnected) return;
    const module = toolsFor(this.#host);
    if (!module) return;
    this.#client = im;
    this.#filter = new module.Filter(im, this.#l, this.#me(), () => {
      this.#found = undefined;
      this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#filter?.close();
    this.#filter = undefined;
    this.#found = undefined;
  }
}
