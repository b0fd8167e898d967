import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Place, ScrollPlace } from './scroll-place.js';

/** Nearer to the end than this (px) counts as at the end. */
const endSlack = 32;

export interface ViewportHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: ParentNode;
}

/**
 * What of the thread is on the screen, and that it stays there. Two states: at the end, where every change is
 * followed down, and away from it, where the first message on the screen keeps its place.
 */
export class Viewport implements ReactiveController {
  atEnd = true;
  readonly place: ScrollPlace;
  readonly #host: ViewportHost;
  /** More messages lie after the last row, so its lower edge is not the end. */
  readonly #moreBelow: () => boolean;
  readonly #looked: () => void;
  #stood: Place | undefined;
  #measured: Place | undefined;
  #top = 0;
  #frame = 0;
  #observer: ResizeObserver | undefined;
  #observed: Element | undefined;
  #returned = false;

  constructor(host: ViewportHost, options: { moreBelow: () => boolean; look: () => void }) {
    this.#host = host;
    this.#moreBelow = options.moreBelow;
    this.#looked = options.look;
    this.place = new ScrollPlace(
      () => host.renderRoot,
      () => this.scroller,
    );
    host.addController(this);
  }

  get scroller(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>('.scroller');
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver(() => this.#settle());
    this.#observed = undefined;
    // Out of the page, a scroller forgets where it was.
    this.#returned = this.#stood !== undefined;
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Before rows are rendered. */
  measure(): void {
    this.#measured = this.atEnd ? undefined : this.#returned ? this.#stood : this.place.capture();
    this.#returned = false;
  }

  /** After rows are rendered: put back what was measured. */
  settle(): void {
    this.place.rendered();
    if (this.atEnd) this.toEnd();
    else this.place.restore(this.#measured);
    this.#observe();
    this.soon();
  }

  /** Stay at the end, or do not; the host shows the difference. */
  follow(on: boolean): void {
    if (on === this.atEnd) return;
    this.atEnd = on;
    this.#host.requestUpdate();
  }

  toEnd(): void {
    const { scroller } = this;
    if (!scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
  }

  /** Puts a line where `share` of the free height lies above it: 0.5 is the middle. */
  show(line: Element, share: number): void {
    const { scroller } = this;
    if (!scroller) return;
    this.follow(false);
    const box = scroller.getBoundingClientRect();
    const at = line.getBoundingClientRect();
    scroller.scrollTop += at.top - box.top - Math.max(0, (box.height - at.height) * share);
    // There may not be so much below it that the end is not on the screen.
    this.scrolled();
  }

  /** Looks in the next frame, once for all who ask. */
  soon = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.look();
    });
  };

  /** Else all is of no size and nothing can be said. */
  get displayed(): boolean {
    return !!this.scroller?.clientHeight;
  }

  look = (): void => {
    if (!this.displayed) return;
    if (!this.atEnd) this.#stood = this.place.capture(3);
    this.#looked();
  };

  scrolled(): void {
    const { scroller } = this;
    if (!scroller || !this.displayed) return;
    const rest = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    const more = this.#moreBelow();
    const wentUp = scroller.scrollTop < this.#top - 1;
    this.#top = scroller.scrollTop;
    // The end moved away by itself (the screen got smaller, a row larger): go after it.
    if (this.atEnd && rest >= endSlack && !wentUp && !more) this.toEnd();
    else this.follow(rest < endSlack && !more);
    this.soon();
  }

  /** The width, the height or the fonts changed. */
  #settle(): void {
    if (!this.displayed) return;
    if (this.atEnd) this.toEnd();
    else this.place.restore(this.#stood);
    this.look();
  }

  #observe(): void {
    const { scroller } = this;
    if (!scroller || this.#observed === scroller) return;
    this.#observer?.disconnect();
    this.#observer?.observe(scroller);
    if (scroller.firstElementChild) this.#observer?.observe(scroller.firstElementChild);
    this.#observed = scroller;
  }
}
