import type { Clock } from './clock.js';

/**
 * Milliseconds without a sign of the person in any tab after which they are away. Whoever reads something long, or
 * looks something up in another window, is back by then; whoever is not back has gone.
 */
export const awayAfter = 5 * 60_000;
/** Signs are told to the tab with the connection at most once in so many milliseconds. */
const tellEvery = 30_000;

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'visibilitychange'];

export interface PresenceOptions {
  clock: Clock;
  page: Document;
  /** Tells the tab with the connection that somebody is here: its `here` is called. */
  tell(): void;
  /** To the server; does nothing in a tab without the connection. */
  send(state: 'online' | 'away'): void;
}

/**
 * Whether the person is here, as the server tells others (rule S3): away once no tab has had a sign of them for
 * `awayAfter`, here again with the next sign. A page that is hidden has none.
 */
export class Presence {
  readonly #o: PresenceOptions;
  #away = false;
  #told = Number.NEGATIVE_INFINITY;
  #timer: unknown;

  constructor(options: PresenceOptions) {
    this.#o = options;
    for (const sign of signs)
      options.page.addEventListener(sign, this.#sign, { capture: true, passive: true });
    this.here();
  }

  /** There was a sign in some tab, or this tab has the connection from now on. */
  here(): void {
    const { clock, send } = this.#o;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      this.#away = true;
      send('away');
    }, awayAfter);
    if (!this.#away) return;
    this.#away = false;
    send('online');
  }

  /** The server takes whoever connects for being here. */
  connected(): void {
    if (this.#away) this.#o.send('away');
  }

  stop(): void {
    for (const sign of signs) this.#o.page.removeEventListener(sign, this.#sign, { capture: true });
    this.#o.clock.clearTimeout(this.#timer);
  }

  #sign = (): void => {
    const now = this.#o.clock.now();
    if (this.#o.page.visibilityState === 'hidden' || now - this.#told < tellEvery) return;
    this.#told = now;
    this.#o.tell();
  };
}
