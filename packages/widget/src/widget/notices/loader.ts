import type { TimWidget } from '../widget.js';
import type { Notices } from './notices.js';

/** What tells of messages, and what the person chose about it; fetched when there is something to tell. */
export class NoticesLoader {
  /** Their code could not be fetched. Drawing does not ask again: the next opening, message or press does. */
  failed = false;
  readonly #widget: TimWidget;
  #notices: Promise<Notices | undefined> | undefined;

  constructor(widget: TimWidget) {
    this.#widget = widget;
  }

  get(): Promise<Notices | undefined> {
    const client = this.#widget.client!;
    this.#notices ??= import('./notices.js').then(
      (module) => (client === this.#widget.client ? new module.Notices(this.#widget, client) : undefined),
      () => {
        this.failed = client === this.#widget.client;
        this.#widget.requestUpdate();
        return undefined;
      },
    );
    return this.#notices;
  }

  /** Asks for their code once more, where it did not come. */
  retry(): void {
    if (!this.failed) return;
    this.failed = false;
    this.#notices = undefined;
    this.#widget.requestUpdate();
  }

  /** Another client, or none. */
  reset(): void {
    void this.#notices?.then((notices) => notices?.stop());
    this.#notices = undefined;
    this.failed = false;
  }
}
