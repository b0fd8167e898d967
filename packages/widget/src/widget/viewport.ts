/** On less than this, a phone held either way or a page at 400 %, the panel fills the screen; the styles say so too. */
export const small = matchMedia('(max-width: 479.98px), (max-height: 419.98px)');

/**
 * Keeps a full-screen panel within what is seen: a phone's keyboard shrinks the visual viewport and may push it,
 * while fixed boxes keep to the layout viewport. While watched, the page behind does not scroll.
 */
export class Viewport {
  readonly #host: HTMLElement;
  readonly #changed: () => void;
  #overflow: string | undefined;

  /** @param changed while watched, the screen became small, or is small no more. */
  constructor(host: HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  watch(on: boolean): void {
    const view = window.visualViewport;
    for (const event of ['resize', 'scroll'] as const) {
      view?.removeEventListener(event, this.#fit);
      if (on) view?.addEventListener(event, this.#fit);
    }
    small.removeEventListener('change', this.#onSmall);
    if (on) small.addEventListener('change', this.#onSmall);
    this.#hold(on && small.matches);
    if (on) this.#fit();
  }

  #onSmall = (): void => {
    this.#hold(small.matches);
    this.#changed();
  };

  /** The page behind does not scroll. */
  #hold(on: boolean): void {
    const page = document.documentElement.style;
    if (on) {
      this.#overflow ??= page.overflow;
      page.overflow = 'hidden';
    } else if (this.#overflow !== undefined) {
      page.overflow = this.#overflow;
      this.#overflow = undefined;
    }
  }

  #fit = (): void => {
    const view = window.visualViewport;
    if (!view || view.scale > 1.01) return;
    this.#host.style.setProperty('--_top', `${view.offsetTop}px`);
    this.#host.style.setProperty('--_height', `${view.height}px`);
  };
}
