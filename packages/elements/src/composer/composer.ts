import type { Client } from '@tokenim/client';
import { type ConversationId, defaultLimits, type Limits } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define, TimElement } from '../base/element.js';
import { sendFiles } from '../base/files.js';
import { Watch } from '../base/watch.js';
import { TimBeforeSendEvent, type TimEditEvent, type TimReplyEvent, TimSendEvent } from '../events.js';
import { arrowUpIcon, checkIcon, micIcon, paperclipIcon, smileIcon } from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { copyText } from '../thread/row-text.js';
import type { CannedReply } from './canned.js';
import { styles } from './composer.styles.js';
import { Drafts, hasKept } from './drafts.js';
import type { Extras } from './extras.js';
import { FileIntake } from './file-intake.js';
import { InputMethod } from './input-method.js';
import { bytesOf, warnAt } from './text-size.js';
import { TypingSignal } from './typing-signal.js';

/** Where the field grows by itself, no replica of its text is needed. */
const growsByItself = CSS.supports('field-sizing', 'content');
/** How long (ms) a message with a mention waits for the code that finds it. */
const patience = 1_500;

/**
 * Where messages are written. Enter sends, Shift+Enter breaks the line; while an input method composes, Enter
 * belongs to it. Where fingers point, Enter breaks the line, as in the messengers of phones, and the button sends.
 * Ctrl+Enter and Cmd+Enter send everywhere. Text that is not sent is kept as the conversation's draft. Files are
 * picked, pasted or dropped. `@` completes the names of members, `/` the ready replies; ArrowUp in the empty field
 * edits the last own message. Where nothing is written, the microphone records a voice message.
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

  /** No button for emoji. */
  @property({ type: Boolean, attribute: 'without-emoji' }) withoutEmoji = false;

  /** No button for voice messages. */
  @property({ type: Boolean, attribute: 'without-voice' }) withoutVoice = false;

  /**
   * What sends: `enter` alone, also where fingers point; or `mod-enter`, Ctrl+Enter or Cmd+Enter only. Without it
   * Enter sends but where fingers point.
   */
  @property({ attribute: 'send-on' }) sendOn: '' | 'enter' | 'mod-enter' = '';

  /** Texts that `/` and the beginning of their name put into the field; `{name}` in them is the customer's name. */
  @property({ attribute: false }) cannedReplies: readonly CannedReply[] = [];

  /** @internal The message that will be answered. */
  @state() replying: { message: MessageRow; name: string } | undefined;
  /** @internal The message that will be changed. */
  @state() editing: MessageRow | undefined;
  @state() private text = '';
  @state() private extras: Extras | undefined;
  @state() private problem = '';

  #drafts = new Drafts();
  #limits = new Watch(this, { source: (client) => client.views.limits(), deps: () => [] });
  #saved = '';
  #inputMethod = new InputMethod();
  #seen = '';
  #typing = new TypingSignal();
  #files = new FileIntake(this, (files) => void this.#attach(files));
  #saving = false;
  /** Whose field this is. */
  #of: Client | undefined;
  #fetching: Promise<Extras | undefined> | undefined;

  /** @internal The conversation. */
  readonly row: Watch<ConversationRow | undefined>;

  constructor() {
    super();
    this.row = new Watch<ConversationRow | undefined>(this, {
      source: (client) => (this.conversation ? client.views.conversation(this.conversation) : undefined),
      deps: () => [this.conversation],
      onValue: (row) => this.#adopt(row),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('tim-edit', this.#onAsked);
    document.addEventListener('tim-reply', this.#onAsked);
    window.addEventListener('pagehide', this.#drafts.flush);
    document.addEventListener('visibilitychange', this.#drafts.flush);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('tim-edit', this.#onAsked);
    document.removeEventListener('tim-reply', this.#onAsked);
    window.removeEventListener('pagehide', this.#drafts.flush);
    document.removeEventListener('visibilitychange', this.#drafts.flush);
    this.#drafts.flush();
    this.#typing.quiet();
  }

  private get field(): HTMLTextAreaElement | null | undefined {
    return this.shadowRoot?.querySelector('textarea');
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
    this.startEdit(message);
    this.focus();
  }

  /** @internal The same, but the focus stays where it is. */
  startEdit(message: MessageRow): void {
    this.#drafts.flush();
    if (!this.editing) this.#saved = this.text;
    this.replying = undefined;
    this.editing = message;
    this.text = copyText(message);
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
    const { im } = this;
    // What is written for one user is nothing for the next.
    const other = this.#of !== undefined && this.#of !== im;
    this.#of = im;
    if (other || changed.get('conversation') !== undefined) {
      this.#drafts.flush();
      this.#drafts.forget();
      this.#typing.quiet();
      this.text = '';
      this.#saved = '';
      this.#seen = '';
      this.replying = undefined;
      this.editing = undefined;
      this.problem = '';
    }
    // A name behind `@`, a ready reply behind `/`, the bar of an answer or an edit, files held above, the limit.
    if (
      this.editing ||
      this.replying ||
      this.#files.dragging ||
      /[@＠]/.test(this.text) ||
      (this.cannedReplies.length > 0 && this.text.includes('/')) ||
      bytesOf(this.text, this.limits.text) > this.limits.text * warnAt
    )
      void this.#more();
  }

  /** What was typed stays where it is; all else comes from `text`. */
  protected override update(changed: PropertyValues): void {
    super.update(changed);
    const { field, text } = this;
    if (field && field.value !== text) field.value = text;
  }

  /** What comes beyond text and Enter; undefined where its code cannot be fetched, the next call tries again. */
  #more(): Promise<Extras | undefined> {
    this.#fetching ??= import('./extras.js').then(
      ({ Extras }) => {
        this.extras = new Extras(this, this.l);
        this.extras.refresh();
        return this.extras;
      },
      () => (this.#fetching = undefined),
    );
    return this.#fetching;
  }

  /** A draft kept from before, or written in another tab while nothing is written here. */
  #adopt(row: ConversationRow | undefined): void {
    if (!row || row.id !== this.conversation) return;
    if (row.id !== this.#seen) {
      this.#seen = row.id;
      if (hasKept(row.id)) void this.#more().then((extras) => extras?.restore());
    }
    const { draft = '' } = row;
    if (this.#inputMethod.composing || !this.#drafts.isNews(draft)) return;
    if (this.editing) this.#saved = draft;
    else this.text = draft;
  }

  #onAsked = (event: TimEditEvent | TimReplyEvent): void => {
    if (event.defaultPrevented || event.message.conversation !== this.conversation) return;
    event.preventDefault();
    if ('name' in event) this.reply(event.message, event.name);
    else this.edit(event.message);
  };

  #change(text: string): void {
    this.text = text;
    this.problem = '';
    if (!this.im || !this.conversation || this.editing) return;
    this.#drafts.set(this.im, this.conversation, text);
    if (text.trim() === '') {
      this.#typing.quiet();
      return;
    }
    this.#typing.typed(this.im, this.conversation);
  }

  #onInput = (event: Event): void => this.#change((event.target as HTMLTextAreaElement).value);

  #onKey = (event: KeyboardEvent): void => {
    const { key } = event;
    if (this.#inputMethod.owns(event) || this.extras?.key(event) || event.shiftKey || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    if (key === 'Escape' && (this.editing || this.replying)) {
      event.stopPropagation();
      this.cancel();
    } else if (key === 'ArrowUp' && !mod && !this.text && !this.editing)
      void this.#more().then((extras) => extras?.editLast());
    else if (key === 'Enter' && (mod || !this.#breaksLine)) void this.send();
    else return;
    event.preventDefault();
  };

  /** Whether Enter alone breaks the line. */
  get #breaksLine(): boolean {
    return this.sendOn ? this.sendOn === 'mod-enter' : matchMedia('(pointer: coarse)').matches;
  }

  /** @internal What the server takes. */
  get limits(): Limits {
    return this.#limits.value ?? defaultLimits;
  }

  get #mayItSend(): boolean {
    return (
      this.text.trim() !== '' &&
      bytesOf(this.text, this.limits.text) <= this.limits.text &&
      !!this.im &&
      !this.#shut
    );
  }

  /** Why nothing can be written here. */
  get #shut(): 'noneChosen' | 'noteLeftYou' | '' {
    return !this.conversation ? 'noneChosen' : this.row.value?.me?.left ? 'noteLeftYou' : '';
  }

  /** The place of the button that sends is the microphone's while there is nothing to send. */
  get #maySpeak(): boolean {
    return !(this.withoutVoice || this.text || this.editing || !window.MediaRecorder);
  }

  /** Sends what is in the field. Resolves when it is in the outbox; a refusal to store keeps the text. */
  async send(): Promise<void> {
    // Only an edit waits for the one before: the field still holds it. Otherwise each Enter has a text of its own.
    if (this.#saving) return;
    const names = /[@＠]/.test(this.text);
    if (names && !this.extras) {
      this.#saving = true;
      await Promise.race([this.#more(), new Promise((resolve) => setTimeout(resolve, patience))]);
      this.#saving = false;
    }
    const { im, conversation, editing, replying } = this;
    if (!this.#mayItSend || !im || !conversation) return;
    const written = this.text;
    // As written, white space included: code and verse depend on it. Only what no frame can carry goes.
    const text = written.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '');
    if (!this.dispatchEvent(new TimBeforeSendEvent(conversation, text))) return;
    const body = { type: 'text' as const, text, ...(names && this.extras?.mentions(text)) };
    this.#saving = editing !== undefined;
    try {
      if (editing) {
        if (text !== copyText(editing)) await im.edit(conversation, editing.cid, body);
        if (this.editing === editing) this.#stopEdit();
        return;
      }
      // The field is empty at once, so that the next message can be written while this one is stored.
      this.text = '';
      this.replying = undefined;
      this.#drafts.set(im, conversation, '');
      this.#typing.quiet();
      const cid = await im.send(conversation, body, { replyTo: replying?.message.seq });
      this.#drafts.flush();
      this.dispatchEvent(new TimSendEvent(conversation, cid));
    } catch {
      if (this.conversation !== conversation) return;
      if (!editing) {
        // Before what was written meanwhile.
        this.#change(this.text ? `${written}\n${this.text}` : written);
        this.replying ??= replying;
      }
      if (await this.#more()) this.problem = this.l.t('notSaved');
    } finally {
      if (editing) this.#saving = false;
    }
  }

  async #attach(files: readonly File[]): Promise<void> {
    const { im, conversation } = this;
    if (!im || !conversation || this.#shut || files.length === 0) return;
    const limit = this.limits.file;
    const { cids, left } = await sendFiles(im, conversation, files, limit);
    for (const cid of cids) this.dispatchEvent(new TimSendEvent(conversation, cid));
    this.problem = (left.length > 0 && (await this.#more())?.fileProblems(left, limit)) || '';
  }

  protected override render(): TemplateResult {
    const shut = this.#shut;
    const words = shut ? this.l.t(shut) : this.placeholder || this.l.t('writeMessage');
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir}>
      ${this.extras?.list()}
      <div class="box ${shut && 'shut'}">
        ${this.extras?.bar()}
        <div class="line">
          ${
            this.withoutFiles
              ? nothing
              : html`${this.#button('attach', paperclipIcon, () => this.shadowRoot!.querySelector('input')!.click())}
                <input type="file" multiple hidden tabindex="-1" aria-hidden="true" @change=${this.#files.pick} />`
          }
          <slot name="actions"></slot>
          <div class="grow" data-text=${growsByItself ? nothing : this.text} dir="auto">
            <textarea
              part="field"
              rows="1"
              dir="auto"
              enterkeyhint=${this.#breaksLine ? 'enter' : 'send'}
              autocapitalize="sentences"
              aria-label=${words}
              placeholder=${words}
              ?disabled=${this.#shut}
              @input=${this.#onInput}
              @keydown=${this.#onKey}
              @paste=${this.#files.paste}
              @blur=${this.#onBlur}
              @compositionstart=${this.#inputMethod.start}
              @compositionend=${this.#inputMethod.end}
            ></textarea>
          </div>
          ${this.withoutEmoji ? nothing : this.#button('emoji', smileIcon, this.#onEmoji)}
          ${this.#maySpeak ? this.#button('record', micIcon, this.#onMic) : nothing}
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
        ${this.extras?.note(this.problem)}
      </div>
      ${this.#files.dragging ? this.extras?.drop() : nothing}
    </div>`;
  }

  #button(
    key: 'attach' | 'emoji' | 'record',
    icon: TemplateResult,
    run: (event: Event) => void,
  ): TemplateResult {
    const words = this.l.t(key);
    return html`<button
      class="icon-button ${key}"
      type="button"
      aria-label=${words}
      title=${words}
      ?disabled=${this.#shut}
      @click=${run}
      @pointerdown=${key === 'record' ? run : nothing}
    >
      ${icon}
    </button>`;
  }

  #onBlur = (): void => {
    this.#drafts.flush();
    this.#typing.quiet();
  };

  #onEmoji = ({ currentTarget }: Event): void => {
    void this.#more().then((extras) => extras?.emoji(currentTarget as HTMLButtonElement));
  };

  #onMic = (event: Event): void => {
    void this.#more().then((extras) => extras?.record(event));
  };

  #onSendClick(): void {
    void this.send();
    // The keyboard of a phone stays open.
    this.field!.focus({ preventScroll: true });
  }
}

define('tim-composer', TimComposer);

declare global {
  interface HTMLElementTagNameMap {
    'tim-composer': TimComposer;
  }
}
