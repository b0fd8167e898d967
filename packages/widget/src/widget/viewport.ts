/** Narrower than this the panel fills the screen; the styles say the same. */
const small = '(max-width: 479.98px)';

/**
 * Keeps a full-screen panel within what is seen: a phone's keyboard shrinks the visual viewport and may push it,
 * while fixed boxes keep to the layout viewport. While watched, the page behind does not scroll.
 */
export class Viewport {
  readonly #host: HTMLElement;
  #overflow: string | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  get isSmall(): boolean {
    return matchMedia(small).matches;
  }

  /** The launcher is in the left half, so the panel grows from there. */
  get isLeft(): boolean {
    const { left, width } = this.#host.getBoundingClientRect();
    return left + width / 2 < innerWidth / 2;
  }

  watch(on: boolean): void {
    const view = window.visualViewport;
    for (const event of ['resize', 'scroll'] as const) {
      view?.removeEventListener(event, this.#fit);
      if (on) view?.addEventListener(event, this.#fit);
    }
    const page = document.documentElement.style;
    if (on && this.isSmall) {
      this.#overflow = page.overflow;
      page.overflow = 'hidden';
    } else if (this.#overflow !== undefined) {
      page.overflow = this.#overflow;
      this.#overflow = undefined;
    }
    if (on) this.#fit();
  }

  #fit = (): void => {
    const view = window.visualViewport;
    if (!view || view.scale > 1.01) return;
    this.#host.style.setProperty('--_top', `${view.offsetTop}px`);
    this.#host.style.setProperty('--_height', `${view.height}px`);
  };
}
