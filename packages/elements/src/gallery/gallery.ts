import type { FileRef } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { cssVars } from '../base/css-vars.js';
import { define, type TimElement } from '../base/element.js';
import { fullTime } from '../base/format.js';
import type { Localize } from '../base/localize.js';
import { memberName } from '../base/people.js';
import { xIcon } from '../icons.js';
import { downloadIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { blobSource } from '../thread/blob-source.js';
import { shownBody } from '../thread/row-text.js';
import { saveFile } from '../thread/save-file.js';
import { thumb } from '../thread/thumb.js';
import { styles } from './gallery.styles.js';
import { chevronLeftIcon, chevronRightIcon, zoomInIcon, zoomOutIcon } from './icons.js';
import { most, moved, step, whole, type Zoom, zoomed } from './zoom.js';

addEnglish(more);

interface Photo {
  row: MessageRow;
  file: FileRef;
  width: number;
  text?: string;
  thumb?: string;
}

/** Pixels that a finger goes down to close. */
const closing = 90;
/** Milliseconds and pixels within which two presses are one double press. */
const double = { time: 300, reach: 30 };

/**
 * The photos of a thread over the whole screen, one at a time. Swiping is the browser's own scrolling, so it is right in
 * both directions of writing; arrows, Home and End go too. Two fingers, the wheel, a double press, `+`, `-` and `0` zoom;
 * down with a finger, Escape or the button close it, and the focus goes back to where it was.
 */
class TimGallery extends LitElement {
  static override styles = [theme, base, styles];

  l!: Localize;
  host!: TimElement;
  me: string | undefined;
  conversation: ConversationRow | undefined;
  photos: Photo[] = [];
  @state() private at = 0;
  @state() private zoom: Zoom = whole;
  /** Fingers, or the mouse, by the pointer's id. */
  #held = new Map<number, { x: number; y: number }>();
  #from = { x: 0, y: 0, time: 0 };

  async open(host: TimElement, first: MessageRow): Promise<void> {
    this.host = host;
    this.at = Math.max(
      0,
      this.photos.findIndex(({ row }) => row.cid === first.cid),
    );
    const before = (host.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
    host.renderRoot.append(this);
    await this.updateComplete;
    this.#dialog.addEventListener('close', () => {
      this.remove();
      before?.focus({ preventScroll: true });
    });
    this.#dialog.showModal();
    this.#go(this.at, 'instant');
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  get #track(): HTMLElement {
    return this.renderRoot.querySelector('.track')!;
  }

  #close = (): void => this.#dialog.close();

  #go(to: number, behavior: ScrollBehavior = 'auto'): void {
    const at = Math.max(0, Math.min(this.photos.length - 1, to));
    this.zoom = whole;
    this.at = at;
    // While it is enlarged the track does not scroll.
    void this.updateComplete.then(() =>
      this.#track.children[at]?.scrollIntoView({ behavior, inline: 'center', block: 'nearest' }),
    );
  }

  #onScroll = (): void => {
    const track = this.#track;
    const at = Math.round(Math.abs(track.scrollLeft) / Math.max(1, track.clientWidth));
    if (at === this.at || !this.photos[at]) return;
    this.at = at;
    this.zoom = whole;
  };

  #by(factor: number, point?: { clientX: number; clientY: number }): void {
    const box = this.#track.getBoundingClientRect();
    const x = point ? point.clientX - box.left - box.width / 2 : 0;
    const y = point ? point.clientY - box.top - box.height / 2 : 0;
    this.zoom = zoomed(this.zoom, factor, x, y, box);
  }

  #onKey = (event: KeyboardEvent): void => {
    // The thread and the panel behind have keys of their own.
    event.stopPropagation();
    const on = this.l.dir === 'rtl' ? -1 : 1;
    const act = {
      ArrowRight: () => this.#go(this.at + on),
      ArrowLeft: () => this.#go(this.at - on),
      Home: () => this.#go(0),
      End: () => this.#go(this.photos.length - 1),
      '+': () => this.#by(step),
      '=': () => this.#by(step),
      '-': () => this.#by(1 / step),
      '0': () => this.#by(0),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };

  #onWheel = (event: WheelEvent): void => {
    // Sideways it scrolls.
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    this.#by(Math.exp(-event.deltaY / 300), event);
  };

  #onDown = (event: PointerEvent): void => {
    if (event.button > 0) return;
    this.#held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#held.size > 1) return;
    const { x, y, time } = this.#from;
    const isDouble =
      event.timeStamp - time < double.time && Math.hypot(event.clientX - x, event.clientY - y) < double.reach;
    this.#from = { x: event.clientX, y: event.clientY, time: isDouble ? 0 : event.timeStamp };
    if (isDouble) this.#by(this.zoom.scale > 1 ? 0 : step, event);
    if (this.zoom.scale > 1) this.#track.setPointerCapture(event.pointerId);
  };

  #onMove = (event: PointerEvent): void => {
    const before = this.#held.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...this.#held].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.#held.set(event.pointerId, now);
    if (other) {
      const far = (point: typeof now) => Math.hypot(point.x - other.x, point.y - other.y);
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
      this.#by(far(now) / Math.max(1, far(before)), middle);
    } else if (this.zoom.scale > 1) {
      const box = this.#track.getBoundingClientRect();
      this.zoom = moved(this.zoom, now.x - before.x, now.y - before.y, box);
    }
  };

  #onUp = (event: PointerEvent): void => {
    const alone = this.#held.size === 1;
    if (!this.#held.delete(event.pointerId) || event.type === 'pointercancel') return;
    const down = event.clientY - this.#from.y;
    const aside = Math.abs(event.clientX - this.#from.x);
    if (alone && event.pointerType === 'touch' && this.zoom.scale === 1 && down > closing && aside < down / 2)
      this.#close();
  };

  protected override render(): TemplateResult {
    const { l, photos, at, zoom } = this;
    const photo = photos[at]!;
    const { row } = photo;
    const name = row.sender === this.me ? l.t('youName') : memberName(this.conversation, row.sender, l);
    const place = l.t('photoOf', { n: at + 1, total: photos.length });
    const button = (
      key: 'zoomIn' | 'zoomOut' | 'close',
      shape: TemplateResult,
      off: boolean,
      act: () => void,
    ) =>
      html`<button class="icon-button" aria-label=${l.t(key)} title=${l.t(key)} ?disabled=${off} @click=${act}>
        ${shape}
      </button>`;
    const save = l.t('download', { name: photo.file.name });
    return html`<dialog aria-label=${l.t('photos')} lang=${l.tag} dir=${l.dir} @keydown=${this.#onKey}>
      <div class="head">
        <div class="what">
          <div class="name"><bdi>${name}</bdi></div>
          <div class="when">${fullTime(l, row.ts)}</div>
        </div>
        ${button('zoomOut', zoomOutIcon, zoom.scale <= 1, () => this.#by(1 / step))}
        ${button('zoomIn', zoomInIcon, zoom.scale >= most, () => this.#by(step))}
        <button
          class="icon-button"
          aria-label=${save}
          title=${save}
          @click=${() => void saveFile(this.host.im, row, false)}
        >
          ${downloadIcon}
        </button>
        ${button('close', xIcon, false, this.#close)}
      </div>
      <div class="stage">
        <div
          class="track ${zoom.scale > 1 ? 'zoomed' : ''}"
          tabindex="0"
          role="group"
          autofocus
          aria-label=${place}
          @scroll=${this.#onScroll}
          @wheel=${this.#onWheel}
          @pointerdown=${this.#onDown}
          @pointermove=${this.#onMove}
          @pointerup=${this.#onUp}
          @pointercancel=${this.#onUp}
        >
          ${repeat(
            photos,
            (each) => each.row.cid,
            (each, index) => this.#slide(each, index === at ? zoom : whole, index !== at),
          )}
        </div>
        ${photos.length > 1 ? this.#steps() : nothing}
      </div>
      <div class="foot">
        ${photo.text ? html`<div class="said" dir="auto">${photo.text}</div>` : nothing}
        <div class="at tabular" aria-live="polite">${photos.length > 1 ? place : nothing}</div>
      </div>
    </dialog>`;
  }

  #slide({ row, file, width, thumb: hash }: Photo, { scale, x, y }: Zoom, hidden: boolean): TemplateResult {
    return html`<figure class="slide" aria-hidden=${hidden ? 'true' : 'false'} ${cssVars({ '--_w': `${width}px` })}>
      ${hash ? html`<canvas ${thumb(hash)}></canvas>` : nothing}<img
        alt=${this.l.t('imageAlt', { name: file.name })}
        draggable="false"
        decoding="async"
        ${cssVars({ '--_zoom': String(scale), '--_x': `${x}px`, '--_y': `${y}px` })}
        ${blobSource(this.host.im!, row.conversation, file)}
      />
      <span class="missing">${this.l.t('imageMissing')}</span>
    </figure>`;
  }

  #steps(): TemplateResult {
    const one = (kind: 'back' | 'on', to: number, shape: TemplateResult) => {
      const words = this.l.t(kind === 'back' ? 'previousPhoto' : 'nextPhoto');
      return html`<button
        class="icon-button step ${kind}"
        aria-label=${words}
        title=${words}
        ?disabled=${!this.photos[to]}
        @click=${() => this.#go(to)}
      >
        ${shape}
      </button>`;
    };
    return html`${one('back', this.at - 1, chevronLeftIcon)}${one('on', this.at + 1, chevronRightIcon)}`;
  }
}

define('tim-gallery', TimGallery);

/** Shows the photos among `rows`, beginning with that of `first`. */
export function openGallery(
  host: TimElement,
  rows: readonly MessageRow[],
  first: MessageRow,
  options: { l: Localize; me: string | undefined; conversation: ConversationRow | undefined },
): Promise<void> {
  const gallery = document.createElement('tim-gallery') as TimGallery;
  const photos = rows.flatMap((row): Photo[] => {
    const body = row.deleted ? undefined : shownBody(row);
    return body?.type === 'image' ? [{ row, ...(body as Omit<Photo, 'row'>) }] : [];
  });
  Object.assign(gallery, options, { photos });
  return gallery.open(host, first);
}
