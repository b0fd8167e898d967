import type { Client } from '@tokenim/client';
import {
  type ConversationId,
  defaultLimits,
  type FileId,
  type FileRef,
  type Limits,
} from '@tokenim/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { clock } from '../base/clock.js';
import { define, TimElement } from '../base/element.js';
import { fingers } from '../base/fingers.js';
import type { TimComposer } from '../composer/composer.js';
import { TimSendEvent } from '../events.js';
import { arrowUpIcon, circleAlertIcon, xIcon } from '../icons.js';
import { squareIcon, trash2Icon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import '../player/player.js';
import { waveBox, waveform } from '../player/waveform.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { Hold } from './hold.js';
import { styles } from './recorder.styles.js';
import { isTaken, type MicrophoneProblem, problemOf, type Recorded, Recording } from './recording.js';

addEnglish(more);

/** Milliseconds that a voice message may be long where the server says nothing (rule U12), and must be. */
const longest = 15 * 60_000;
const shortest = 500;
/** Milliseconds before its end in which it is said where that is. */
const near = 60_000;
/** Levels that the meter shows. */
const shown = 40;

type State =
  | { at: 'opening' | 'recording' }
  | { at: 'problem'; why: MicrophoneProblem | 'recordedShort' | 'voiceRefused' }
  | {
      at: 'preview';
      recorded: Recorded;
      /** For the player, which asks a client for the bytes. */
      file: FileRef;
      client: Client;
      busy?: boolean;
      failed?: boolean;
    };

/**
 * Records a voice message, over the field of a composer: `opening` → `recording` → `preview` → sent, or a `problem`.
 * It is gone with Escape while it records, with the bin afterwards, and with its composer's conversation.
 */
export class TimVoiceRecorder extends TimElement {
  static override styles = [theme, base, styles];

  @property({ attribute: false }) conversation: ConversationId | '' = '';
  /** What the server takes. */
  @property({ attribute: false }) limits: Limits = defaultLimits;
  /** `seq` of the message that it answers. */
  @property({ attribute: false }) replyTo: () => number | undefined = () => undefined;
  /** Called once it is gone. */
  @property({ attribute: false }) closed: (sent: boolean) => void = () => {};

  @state() private is: State = { at: 'opening' };
  @state() private elapsed = 0;
  @state() private levels: readonly number[] = [];
  /** The pointer that began it is down, and may be far enough away to cancel. */
  @state() private holding: 'here' | 'away' | undefined;

  #recording: Recording | undefined;
  #hold: Hold | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onKey);
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hold?.end();
    this.#recording?.cancel();
  }

  /** It was begun by a press that may be held: letting go ends it. */
  hold(down: PointerEvent): void {
    this.holding = 'here';
    this.#hold = new Hold(
      down,
      (how) => {
        this.holding = undefined;
        if (how === 'cancel') this.#close();
        else if (how === 'stop') this.#stop();
      },
      (away) => {
        this.holding = away ? 'away' : 'here';
      },
    );
  }

  /** The press that began it is over, and was short. */
  tapped(): void {
    this.#hold?.end();
    this.holding = undefined;
  }

  get #longest(): number {
    return this.limits.voice ?? longest;
  }

  async #start(): Promise<void> {
    const { file, fileSizes, fileTypes } = this.limits;
    if (!isTaken(fileTypes)) {
      this.is = { at: 'problem', why: 'voiceRefused' };
      this.#focus('.close');
      return;
    }
    const recording = new Recording({
      longest: this.#longest,
      largest: Math.min(file, fileSizes?.audio ?? file),
      taken: fileTypes,
      onLevel: (levels) => {
        this.levels = levels.slice(-shown);
        this.elapsed = recording.elapsed;
      },
      onEnd: (recorded) => this.#ended(recorded),
    });
    this.#recording = recording;
    try {
      await recording.start();
      if (this.is.at !== 'opening' || !this.isConnected) return;
      this.is = { at: 'recording' };
      this.#focus('.stop');
    } catch (error) {
      this.is = { at: 'problem', why: problemOf(error) };
      this.#focus('.close');
    }
  }

  #stop(): void {
    if (this.is.at === 'recording') this.#recording?.stop();
  }

  #ended(recorded: Recorded): void {
    this.#hold?.end();
    this.holding = undefined;
    const { blob, voice } = recorded;
    if (voice.duration < shortest || blob.size === 0) {
      this.is = { at: 'problem', why: 'recordedShort' };
      this.#focus('.close');
      return;
    }
    const mime = blob.type.split(';')[0]!;
    const extension = { 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }[mime] ?? 'webm';
    const name = `${this.l.t('kindVoice')}.${extension}`;
    // No file of the server: its bytes are here.
    const id = `preview-${Math.random()}` as FileId;
    const bytes = async () => blob;
    const client = { blob: bytes, kept: bytes } as unknown as Client;
    this.is = { at: 'preview', recorded, client, file: { id, name, mime, size: blob.size } };
    this.#focus('.send');
  }

  async #send(): Promise<void> {
    const { is, im, conversation } = this;
    if (is.at !== 'preview' || is.busy || !im || !conversation) return;
    const { blob, voice } = is.recorded;
    this.is = { ...is, busy: true, failed: false };
    try {
      const replyTo = this.replyTo();
      const options = { name: is.file.name, voice, ...(replyTo && { replyTo }) };
      const cid = await im.sendFile(conversation, blob, options);
      this.dispatchEvent(new TimSendEvent(conversation, cid));
      this.#close(true);
    } catch {
      this.is = { ...is, failed: true };
    }
  }

  #close(sent = false): void {
    this.remove();
    this.closed(sent);
  }

  #focus(selector: string): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }),
    );
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    // What the composer is in would close, and take a recording with it that was not meant.
    event.stopPropagation();
    if (this.is.at !== 'preview') this.#close();
  };

  protected override render(): TemplateResult {
    const { l, is } = this;
    return html`<div class="root" lang=${l.tag} dir=${l.dir}>
      ${is.at === 'preview' ? this.#preview(is) : is.at === 'problem' ? this.#problem(l.t(is.why)) : this.#running()}
    </div>`;
  }

  #running(): TemplateResult {
    const { l, holding } = this;
    const most = clock(l, this.#longest);
    // Told ahead: all the time where the server says so, else once the end is near.
    const isTold = this.limits.voice !== undefined || this.#longest - this.elapsed < near;
    const hint = holding && l.t(holding === 'away' ? 'letGoToCancel' : 'slideToCancel');
    return html`<div class="line">
      ${this.#button('discard', 'cancel', xIcon, () => this.#close())}
      <span class="dot"></span>
      <span class="sr" role="status"
        >${this.is.at === 'recording' ? l.t('recording') : ''}
        ${isTold ? l.t('recordedFull', { time: most }) : ''}</span
      >
      <span class="time tabular" role="timer">${clock(l, this.elapsed)}${isTold ? ` / ${most}` : ''}</span>
      <div class="meter">
        <svg viewBox=${waveBox} preserveAspectRatio="none" aria-hidden="true">
          ${waveform([...Array(shown - this.levels.length).fill(0), ...this.levels])}
        </svg>
      </div>
      ${hint ? html`<span class="hint ${holding}">${hint}</span>` : nothing}
      ${this.#button('stop main', 'stopRecording', squareIcon, () => this.#stop(), this.is.at === 'opening')}
    </div>`;
  }

  #preview({ recorded, file, client, busy, failed }: Extract<State, { at: 'preview' }>): TemplateResult {
    const { l } = this;
    const { because, voice } = recorded;
    const note = failed
      ? l.t('voiceNotSaved')
      : because === 'lost'
        ? l.t('micLost')
        : because === 'full' && l.t('recordedFull', { time: clock(l, voice.duration) });
    return html`<div class="line">
        ${this.#button('discard', 'discard', trash2Icon, () => this.#close(), busy)}
        <tim-player .client=${client} .conversation=${'preview' as ConversationId} .file=${file} .voice=${voice}></tim-player>
        ${this.#button('send main', 'send', arrowUpIcon, () => void this.#send(), busy)}
      </div>
      ${note ? html`<div class="note below" role="alert">${circleAlertIcon}<span>${note}</span></div>` : nothing}`;
  }

  #problem(words: string): TemplateResult {
    return html`<div class="line">
      <div class="note" role="alert">${circleAlertIcon}<span>${words}</span></div>
      ${this.#button('close', 'close', xIcon, () => this.#close())}
    </div>`;
  }

  #button(
    kind: string,
    key: 'cancel' | 'discard' | 'stopRecording' | 'send' | 'close',
    icon: TemplateResult,
    run: () => void,
    disabled = false,
  ): TemplateResult {
    const words = this.l.t(key);
    return html`<button
      class="icon-button ${kind}"
      type="button"
      aria-label=${words}
      title=${words}
      ?disabled=${disabled}
      @click=${run}
    >
      ${icon}
    </button>`;
  }
}

define('tim-voice-recorder', TimVoiceRecorder);

/**
 * Opens the recorder over a composer's field. A press opens it and is followed by a click: that says the press was
 * short, even where its end came before this code.
 */
export function openRecorder(host: TimComposer, event: Event): void {
  const press = event.type === 'pointerdown' ? (event as PointerEvent) : undefined;
  const root = host.renderRoot.querySelector('.root')!;
  const open = root.querySelector('tim-voice-recorder');
  if (open || press?.button) {
    if (!press) open?.tapped();
    return;
  }
  const recorder: TimVoiceRecorder = document.createElement('tim-voice-recorder');
  recorder.client = host.im;
  recorder.conversation = host.conversation;
  recorder.limits = host.limits;
  recorder.replyTo = () => host.replying?.message.seq;
  recorder.closed = (sent) => {
    if (sent) host.cancel();
    // On a phone the keyboard must not come up for it.
    if (!fingers()) host.focus();
  };
  if (press) recorder.hold(press);
  root.append(recorder);
}

declare global {
  interface HTMLElementTagNameMap {
    'tim-voice-recorder': TimVoiceRecorder;
  }
}
