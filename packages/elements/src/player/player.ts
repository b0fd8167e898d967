import type { ConversationId, FileRef, Voice } from '@tokenim/protocol';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { clock } from '../base/clock.js';
import { define, TimElement } from '../base/element.js';
import { pauseIcon, playIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish, type MessageKey } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './player.styles.js';
import { nextSpeed, only, placeIn, rememberPlace, speed } from './playing.js';
import { Source } from './source.js';
import { trouble } from './trouble.js';
import { waveBox, waveform } from './waveform.js';

addEnglish(more);

/** Seconds that an arrow key moves by. */
const step = 5;

/**
 * Plays a voice message, by its waveform, or another sound, by a line. One plays at a time in a page; where one was
 * left is known for as long as the page lives; the speed is kept. Nothing is fetched before it is played.
 */
export class TimPlayer extends TimElement {
  static override styles = [theme, base, styles];

  @property({ attribute: false }) file: FileRef | undefined;
  @property({ attribute: false }) conversation: ConversationId | '' = '';
  /** Of a voice message. */
  @property({ attribute: false }) voice: Voice | undefined;
  /** What is told of a file while its length is not known. */
  @property({ attribute: false }) facts = '';
  /** Its controls' `tabindex`. */
  @property({ attribute: false }) tab = 0;

  @state() private on = false;
  @state() private seconds = 0;
  @state() private problem: MessageKey | undefined;

  #audio: HTMLAudioElement | undefined;
  #source: Source | undefined;
  /** An address failed, and none has played since. */
  #failed = false;
  #frame = 0;
  #dragged = false;

  private get track(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.track')!;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What is only moved in the page is back at once.
    setTimeout(() => {
      if (!this.isConnected) this.#release();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('file') || !this.file) return;
    if ((changed.get('file') as FileRef | undefined)?.id === this.file.id) return;
    this.#release();
    this.seconds = placeIn(this.file.id);
    this.problem = undefined;
  }

  protected override updated(): void {
    this.#paint();
  }

  /** Seconds; 0 where it is not known. */
  get #length(): number {
    if (this.voice) return this.voice.duration / 1000;
    const length = this.#audio?.duration ?? 0;
    return Number.isFinite(length) ? length : 0;
  }

  /** Plays, from where it was left, or pauses. */
  async toggle(): Promise<void> {
    if (this.on) {
      this.#audio?.pause();
      return;
    }
    this.problem = undefined;
    this.#failed = false;
    await this.#play();
  }

  async #play(): Promise<void> {
    const { im, file, conversation } = this;
    if (!im || !file || !conversation) return;
    this.on = true;
    this.#source ??= new Source(im, conversation, file);
    const source = this.#source;
    const audio = this.#audio ?? this.#make(file);
    this.#audio = audio;
    only(audio);
    try {
      if (!audio.src) {
        const url = await source.url();
        if (this.#source !== source) return;
        audio.src = url;
        audio.currentTime = this.seconds;
      }
      if (!this.on) return;
      audio.playbackRate = speed();
      await audio.play();
    } catch (error) {
      if (this.#source !== source) return;
      // What is wrong with the bytes, and that it was paused meanwhile, comes as an event.
      if (!(error instanceof DOMException)) this.#stop(trouble(error));
      // The browser wants a press of its own for it, since the first was too long ago.
      else if (error.name === 'NotAllowedError') this.on = false;
    }
  }

  #make(file: FileRef): HTMLAudioElement {
    const audio = new Audio();
    audio.preload = 'auto';
    audio.onplaying = () => {
      this.#failed = false;
      this.on = true;
      this.#run();
    };
    audio.onpause = () => {
      if (audio.ended) return;
      this.on = false;
      // Also in its first second it has begun.
      this.seconds = audio.currentTime;
      rememberPlace(file.id, audio.currentTime);
    };
    audio.onended = () => {
      rememberPlace(file.id, 0);
      this.on = false;
      this.seconds = 0;
      // From its beginning, the next time.
      audio.currentTime = 0;
    };
    audio.ondurationchange = () => this.requestUpdate();
    audio.onseeked = () => this.#tell();
    audio.onerror = () => {
      if (!audio.getAttribute('src')) return;
      audio.removeAttribute('src');
      // An address ends after some minutes; a new one goes on from the same place.
      if (this.#source?.renewable && !this.#failed && this.on) {
        this.#failed = true;
        void this.#play();
      } else this.#stop(navigator.onLine ? 'cannotPlay' : 'playOffline');
    };
    return audio;
  }

  #stop(problem: MessageKey): void {
    this.#audio?.pause();
    this.on = false;
    this.problem = problem;
    this.#source?.release();
  }

  #release(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#audio) {
      if (this.on) this.#audio.pause();
      this.#audio.removeAttribute('src');
      this.#audio = undefined;
    }
    this.on = false;
    this.#source?.release();
    this.#source = undefined;
  }

  #run(): void {
    cancelAnimationFrame(this.#frame);
    const frame = () => {
      if (!this.on) return;
      this.#tell();
      this.#frame = requestAnimationFrame(frame);
    };
    frame();
  }

  #tell(): void {
    if (!this.#audio) return;
    const { currentTime } = this.#audio;
    // The words change once a second, the line with each frame.
    if (Math.floor(currentTime) !== Math.floor(this.seconds) || !this.on) this.seconds = currentTime;
    this.#paint(currentTime);
  }

  #paint(seconds = this.#audio?.currentTime ?? this.seconds): void {
    const at = this.#length > 0 ? Math.min(1, seconds / this.#length) : 0;
    this.track?.style.setProperty('--_at', at.toFixed(4));
  }

  #seek(seconds: number): void {
    const length = this.#length;
    if (!this.file || length === 0) return;
    const to = Math.max(0, Math.min(length, seconds));
    this.seconds = to;
    rememberPlace(this.file.id, to);
    if (this.#audio) this.#audio.currentTime = Math.min(to, Math.max(0, length - 0.05));
    this.#paint(to);
  }

  #onPointer = (event: PointerEvent): void => {
    // The track's own: a long press on it asks for no menu.
    event.stopPropagation();
    if (event.type === 'pointerdown' && event.button === 0) {
      this.#dragged = true;
      this.track.setPointerCapture(event.pointerId);
    }
    if (!this.#dragged) return;
    if (event.type === 'pointerup' || event.type === 'pointercancel') this.#dragged = false;
    if (event.type === 'pointercancel') return;
    const { left, width } = this.track.getBoundingClientRect();
    this.#seek(((event.clientX - left) / width) * this.#length);
  };

  #onKey = (event: KeyboardEvent): void => {
    const now = this.#audio?.currentTime ?? this.seconds;
    const to = {
      ArrowLeft: now - step,
      ArrowDown: now - step,
      ArrowRight: now + step,
      ArrowUp: now + step,
      Home: 0,
      End: this.#length,
    }[event.key];
    if (event.key === ' ') void this.toggle();
    else if (to === undefined) return;
    else this.#seek(to);
    event.preventDefault();
    event.stopPropagation();
  };

  #onSpeed = (): void => {
    const rate = nextSpeed();
    if (this.#audio) this.#audio.playbackRate = rate;
    this.requestUpdate();
  };

  protected override render(): TemplateResult {
    const { l, voice } = this;
    const words = l.t(this.on ? 'pause' : 'play');
    return html`<button class="play" tabindex=${this.tab} aria-label=${words} title=${words} @click=${this.toggle}>
        ${this.on ? pauseIcon : playIcon}
      </button>
      <div class="rest">
        ${voice ? this.#track(voice.peaks) : html`<slot></slot>`}
        <div class="facts tabular">
          ${this.problem ? html`<span role="alert">${l.t(this.problem)}</span>` : this.#facts()}
        </div>
      </div>`;
  }

  #facts(): TemplateResult {
    const { l, voice, seconds } = this;
    const length = this.#length;
    const begun = this.on || seconds > 0;
    const time = length > 0 || begun ? clock(l, (begun ? seconds : length) * 1000) : this.facts;
    return html`${voice ? nothing : this.#track([])}<span>${time}</span>${
      begun
        ? html`<button
            class="speed tabular"
            tabindex=${this.tab}
            aria-label=${l.t('speed', { n: speed() })}
            title=${l.t('speed', { n: speed() })}
            @click=${this.#onSpeed}
          >
            ${l.number(speed())}×
          </button>`
        : nothing
    }`;
  }

  #track(peaks: readonly number[]): TemplateResult {
    const { l, seconds } = this;
    const length = this.#length;
    return html`<div
      class="track ${peaks.length > 0 ? '' : 'line'}"
      dir="ltr"
      role="slider"
      tabindex=${this.tab}
      aria-label=${l.t('position')}
      aria-valuemin="0"
      aria-valuemax=${Math.round(length)}
      aria-valuenow=${Math.round(seconds)}
      aria-valuetext=${l.t('placeOf', { at: clock(l, seconds * 1000), all: clock(l, length * 1000) })}
      @pointerdown=${this.#onPointer}
      @pointermove=${this.#onPointer}
      @pointerup=${this.#onPointer}
      @pointercancel=${this.#onPointer}
      @keydown=${this.#onKey}
    >
      ${
        peaks.length > 0
          ? ['left', 'done'].map(
              (part) =>
                html`<svg class=${part} viewBox=${waveBox} preserveAspectRatio="none" aria-hidden="true">
                  ${waveform(peaks)}
                </svg>`,
            )
          : nothing
      }
    </div>`;
  }
}

define('tim-player', TimPlayer);

declare global {
  interface HTMLElementTagNameMap {
    'tim-player': TimPlayer;
  }
}
