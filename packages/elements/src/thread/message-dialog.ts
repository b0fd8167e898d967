import { html, LitElement, type TemplateResult } from 'lit';
import type { TimElement } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './message-dialog.styles.js';

/** A dialog about one message, over the thread that it belongs to. Escape and a click beside it close it. */
export abstract class MessageDialog extends LitElement {
  static override styles = [theme, base, styles];

  l!: Localize;
  host!: TimElement;

  protected abstract heading(): string;
  protected abstract content(): TemplateResult;

  /** Puts it into the page and gives it the focus; on closing, the focus goes back to where it was. */
  async open(host: TimElement, l: Localize): Promise<void> {
    this.host = host;
    this.l = l;
    const before = (host.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
    host.renderRoot.append(this);
    await this.updateComplete;
    const { dialog } = this;
    if (!dialog) return;
    dialog.addEventListener('close', () => {
      this.remove();
      before?.focus({ preventScroll: true });
    });
    dialog.showModal();
    this.#place();
    window.addEventListener('resize', this.#place);
  }

  /** What it holds came or changed: it is of another size. */
  protected override updated(): void {
    if (this.dialog?.open) this.#place();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.#place);
  }

  protected get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  protected close(): void {
    this.dialog?.close();
  }

  /** In the middle of the thread, as far as the screen allows. */
  #place = (): void => {
    const { dialog } = this;
    if (!dialog) return;
    const box = this.host.getBoundingClientRect();
    const at = (middle: number, size: number, room: number) =>
      `${Math.max(16, Math.min(middle - size / 2, room - size - 16))}px`;
    dialog.style.setProperty('left', at(box.left + box.width / 2, dialog.offsetWidth, innerWidth));
    dialog.style.setProperty('top', at(box.top + box.height / 2, dialog.offsetHeight, innerHeight));
  };

  #onClick = (event: MouseEvent): void => {
    const { dialog } = this;
    if (event.target !== dialog) return;
    const box = dialog!.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) this.close();
  };

  protected override render(): TemplateResult {
    const { l } = this;
    return html`<dialog
      aria-labelledby="heading"
      lang=${l.tag}
      dir=${l.dir}
      @pointerdown=${this.#onClick}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="heading">${this.heading()}</h2>
      ${this.content()}
    </dialog>`;
  }
}
