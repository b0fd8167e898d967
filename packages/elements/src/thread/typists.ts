import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';

/** Someone who has not been heard of for this long (ms) no longer types. */
const silence = 6_000;

/** Who types in the conversation of an element. */
export class Typists implements ReactiveController {
  readonly #host: TimElement & { conversation: string };
  #until = new Map<string, ReturnType<typeof setTimeout>>();
  #deps: [unknown, string] | undefined;
  #stop: (() => void) | undefined;

  constructor(host: TimElement & { conversation: string }) {
    this.#host = host;
    host.addController(this);
  }

  get users(): string[] {
    return [...this.#until.keys()];
  }

  hostUpdate(): void {
    const { im, conversation, isConnected } = this.#host;
    if (!isConnected || (this.#deps && this.#deps[0] === im && this.#deps[1] === conversation)) return;
    this.hostDisconnected();
    this.#deps = [im, conversation];
    this.#stop = im?.on('typing', (signal) => {
      if (signal.conversation === conversation) this.#set(signal.user, signal.on);
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#deps = undefined;
    for (const timer of this.#until.values()) clearTimeout(timer);
    this.#until.clear();
  }

  /** Also called when a message of theirs arrives: who has sent no longer types. */
  clear(user: string): void {
    if (this.#until.has(user)) this.#set(user, false);
  }

  #set(user: string, on: boolean): void {
    clearTimeout(this.#until.get(user));
    this.#until.delete(user);
    if (on)
      this.#until.set(
        user,
        setTimeout(() => this.#set(user, false), silence),
      );
    this.#host.requestUpdate();
  }
}
