import { type ConversationId, defaultLimits, utf8Length } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { define, TimElement } from '../base/element.js';
import { carriesFiles, filesOf, sendFiles } from '../base/files.js';
import { Watch } from '../base/watch.js';
import { TimBeforeSendEvent, type TimEditEvent, type TimReplyEvent, TimSendEvent } from '../events.js';
import {
  arrowUpIcon,
  checkIcon,
  circleAlertIcon,
  paperclipIcon,
  pencilIcon,
  replyIcon,
  xIcon,
} from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { copyText, lineOf } from '../thread/row-text.js';
import { styles } from './composer.styles.js';
import { Drafts } from './drafts.js';
import { InputMethod } from './input-method.js';

/** Who pauses for this long (ms) no longer types. */
const typingPause = 4_000;
/** The limit is shown from this part of it on. */
const warnAt = 0.9;

/**
 * Where messages are written. Enter sends, Shift+Enter breaks the line; while an input method composes, Enter
 * belongs to it. Text that is not sent is kept as the conversation's draft. Files are picked, pasted or dropped.
 *
 * It answers `tim-reply` and `tim-edit` of the thread of the same conversation by itself.
 *
 * @summary Field for a message.
 * @element tim-composer
 * @slot actions - More buttons beside the one for files.
 * @fires {TimBeforeSendEvent} tim-before-send - A message is about to leave; `preventDefault` keeps it.
 * @fires {TimSendEvent} tim-send - A message or file is in the outbox.
 * @csspart field - The text field.
 * @csspart send - The send button.
 * @cssproperty --tim-accent - Colour of the send button. See the theme for all variables.
 */
export class TimComposer extends TimElement {
  static override styles = [theme, base, styles];

  /** The conversation to write to. */
  @property() conversation: ConversationId | '' = '';

  /** In place of the usual words in the empty field. */
  @property() placeholder = '';

  /** No button for files, none taken from clipboard or drag. */
  @property({ type: Boolean, attribute: 'without-files' }) withoutFiles = false;

  @state() private text = '';
  @state() private replying: { message: MessageRow; name: string } | undefined;
  @state() private editing: MessageRow | undefined;
  @state() private problem = '';
  @state() private dragging = false;

  @query('textarea') private field!: HTMLTextAreaElement;
  @query('input[type=file]') private picker!: HTMLInputElement;

  #drafts = new Drafts();
  #touched = false;
  #saved = '';
  #inputMethod = new InputMethod();
  #typing = false;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #saving = false;

  constructor() {
    super();
    new Watch<ConversationRow | undefined>(this, {
      source: (client) => (this.conversation ? client.views.conversation(this.conversation) : undefined),
      deps: () => [this.conversation],
      onValue: (row) => this.#adopt(row),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('tim-edit', this.#onEdit);
    document.addEventListener('tim-reply', this.#onReply);
    window.addEventListener('pagehide', this.#drafts.flush);
    document.addEventListener('visibilitychange', this.#drafts.flush);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('tim-edit', this.#onEdit);
    document.removeEventListener('tim-reply', this.#onReply);
    window.removeEventListener('pagehide', this.#drafts.flush);
    document.removeEventListener('visibilitychange', this.#drafts.flush);
    this.#drafts.flush();
    this.#quiet();
  }

  override focus(options?: FocusOptions): void {
    if (this.field) this.field.focus(options);
    else void this.updateComplete.then(() => this.field?.focus(options));
  }

  /** What is in the field. */
  get value(): string {
    return this.text;
  }

  /** Puts text into the field, as if typed. */
  set value(text: string) {
    this.#change(text);
  }

  /** Shows a bar with the message that will be answered. */
  reply(message: MessageRow, name: string): void {
    if (this.editing) this.#stopEdit();
    this.replying = { message, name };
    this.focus();
  }

  /** Puts an own message into the field; sending changes it. The draft comes back afterwards. */
  edit(message: MessageRow): void {
    this.#drafts.flush();
    if (!this.editing) this.#saved = this.text;
    this.replying = undefined;
    this.editing = message;
    this.text = copyText(message);
    this.focus();
  }

  /** Ends an answer or an edit. */
  cancel(): void {
    if (this.editing) this.#stopEdit();
    this.replying = undefined;
  }

  #stopEdit(): void {
    this.editing = undefined;
    this.text = this.#saved;
    this.#saved = '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('conversation') && changed.get('conversation') !== undefined) {
      this.#drafts.flush();
      this.#drafts.forget();
      this.#quiet(changed.get('conversation') as ConversationId);
      this.text = '';
      this.#saved = '';
      this.#touched = false;
      this.replying = undefined;
      this.editing = undefined;
      this.problem = '';
    }
  }

  /** A draft kept from before, or written in another tab while nothing is written here. */
  #adopt(row: ConversationRow | undefined): void {
    if (!row || row.id !== this.conversation || this.#touched || this.editing) return;
    const { draft = '' } = row;
    if (this.#drafts.isKnown(draft)) return;
    this.#drafts.saw(draft);
    this.text = draft;
  }

  #onEdit = (event: TimEditEvent): void => {
    if (event.defaultPrevented || event.message.conversation !== this.conversation) return;
    event.preventDefault();
    this.edit(event.message);
  };

  #onReply = (event: TimReplyEvent): void => {
    if (event.defaultPrevented || event.message.conversation !== this.conversation) return;
    event.preventDefault();
    this.reply(event.message, event.name);
  };

  #change(text: string): void {
    this.text = text;
    this.problem = '';
    if (!this.im || !this.conversation || this.editing) return;
    this.#touched = text !== '';
    this.#drafts.set(this.im, this.conversation, text);
    if (text.trim() === '') {
      this.#quiet();
      return;
    }
    this.#typing = true;
    this.im.typing(this.conversation, true);
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#quiet(), typingPause);
  }

  #quiet(conversation = this.conversation): void {
    clearTimeout(this.#typingTimer);
    if (this.#typing && conversation) this.im?.typing(conversation, false);
    this.#typing = false;
  }

  #onInput = (event: Event): void => this.#change((event.target as HTMLTextAreaElement).value);

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && (this.editing || this.replying) && !this.#inputMethod.owns(event)) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || this.#inputMethod.owns(event)) return;
    event.preventDefault();
    void this.send();
  };

  get #bytes(): number {
    // Three bytes a unit at most, so short texts are not counted.
    return this.text.length * 3 < defaultLimits.text * warnAt ? 0 : utf8Length(this.text);
  }

  get #mayItSend(): boolean {
    return this.text.trim() !== '' && this.#bytes <= defaultLimits.text && !!this.im && !!this.conversation;
  }

  /** Sends what is in the field. Resolves when it is in the outbox; a refusal to store keeps the text. */
  async send(): Promise<void> {
    const { im, conversation, editing, replying } = this;
    // Only an edit waits for the one before: the field still holds it. Otherwise each Enter has a text of its own.
    if (!this.#mayItSend || !im || !conversation || this.#saving) return;
    const written = this.text;
    // As written, white space included: code and verse depend on it. Only what no frame can carry goes.
    const text = written.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '');
    if (!this.dispatchEvent(new TimBeforeSendEvent(conversation, text))) return;
    this.#saving = editing !== undefined;
    try {
      if (editing) {
        if (text !== copyText(editing)) await im.edit(conversation, editing.cid, { type: 'text', text });
        if (this.editing === editing) this.#stopEdit();
        return;
      }
      // The field is empty at once, so that the next message can be written while this one is stored.
      this.text = '';
      this.#touched = false;
      this.replying = undefined;
      this.#drafts.set(im, conversation, '');
      this.#quiet();
      const cid = await im.send(conversation, { type: 'text', text }, { replyTo: replying?.message.seq });
      this.#drafts.flush();
      this.dispatchEvent(new TimSendEvent(conversation, cid));
    } catch {
      if (this.conversation !== conversation) return;
      this.problem = this.l.t('notSaved');
      if (!editing) {
        // Before what was written meanwhile.
        this.#change(this.text ? `${written}\n${this.text}` : written);
        this.problem = this.l.t('notSaved');
        this.replying ??= replying;
      }
    } finally {
      if (editing) this.#saving = false;
    }
  }

  async #attach(files: readonly File[]): Promise<void> {
    const { im, conversation } = this;
    if (!im || !conversation || files.length === 0) return;
    const { cids, problems } = await sendFiles(im, conversation, files, this.l);
    this.problem = problems.join(' ');
    for (const cid of cids) this.dispatchEvent(new TimSendEvent(conversation, cid));
  }

  #onPick = (): void => {
    const files = [...(this.picker.files ?? [])];
    this.picker.value = '';
    void this.#attach(files);
  };

  #onPaste = (event: ClipboardEvent): void => {
    if (this.withoutFiles) return;
    // Word processors put a picture of the text beside the text; the text is what was meant.
    if (event.clipboardData?.types.includes('text/plain')) return;
    const files = filesOf(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    void this.#attach(files);
  };

  #onDrag = (event: DragEvent): void => {
    if (this.withoutFiles || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.dragging = event.type === 'dragover' || event.type === 'dragenter';
    if (event.type !== 'drop') return;
    event.stopPropagation();
    void this.#attach(filesOf(event.dataTransfer));
  };

  protected override render(): TemplateResult {
    const words = this.placeholder || this.l.t('writeMessage');
    return html`<div
      class="root"
      lang=${this.l.tag}
      dir=${this.l.dir}
      @dragenter=${this.#onDrag}
      @dragover=${this.#onDrag}
      @dragleave=${this.#onDrag}
      @drop=${this.#onDrag}
    >
      <div class="box">
        ${this.#bar()}
        <div class="line">
          ${
            this.withoutFiles
              ? nothing
              : html`<button
                  class="icon-button"
                  type="button"
                  aria-label=${this.l.t('attach')}
                  title=${this.l.t('attach')}
                  ?disabled=${!this.conversation}
                  @click=${() => this.picker.click()}
                >
                  ${paperclipIcon}
                </button>
                <input type="file" multiple hidden tabindex="-1" aria-hidden="true" @change=${this.#onPick} />`
          }
          <slot name="actions"></slot>
          <div class="grow" data-text=${this.text} dir="auto">
            <textarea
              part="field"
              rows="1"
              dir="auto"
              enterkeyhint="send"
              autocapitalize="sentences"
              aria-label=${words}
              placeholder=${words}
              ?disabled=${!this.conversation}
              .value=${live(this.text)}
              @input=${this.#onInput}
              @keydown=${this.#onKey}
              @paste=${this.#onPaste}
              @blur=${this.#onBlur}
              @compositionstart=${this.#inputMethod.start}
              @compositionend=${this.#inputMethod.end}
            ></textarea>
          </div>
          <button
            class="icon-button send"
            part="send"
            type="button"
            aria-label=${this.l.t(this.editing ? 'save' : 'send')}
            title=${this.l.t(this.editing ? 'save' : 'send')}
            ?disabled=${!this.#mayItSend}
            @click=${() => this.#onSendClick()}
          >
            ${this.editing ? checkIcon : arrowUpIcon}
          </button>
        </div>
        ${this.#note()}
      </div>
      ${this.dragging ? html`<div class="drop">${this.l.t('dropHere')}</div>` : nothing}
    </div>`;
  }

  #onBlur = (): void => {
    this.#drafts.flush();
    this.#quiet();
  };

  #onSendClick(): void {
    void this.send();
    // The keyboard of a phone stays open.
    this.field.focus({ preventScroll: true });
  }

  #bar(): TemplateResult | typeof nothing {
    const { editing, replying } = this;
    if (!editing && !replying) return nothing;
    const title = editing ? this.l.t('editing') : this.l.t('replyingTo', { name: replying!.name });
    return html`<div class="bar">
      ${editing ? pencilIcon : replyIcon}
      <div class="bar-text">
        <span class="bar-name">${title}</span>
        <span class="bar-quote" dir="auto">${lineOf(editing ?? replying!.message, this.l)}</span>
      </div>
      <button class="icon-button" type="button" aria-label=${this.l.t('cancel')} @click=${() => this.cancel()}>
        ${xIcon}
      </button>
    </div>`;
  }

  #note(): TemplateResult | typeof nothing {
    if (this.problem)
      return html`<div class="note over" role="alert">${circleAlertIcon}${this.problem}</div>`;
    const left = defaultLimits.text - this.#bytes;
    if (this.#bytes < defaultLimits.text * warnAt) return nothing;
    // Bytes left, told as characters of the kind that this text is made of.
    const perCharacter = this.#bytes / Math.max(1, this.text.length);
    const n = Math.ceil(Math.abs(left) / perCharacter);
    return left >= 0
      ? html`<div class="note tabular" role="status">${this.l.t('charactersLeft', { n: Math.floor(left / perCharacter) })}</div>`
      : html`<div class="note over tabular" role="status">${circleAlertIcon}${this.l.t('tooLong', { n })}</div>`;
  }
}

define('tim-composer', TimComposer);

declare global {
  interface HTMLElementTagNameMap {
    'tim-composer': TimComposer;
  }
}
