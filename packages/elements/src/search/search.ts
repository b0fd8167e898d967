import type { Client } from '@tokenim/client';
import type { ConversationId, UserId } from '@tokenim/protocol';
import type { SearchHit } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { define, TimElement } from '../base/element.js';
import { Watch } from '../base/watch.js';
import { searchIcon } from '../emoji-picker/icons.js';
import { xIcon } from '../icons.js';
import { matchLocale } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { FindMarks } from './find-marks.js';
import { hitContent } from './hit.js';
import { HitRows } from './hit-rows.js';
import { chevronDownIcon, chevronUpIcon } from './icons.js';
import { styles } from './search.styles.js';
import { Searching } from './searching.js';
import { TimSearchCloseEvent, TimSearchSelectEvent } from './select-event.js';
import { type SearchWords, searchWords } from './words.js';

/** Hits of this device: enough for a look; of one conversation, enough to go through. */
const shown = 20;
const within = 200;

/**
 * Search over messages as one types: on this device, and what more the server has. With `conversation` it is a bar that
 * goes from match to match in that one, the newest first: Enter or Up to an older one, Shift+Enter or Down to a newer
 * one. Without, Up and Down move and Enter selects. Escape closes.
 *
 * @summary Search over messages.
 * @element tim-search
 * @fires {TimSearchSelectEvent} tim-search-select - A message was chosen: `conversation` and `seq`.
 * @fires {TimSearchCloseEvent} tim-search-close - Escape on an empty field, or the button of the bar.
 * @csspart field - The search field.
 * @csspart results - What scrolls.
 * @csspart hit - One message.
 * @cssproperty --tim-accent - See the theme for all variables.
 */
export class TimSearch extends TimElement {
  static override styles = [theme, base, styles];

  /** Only in this conversation. */
  @property({ reflect: true }) conversation: ConversationId | '' = '';
  /** The words. */
  @property() text = '';
  /** Another field has the words: only the results are shown. */
  @property({ type: Boolean, attribute: 'without-field' }) withoutField = false;

  /** With `conversation`: the `tim-thread` that shows its matches and has the words marked. */
  @property({ attribute: false }) thread: (HTMLElement & { showMessage(seq: number): void }) | null = null;

  @state() private active = -1;

  #searching = new Searching(() => this.#found());
  /** Whose messages are looked through. */
  #searched: Client | undefined;
  #rows = new HitRows(this);
  #marks: FindMarks | undefined;
  /** The match that was gone to; others may come before it. */
  #current: SearchHit | undefined;
  #user = new Watch<{ id: UserId } | undefined>(this, {
    source: (client) => client.views.user(),
    deps: () => [],
  });

  /** Puts the cursor into the field. */
  override focus(options?: FocusOptions): void {
    if (this.input) this.input.focus(options);
    else void this.updateComplete.then(() => this.input?.focus(options));
  }

  private get input(): HTMLInputElement | null | undefined {
    return this.shadowRoot?.querySelector('input');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#searching.close();
    this.#endMarks();
  }

  #endMarks(): void {
    this.#marks?.end();
    this.#marks = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const another = this.im !== this.#searched;
    if (another) {
      // Of another user, perhaps: nothing of the former one's may stay.
      this.#searched = this.im;
      this.#searching.forget();
    }
    if (this.im && (another || changed.has('text') || changed.has('conversation'))) this.#look();
    if (changed.has('thread')) this.#endMarks();
    if (this.thread?.shadowRoot && this.conversation && this.isConnected) {
      this.#marks ??= new FindMarks(this.thread);
      if (changed.has('thread') || changed.has('text')) this.#marks.show(this.text);
    }
    this.#rows.look(this.conversation ? [] : this.#hits.map((hit) => hit.conversation));
  }

  get #words(): SearchWords {
    return searchWords[matchLocale(this.l.tag)]!;
  }

  get #hits(): SearchHit[] {
    const { here, there } = this.#searching;
    const known = new Set(here.map((hit) => `${hit.conversation}/${hit.seq}`));
    const all = [...here, ...there.filter((hit) => !known.has(`${hit.conversation}/${hit.seq}`))];
    // The bar goes through both as one.
    return this.conversation ? all.sort((a, b) => b.ts - a.ts || b.seq - a.seq) : all;
  }

  protected override render(): TemplateResult {
    const w = this.#words;
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir} @keydown=${this.#onKey}>
      ${this.withoutField ? nothing : this.#bar(w)}
      ${this.conversation ? this.#status(w) : this.#results(w)}
    </div>`;
  }

  #bar(w: SearchWords): TemplateResult {
    const hits = this.#hits;
    const label = this.conversation ? w.find : w.search;
    const button = (name: string, icon: TemplateResult, run: () => void, disabled = false) =>
      html`<button class="icon-button" aria-label=${name} title=${name} ?disabled=${disabled} @click=${run}>${icon}</button>`;
    return html`<div class="bar" role="search" aria-label=${label}>
      <label class="field" part="field">
        ${searchIcon}
        <input
          type="search"
          autocomplete="off"
          enterkeyhint="search"
          aria-label=${label}
          placeholder=${label}
          role=${this.conversation ? nothing : 'combobox'}
          aria-expanded=${this.conversation ? nothing : String(hits.length > 0)}
          aria-controls=${this.conversation ? nothing : 'hits'}
          aria-autocomplete=${this.conversation ? nothing : 'list'}
          aria-activedescendant=${!this.conversation && this.active >= 0 ? `hit-${this.active}` : nothing}
          .value=${this.text}
          @input=${(event: Event) => {
            this.text = (event.target as HTMLInputElement).value;
          }}
        />
      </label>
      ${
        this.conversation
          ? html`<span class="place tabular" aria-live="polite">${this.#place(w)}</span>
            ${button(w.previous, chevronUpIcon, () => void this.#step(1), hits.length === 0)}
            ${button(w.next, chevronDownIcon, () => void this.#step(-1), hits.length === 0)}`
          : nothing
      }
      ${button(w.close, xIcon, () => this.dispatchEvent(new TimSearchCloseEvent()))}
    </div>`;
  }

  #place(w: SearchWords): string {
    const hits = this.#hits;
    if (!this.#searching.looked) return '';
    const n = hits.length === 0 ? 0 : Math.max(0, this.active) + 1;
    const more = this.#searching.next === undefined ? '' : '+';
    return w.place.replace('{n}', this.l.number(n)).replace('{m}', `${this.l.number(hits.length)}${more}`);
  }

  #status(w: SearchWords): TemplateResult | typeof nothing {
    const { looked, state: there, failed } = this.#searching;
    const note = failed
      ? w.failed
      : looked && this.#hits.length === 0
        ? there === 'looking' || there === 'idle'
          ? w.looking
          : there === 'offline'
            ? w.offline
            : w.none
        : '';
    return note ? html`<p class="note" role="status">${note}</p>` : nothing;
  }

  #results(w: SearchWords): TemplateResult | typeof nothing {
    const searching = this.#searching;
    if (this.text.trim() === '' || !searching.looked) return html`<div class="results" part="results"></div>`;
    const hits = this.#hits;
    const here = searching.here.length;
    const empty =
      hits.length === 0 &&
      !searching.partial &&
      (searching.state === 'done' || searching.state === 'unavailable');
    return html`<div class="results" part="results" role="group" aria-label=${w.search} tabindex=${this.withoutField ? nothing : 0}>
      ${
        hits.length > 0
          ? html`<div role="listbox" id="hits" aria-label=${w.search}>
              ${this.#group(w.here, hits.slice(0, here), 0)} ${this.#group(w.there, hits.slice(here), here)}
            </div>`
          : nothing
      }
      <div role="status">
        ${searching.failed ? html`<p class="note">${w.failed}</p>` : nothing}
        ${(searching.building || searching.partial) && !empty ? html`<p class="note">${w.indexing}</p>` : nothing}
        ${empty ? html`<p class="note">${w.none}</p>` : nothing} ${this.#server(w)}
      </div>
    </div>`;
  }

  #server(w: SearchWords): TemplateResult | typeof nothing {
    const { state: there, next } = this.#searching;
    const more = () => void this.#searching.more();
    switch (there) {
      case 'looking':
        return html`<p class="note">${w.looking}</p>`;
      case 'offline':
        return html`<p class="note">${w.offline}</p>`;
      case 'unavailable':
        return html`<p class="note">${w.there}: ${w.unavailable}</p>`;
      case 'failed':
        return html`<p class="note">${w.failed} <button class="text-button" @click=${more}>${w.again}</button></p>`;
      default:
        return next === undefined
          ? nothing
          : html`<button class="text-button" @click=${more}>${w.more}</button>`;
    }
  }

  #group(title: string, hits: readonly SearchHit[], from: number): TemplateResult | typeof nothing {
    if (hits.length === 0) return nothing;
    const me = this.#user.value?.id;
    return html`<div role="group" aria-label=${title}>
      <h3 aria-hidden="true">${title}</h3>
      ${repeat(
        hits,
        (hit) => `${hit.conversation}/${hit.seq}`,
        (hit, i) =>
          html`<div
            class="hit"
            part="hit"
            role="option"
            id="hit-${from + i}"
            aria-selected=${String(this.active === from + i)}
            tabindex=${this.withoutField ? (from + i === Math.max(0, this.active) ? 0 : -1) : nothing}
            @click=${() => this.#select(from + i)}
          >${hitContent(hit, { l: this.l, me, row: this.#rows.get(hit.conversation), within: false })}</div>`,
      )}
    </div>`;
  }

  #look(): void {
    this.active = -1;
    this.#current = undefined;
    if (this.im)
      this.#searching.look(
        this.im,
        this.text,
        this.conversation || undefined,
        this.conversation ? within : shown,
      );
  }

  #found(): void {
    // The bar shows the newest match at once, as one types.
    if (this.conversation && this.active < 0 && this.#hits.length > 0) this.#select(0);
    else if (this.#current) this.active = this.#hits.findIndex(({ seq }) => seq === this.#current!.seq);
    this.requestUpdate();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const { key, shiftKey } = event;
    const count = this.#hits.length;
    const hit = (event.target as Element).closest('.hit');
    // The focus itself goes through the hits; above the first and below the last is the business of who has the field.
    if (this.withoutField) {
      if (!hit) return;
      const last = key === 'ArrowDown' && this.active === count - 1;
      if (key === 'Enter' || key === ' ') this.#select(this.active);
      else if (key === 'ArrowDown' || (key === 'ArrowUp' && this.active > 0)) {
        if (!last) this.#move(key === 'ArrowDown' ? 1 : -1);
      } else return;
    } else if (key === 'Escape') {
      if (this.text && !this.conversation) this.text = '';
      else this.dispatchEvent(new TimSearchCloseEvent());
    } else if (key === 'Enter' && event.target === this.input) {
      if (this.conversation) void this.#step(shiftKey ? -1 : 1);
      else if (count > 0) this.#select(Math.max(0, this.active));
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && count > 0) {
      const down = key === 'ArrowDown' ? 1 : -1;
      if (this.conversation) void this.#step(-down);
      else this.#move(down);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** From another field: moves the focus to the first hit, or selects that one. False where there is none. */
  command(what: 'down' | 'select'): boolean {
    if (this.#hits.length === 0) return false;
    if (what === 'select') this.#select(0);
    else this.#move(1, -1);
    return true;
  }

  #move(by: number, from = this.active): void {
    const count = this.#hits.length;
    this.active = (Math.max(from, by > 0 ? -1 : 0) + by + count) % count;
    void this.updateComplete.then(() => {
      const hit = this.renderRoot.querySelector<HTMLElement>(`#hit-${this.active}`);
      if (this.withoutField) hit?.focus();
      hit?.scrollIntoView({ block: 'nearest' });
    });
  }

  /** In the bar: to an older match, or by -1 to a newer one. */
  async #step(by: number): Promise<void> {
    const before = this.#current;
    // Older ones may be on the server.
    if (by > 0 && this.active === this.#hits.length - 1 && this.#searching.next !== undefined) {
      await this.#searching.more();
      if (this.#current !== before) return;
    }
    const count = this.#hits.length;
    if (count > 0) this.#select((this.active + by + count) % count);
  }

  #select(index: number): void {
    const hit = this.#hits[index];
    if (!hit) return;
    this.active = index;
    if (this.conversation) {
      this.#current = hit;
      this.#marks?.go();
      this.thread?.showMessage(hit.seq);
    }
    this.dispatchEvent(new TimSearchSelectEvent(hit.conversation, hit.seq));
  }
}

export { TimSearchCloseEvent, TimSearchSelectEvent } from './select-event.js';

define('tim-search', TimSearch);

declare global {
  interface HTMLElementTagNameMap {
    'tim-search': TimSearch;
  }
}
