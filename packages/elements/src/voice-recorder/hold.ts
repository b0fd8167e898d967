/** Milliseconds that a press is held before its end means "stop"; a shorter one is a tap, and recording goes on. */
const holdTime = 350;
/** Px to the side at which letting go cancels. */
const cancelAt = 90;

/** What a pointer does that is still down on the microphone's button. */
export class Hold {
  readonly #id: number;
  readonly #x: number;
  readonly #at = performance.now();
  readonly #done: (how: 'tap' | 'stop' | 'cancel') => void;
  readonly #moved: (away: boolean) => void;
  /** Past the point where letting go cancels. */
  away = false;

  constructor(
    down: PointerEvent,
    done: (how: 'tap' | 'stop' | 'cancel') => void,
    moved: (away: boolean) => void,
  ) {
    this.#id = down.pointerId;
    this.#x = down.clientX;
    this.#done = done;
    this.#moved = moved;
    window.addEventListener('pointermove', this.#onMove);
    window.addEventListener('pointerup', this.#onUp);
    window.addEventListener('pointercancel', this.#onUp);
  }

  end(): void {
    window.removeEventListener('pointermove', this.#onMove);
    window.removeEventListener('pointerup', this.#onUp);
    window.removeEventListener('pointercancel', this.#onUp);
  }

  #onMove = (event: PointerEvent): void => {
    if (event.pointerId !== this.#id) return;
    // A mouse whose button went up before anybody listened.
    if (event.pointerType === 'mouse' && event.buttons === 0) {
      this.end();
      this.#done('tap');
      return;
    }
    const away = Math.abs(event.clientX - this.#x) > cancelAt;
    if (away === this.away) return;
    this.away = away;
    this.#moved(away);
  };

  #onUp = (event: PointerEvent): void => {
    if (event.pointerId !== this.#id) return;
    this.end();
    const held = performance.now() - this.#at > holdTime;
    // The browser took the pointer (its question about the microphone, a scroll): recording goes on.
    if (event.type === 'pointercancel' || !held) this.#done(this.away ? 'cancel' : 'tap');
    else this.#done(this.away ? 'cancel' : 'stop');
  };
}
