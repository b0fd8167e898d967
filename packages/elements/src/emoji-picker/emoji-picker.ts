import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { cssVars } from '../base/css-vars.js';
import { define, TimElement } from '../base/element.js';
import { fingers } from '../base/fingers.js';
import { smileIcon } from '../icons.js';
import { matchLocale } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { allGroups, type Emoji } from './emoji.js';
import { TimEmojiEvent } from './emoji-event.js';
import { styles } from './emoji-picker.styles.js';
import { GridPlace } from './grid-place.js';
import {
  appleIcon,
  clockIcon,
  flagIcon,
  hashIcon,
  lightbulbIcon,
  pawPrintIcon,
  planeIcon,
  searchIcon,
  userIcon,
  volleyballIcon,
} from './icons.js';
import { type Labels, labels } from './labels.js';
import { remember, remembered } from './remembered.js';
import { type EmojiWords, emojiWords, searchEmoji } from './search.js';
import { withTone } from './tone.js';
import { toneChoice } from './tone-choice.js';

interface Section {
  key: string;
  title: string;
  icon: TemplateResult;
  emoji: readonly Emoji[];
}

const icons = [
  smileIcon,

  userIcon,
  pawPrintIcon,
  appleIcon,
  planeIcon,
  volleyballIcon,
  lightbulbIcon,
  hashIcon,
  flagIcon,
];
/** Inner width (px) of one emoji at least; the size of a target. */
const leastCell = 36;

/**
 * Emoji to choose from: in groups, by search, the recent ones first, in a skin tone that is remembered. Only what the
 * system can draw is shown. Names and search words come in the reader's language; English words are found, too.
 *
 * @summary Choice of an emoji.
 * @element tim-emoji-picker
 * @fires {TimEmojiEvent} tim-emoji - An emoji was picked; `emoji` is its text.
 * @csspart search - The search field.
 * @cssproperty --tim-accent - Colour of what is chosen. See the theme for all variables.
 */
export class TimEmojiPicker extends TimElement {
  static override styles = [theme, base, styles];

  @state() private words: EmojiWords | undefined;
  @state() private english: EmojiWords | undefined;
  @state() private wanted = '';
  @state() private tone = 0;
  @state() private choosingTone = false;
  @state() private columns = 8;
  /** The section at the top, and those near enough to be drawn. */
  @state() private current = '';
  @state() private near: ReadonlySet<string> = new Set();

  /** @internal Runs when it has left the page. */
  removed: (() => void) | undefined;

  #recent: readonly string[] = [];
  #language = '';
  #sections: Section[] = [];
  #place = new GridPlace();
  #nearby: IntersectionObserver | undefined;
  #size: ResizeObserver | undefined;

  private get field(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('input')!;
  }

  private get scroller(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.scroller')!;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { recent, tone } = remembered();
    this.#recent = recent;
    this.tone = tone;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#nearby?.disconnect();
    this.#size?.disconnect();
    this.#nearby = undefined;
    this.removed?.();
  }

  /** To the search field; where fingers point, to the emoji, so that no keyboard covers them. */
  override focus(options?: FocusOptions): void {
    if (fingers()) this.scroller?.focus(options);
    else this.field?.focus(options);
  }

  get #labels(): Labels {
    return labels[this.#language] ?? labels.en!;
  }

  protected override willUpdate(): void {
    const language = matchLocale(this.l.tag);
    if (language !== this.#language) {
      this.#language = language;
      // Without them emoji go by themselves; the next opening asks again.
      emojiWords(language).then(
        (words) => {
          if (this.#language === language) this.words = words;
        },
        () => {},
      );
    }
    this.#sections = this.#divide();
    this.#place.lay(
      this.#sections.map(({ emoji }) => emoji.length),
      this.columns,
    );
  }

  #divide(): Section[] {
    const groups = allGroups();
    const { recent, names, results } = this.#labels;
    if (this.wanted.trim()) {
      const languages = [this.words, this.english].filter((words) => words !== undefined);
      const emoji = searchEmoji(
        groups.flatMap((group) => group.emoji),
        this.wanted,
        languages,
      );
      const title = results.replace('{n}', this.l.number(emoji.length));
      return [{ key: 'found', title, icon: searchIcon, emoji }];
    }
    const sections = groups.map(
      ({ name, emoji }, at): Section => ({ key: name, title: names[name], icon: icons[at]!, emoji }),
    );
    const used = this.#recent.map((emoji): Emoji => ({ emoji, tones: false, line: lineOf(emoji) }));
    if (used.length > 0) sections.unshift({ key: 'recent', title: recent, icon: clockIcon, emoji: used });
    return sections.filter(({ emoji }) => emoji.length > 0);
  }

  protected override updated(changed: PropertyValues): void {
    this.#nearby ??= new IntersectionObserver(this.#onNear, { root: this.scroller, rootMargin: '300px 0px' });
    if (!this.#size) this.#size = new ResizeObserver(this.#measure);
    this.#size.observe(this.scroller);
    for (const section of this.scroller.querySelectorAll('.section')) this.#nearby.observe(section);
    if (changed.has('wanted')) this.scroller.scrollTop = 0;
  }

  #measure = (): void => {
    const cell = Math.max(
      leastCell,
      Number.parseFloat(getComputedStyle(this).getPropertyValue('--_target')) || 0,
    );
    this.columns = Math.max(4, Math.floor((this.scroller.clientWidth - 16) / cell));
  };

  #onNear = (entries: IntersectionObserverEntry[]): void => {
    const near = new Set(this.near);
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) near.add((target as HTMLElement).dataset.key!);
    if (near.size !== this.near.size) this.near = near;
  };

  #onScroll = (): void => {
    const top = this.scroller.scrollTop + 8;
    const sections = [...this.scroller.querySelectorAll<HTMLElement>('.section')];
    this.current = sections.findLast((section) => section.offsetTop <= top)?.dataset.key ?? '';
  };

  #onSearch = (): void => {
    this.wanted = this.field.value;
    this.#place.reset();
    if (this.#language !== 'en' && !this.english)
      emojiWords('en').then(
        (words) => {
          this.english = words;
        },
        () => {},
      );
  };

  #onSearchKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      void this.#focusAt();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const [first] = this.wanted.trim() ? (this.#sections[0]?.emoji ?? []) : [];
      if (first) this.#pick(first);
    } else if (event.key === 'Escape' && this.wanted) {
      event.preventDefault();
      event.stopPropagation();
      this.field.value = '';
      this.#onSearch();
    }
  };

  #onGridKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp' && this.#place.isFirstRow) {
      event.preventDefault();
      this.field.focus();
      return;
    }
    if (!this.#place.move(event, this.l.dir)) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#focusAt();
  };

  /** The section is drawn first where it was too far away. */
  async #focusAt(): Promise<void> {
    const section = this.#sections[this.#place.section];
    if (!section) return;
    this.near = new Set(this.near).add(section.key);
    this.requestUpdate();
    await this.updateComplete;
    const { section: at, index } = this.#place;
    this.scroller.querySelector<HTMLElement>(`[data-at="${at}:${index}"]`)?.focus();
  }

  #show(key: string): void {
    this.scroller.querySelector<HTMLElement>(`[data-key="${key}"]`)?.scrollIntoView({ block: 'start' });
    // A short last section does not reach the top.
    this.current = key;
  }

  #onTabKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('.tabs button')];
    const at = tabs.indexOf(event.target as HTMLElement) + (this.l.dir === 'rtl' ? -step : step);
    tabs[(at + tabs.length) % tabs.length]?.focus();
  };

  #onClick = (event: Event): void => {
    const at = (event.target as Element)
      .closest<HTMLElement>('[data-at]')
      ?.dataset.at?.split(':')
      .map(Number);
    const one = at && this.#sections[at[0]!]?.emoji[at[1]!];
    if (!one) return;
    this.#place.section = at[0]!;
    this.#place.index = at[1]!;
    this.#pick(one);
  };

  #pick(one: Emoji): void {
    const emoji = this.#toned(one);
    // Those shown now stay where they are, so that the same place can be pressed again.
    remember({ used: emoji });
    this.dispatchEvent(new TimEmojiEvent(emoji));
  }

  #toned({ emoji, tones }: Emoji): string {
    return tones ? withTone(emoji, this.tone) : emoji;
  }

  /** Opens the choice, or takes one; the focus goes along. */
  #setTone = (tone?: number): void => {
    this.choosingTone = tone === undefined;
    if (tone !== undefined) {
      this.tone = tone;
      remember({ tone });
    }
    const focused = this.choosingTone ? '.tone[aria-checked=true]' : '.tone';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(focused)?.focus());
  };

  protected override render(): TemplateResult {
    const words = this.#labels;
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir} role="group" aria-label=${words.emoji}>
      <div class="top">
        <label class="search">
          ${searchIcon}
          <input
            type="search"
            part="search"
            dir="auto"
            autocomplete="off"
            enterkeyhint="done"
            aria-label=${words.search}
            placeholder=${words.search}
            @input=${this.#onSearch}
            @keydown=${this.#onSearchKey}
          />
        </label>
        ${toneChoice(this.#labels, this.tone, this.choosingTone, this.l.dir, this.#setTone)}
      </div>
      ${this.wanted.trim() ? nothing : this.#tabs()}
      <div
        class="scroller"
        role="grid"
        tabindex="-1"
        aria-label=${words.emoji}
        aria-rowcount=${this.#place.rowCount}
        ${cssVars({ '--_columns': String(this.columns) })}
        @scroll=${this.#onScroll}
        @click=${this.#onClick}
        @keydown=${this.#onGridKey}
      >
        ${repeat(
          this.#sections,
          ({ key }) => key,
          (section, at) => this.#section(section, at),
        )}
      </div>
      <div class="sr" role="status">${this.wanted.trim() ? this.#sections[0]?.title : ''}</div>
    </div>`;
  }

  #tabs(): TemplateResult {
    const { groups } = this.#labels;
    const current = this.current || this.#sections[0]?.key;
    return html`<div class="tabs" role="toolbar" aria-label=${groups} @keydown=${this.#onTabKey}>
      ${this.#sections.map(
        ({ key, title, icon }) => html`<button
          type="button"
          class="icon-button"
          tabindex=${key === current ? 0 : -1}
          aria-label=${title}
          title=${title}
          aria-current=${key === current ? 'true' : nothing}
          @click=${() => this.#show(key)}
        >
          ${icon}
        </button>`,
      )}
    </div>`;
  }

  #section({ key, title, emoji }: Section, at: number): TemplateResult {
    const rows = Math.ceil(emoji.length / this.columns);
    const drawn = this.near.has(key);
    const empty = key === 'found' && emoji.length === 0;
    return html`<div class="section" role="rowgroup" data-key=${key} aria-label=${title} ${cssVars({ '--_rows': String(rows) })}>
      <div class="title" aria-hidden="true">${empty ? '' : title}</div>
      ${empty ? html`<p class="none">${this.#labels.none}</p>` : nothing}
      <div class="rows" role="presentation">${drawn ? Array.from({ length: rows }, (_, row) => this.#row(emoji, at, row)) : nothing}</div>
    </div>`;
  }

  #row(emoji: readonly Emoji[], section: number, row: number): TemplateResult {
    const first = row * this.columns;
    return html`<div class="row" role="row" aria-rowindex=${this.#place.rowNumber(section, row)}>
      ${emoji.slice(first, first + this.columns).map((one, column) => {
        const name = one.line < 0 ? one.emoji : (this.words?.name(one.line) ?? one.emoji);
        return html`<button
          type="button"
          role="gridcell"
          data-at="${section}:${first + column}"
          tabindex=${this.#place.is(section, first + column) ? 0 : -1}
          aria-label=${name}
          title=${name}
        >
          ${this.#toned(one)}
        </button>`;
      })}
    </div>`;
  }
}

const tonesAway = /[\u{1f3fb}-\u{1f3ff}]/gu;

/** The line of an emoji that is known by its text only, in whatever tone; -1 where there is none. */
function lineOf(emoji: string): number {
  const plain = (text: string) => text.replace(tonesAway, '').replaceAll('\ufe0f', '');
  const wanted = plain(emoji);
  for (const group of allGroups())
    for (const one of group.emoji) if (plain(one.emoji) === wanted) return one.line;
  return -1;
}

define('tim-emoji-picker', TimEmojiPicker);

declare global {
  interface HTMLElementTagNameMap {
    'tim-emoji-picker': TimEmojiPicker;
  }
}
