import type { ConversationId, FileRef } from '@tokenim/protocol';
import { css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define, TimElement } from '../base/element.js';
import { downloadIcon, playIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish, type MessageKey } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { only } from './playing.js';
import { Source } from './source.js';
import { trouble } from './trouble.js';

addEnglish(more);

/** A video in its place, with the browser's own controls. Nothing of it is fetched before it is asked for. */
export class TimVideo extends TimElement {
  static override styles = [
    theme,
    base,
    css`
      :host {
        position: absolute;
        inset: 0;
        color: white;
        background: oklch(0.2 0 0);
      }
      button,
      video {
        display: grid;
        place-items: center;
        inline-size: 100%;
        block-size: 100%;
      }
      button > span:first-child {
        display: grid;
        place-items: center;
        inline-size: 56px;
        block-size: 56px;
        border-radius: 50%;
        background: oklch(0.35 0 0);
      }
      button:focus-visible {
        outline-color: currentColor;
        outline-offset: -6px;
      }
      .icon {
        inline-size: 24px;
        block-size: 24px;
        fill: currentColor;
      }
      .saves .icon {
        fill: none;
      }
      .name,
      [role='alert'] {
        position: absolute;
        left: var(--_name-left, 10px);
        right: var(--_name-right, 10px);
        inset-block-start: 8px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        text-align: start;
        font-size: var(--_size-s);
      }
      [role='alert'] {
        white-space: normal;
      }
    `,
  ];

  @property({ attribute: false }) file: FileRef | undefined;
  @property({ attribute: false }) conversation: ConversationId | '' = '';
  @property({ attribute: false }) tab = 0;
  /** Saves the file, which is what is left where it cannot be played. */
  @property({ attribute: false }) save: (() => void) | undefined;
  /** Its controls are shown. Read it. */
  @property({ type: Boolean, reflect: true }) open = false;

  @state() private url = '';
  @state() private problem: MessageKey | undefined;

  #source: Source | undefined;
  /** Where an address ended, in seconds. */
  #from = 0;
  #failed = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    setTimeout(() => {
      if (this.isConnected) return;
      this.url = '';
      this.#source?.release();
      this.#source = undefined;
    });
  }

  #play = async (): Promise<void> => {
    const { im, file, conversation } = this;
    if (!im || !file || !conversation) return;
    this.problem = undefined;
    this.#source ??= new Source(im, conversation, file);
    const source = this.#source;
    try {
      const url = await source.url();
      if (this.#source !== source) return;
      this.url = url;
      await this.updateComplete;
      this.renderRoot.querySelector('video')?.focus({ preventScroll: true });
    } catch (error) {
      this.problem = trouble(error);
    }
  };

  #onError = (event: Event): void => {
    const video = event.target as HTMLVideoElement;
    if (!video.getAttribute('src')) return;
    this.#from = video.currentTime;
    this.url = '';
    // An address ends after some minutes.
    if (this.#source?.renewable && !this.#failed) {
      this.#failed = true;
      void this.#play();
    } else this.problem = navigator.onLine ? 'cannotPlay' : 'playOffline';
  };

  #onReady = (event: Event): void => {
    if (this.#from > 0) (event.target as HTMLVideoElement).currentTime = this.#from;
    this.#from = 0;
  };

  #onPlay = (event: Event): void => {
    this.#failed = false;
    only(event.target as HTMLVideoElement);
  };

  protected override willUpdate(): void {
    this.open = this.url !== '';
  }

  protected override render(): TemplateResult {
    const { l, url, file } = this;
    if (url)
      return html`<video
        src=${url}
        controls
        autoplay
        playsinline
        preload="metadata"
        @loadedmetadata=${this.#onReady}
        @playing=${this.#onPlay}
        @error=${this.#onError}
      ></video>`;
    const name = file?.name ?? '';
    const saves = this.problem === 'cannotPlay' && this.save;
    const label = l.t(saves ? 'download' : 'playVideo', { name });
    return html`<button class=${saves ? 'saves' : ''} tabindex=${this.tab} aria-label=${label} @click=${saves || this.#play}>
      <span>${saves ? downloadIcon : playIcon}</span>
      ${
        this.problem
          ? html`<span role="alert">${l.t(this.problem)}</span>`
          : html`<span class="name" dir="auto">${name}</span>`
      }
    </button>`;
  }
}

define('tim-video', TimVideo);

declare global {
  interface HTMLElementTagNameMap {
    'tim-video': TimVideo;
  }
}
