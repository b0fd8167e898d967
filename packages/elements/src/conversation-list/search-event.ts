/** The text of the list's search field changed. */
export class TimSearchEvent extends Event {
  /** Without spaces around it; '' once it is cleared. */
  readonly text: string;
  constructor(text: string) {
    super('tim-search', { bubbles: true, composed: true });
    this.text = text;
  }
}

declare global {
  interface HTMLElementEventMap {
    'tim-search': TimSearchEvent;
  }
}
