/**
 * Tells which keys belong to an input method. Chromium and Firefox say so by `isComposing` or key code 229;
 * Safari ends the composition first and then sends a plain Enter with the very same time, so a key that comes
 * within 20 ms of the end belongs to it, too: no hand is that quick.
 */
export class InputMethod {
  #composing = false;
  #endedAt = Number.NEGATIVE_INFINITY;

  start = (): void => {
    this.#composing = true;
  };

  end = (event: Event): void => {
    this.#composing = false;
    this.#endedAt = event.timeStamp;
  };

  get composing(): boolean {
    return this.#composing;
  }

  owns(event: KeyboardEvent): boolean {
    return (
      event.isComposing ||
      event.keyCode === 229 ||
      this.#composing ||
      Math.abs(event.timeStamp - this.#endedAt) < 20
    );
  }
}
