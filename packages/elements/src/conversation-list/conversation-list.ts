import type { ConversationId, UserId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { counterpart } from '../base/conversations.js';
import { cssVars } from '../base/css-vars.js';
import { define, TimElement } from '../base/element.js';
import { Ticker } from '../base/ticker.js';
import { Watch } from '../base/watch.js';
import { TimSelectEvent, TimStartEvent } from '../events.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { MenuGesture } from '../thread/menu-gesture.js';
import type { MenuOrigin } from '../thread/row-context.js';
import { styles } from './conversation-list.styles.js';
import { Finding } from './finding.js';
import { empty, failed, skeleton } from './list-states.js';
import type { Show, Shown } from './list-types.js';
import { ListViewport } from './list-viewport.js';
import { ListWindow } from './list-window.js';
import { LiveSigns } from './live-signs.js';
import { conversationRow, placeholder, rowName } from './row.js';
import { act, actionOf, mayLeave, type RowAction } from './row-actions.js';
import { RowFocus } from './row-focus.js';
import { TimSearchEvent } from './search-event.js';
import { type Side, Swipe } from './swipe.js';
import { toolsFor } from './tools-loader.js';

/** What results in the slot may offer: `down` goes to the first one, `select` chooses it; false where there is none. */
interface Results {
  command?(what: 'down' | 'select'): boolean;
}

/**
 * The conversations of the signed-in user: pinned ones first, then the newest. Only what is on the screen is in the
 * page, however many there are. Up, Down, Home, End and the page keys move, Enter or Space selects; the menu of a row
 * opens by right click, long press, its button, the menu key or Shift+F10, and its actions have keys of their own
 * (U read or unread, P pin, M mute, E archive, Delete leave). On touch a row swipes: towards the end of the line for
 * read or unread, towards its start for the archive.
 *
 * @summary List of conversations.
 * @element tim-conversation-list
 * @slot empty - Shown where there are no conversations, in place of the line and the action.
 * @slot results - Below what the search field finds, while it has text: hits in messages, say.
 * @fires {TimSelectEvent} tim-select - A conversation was chosen.
 * @fires {TimStartEvent} tim-start - The action on the empty list.
 * @fires {TimSearchEvent} tim-search - The text of the search field changed.
 * @csspart tools - Search field and filters.
 * @csspart filters - The filters.
 * @csspart list - What scrolls.
 * @csspart row - One conversation.
 * @csspart presence - The mark of who is there.
 * @csspart badge - The unread count, and the mark of a mention.
 * @csspart more - The button of a row's menu.
 * @cssproperty --tim-accent - See the theme for all variables.
 */
export class TimConversationList extends TimElement {
  static override styles = [theme, base, styles];

  /** The conversation shown as selected. Set by choosing one, too. */
  @property() selected: ConversationId | '' = '';

  /** Which conversations: `inbox`, `unread`, `archived` or `all`. The filters set it, too. */
  @property() show: Show = 'inbox';

  /** Shows no more than the first so many, at their own height; 0 is all of them. */
  @property({ type: Number }) max = 0;

  /** Shows the filters inbox, unread and archived. */
  @property({ type: Boolean, attribute: 'with-filters' }) withFilters = false;

  /** Shows a field that finds conversations by names, titles and their newest message. */
  @property({ type: Boolean, attribute: 'with-search' }) withSearch = false;

  @state() private swiping: { id: string; side: Side } | undefined;
  @state() private menuOf = '';

  #focusSearch = false;
  #viewport = new ListViewport(this);
  #signs = new LiveSigns(this);
  #window = new ListWindow(
    this,
    () => ({ show: this.show, max: this.max }),
    (rows, offset) => {
      if (!this.#finding.text) this.#viewport.keep({ rows, offset }, this.#window);
    },
  );
  #user = new Watch<{ id: UserId; role?: string } | undefined>(this, {
    source: (client) => client.views.user(),
    deps: () => [],
  });
  #finding = new Finding(this, this.l, () => this.#user.value?.id);
  #focus = new RowFocus(this, this.#viewport, () => this.#shown());

  constructor() {
    super();
    new Ticker(this);
    new MenuGesture(this, '.row[data-id]', (row, how) => void this.#openMenu(row, how));
    new Swipe(this, {
      row: '.row[data-id]',
      face: '.face',
      rtl: () => this.l.dir === 'rtl',
      show: (row, side) => {
        this.swiping = side && { id: row.dataset.id!, side };
      },
      act: (row, side) => this.#do(side === 'end' ? 'archive' : 'unread', row.dataset.id!),
    });
  }

  /** Into the row that the keys start from, or where nothing was found into the search field. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      const at = (place: string) => this.renderRoot.querySelector<HTMLElement>(place);
      (at('.row[tabindex="0"]') ?? at('.search input'))?.focus(options);
    });
  }

  /** Into the search field, as soon as there is one. */
  focusSearch(): void {
    this.#focusSearch = true;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('client') && !changed.has('contextClient') && !changed.has('show')) return;
    this.#window.reset();
    this.#focus.reset();
  }

  protected override render(): TemplateResult {
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir}>
      ${this.withFilters || this.withSearch ? this.#tools() : nothing} ${this.#content()}
    </div>`;
  }

  #tools(): TemplateResult {
    const hold = html`<div class="hold"></div>`;
    return (
      toolsFor(this)?.tools({
        l: this.l,
        filters: this.withFilters,
        search: this.withSearch,
        show: this.show,
        text: this.#finding.text,
        onShow: (show) => {
          this.show = show;
        },
        onText: this.#onText,
        onKey: this.#onSearchKey,
      }) ??
      html`<div class="tools">${this.withSearch ? hold : nothing}${this.withFilters ? hold : nothing}</div>`
    );
  }

  #content(): TemplateResult {
    if (this.#window.failed) return failed(this.l, () => this.#window.retry());
    const shown = this.#shown();
    if (shown.loading && shown.total === 0) return skeleton(this.l);
    const results = this.#finding.text ? html`<slot name="results"></slot>` : nothing;
    if (shown.total === 0)
      return html`<div class="list" part="list" @keydown=${this.#onKey}>${this.#empty()}${results}</div>`;
    const { from, to } = this.max > 0 ? { from: 0, to: shown.total } : this.#viewport.range(shown.total);
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const rowAt = (index: number) => shown.rows[index - shown.offset];
    this.#lookAround(places.map(rowAt));
    const stop = this.#focus.stop(shown, from, to, this.selected);
    const now = Date.now();
    const { rowHeight } = this.#viewport;
    return html`<div
      class="list ${this.max > 0 ? 'short' : ''}"
      part="list"
      @click=${this.#onClick}
      @focusin=${this.#focus.onFocus}
      @keydown=${this.#onKey}
    >
      <div
        class="space"
        role="listbox"
        tabindex="-1"
        aria-label=${this.l.t('conversations')}
        ${cssVars({ 'block-size': this.max > 0 ? undefined : `${shown.total * rowHeight}px` })}
      >
        <div class="probe" aria-hidden="true"></div>
        <div
          class="window"
          role="presentation"
          ${cssVars({ transform: this.max > 0 || from === 0 ? undefined : `translateY(${from * rowHeight}px)` })}
        >
          ${repeat(
            places,
            (index) => rowAt(index)?.id ?? index,
            (index) => this.#row(rowAt(index), index, stop, shown.total, now),
          )}
        </div>
      </div>
      ${results}
    </div>
    <div class="sr" role="status">${this.#finding.text && !shown.loading ? this.l.t('foundCount', { n: shown.total }) : ''}</div>`;
  }

  #row(row: ConversationRow | undefined, index: number, stop: number, total: number, now: number) {
    if (!row) return placeholder();
    const me = this.#user.value?.id;
    const other = counterpart(row, me);
    return conversationRow(row, {
      l: this.l,
      me,
      now,
      index,
      total,
      selected: row.id === this.selected,
      stop: index === stop,
      open: row.id === this.menuOf,
      typists: this.#signs.typists(row.id),
      presence: other && this.#signs.presence(other.id)?.state,
      swipe: this.swiping?.id === row.id ? this.swiping.side : undefined,
    });
  }

  #empty(): TemplateResult {
    return empty(this.l, this.#finding.text ? 'found' : this.show, {
      clear: () => this.#onText(''),
      toInbox: () => {
        this.show = 'inbox';
      },
      start: () => this.dispatchEvent(new TimStartEvent()),
    });
  }

  protected override updated(): void {
    const list = this.renderRoot.querySelector<HTMLElement>('.space')?.parentElement ?? null;
    this.#viewport.rendered(this.max > 0 ? null : list, this.renderRoot.querySelector<HTMLElement>('.probe'));
    const field = this.#focusSearch ? this.renderRoot.querySelector<HTMLElement>('.search input') : null;
    if (field) {
      this.#focusSearch = false;
      field.focus();
    } else this.#focus.rendered();
  }

  /** What is in the list: the window of what is stored, or what the search field finds. */
  #shown(): Shown {
    if (this.#finding.text) return this.#finding.shown(this.show);
    const { rows, offset, total, loading } = this.#window;
    return loading ? { rows: [], offset: 0, total: 0, loading } : { rows, offset, total, loading };
  }

  #lookAround(rows: readonly (ConversationRow | undefined)[]): void {
    if (!this.#finding.text && this.max === 0) this.#window.look(this.#viewport.first, this.#viewport.last);
    const me = this.#user.value?.id;
    this.#signs.look(rows.flatMap((row) => (row && counterpart(row, me)?.id) ?? []));
  }

  #select(row: HTMLElement): void {
    this.selected = row.dataset.id as ConversationId;
    this.#focus.set(row);
    this.dispatchEvent(new TimSelectEvent(this.selected));
  }

  #onClick = (event: Event): void => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('.row[data-id]');
    if (!row) return;
    if (target.closest('[data-more]')) void this.#openMenu(row);
    else this.#select(row);
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = (event.target as Element).closest<HTMLElement>('.row[data-id]');
    const at = row ? Number(row.dataset.index) : this.#focus.at;
    const { page } = this.#viewport;
    const end = this.#shown().total - 1;
    const fromResults = (event.target as Element).slot === 'results';
    if ((fromResults && event.key === 'ArrowUp') || (row && at === end && event.key === 'ArrowDown')) {
      // Results below the rows go on where these end.
      if (fromResults ? this.#leaveResults() : this.#toResults('down')) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    if (fromResults) return;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -at, End: end - at };
    const move = moves[event.key as keyof typeof moves];
    const action = row && !event.repeat ? actionOf(event) : undefined;
    if (move !== undefined) this.#focus.to(at + move);
    else if (row && (event.key === 'Enter' || event.key === ' ')) this.#select(row);
    else if (row && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)))
      void this.#openMenu(row);
    else if (row && action) void this.#do(action, row.dataset.id!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #onSearchKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && this.#finding.text) this.#onText('');
    else if (event.key === 'ArrowDown') this.#shown().total > 0 ? this.#focus.to(0) : this.#toResults('down');
    else if (event.key === 'Enter') {
      const row = this.renderRoot.querySelector<HTMLElement>('.row[data-index="0"]');
      if (row) row.click();
      else this.#toResults('select');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Into what is slotted below the rows, if it can be gone through: whether it took it. */
  #toResults(what: 'down' | 'select'): boolean {
    if (!this.#finding.text) return false;
    const results = this.querySelector<HTMLElement & Results>('[slot=results]');
    return results?.command?.(what) ?? false;
  }

  #leaveResults(): boolean {
    const { total } = this.#shown();
    if (total > 0) this.#focus.to(total - 1);
    else this.renderRoot.querySelector<HTMLElement>('.search input')?.focus();
    return true;
  }

  #onText = (text: string): void => {
    if (text === this.#finding.text) return;
    this.#finding.text = text;
    this.#focus.reset();
    this.dispatchEvent(new TimSearchEvent(text.trim()));
  };

  async #openMenu(element: HTMLElement, how?: MenuOrigin): Promise<void> {
    const row = this.#rowOf(element.dataset.id!);
    const module = await import('./row-menu.js').catch(() => undefined);
    if (!row || !module || !this.isConnected) return;
    this.#focus.set(element);
    this.menuOf = row.id;
    module.openRowMenu({
      root: this.renderRoot,
      row,
      name: rowName(row, this.#user.value?.id, this.l),
      canLeave: mayLeave(row, this.#user.value?.role),
      l: this.l,
      from: element,
      how,
      run: (action) => void this.#do(action, row.id),
      closed: () => {
        this.menuOf = '';
      },
    });
  }

  #rowOf(id: string): ConversationRow | undefined {
    return this.#shown().rows.find((row) => row.id === id);
  }

  async #do(action: RowAction, id: string): Promise<void> {
    const row = this.#rowOf(id);
    const client = this.im;
    const user = this.#user.value;
    if (!row || !client) return;
    if (action === 'leave') {
      if (!mayLeave(row, user?.role)) return;
      const module = await import('./row-menu.js').catch(() => undefined);
      const name = rowName(row, user?.id, this.l);
      if (!(await module?.confirmLeaving(this.renderRoot, name, this.l))) return;
    }
    // Writes go to the store; one that fails there leaves the row as it was.
    await act(client, row, action, user?.id).catch(() => {});
    this.#finding.refresh();
  }
}

addEnglish(more);
define('tim-conversation-list', TimConversationList);

declare global {
  interface HTMLElementTagNameMap {
    'tim-conversation-list': TimConversationList;
  }
}
