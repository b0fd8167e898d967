import type { MessageRow } from '@tokenim/store';

/**
 * A link to a message is about to be copied. The page sets `url` where a message has an address of its own there;
 * `preventDefault` where it does something else with the message, and nothing is copied.
 */
export class TimLinkEvent extends Event {
  readonly message: MessageRow;
  /** Preset: this page with the hash `#tim=<conversation>/<seq>`. */
  url: string;
  constructor(message: MessageRow) {
    super('tim-link', { bubbles: true, composed: true, cancelable: true });
    this.message = message;
    const url = new URL(location.href);
    url.hash = `tim=${message.conversation}/${message.seq}`;
    this.url = url.href;
  }
}

declare global {
  interface HTMLElementEventMap {
    'tim-link': TimLinkEvent;
  }
}
