import { type Cid, type ConversationId, defaultLimits } from '@tokenim/protocol';
import type { OutboxRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define, TimElement } from '../base/element.js';
import { carriesFiles, filesOf } from '../base/files.js';
import { Progress } from '../base/progress.js';
import { staged } from '../base/staged.js';
import { Watch } from '../base/watch.js';
import { TimSendEvent } from '../events.js';
import { circleAlertIcon, paperclipIcon, xIcon } from '../icons.js';
import { cloudUploadIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import type { tray } from './tray.js';
import { styles } from './uploader.styles.js';

/**
 * Sends files: picked by its button, dropped on it or on what it holds, pasted into it. Where it holds a composer of the
 * conversation they wait there until they are sent, with a caption; else in the uploader itself. The tray lists what is
 * under way, from the store, so that it is there again after a reload.
 *
 * @summary Files on their way.
 * @element tim-uploader
 * @slot - What files may be dropped on: a thread and its composer, say. Where it is empty, a button stands there.
 * @fires {TimSendEvent} tim-send - A file is in the outbox.
 * @csspart tray - The list of uploads.
 * @cssproperty --tim-accent - See the theme for all variables.
 */
export class TimUploader extends TimElement {
  static override styles = [theme, base, styles];

  /** The conversation to send files to. */
  @property() conversation: ConversationId | '' = '';

  /** No list of uploads: the thread shows them, too. */
  @property({ type: Boolean, attribute: 'without-tray' }) withoutTray = false;

  @state() private dragging = false;
  @state() private problem = '';
  @state() private staging: typeof import('./staging.js') | undefined;
  @state() private trayOf: typeof tray | undefined;

  #uploads = new Watch<OutboxRow[]>(this, {
    source: (client) => (this.conversation ? client.views.uploads(this.conversation) : undefined),
    deps: () => [this.conversation],
  });
  #fetching: Promise<void> | undefined;
  #limits = new Watch(this, { source: (client) => client.views.limits(), deps: () => [] });
  #progress = new Progress(this);
  /** `dragenter` and `dragleave` come for every element passed. */
  #depth = 0;

  /** Opens the browser's file dialog; call it from a click. */
  pick(): void {
    this.picker.click();
  }

  /** Takes files, as if they were picked: they wait to be sent. */
  async add(files: readonly File[]): Promise<void> {
    const { im, conversation } = this;
    if (!im || !conversation || files.length === 0) return;
    const composer = [...this.querySelectorAll('tim-composer')].find(
      (each) => each.conversation === conversation,
    );
    if (composer) return composer.attach(files);
    await this.#fetchStaging();
    const there = this.staging?.stagedOf(im, conversation);
    const held = there && there.files.length + there.leaving.length;
    const { taken, problem } = (await this.staging?.sortFiles(im, files, this.l, held)) ?? {};
    if (taken?.length) there?.add(taken, this.#limits.value ?? defaultLimits);
    this.problem = problem ?? this.l.t('cannotLoad');
    this.requestUpdate();
  }

  async #fetchStaging(): Promise<void> {
    this.staging ??= await import('./staging.js').catch(() => undefined);
  }

  /** Sends what waits here. Resolves when it is in the outbox; what could not be stored waits on, and says why. */
  async send(): Promise<void> {
    const { im, conversation } = this;
    if (!im || !conversation) return;
    const sent = (cid: Cid) => this.dispatchEvent(new TimSendEvent(conversation, cid));
    await this.staging
      ?.stagedOf(im, conversation)
      .send({}, sent)
      .catch(() => {});
  }

  #onPick = (): void => {
    const files = [...(this.picker.files ?? [])];
    this.picker.value = '';
    void this.add(files);
  };

  #onDrag = (event: DragEvent): void => {
    if (!carriesFiles(event.dataTransfer) || event.defaultPrevented) {
      if (event.type === 'drop') this.#leave();
      return;
    }
    event.preventDefault();
    if (event.type === 'dragenter') this.#depth++;
    if (event.type === 'dragleave') this.#depth--;
    this.dragging = this.#depth > 0;
    if (event.type !== 'drop') return;
    this.#leave();
    void this.add(filesOf(event.dataTransfer));
  };

  #leave(): void {
    this.#depth = 0;
    this.dragging = false;
  }

  #onPaste = (event: ClipboardEvent): void => {
    if (event.defaultPrevented || event.clipboardData?.types.includes('text/plain')) return;
    const files = filesOf(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    void this.add(files);
  };

  private get picker(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('input')!;
  }

  protected override render(): TemplateResult {
    return html`<div
      class="root"
      lang=${this.l.tag}
      dir=${this.l.dir}
      @dragenter=${this.#onDrag}
      @dragover=${this.#onDrag}
      @dragleave=${this.#onDrag}
      @drop=${this.#onDrag}
      @paste=${this.#onPaste}
    >
      <slot>
        <button class="pick" type="button" ?disabled=${!this.conversation} @click=${() => this.pick()}>
          ${paperclipIcon}${this.l.t('chooseFiles')}
        </button>
      </slot>
      ${
        this.problem
          ? html`<div class="problem" role="alert">
            ${circleAlertIcon}<span>${this.problem}</span>
            <button class="icon-button" aria-label=${this.l.t('discard')} @click=${() => (this.problem = '')}>${xIcon}</button>
          </div>`
          : nothing
      }
      ${this.#staged()}${this.#tray()}
      <input type="file" multiple hidden accept=${this.#limits.value?.fileTypes?.join() ?? nothing} tabindex="-1" aria-hidden="true" @change=${this.#onPick} />
      ${this.dragging ? html`<div class="drop">${cloudUploadIcon}${this.l.t('dropHere')}</div>` : nothing}
    </div>`;
  }

  /** Files that wait here to be sent, also those of an uploader before this one. */
  #staged(): TemplateResult | typeof nothing {
    const { im, conversation, staging } = this;
    if (!im || !conversation || !staged.get(im)?.has(conversation) || this.querySelector('tim-composer'))
      return nothing;
    if (!staging) void this.#fetchStaging();
    return html`<tim-file-tray
      with-send
      .locale=${this.l.tag}
      .staged=${staging?.stagedOf(im, conversation)}
      .send=${() => void this.send()}
      .emptied=${() => this.renderRoot.querySelector<HTMLElement>('.pick')?.focus()}
    ></tim-file-tray>`;
  }

  /** The tray's code comes with the first upload. */
  #tray(): TemplateResult | typeof nothing {
    const rows = (this.#uploads.value ?? []).filter((row) => row.upload && !row.upload.done);
    if (this.withoutTray || rows.length === 0 || !this.im) return nothing;
    if (!this.trayOf) {
      this.#fetching ??= import('./tray.js').then(
        ({ tray }) => {
          this.trayOf = tray;
        },
        () => {
          this.#fetching = undefined;
        },
      );
      return nothing;
    }
    return this.trayOf(rows, { client: this.im, l: this.l, progress: this.#progress.sent });
  }
}

addEnglish(more);
define('tim-uploader', TimUploader);

declare global {
  interface HTMLElementTagNameMap {
    'tim-uploader': TimUploader;
  }
}
