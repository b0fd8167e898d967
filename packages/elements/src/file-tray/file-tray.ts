import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { define, TimElement } from '../base/element.js';
import { fileSize } from '../base/file-size.js';
import { memo } from '../base/localize.js';
import { arrowUpIcon, circleAlertIcon, loaderCircleIcon, xIcon } from '../icons.js';
import { fileIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { openMenu } from '../menu/menu.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './file-tray.styles.js';
import { gripVerticalIcon, moveDownIcon, moveUpIcon } from './icons.js';
import { reorder } from './reorder.js';
import { isWorthwhile, type Staged, type StagedFile } from './staged.js';

addEnglish(more);

const pixelFormat = memo((tag) => new Intl.NumberFormat(tag, { useGrouping: false }));

/**
 * Files that wait to be sent: what they are, in which order they go, and whether pictures keep their pixels. Internal:
 * composer and uploader put it where it belongs. A row is moved by its grip (dragged, or by the menu that a press opens),
 * and by Alt with ArrowUp, ArrowDown, Home and End.
 */
export class TimFileTray extends TimElement {
  static override styles = [theme, base, styles];

  @property({ attribute: false }) staged: Staged | undefined;

  /** A button that sends them, where no composer has one. */
  @property({ type: Boolean, attribute: 'with-send' }) withSend = false;

  /** Sends them. */
  @property({ attribute: false }) send: () => void = () => {};

  /** The last one was removed, and had the focus. */
  @property({ attribute: false }) emptied: () => void = () => {};

  /** For those who do not see it. */
  @state() private said = '';

  #unwatch = () => {};
  #count = 0;
  #grew = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    this.#unwatch = () => {};
    this.#count = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  #watch(): void {
    this.#unwatch();
    if (this.isConnected && this.staged) this.#unwatch = this.staged.watch(() => this.requestUpdate());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('staged')) {
      this.#watch();
      this.#count = 0;
    }
    const count = this.staged?.files.length ?? 0;
    this.#grew = count > this.#count;
    if (this.#grew) this.#say(this.l.t('fileCount', { n: count }));
    this.#count = count;
  }

  protected override updated(): void {
    // What came last is seen.
    if (this.#grew) this.renderRoot.querySelector('.files')?.scrollTo({ top: 1e6 });
  }

  /** A region is heard when it changes while it is in the page. */
  #say(words: string): void {
    this.said = '';
    setTimeout(() => {
      this.said = words;
    }, 50);
  }

  #name({ file }: StagedFile): string {
    return file.name || this.l.t('kindFile');
  }

  #move(one: StagedFile, to: number): void {
    const { staged } = this;
    if (!staged || to < 0 || to >= staged.files.length || staged.files[to] === one) return;
    staged.move(one, to);
    this.#say(this.l.t('filePlace', { name: this.#name(one), n: to + 1, total: staged.files.length }));
  }

  /** The row is put elsewhere in the page, and would lose the focus. */
  async #moveByKey(one: StagedFile, to: number): Promise<void> {
    const focused = this.shadowRoot!.activeElement as HTMLElement | null;
    this.#move(one, to);
    await this.updateComplete;
    focused?.focus({ preventScroll: true });
    focused?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }

  async #remove(one: StagedFile): Promise<void> {
    const { staged } = this;
    if (!staged) return;
    const at = staged.files.indexOf(one);
    staged.remove(one);
    this.#say(this.l.t('fileRemoved', { name: this.#name(one) }));
    await this.updateComplete;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.remove');
    if (buttons.length > 0) buttons[Math.min(at, buttons.length - 1)]!.focus();
    else this.emptied();
  }

  #onKey(event: KeyboardEvent, one: StagedFile): void {
    const files = this.staged?.files ?? [];
    const at = files.indexOf(one);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: files.length - 1 }[event.key];
    if (to === undefined || !event.altKey) return;
    event.preventDefault();
    void this.#moveByKey(one, to);
  }

  #onGrip(event: PointerEvent, one: StagedFile): void {
    if (event.button !== 0) return;
    const row = (event.currentTarget as HTMLElement).closest('li')!;
    const rows = [...row.parentElement!.querySelectorAll<HTMLElement>('.staged')];
    reorder(event, row, rows, (to, dragged) => {
      this.#dragged = dragged;
      if (to !== undefined) this.#move(one, to);
    });
  }

  /** The click that follows a drag opens no menu. */
  #dragged = false;

  #openMenu(event: Event, one: StagedFile): void {
    if (this.#dragged) {
      this.#dragged = false;
      return;
    }
    const { l } = this;
    const from = event.currentTarget as HTMLButtonElement;
    const files = this.staged!.files;
    const at = files.indexOf(one);
    const items = [
      { icon: moveUpIcon, words: l.t('moveEarlier'), to: at - 1 },
      { icon: moveDownIcon, words: l.t('moveLater'), to: at + 1 },
    ];
    void openMenu({
      root: this.renderRoot,
      from,
      label: from.ariaLabel!,
      l,
      items: items
        .filter(({ to }) => to >= 0 && to < files.length)
        .map(({ to, ...item }) => ({ ...item, run: () => void this.#moveByKey(one, to) })),
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { staged, l } = this;
    if (!staged || staged.files.length + staged.leaving.length === 0) return nothing;
    const rows = [...staged.leaving, ...staged.files];
    return html`<div class="root" lang=${l.tag} dir=${l.dir}>
      ${staged.trouble ? this.#trouble(staged) : nothing}
      <ul role="list" class="files ${rows.length === 1 && rows[0]!.url ? 'one' : ''}" aria-label=${l.t('fileCount', { n: rows.length })}>
        ${repeat(
          rows,
          (one) => one.id,
          (one) => this.#row(one, staged),
        )}
      </ul>
      ${this.#foot(staged)}
      <span class="sr" role="status">${this.said}</span>
    </div>`;
  }

  #row(one: StagedFile, staged: Staged): TemplateResult {
    const { l } = this;
    const leaving = staged.leaving.includes(one);
    const name = this.#name(one);
    const { size, width, height } = staged.outcome(one);
    const pixels = width && `${pixelFormat(l.tag).format(width)} × ${pixelFormat(l.tag).format(height!)}`;
    return html`<li class=${leaving ? 'leaving' : 'staged'} @keydown=${(event: KeyboardEvent) => this.#onKey(event, one)}>
      ${
        staged.files.length > 1 && !leaving
          ? html`<button
            class="icon-button grip"
            type="button"
            aria-label=${l.t('moveFile', { name })}
            aria-haspopup="menu"
            aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
            @pointerdown=${(event: PointerEvent) => this.#onGrip(event, one)}
            @click=${(event: Event) => this.#openMenu(event, one)}
          >
            ${gripVerticalIcon}
          </button>`
          : nothing
      }
      <span class="picture">
        ${
          one.url
            ? html`<img alt="" draggable="false" decoding="async" src=${one.url} @load=${(event: Event) => this.#onPicture(event, one)} @error=${this.#onNoPicture} />`
            : nothing
        }
        ${fileIcon}
      </span>
      <span class="words">
        <span class="name" dir="auto" title=${name}>${name}</span>
        <span class="state tabular ${one.broken ? 'wrong' : ''}"
          >${one.broken ? l.why(one.broken) : html`${pixels ? html`<bdi dir="ltr">${pixels}</bdi> · ` : nothing}${fileSize(l, size)}`}</span
        >
      </span>
      ${
        leaving
          ? loaderCircleIcon
          : html`<button
            class="icon-button remove"
            type="button"
            aria-label=${l.t('removeFile', { name })}
            title=${l.t('removeFile', { name })}
            @click=${() => void this.#remove(one)}
          >
            ${xIcon}
          </button>`
      }
    </li>`;
  }

  #onPicture(event: Event, one: StagedFile): void {
    const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
    if (one.pixels || !width) return;
    one.pixels = { width, height };
    this.requestUpdate();
  }

  /** Of a kind that this browser does not show. */
  #onNoPicture({ target }: Event): void {
    (target as HTMLElement).hidden = true;
  }

  /** How many, how much, and the choice between a small picture and all of its pixels. */
  #foot(staged: Staged): TemplateResult | typeof nothing {
    const { l } = this;
    const { files, original } = staged;
    const sum = (kept: boolean) =>
      fileSize(
        l,
        files.reduce((all, one) => all + staged.outcome(one, kept).size, 0),
      );
    const choice = files.some((one) => isWorthwhile(one) && staged.mayKeep(one));
    if (files.length === 0 || (files.length === 1 && !choice && !this.withSend)) return nothing;
    return html`<div class="foot">
      ${
        files.length > 1
          ? html`<span class="sum tabular"><b>${l.t('fileCount', { n: files.length })}</b> · ${sum(original)}</span>`
          : nothing
      }
      ${
        choice
          ? html`<label class="original"
            ><input
              type="checkbox"
              .checked=${original}
              @change=${(event: Event) => {
                staged.original = (event.target as HTMLInputElement).checked;
                staged.changed();
              }}
            /><span>${l.t('originalSize')} <span class="tabular">(${sum(true)})</span></span></label
          >`
          : nothing
      }
      ${
        this.withSend
          ? html`<button class="send" type="button" @click=${() => this.send()}>
            ${arrowUpIcon}${l.t('send')}
          </button>`
          : nothing
      }
    </div>`;
  }

  #trouble(staged: Staged): TemplateResult {
    const { l } = this;
    return html`<div class="trouble" role="alert">
      ${circleAlertIcon}<span>${l.t(staged.trouble === 'quota' ? 'noRoom' : 'filesNotSaved')}</span>
      <div class="choices">
        <button class="text-button" type="button" @click=${() => this.send()}>${l.t('tryAgain')}</button>
        ${
          staged.trouble === 'quota'
            ? html`<button
              class="text-button"
              type="button"
              @click=${() => {
                staged.keep = false;
                this.send();
              }}
            >
              ${l.t('sendUnkept')}
            </button>`
            : nothing
        }
      </div>
    </div>`;
  }
}

define('tim-file-tray', TimFileTray);

declare global {
  interface HTMLElementTagNameMap {
    'tim-file-tray': TimFileTray;
  }
}
