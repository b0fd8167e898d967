import type { ConversationId } from '@tokenim/protocol';

/** A message that was searched for was chosen: show it. */
export class TimSearchSelectEvent extends Event {
  readonly conversation: ConversationId;
  readonly seq: number;
  constructor(conversation: ConversationId, seq: number) {
    super('tim-search-select', { bubbles: true, composed: true });
    this.conversation = conversation;
    this.seq = seq;
  }
}

/** The reader is done with searching. */
export class TimSearchCloseEvent extends Event {
  constructor() {
    super('tim-search-close', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'tim-search-select': TimSearchSelectEvent;
    'tim-search-close': TimSearchCloseEvent;
  }
}
