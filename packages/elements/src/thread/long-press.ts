import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Held this long (ms) without moving, a touch means the menu. */
const holdTime = 450;
const slack = 10;

/** Long press on elements inside a host that fit `selector`. Touch only: a mouse has buttons. */
export class LongPress implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #selector: string;
  readonly #pressed: (element: HTMLElement) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start: { x: number; y: number } = { x: 0, y: 0 };
  #fired = false;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    selector: string,
    pressed: (element: HTMLElement) => void,
  ) {
    this.#host = host;
    this.#selector = selector;
    this.#pressed = pressed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('pointerdown', this.#down);
    this.#host.addEventListener('pointermove', this.#move);
    this.#host.addEventListener('pointerup', this.#cancel);
    this.#host.addEventListener('pointercancel', this.#cancel);
    this.#host.addEventListener('contextmenu', this.#native);
    this.#host.addEventListener('click', this.#click, true);
  }

  hostDisconnected(): void {
    this.#cancel();
    this.#host.removeEventListener('pointerdown', this.#down);
    this.#host.removeEventListener('pointermove', this.#move);
    this.#host.removeEventListener('pointerup', this.#cancel);
    this.#host.removeEventListener('pointercancel', this.#cancel);
    this.#host.removeEventListener('contextmenu', this.#native);
    this.#host.removeEventListener('click', this.#click, true);
  }

  #down = (event: PointerEvent): void => {
    this.#cancel();
    this.#fired = false;
    if (event.pointerType !== 'touch') return;
    const target = event.composedPath()[0] as Element;
    const element = target.closest<HTMLElement>(this.#selector);
    if (!element) return;
    this.#start = { x: event.clientX, y: event.clientY };
    this.#timer = setTimeout(() => {
      this.#fired = true;
      this.#pressed(element);
    }, holdTime);
  };

  #move = (event: PointerEvent): void => {
    if (Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) > slack) this.#cancel();
  };

  #cancel = (): void => clearTimeout(this.#timer);

  /** The system's own menu would cover ours. */
  #native = (event: Event): void => {
    if (this.#fired || (event as PointerEvent).pointerType === 'touch') event.preventDefault();
  };

  /** The finger's lifting must not also follow a link. */
  #click = (event: Event): void => {
    if (!this.#fired) return;
    this.#fired = false;
    event.preventDefault();
    event.stopPropagation();
  };
}
