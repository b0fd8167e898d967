import type { ReactiveController } from 'lit';
import type { TimElement } from './element.js';

/** Bytes sent of each upload since the element is in the page: newer than what the store says. */
export class Progress implements ReactiveController {
  readonly sent = new Map<string, number>();
  readonly #host: TimElement;
  #client: unknown;
  #stop: (() => void) | undefined;

  constructor(host: TimElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const client = this.#host.im;
    if (!this.#host.isConnected || this.#client === client) return;
    this.hostDisconnected();
    this.#client = client;
    this.#stop = client?.on('progress', ({ cid, sent }) => {
      this.sent.set(cid, sent);
      this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#client = undefined;
    this.sent.clear();
  }
}
