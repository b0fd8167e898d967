import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MenuOrigin } from './row-context.js';

/** Held this long (ms) without moving, a touch means the menu. */
const holdTime = 450;
const slack = 10;

/** Asks for the menu of elements inside a host that fit `selector`: by long press, or by a mouse's second button. */
export class MenuGesture implements ReactiveController {
  readonly #selector: string;
  readonly #asked: (element: HTMLElement, how?: MenuOrigin) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start: { x: number; y: number } = { x: 0, y: 0 };
  #fired = false;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    selector: string,
    asked: (element: HTMLElement, how?: MenuOrigin) => void,
  ) {
    this.#selector = selector;
    this.#asked = asked;
    host.addController(this);
    host.addEventListener('pointerdown', this.#down);
    host.addEventListener('pointermove', this.#move);
    host.addEventListener('pointerup', this.#cancel);
    host.addEventListener('pointercancel', this.#cancel);
    host.addEventListener('contextmenu', this.#native);
    host.addEventListener('click', this.#click, true);
  }

  hostDisconnected(): void {
    this.#cancel();
  }

  #down = (event: PointerEvent): void => {
    this.#cancel();
    this.#fired = false;
    const element = event.pointerType === 'touch' && this.#at(event);
    if (!element) return;
    this.#start = { x: event.clientX, y: event.clientY };
    this.#timer = setTimeout(() => {
      this.#fired = true;
      this.#asked(element, 'touch');
    }, holdTime);
  };

  #at(event: Event): HTMLElement | null {
    return (event.composedPath()[0] as Element).closest<HTMLElement>(this.#selector);
  }

  #move = (event: PointerEvent): void => {
    if (Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) > slack) this.#cancel();
  };

  #cancel = (): void => clearTimeout(this.#timer);

  /** Ours in place of the system's menu, which stays for links and for text that is selected, and with Shift. */
  #native = (event: MouseEvent): void => {
    if (this.#fired || (event as PointerEvent).pointerType === 'touch') {
      event.preventDefault();
      return;
    }
    const element = this.#at(event);
    const native = event.shiftKey || (event.composedPath()[0] as Element).closest('a');
    if (!element || native || String(document.getSelection())) return;
    event.preventDefault();
    // The menu key sends the same event, from no place.
    this.#asked(element, event.button === 2 ? { x: event.clientX, y: event.clientY } : undefined);
  };

  /** The finger's lifting must not also follow a link. */
  #click = (event: Event): void => {
    if (!this.#fired) return;
    this.#fired = false;
    event.preventDefault();
    event.stopPropagation();
  };
}
