import type { ConversationId, FileRef } from '@tokenim/protocol';
import type { OutboxRow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { cssVars } from '../base/css-vars.js';
import { define, TimElement } from '../base/element.js';
import { carriesFiles, filesOf, sendFiles } from '../base/files.js';
import { fileSize } from '../base/format.js';
import { Watch } from '../base/watch.js';
import { whyKey } from '../base/why.js';
import { TimSendEvent } from '../events.js';
import {
  circleAlertIcon,
  cloudUploadIcon,
  fileIcon,
  imageIcon,
  paperclipIcon,
  pauseIcon,
  playIcon,
  rotateCwIcon,
  xIcon,
} from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './uploader.styles.js';

/**
 * Sends files: picked by its button, dropped on it or on what it holds, pasted into it. The tray lists what is
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

  @query('input') private picker!: HTMLInputElement;

  #uploads = new Watch<OutboxRow[]>(this, {
    source: (client) => (this.conversation ? client.views.uploads(this.conversation) : undefined),
    deps: () => [this.conversation],
  });
  #progress = new Map<string, number>();
  #listening: { client: unknown; stop: () => void } | undefined;
  /** `dragenter` and `dragleave` come for every element passed. */
  #depth = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.stop();
    this.#listening = undefined;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const client = this.im;
    if (!this.isConnected || this.#listening?.client === client || !client) return;
    this.#listening?.stop();
    const stop = client.on('progress', ({ cid, sent }) => {
      this.#progress.set(cid, sent);
      this.requestUpdate();
    });
    this.#listening = { client, stop };
  }

  /** Opens the browser's file dialog; call it from a click. */
  pick(): void {
    this.picker.click();
  }

  /** Sends files, as if they were picked. */
  async add(files: readonly File[]): Promise<void> {
    const { im, conversation } = this;
    if (!im || !conversation || files.length === 0) return;
    const { cids, problems } = await sendFiles(im, conversation, files, this.l);
    this.problem = problems.join(' ');
    for (const cid of cids) this.dispatchEvent(new TimSendEvent(conversation, cid));
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
      ${this.#tray()}
      <input type="file" multiple hidden tabindex="-1" aria-hidden="true" @change=${this.#onPick} />
      ${this.dragging ? html`<div class="drop">${cloudUploadIcon}${this.l.t('dropHere')}</div>` : nothing}
    </div>`;
  }

  #tray(): TemplateResult | typeof nothing {
    const rows = (this.#uploads.value ?? []).filter((row) => row.upload && !row.upload.done);
    if (this.withoutTray || rows.length === 0) return nothing;
    return html`<ul class="tray" part="tray" aria-label=${this.l.t('uploads', { n: rows.length })}>
      ${repeat(
        rows,
        (row) => row.cid,
        (row) => this.#upload(row),
      )}
    </ul>`;
  }

  #upload(row: OutboxRow): TemplateResult {
    const { l } = this;
    const upload = row.upload!;
    const failed = row.state === 'failed';
    const body = row.op.kind === 'message' ? (row.op.body as { type: string; file?: FileRef }) : undefined;
    const name = body?.file?.name ?? l.t('kindFile');
    const sent = Math.min(upload.size, Math.max(upload.offset, this.#progress.get(row.cid) ?? 0));
    const part = upload.size > 0 ? sent / upload.size : 0;
    const counted = l.t('uploading', { sent: fileSize(l, sent), size: fileSize(l, upload.size) });
    const words = failed
      ? l.t('failedWhy', { why: l.t(whyKey(row.failure?.code)) })
      : upload.paused
        ? `${l.t('paused')} · ${counted}`
        : counted;
    const button = (key: 'retry' | 'pause' | 'resume' | 'cancel', icon: TemplateResult, run: () => void) =>
      html`<button class="icon-button" aria-label="${l.t(key)}: ${name}" title=${l.t(key)} @click=${run}>${icon}</button>`;
    return html`<li class="upload ${failed ? 'failed' : ''}">
      ${body?.type === 'image' ? imageIcon : fileIcon}
      <span class="words">
        <span class="name" dir="auto">${name}</span>
        <span class="state tabular">${words}</span>
      </span>
      ${
        failed
          ? button('retry', rotateCwIcon, () => void this.im?.retry(row.cid))
          : upload.paused
            ? button('resume', playIcon, () => void this.im?.resume(row.cid))
            : button('pause', pauseIcon, () => void this.im?.pause(row.cid))
      }
      ${button('cancel', xIcon, () => void this.im?.discard(row.cid))}
      <div
        class="bar"
        role="progressbar"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(part * 100)}
        aria-label=${name}
        ${cssVars({ '--_part': String(part) })}
      ></div>
    </li>`;
  }
}

define('tim-uploader', TimUploader);

declare global {
  interface HTMLElementTagNameMap {
    'tim-uploader': TimUploader;
  }
}
