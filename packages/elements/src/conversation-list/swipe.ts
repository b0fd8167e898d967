import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A finger that went this far (px) sideways before it went up or down swipes. */
const slack = 10;
/** Let go beyond this (px), the swipe acts; further the row follows ever less. */
export const enough = 72;

export type Side = 'start' | 'end';

export interface SwipeOptions {
  /** Selector of a row, and in it of what moves. */
  row: string;
  face: string;
  rtl(): boolean;
  /** A row begins to show what lies on one side of it, or changes the side; undefined: it lies still again. */
  show(row: HTMLElement, side: Side | undefined): void;
  act(row: HTMLElement, side: Side): void;
}

/**
 * Rows pushed aside by a finger. Up and down belong to the browser (`touch-action: pan-y`): once it scrolls it takes
 * the pointer away and the row goes back. Only `transform` changes.
 */
export class Swipe implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #o: SwipeOptions;
  #pointer: number | undefined;
  #row: HTMLElement | undefined;
  #from = { x: 0, y: 0 };
  #moving = false;
  #swiped = false;
  #dx = 0;
  #side: Side | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: SwipeOptions) {
    this.#host = host;
    this.#o = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('pointerdown', this.#down);
    this.#host.addEventListener('pointermove', this.#move);
    this.#host.addEventListener('pointerup', this.#up);
    this.#host.addEventListener('pointercancel', this.#cancel);
    this.#host.addEventListener('click', this.#click, true);
  }

  hostDisconnected(): void {
    this.#end();
    this.#host.removeEventListener('pointerdown', this.#down);
    this.#host.removeEventListener('pointermove', this.#move);
    this.#host.removeEventListener('pointerup', this.#up);
    this.#host.removeEventListener('pointercancel', this.#cancel);
    this.#host.removeEventListener('click', this.#click, true);
  }

  #down = (event: PointerEvent): void => {
    this.#swiped = false;
    this.#end();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    const target = event.composedPath()[0] as Element;
    this.#row = target.closest<HTMLElement>(this.#o.row) ?? undefined;
    this.#pointer = event.pointerId;
    this.#from = { x: event.clientX, y: event.clientY };
  };

  #move = (event: PointerEvent): void => {
    if (!this.#row || event.pointerId !== this.#pointer) return;
    const x = event.clientX - this.#from.x;
    const y = event.clientY - this.#from.y;
    if (!this.#moving) {
      if (Math.hypot(x, y) < slack) return;
      if (Math.abs(x) < 1.5 * Math.abs(y)) {
        this.#end();
        return;
      }
      this.#moving = true;
      this.#swiped = true;
      try {
        this.#row.setPointerCapture(event.pointerId);
      } catch {
        // The pointer is gone already; its end comes as an event of its own.
      }
    }
    const far = Math.max(0, Math.abs(x) - enough);
    this.#dx = Math.sign(x) * (Math.abs(x) - far + far * 0.25);
    const side = x === 0 ? this.#side : x > 0 !== this.#o.rtl() ? 'start' : 'end';
    if (side !== this.#side) {
      this.#side = side;
      this.#o.show(this.#row, side);
    }
    this.#row.toggleAttribute('data-armed', Math.abs(this.#dx) >= enough);
    this.#face()?.style.setProperty('transform', `translateX(${this.#dx}px)`);
  };

  #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer) return;
    const row = this.#row;
    const side = this.#moving && Math.abs(this.#dx) >= enough ? this.#side : undefined;
    this.#end();
    if (row && side) this.#o.act(row, side);
  };

  #cancel = (event: PointerEvent): void => {
    if (event.pointerId === this.#pointer) this.#end();
  };

  /** Lifting the finger after a swipe chooses nothing. */
  #click = (event: Event): void => {
    if (!this.#swiped) return;
    this.#swiped = false;
    event.preventDefault();
    event.stopPropagation();
  };

  #face(): HTMLElement | null | undefined {
    return this.#row?.querySelector<HTMLElement>(this.#o.face);
  }

  #end(): void {
    const row = this.#row;
    const face = this.#face();
    if (row && this.#moving) {
      row.removeAttribute('data-armed');
      // What lies below stays until the row is back over it.
      const still = () => this.#o.show(row, undefined);
      const back = face?.animate?.([{ transform: `translateX(${this.#dx}px)` }, { transform: 'none' }], {
        duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : 200,
        easing: 'ease-out',
      });
      face?.style.removeProperty('transform');
      if (back) back.finished.then(still, still);
      else still();
    }
    this.#row = undefined;
    this.#pointer = undefined;
    this.#moving = false;
    this.#dx = 0;
    this.#side = undefined;
  }
}
