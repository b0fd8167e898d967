import type { Client } from '@tokenim/client';
import type { Live } from '@tokenim/store';
import type { ReactiveController } from 'lit';
import type { TimElement } from './element.js';

/**
 * Holds the newest value of a live query for an element and renders it anew on each change. `source` is asked
 * again whenever one of `deps` changes; it returns undefined where there is nothing to watch yet.
 */
export class Watch<T> implements ReactiveController {
  value: T | undefined;
  failed = false;
  #deps: unknown[] | undefined;
  #stop: (() => void) | undefined;
  readonly #host: TimElement;
  readonly #source: (client: Client) => Live<T> | undefined;
  readonly #dependsOn: () => unknown[];
  readonly #onValue: ((value: T) => void) | undefined;
  readonly #keep: boolean;

  constructor(
    host: TimElement,
    options: {
      source: (client: Client) => Live<T> | undefined;
      deps: () => unknown[];
      /** Runs before the element renders the value. */
      onValue?: (value: T) => void;
      /** Keep showing the old value until the new query's first answer. */
      keep?: boolean;
    },
  ) {
    this.#host = host;
    this.#source = options.source;
    this.#dependsOn = options.deps;
    this.#onValue = options.onValue;
    this.#keep = options.keep ?? false;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#deps = undefined;
  }

  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    const deps = [this.#host.im, ...this.#dependsOn()];
    if (this.#deps?.length === deps.length && this.#deps.every((dep, i) => Object.is(dep, deps[i]))) return;
    this.#deps = deps;
    this.#subscribe();
  }

  /** Asks anew if what it depends on has changed, without waiting for the host to render. */
  check(): void {
    this.hostUpdate();
  }

  /** Asks again, after a failure. */
  retry(): void {
    this.#deps = undefined;
    this.#host.requestUpdate();
  }

  #subscribe(): void {
    this.#stop?.();
    this.#stop = undefined;
    if (!this.#keep) this.value = undefined;
    this.failed = false;
    const client = this.#host.im;
    const live = client && this.#source(client);
    if (!live) return;
    let stopped = false;
    const stop = live.subscribe(
      (value) => {
        if (stopped) return;
        this.value = value;
        this.failed = false;
        this.#onValue?.(value);
        this.#host.requestUpdate();
      },
      () => {
        if (stopped) return;
        this.failed = true;
        this.#host.requestUpdate();
      },
    );
    this.#stop = () => {
      stopped = true;
      stop();
    };
  }
}
