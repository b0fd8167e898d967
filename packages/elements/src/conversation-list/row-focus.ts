import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';
import type { Shown } from './list-types.js';
import type { ListViewport } from './list-viewport.js';

/**
 * The row that the keys are at. It is known by its conversation, since rows change their places, and it keeps the
 * focus however the list changes: where it is gone, the row that took its place has it.
 */
export class RowFocus implements ReactiveController {
  readonly #host: TimElement;
  readonly #viewport: ListViewport;
  readonly #shown: () => Shown;
  /** The row that the Tab key goes to: its conversation, and where it stood last. */
  #active = '';
  #activeAt = 0;
  /** This row gets the focus as soon as it is there. */
  #wanted: number | undefined;
  /** The row that had it before the render. */
  #had: { id: string; at: number } | undefined;

  constructor(host: TimElement, viewport: ListViewport, shown: () => Shown) {
    this.#host = host;
    this.#viewport = viewport;
    this.#shown = shown;
    host.addController(this);
  }

  /** Place of the active row, or where it was. */
  get at(): number {
    return this.#activeAt;
  }

  /** To the list's start. */
  reset(): void {
    this.#active = '';
    this.#viewport.toStart();
  }

  set(row: HTMLElement): void {
    this.#active = row.dataset.id!;
    this.#activeAt = Number(row.dataset.index);
    this.#host.requestUpdate();
  }

  /** Into the row at a place, or the nearest there is, as soon as it is there. */
  to(index: number): void {
    const { total } = this.#shown();
    if (total === 0) return;
    this.#wanted = Math.max(0, Math.min(total - 1, index));
    this.#viewport.show(this.#wanted);
    this.#give();
    this.#host.requestUpdate();
  }

  onFocus = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>('.row[data-id]');
    if (row && row.dataset.id !== this.#active) this.set(row);
  };

  /** The row that the Tab key goes to: the active one, else the selected one, else the first on the screen. */
  stop({ rows, offset }: Shown, from: number, to: number, selected: string): number {
    const [active, chosen] = [this.#active, selected].map(
      (id) => offset + rows.findIndex((row) => id && row.id === id),
    ) as [number, number];
    if (active >= offset) this.#activeAt = active;
    return (
      [active, chosen].find((place) => place >= Math.max(from, offset) && place < to) ??
      Math.max(from, Math.min(this.#viewport.first, to - 1))
    );
  }

  hostUpdate(): void {
    const row = (this.#host.shadowRoot?.activeElement as HTMLElement | null)?.closest<HTMLElement>('.row');
    this.#had = row?.dataset.id ? { id: row.dataset.id, at: Number(row.dataset.index) } : undefined;
  }

  /** After each render, once the viewport knows of it. */
  rendered(): void {
    if (this.#wanted !== undefined) this.#give();
    else if (this.#had && !this.#host.shadowRoot!.activeElement) this.#rescue(this.#had);
  }

  #give(): void {
    const row = this.#root.querySelector<HTMLElement>(`.row[data-index="${this.#wanted}"]`);
    if (!row) return;
    this.#wanted = undefined;
    this.set(row);
    row.focus({ preventScroll: true });
  }

  /** The row with the focus moved, was scrolled away, or is no longer in the list. */
  #rescue({ id, at }: { id: string; at: number }): void {
    const elements = [...this.#root.querySelectorAll<HTMLElement>('.row[data-id]')];
    const row = elements.find((each) => each.dataset.id === id);
    const { rows, total } = this.#shown();
    if (row) row.focus({ preventScroll: true });
    else if (rows.some((each) => each.id === id))
      this.#root.querySelector<HTMLElement>('.space')?.focus({ preventScroll: true });
    else if (total > 0) this.to(Math.min(at, total - 1));
    else this.#root.querySelector<HTMLElement>('input, .empty button')?.focus();
  }

  get #root(): HTMLElement | DocumentFragment {
    return this.#host.renderRoot;
  }
}
