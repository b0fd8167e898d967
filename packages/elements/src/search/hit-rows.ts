import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';

/** The conversations that hits are in, each followed by itself: there may be thousands of others. */
export class HitRows implements ReactiveController {
  readonly #host: TimElement;
  #client: Client | undefined;
  readonly #rows = new Map<ConversationId, ConversationRow | undefined>();
  readonly #stops = new Map<ConversationId, () => void>();

  constructor(host: TimElement) {
    this.#host = host;
    host.addController(this);
  }

  get(conversation: ConversationId): ConversationRow | undefined {
    return this.#rows.get(conversation);
  }

  /** These are shown; what is followed of others ends. */
  look(conversations: readonly ConversationId[]): void {
    const client = this.#host.isConnected ? this.#host.im : undefined;
    if (client !== this.#client) this.#end(new Set());
    this.#client = client;
    this.#end(new Set(conversations));
    for (const id of client ? conversations : []) {
      if (this.#stops.has(id)) continue;
      const stop = client!.views.conversation(id).subscribe((row) => {
        this.#rows.set(id, row);
        this.#host.requestUpdate();
      });
      this.#stops.set(id, stop);
    }
  }

  hostDisconnected(): void {
    this.#end(new Set());
  }

  #end(keep: ReadonlySet<ConversationId>): void {
    for (const [id, stop] of this.#stops) {
      if (keep.has(id)) continue;
      stop();
      this.#stops.delete(id);
      this.#rows.delete(id);
    }
  }
}
