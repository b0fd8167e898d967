import type { ConversationId, UserId } from '@tokenim/protocol';
import type { ConnectionState, ConversationRow, MessageRow, OutboxRow, ThreadWindow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { define, TimElement } from '../base/element.js';
import { memberName } from '../base/people.js';
import { Progress } from '../base/progress.js';
import { Ticker } from '../base/ticker.js';
import { Watch } from '../base/watch.js';
import type { TimSendEvent } from '../events.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { rowActions } from './actions.js';
import { edgeTemplate } from './gap.js';
import { place } from './layout.js';
import { MenuGesture } from './menu-gesture.js';
import { News } from './news.js';
import { OlderLoader } from './older-loader.js';
import { OnScreen } from './on-screen.js';
import { emptyTemplate, failedTemplate, jumpTemplate, skeletonTemplate } from './parts.js';
import { placeStyles } from './place.styles.js';
import { ReadMarker } from './read-marker.js';
import { rowTemplate } from './row.js';
import { rowStyles } from './row.styles.js';
import type { MenuOrigin, RowContext } from './row-context.js';
import { reuseRows, rowKey } from './row-key.js';
import { onRowKey } from './row-keys.js';
import { lineOf } from './row-text.js';
import { rowsContext } from './rows-context.js';
import { ScrollPlace } from './scroll-place.js';
import { styles } from './thread.styles.js';
import { Typists } from './typists.js';
import { Viewport } from './viewport.js';
import type { Wander } from './wander.js';
import { aroundWindow, endWindow, half, margin, nextAtEnd, nextWindow } from './window-move.js';

/**
 * One conversation's messages. Only a window of at most 100 rows is in the page; it moves with the reader, and
 * what is on the screen stays where it is when rows come or go above it. Opens at the first unread message where
 * more than a screen of them waits, else at the end, and stands there until the reader scrolls away. Messages are
 * marked read as they are seen.
 *
 * Up and Down move among messages, Enter or the menu key opens a message's menu.
 *
 * What measures, moves, loads and draws stands in files of its own; this one is where they meet, since the order in
 * which they act within one update is what keeps the screen still.
 *
 * @summary The messages of a conversation.
 * @element tim-thread
 * @slot empty - Shown where there are no messages.
 * @fires {TimEditEvent} tim-edit - An own message is to be edited; the composer of the conversation answers it.
 * @fires {TimReplyEvent} tim-reply - A message is to be answered; the composer of the conversation answers it.
 * @fires {TimOpenImageEvent} tim-open-image - A photo was chosen; it opens over the whole page but where this is prevented.
 * @fires {TimLinkEvent} tim-link - A link to a message is to be copied; the page may give it its own address.
 * @csspart scroller - What scrolls.
 * @csspart bubble - What a message stands in.
 * @csspart jump - The button that leads to the newest message.
 * @cssproperty --tim-accent - Colour of own messages. See the theme for all variables.
 */
export class TimThread extends TimElement {
  static override styles = [theme, base, styles, rowStyles, placeStyles];

  /** The conversation to show. */
  @property() conversation: ConversationId | '' = '';

  @state() private active: string | undefined;
  @state() private highlighted: number | undefined;
  @state() private announcement = '';

  /** Asked first, since on which side a message stands depends on it. */
  #user = new Watch<{ id: UserId } | undefined>(this, {
    source: (client) => client.views.user(),
    deps: () => [],
  });
  /** The window wanted. A change asks the store and renders nothing by itself. */
  #request = endWindow;
  #window = new Watch<ThreadWindow>(this, {
    source: (client) =>
      this.conversation ? client.views.thread(this.conversation, this.#request) : undefined,
    deps: () => [this.conversation, this.#request],
    onValue: (value) => this.#arrived(value),
    keep: true,
  });
  #row = new Watch<ConversationRow | undefined>(this, {
    source: (client) => (this.conversation ? client.views.conversation(this.conversation) : undefined),
    deps: () => [this.conversation],
    onValue: (row) => this.#known || this.#open(row),
  });
  /** Asked only when there is something to show, since on a slow phone each question makes the first rows wait. */
  #uploads = new Watch<OutboxRow[]>(this, {
    source: (client) =>
      this.conversation && this.#shown ? client.views.uploads(this.conversation) : undefined,
    deps: () => [this.conversation, this.#shown],
  });
  #typists = new Typists(this);
  #progress = new Progress(this);
  #view = new Viewport(this, {
    moreBelow: () => this.#window.value?.newerHere ?? false,
    look: () => this.#look(),
  });
  #older = new OlderLoader(this, this.#view.look);
  #reader = new ReadMarker(this, this.#view.look);
  #news = new News();
  #actions = rowActions(this, {
    l: this.l,
    me: () => this.#user.value?.id,
    conversation: () => this.#row.value,
    show: (seq) => this.showMessage(seq),
    rows: () => this.#rows,
  });
  #rows: MessageRow[] = [];
  /** The conversation that all of this is about. */
  #of: ConversationId | '' = '';
  /** Whether the conversation has something unread is known. */
  #known = false;
  /** The line above the unread messages is to be shown as soon as it is here. */
  #toUnread = false;
  /** Where the reader had read when the thread was opened. */
  #readUpTo: number | undefined;
  /** A message to be shown as soon as it is here. */
  #goal: number | undefined;
  #wander: Wander | undefined;
  /** The last row on the screen, as of the frame before. */
  #last = 0;
  /** A window was asked for and is not here: what is shown is an older one, so nothing is concluded from it. */
  #awaited = false;

  constructor() {
    super();
    new Ticker(this);
    new Watch<ConnectionState>(this, {
      source: (client) => (this.#shown ? client.views.connection() : undefined),
      deps: () => [this.#shown],
      onValue: (connection) => this.#older.connection(connection.status === 'online'),
    });
    new OnScreen(this);
    new MenuGesture(this, '[data-row]', (element, how) => this.#menu(element, how));
  }

  /** There are rows to show, or none to wait for. */
  get #shown(): boolean {
    return this.#known && this.#window.value !== undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('tim-send', this.#onSend);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('tim-send', this.#onSend);
  }

  /** Who writes wants to see it, wherever in the thread they were. */
  #onSend = (event: TimSendEvent): void => {
    if (event.conversation === this.conversation) this.scrollToEnd();
  };

  /** Goes to the newest message. */
  scrollToEnd(): void {
    this.#goal = undefined;
    this.#view.follow(true);
    this.#ask(endWindow);
    this.#view.toEnd();
  }

  /**
   * Shows the message at `seq` in the middle and marks it for a moment. What is not on this device is fetched; where
   * that fails the reader stays where they are, and is told.
   */
  showMessage(seq: number): void {
    this.#reset();
    this.#goal = seq;
    if (!this.#reachGoal()) void this.#seek(seq);
  }

  protected override willUpdate(): void {
    this.#reset();
  }

  /** Begins anew where the conversation is another one. */
  #reset(): void {
    if (this.#of === this.conversation) return;
    this.#of = this.conversation;
    this.#window.value = undefined;
    this.#request = endWindow;
    this.#awaited = false;
    this.#known = false;
    this.#toUnread = false;
    this.#view.follow(true);
    this.active = undefined;
    this.#goal = undefined;
    this.#readUpTo = undefined;
    this.#rows = [];
    this.#news.reset();
    this.#older.reset();
  }

  /** What is on the screen is measured, rendered, and put back to where it was. */
  protected override update(changed: PropertyValues): void {
    this.#view.measure();
    super.update(changed);
    this.#view.settle();
  }

  protected override updated(): void {
    if (this.#goal !== undefined) this.#reachGoal();
    else if (this.#toUnread && this.#window.value && this.#view.displayed) {
      // Without a line nothing above was read; the end is where to begin, then.
      const line = this.renderRoot.querySelector('.unread-line');
      this.#toUnread = false;
      if (line) this.#view.show(line, 0.05);
      else this.scrollToEnd();
    }
  }

  /** The conversation is known: what is unread decides where to begin. */
  #open(row: ConversationRow | undefined): void {
    this.#known = true;
    this.#news.opened(row?.seq ?? 0);
    if (!row?.unreadCount) return;
    this.#readUpTo = row.me.read;
    if (this.#goal !== undefined || row.me.read === 0) return;
    this.#toUnread = true;
    this.#window.value = undefined;
    this.#ask({ ...aroundWindow(row.me.read), after: 30 });
  }

  #arrived(value: ThreadWindow): void {
    // That the two of a chat began it needs no line.
    value.rows = reuseRows(this.#rows, value.rows).filter(
      ({ note }) => note?.kind !== 'create' || note.type === 'group',
    );
    this.#rows = value.rows;
    this.#awaited = false;
    this.#view.place.hasHoles = value.holes.length > 0;
    if (this.#request.anchor === this.#goal && !value.rows.some((row) => row.seq === this.#goal))
      this.#goal = undefined;
    const { own, heard } = this.#news.arrived(value.rows, this.#user.value?.id, this.#view.atEnd);
    if (own) this.#view.follow(true);
    for (const row of heard) this.#typists.clear(row.sender);
    const last = heard.at(-1);
    if (last)
      this.announcement = `${memberName(this.#row.value, last.sender, this.l)}: ${lineOf(last, this.l)}`;
  }

  #ask(request: typeof endWindow): void {
    if (request === this.#request) return;
    this.#awaited = true;
    this.#request = request;
    this.#window.check();
  }

  async #seek(seq: number): Promise<void> {
    const wander = await this.#leave();
    // Without that code, what is on this device can still be shown.
    const here = !wander || (await wander.seek(this.im!, this.conversation as ConversationId, seq));
    if (this.#goal !== seq) return;
    if (!here) this.#goal = undefined;
    else {
      this.#view.follow(false);
      this.#ask(aroundWindow(seq));
    }
  }

  /** Fetches what those need who do more than read at the end. */
  #leave = async (): Promise<Wander | undefined> => {
    // Without network it may not come; the next time asks again.
    const module = await import('./wander.js').catch(() => undefined);
    await this.updateComplete;
    this.#wander ??= module && new module.Wander(this.renderRoot as ShadowRoot, this.l, this.#view.place);
    return this.#wander;
  };

  #reachGoal(): boolean {
    // Near the upper edge of a window that was asked for something else it could not come to the middle.
    if (this.#awaited) return false;
    const at = this.#rows.findIndex((each) => each.seq === this.#goal);
    const row = this.#rows[at];
    if (at < half && this.#request.anchor !== this.#goal && this.#window.value?.olderHere) return false;
    const line = row && this.#view.place.lines().find((each) => each.dataset.cid === row.cid);
    if (!line) return false;
    this.#goal = undefined;
    this.#view.show(line, 0.5);
    this.highlighted = row.seq;
    this.active = row.cid;
    setTimeout(() => {
      if (this.highlighted === row.seq) this.highlighted = undefined;
    }, 1_600);
    return true;
  }

  #onScroll = (): void => {
    // On the way to the end, an older window's lower edge says nothing; to a message, where the way began.
    if (this.#goal !== undefined) this.#view.soon();
    else if (!this.#view.atEnd || !this.#awaited) this.#view.scrolled();
  };

  /** Once a frame: where the reader is, and what follows from it. */
  #look(): void {
    const value = this.#window.value;
    const box = this.#view.scroller?.getBoundingClientRect();
    if (!value || !box || !this.conversation) return;
    // It was drawn before it was displayed.
    if (this.#toUnread) this.requestUpdate();
    const lines = this.#view.place.lines();
    const first = this.#view.place.first(box.top);
    this.#last = ScrollPlace.firstBelow(lines, box.bottom - 1, this.#last);
    const last = Math.min(lines.length - 1, Math.max(first, this.#last));
    const middle =
      value.holes.length > 0
        ? Math.min(last, ScrollPlace.firstBelow(lines, (box.top + box.bottom) / 2, first))
        : Math.ceil((first + last) / 2);
    this.#reader.seen(this.#row.value, this.#rows.slice(0, last + 1), lines, box.bottom);
    if (this.#goal === undefined && !this.#awaited) {
      const next = this.#view.atEnd
        ? nextAtEnd(value, this.#request)
        : nextWindow(value, this.#request, first, middle, last);
      if (next) this.#ask(next);
    }
    if (first < margin && !value.olderHere && value.olderThere)
      this.#older.load(value.rows[0]?.seq ?? (this.#row.value?.seq ?? 0) + 1);
    if (value.holes.length > 0) this.#older.fill(this.renderRoot, box, value.rows);
  }

  #menu(element: HTMLElement, how?: MenuOrigin): void {
    const row = this.#rows.find((each) => each.cid === element.dataset.row);
    if (row) this.#actions.menu(row, element.querySelector<HTMLElement>('.stack') ?? element, how);
  }

  #onKey = (event: KeyboardEvent): void => onRowKey(event, this, (row) => this.#menu(row));

  #onFocus = (event: FocusEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>('[data-row]');
    if (row) this.active = row.dataset.row;
  };

  protected override render(): TemplateResult {
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir}>
      ${this.#content()}
      <div class="sr" aria-live="polite">${this.announcement}</div>
    </div>`;
  }

  #content(): TemplateResult | typeof nothing {
    if (!this.conversation || !this.im) return nothing;
    const value = this.#window.value;
    if (!value || !this.#known)
      return this.#window.failed
        ? failedTemplate(this.l, () => this.#window.retry())
        : skeletonTemplate(this.l);
    const context = this.#context(value);
    const placed = place(value.rows, {
      holes: value.holes,
      me: context.me,
      readUpTo: this.#readUpTo,
      older: value.olderHere || value.olderThere,
    });
    return html`<div
        class="scroller ${context.named ? 'named' : ''}"
        part="scroller"
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
        @focusin=${this.#onFocus}
        @pointerenter=${this.#leave}
      >
        <div class="content" role="log" aria-live="off" aria-label=${this.l.t('messages')}>
          ${edgeTemplate(this.l, value, this.#older)}${
            value.rows.every(({ note }) => note) && !value.olderThere ? emptyTemplate(this.l) : nothing
          }${repeat(
            placed,
            (placing) => placing.row.cid,
            (placing) => guard(rowKey(placing, context), () => rowTemplate(placing, context)),
          )}${context.more?.typingTemplate(this.#typists.users, context)}
        </div>
      </div>
      ${jumpTemplate(this.l, this.#view.atEnd, this.#row.value?.unreadCount ?? 0, () => this.scrollToEnd())}`;
  }

  #context({ rows }: ThreadWindow): RowContext {
    return rowsContext(this, rows, this.#typists.users.length > 0, {
      l: this.l,
      me: this.#user.value?.id,
      conversation: this.#row.value,
      uploads: new Map((this.#uploads.value ?? []).map((row) => [row.cid, row])),
      progress: this.#progress.sent,
      active: this.active,
      fresh: this.#news.fresh,
      highlighted: this.highlighted,
      actions: this.#actions,
      older: this.#older,
    });
  }
}

define('tim-thread', TimThread);

declare global {
  interface HTMLElementTagNameMap {
    'tim-thread': TimThread;
  }
}
