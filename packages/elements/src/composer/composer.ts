import type { Client } from '@tokenim/client';
import { type ConversationId, defaultLimits, type Limits } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define, TimElement } from '../base/element.js';
import { fingers } from '../base/fingers.js';
import { staged } from '../base/staged.js';
import { Watch } from '../base/watch.js';
import { arrowUpIcon, checkIcon, micIcon, paperclipIcon, smileIcon } from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { copyText } from '../thread/row-text.js';
import { Asked } from './asked.js';
import type { CannedReply } from './canned.js';
import { styles } from './composer.styles.js';
import { hasKept } from './drafts.js';
import type { Extras } from './extras.js';
import { FileIntake } from './file-intake.js';
import { InputMethod } from './input-method.js';
import { Sending } from './sending.js';
import { bytesOf, warnAt } from './text-size.js';
import { Writing } from './writing.js';

/** Where the field grows by itself, no replica of its text is needed. */
const growsByItself = CSS.supports('field-sizing', 'content');

/**
 * Where messages are written. Enter sends, Shift+Enter breaks the line; while an input method composes, Enter
 * belongs to it. Where fingers point, Enter breaks the line, as in the messengers of phones, and the button sends.
 * Ctrl+Enter and Cmd+Enter send everywhere. Text that is not sent is kept as the conversation's draft. Files that are
 * picked, pasted or dropped stand above the field until they are sent; then the text is their caption. `@` completes the names of members, `/` the ready replies; ArrowUp in the empty field
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
  /** @internal What comes beyond text and Enter, once it was needed. */
  @state() extras: Extras | undefined;
  /** @internal What went wrong, in words. */
  @state() problem = '';

  #writing = new Writing(this);
  #sending = new Sending(this, this.#writing, this.l);
  #limits = new Watch(this, { source: (client) => client.views.limits(), deps: () => [] });
  #inputMethod = new InputMethod();
  #seen = '';
  #files = new FileIntake(this);
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
    new Asked(this);
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
    return this.#writing.text;
  }

  /** Puts text into the field, as if typed. */
  set value(text: string) {
    this.#change(text);
  }

  /** Shows a bar with the message that will be answered. */
  reply(message: MessageRow, name: string): void {
    this.cancel();
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
    this.#writing.beginEdit(copyText(message));
    this.replying = undefined;
    this.editing = message;
  }

  /** Ends an answer or an edit. */
  cancel(): void {
    if (this.editing) this.#writing.endEdit();
    this.editing = undefined;
    this.replying = undefined;
  }

  /** Puts files above the field, to be sent with what is written. */
  async attach(files: readonly File[]): Promise<void> {
    const { im, conversation } = this;
    if (!im || !conversation || this.#shut || files.length === 0) return;
    const more = await this.more();
    const problem = await more?.attach(files, im, conversation).catch(() => undefined);
    // Off line what shows them may not come. Then they go as they are: nothing that was picked is lost.
    if (problem !== undefined) {
      if (this.conversation === conversation) this.problem = problem;
    } else for (const file of files) if (file.size) void im.sendFile(conversation, file);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { im } = this;
    // What is written for one user is nothing for the next.
    const other = this.#of !== undefined && this.#of !== im;
    this.#of = im;
    if (other || changed.get('conversation') !== undefined) {
      this.#writing.forget();
      this.#seen = '';
      this.replying = undefined;
      this.editing = undefined;
      this.problem = '';
    }
    const text = this.value;
    // A name behind `@`, a ready reply behind `/`, the bar of an answer or an edit, files held above or staged, the limit.
    if (
      this.editing ||
      this.replying ||
      this.#files.dragging ||
      (im && staged.has(im)) ||
      /[@＠]/.test(text) ||
      (this.cannedReplies.length > 0 && text.includes('/')) ||
      bytesOf(text, this.limits.text) > this.limits.text * warnAt
    )
      void this.more();
  }

  /** What was typed stays where it is; all else comes from `text`. */
  protected override update(changed: PropertyValues): void {
    super.update(changed);
    const { field, value } = this;
    if (field && field.value !== value) field.value = value;
  }

  /** @internal What comes beyond text and Enter; undefined where its code cannot be fetched, the next call tries again. */
  more(): Promise<Extras | undefined> {
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

  #adopt(row: ConversationRow | undefined): void {
    if (!row || row.id !== this.conversation) return;
    if (row.id !== this.#seen) {
      this.#seen = row.id;
      if (hasKept(row.id)) void this.more().then((extras) => extras?.restore());
    }
    if (!this.#inputMethod.composing) this.#writing.adopt(row.draft ?? '');
  }

  #change(text: string): void {
    this.problem = '';
    this.#writing.change(text);
  }

  #onInput = (event: Event): void => this.#change((event.target as HTMLTextAreaElement).value);

  #onKey = (event: KeyboardEvent): void => {
    const { key } = event;
    if (this.#inputMethod.owns(event) || this.extras?.key(event) || event.shiftKey || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    if (key === 'Escape' && (this.editing || this.replying)) {
      event.stopPropagation();
      this.cancel();
    } else if (key === 'ArrowUp' && !mod && !this.value && !this.editing)
      void this.more().then((extras) => extras?.editLast());
    else if (key === 'Enter' && (mod || !this.#breaksLine)) void this.send();
    else return;
    event.preventDefault();
  };

  /** Whether Enter alone breaks the line. */
  get #breaksLine(): boolean {
    return this.sendOn ? this.sendOn === 'mod-enter' : fingers();
  }

  /** @internal What the server takes. */
  get limits(): Limits {
    return this.#limits.value ?? defaultLimits;
  }

  /** @internal Whether what is here may leave. */
  get mayItSend(): boolean {
    return (
      (this.value.trim() !== '' || this.#hasFiles) &&
      bytesOf(this.value, this.limits.text) <= this.limits.text &&
      !!this.im &&
      !this.#shut
    );
  }

  get #hasFiles(): boolean {
    return !this.editing && !!this.extras?.staged;
  }

  /** Why nothing can be written here. */
  get #shut(): 'noneChosen' | 'noteLeftYou' | '' {
    return !this.conversation ? 'noneChosen' : this.row.value?.me?.left ? 'noteLeftYou' : '';
  }

  /** The place of the button that sends is the microphone's while there is nothing to send. */
  get #maySpeak(): boolean {
    const isTaken = this.limits.fileTypes?.some((type) => /^(audio|\*)\//i.test(type)) ?? true;
    return !(
      this.withoutVoice ||
      this.value ||
      this.editing ||
      this.#hasFiles ||
      !window.MediaRecorder ||
      !isTaken
    );
  }

  /** Sends what is in the field. Resolves when it is in the outbox; a refusal to store keeps the text and the files. */
  send(): Promise<void> {
    return this.#sending.send();
  }

  protected override render(): TemplateResult {
    const shut = this.#shut;
    const words = shut
      ? this.l.t(shut)
      : this.#hasFiles
        ? this.l.t('addCaption')
        : this.placeholder || this.l.t('writeMessage');
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir}>
      ${this.extras?.list()}
      <div class="box ${shut && 'shut'}">
        ${this.extras?.above()}
        <div class="line">
          ${
            this.withoutFiles || this.editing
              ? nothing
              : html`${this.#button('attach', paperclipIcon, this.#onAttach)}
                <input type="file" multiple hidden accept=${this.limits.fileTypes?.join() ?? nothing} tabindex="-1" aria-hidden="true" @change=${this.#files.pick} />`
          }
          <slot name="actions"></slot>
          <div class="grow" data-text=${growsByItself ? nothing : this.value} dir="auto">
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
              @blur=${this.#writing.left}
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
            ?disabled=${!this.mayItSend}
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

  #onAttach = ({ currentTarget }: Event): void => {
    if (fingers()) void this.more().then((extras) => extras?.attachMenu(currentTarget as HTMLButtonElement));
    else this.shadowRoot!.querySelector('input')!.click();
  };

  #onEmoji = ({ currentTarget }: Event): void => {
    void this.more().then((extras) => extras?.emoji(currentTarget as HTMLButtonElement));
  };

  #onMic = (event: Event): void => {
    void this.more().then((extras) => extras?.record(event));
  };

  #onSendClick(): void {
    // The keyboard of a phone stays open, and does not come up for files without words.
    const stays = this.value || !fingers();
    void this.send();
    if (stays) this.field!.focus({ preventScroll: true });
  }
}

define('tim-composer', TimComposer);

declare global {
  interface HTMLElementTagNameMap {
    'tim-composer': TimComposer;
  }
}
