import type { ConversationId, FileRef, UserId } from '@tokenim/protocol';
import type {
  ConnectionState,
  ConversationRow,
  MessageRow,
  OutboxRow,
  ThreadWindow,
  WindowRequest,
} from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { define, TimElement } from '../base/element.js';
import { memberName, others } from '../base/people.js';
import { Ticker } from '../base/ticker.js';
import { Watch } from '../base/watch.js';
import { TimEditEvent, TimOpenImageEvent, TimReplyEvent } from '../events.js';
import { arrowDownIcon, circleAlertIcon, loaderCircleIcon, messageCircleIcon } from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { place } from './layout.js';
import { LongPress } from './long-press.js';
import { OlderLoader } from './older-loader.js';
import { ReadMarker } from './read-marker.js';
import { rowTemplate } from './row.js';
import type { RowActions, RowContext } from './row-context.js';
import { reuseRows, rowKey } from './row-key.js';
import { lineOf } from './row-text.js';
import { saveFile } from './save-file.js';
import { ScrollPlace } from './scroll-place.js';
import { styles } from './thread.styles.js';
import { Typists } from './typists.js';

/** A last part of this many rows is asked for while the thread stands at its end. */
const endWindow: WindowRequest = { anchor: 'end', before: 60, after: 0 };
/** The window moves when fewer rows than this lie beyond the screen; urgently when fewer than a third of it. */
const margin = 30;
/** Rows that come in one move: few, so that a frame stays short. */
const step = 12;
/** Nearer to the end than this (px) counts as at the end. */
const endSlack = 32;

/**
 * One conversation's messages. Only a window of at most 100 rows is in the page; it moves with the reader, and
 * what is on the screen stays where it is when rows come or go above it. Stands at the end until the reader
 * scrolls away. Messages are marked read as they are seen.
 *
 * Up and Down move among messages, Enter or the menu key opens a message's menu.
 *
 * @summary The messages of a conversation.
 * @element tim-thread
 * @slot empty - Shown where there are no messages.
 * @fires {TimEditEvent} tim-edit - An own message is to be edited; the composer of the conversation answers it.
 * @fires {TimReplyEvent} tim-reply - A message is to be answered; the composer of the conversation answers it.
 * @fires {TimOpenImageEvent} tim-open-image - A photo was chosen.
 * @csspart scroller - What scrolls.
 * @csspart jump - The button that leads to the newest message.
 * @cssproperty --tim-accent - Colour of own messages. See the theme for all variables.
 */
export class TimThread extends TimElement {
  static override styles = [theme, base, styles];

  /** The conversation to show. */
  @property() conversation: ConversationId | '' = '';

  @state() private atEnd = true;
  @state() private active: string | undefined;
  @state() private highlighted: number | undefined;
  @state() private announcement = '';

  @query('.scroller') private scroller!: HTMLElement | null;
  @query('.content') private content!: HTMLElement | null;

  /** The window wanted. A change asks the store and renders nothing by itself. */
  #request: WindowRequest = endWindow;
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
    onValue: (row) => {
      this.#readUpTo ??= row && row.unreadCount > 0 ? row.me.read : undefined;
    },
  });
  #uploads = new Watch<OutboxRow[]>(this, {
    source: (client) => (this.conversation ? client.views.uploads(this.conversation) : undefined),
    deps: () => [this.conversation],
  });
  #user = new Watch<{ id: UserId } | undefined>(this, {
    source: (client) => client.views.user(),
    deps: () => [],
  });
  #connection = new Watch<ConnectionState>(this, {
    source: (client) => client.views.connection(),
    deps: () => [],
    onValue: (connection) => this.#older.connection(connection.status === 'online'),
  });
  #typists = new Typists(this);
  #place = new ScrollPlace(
    () => this.renderRoot,
    () => this.scroller,
  );
  #older = new OlderLoader(this, () => this.#look());
  #reader = new ReadMarker(this, () => this.#look());
  #rows: MessageRow[] = [];
  #known = new Set<string>();
  #newest = 0;
  #fresh = new Set<string>();
  #readUpTo: number | undefined;
  #goal: number | undefined;
  #progress = new Map<string, number>();
  #unprogress: (() => void) | undefined;
  #resized: ResizeObserver | undefined;
  #stood: ReturnType<ScrollPlace['capture']>;
  #frame = 0;
  /** A window was asked for and is not here: what is shown is an older one, so nothing is concluded from it. */
  #awaited = false;
  /** Where the scroller was at the last scroll event. */
  #top = 0;

  constructor() {
    super();
    new Ticker(this);
    new LongPress(this, '[data-row]', (element) => {
      const row = this.#find(element.dataset.row);
      if (row) this.#actions.menu(row, element.querySelector<HTMLElement>('.stack') ?? element, true);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => this.#settle());
    if (this.scroller) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
    this.#unprogress?.();
    this.#unprogress = undefined;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Goes to the newest message. */
  scrollToEnd(): void {
    this.#goal = undefined;
    this.#follow(true);
    this.#ask(endWindow);
    this.#toEnd();
  }

  /** Shows the message at `seq` in the middle and marks it for a moment. */
  showMessage(seq: number): void {
    this.#goal = seq;
    this.#follow(false);
    if (!this.#goToGoal()) this.#ask({ anchor: seq, before: 50, after: 50 });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('conversation')) this.#reset();
    if (!this.#unprogress && this.im) {
      this.#unprogress = this.im.on('progress', ({ cid, sent }) => {
        this.#progress.set(cid, sent);
        this.requestUpdate();
      });
    }
  }

  #reset(): void {
    this.#window.value = undefined;
    this.#request = endWindow;
    this.#awaited = false;
    this.atEnd = true;
    this.active = undefined;
    this.#goal = undefined;
    this.#readUpTo = undefined;
    this.#rows = [];
    this.#known.clear();
    this.#fresh.clear();
    this.#progress.clear();
    this.#newest = 0;
    this.#older.reset();
  }

  /** The rows on the screen are measured, rendered, and put back to where they were. */
  protected override update(changed: PropertyValues): void {
    const stood = this.atEnd ? undefined : this.#place.capture();
    super.update(changed);
    this.#place.rendered();
    if (this.atEnd) this.#toEnd();
    else this.#place.restore(stood);
  }

  protected override firstUpdated(): void {
    this.#observe();
  }

  protected override updated(): void {
    this.#observe();
    if (this.#goal !== undefined) this.#goToGoal();
    this.#soon();
  }

  #observed: Element | undefined;
  #observe(): void {
    if (!this.scroller || !this.content || this.#observed === this.content) return;
    this.#resized?.disconnect();
    this.#resized?.observe(this.scroller);
    this.#resized?.observe(this.content);
    this.#observed = this.content;
  }

  /** The width, the height or the fonts changed: stay at the end, or with the same messages. */
  #settle(): void {
    if (this.atEnd) this.#toEnd();
    else this.#place.restore(this.#stood);
    this.#soon();
  }

  #toEnd(): void {
    const { scroller } = this;
    if (!scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
  }

  #arrived(value: ThreadWindow): void {
    value.rows = reuseRows(this.#rows, value.rows);
    this.#rows = value.rows;
    this.#awaited = false;
    const first = this.#known.size === 0;
    this.#fresh.clear();
    const me = this.#user.value?.id;
    let heard: MessageRow | undefined;
    for (const row of value.rows) {
      if (this.#known.has(row.cid)) continue;
      this.#known.add(row.cid);
      if (first) continue;
      if (row.state === 'pending' && row.sender === me) {
        this.#fresh.add(row.cid);
        // Who writes wants to see it.
        this.#follow(true);
      } else if (row.state === 'sent' && row.seq > this.#newest) {
        if (this.atEnd) this.#fresh.add(row.cid);
        if (row.sender !== me) heard = row;
        this.#typists.clear(row.sender);
      }
    }
    for (const row of value.rows) if (row.state === 'sent') this.#newest = Math.max(this.#newest, row.seq);
    if (heard) this.announcement = `${memberName(this.#row.value, heard.sender)}: ${lineOf(heard, this.l)}`;
  }

  #follow(on: boolean): void {
    this.atEnd = on;
  }

  #ask(request: WindowRequest): void {
    if (request === this.#request) return;
    this.#awaited = true;
    this.#request = request;
    this.#window.check();
  }

  #goToGoal(): boolean {
    const row = this.#window.value?.rows.find((each) => each.seq === this.#goal);
    const line = row && this.renderRoot.querySelector<HTMLElement>(`[data-cid="${row.cid}"]`);
    if (!row || !line || !this.scroller) return false;
    const box = this.scroller.getBoundingClientRect();
    const at = line.getBoundingClientRect();
    this.scroller.scrollTop += at.top - box.top - Math.max(0, (box.height - at.height) / 2);
    this.highlighted = row.seq;
    this.active = row.cid;
    this.#goal = undefined;
    setTimeout(() => {
      if (this.highlighted === row.seq) this.highlighted = undefined;
    }, 1_600);
    return true;
  }

  #soon = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#look();
    });
  };

  #onScroll = (): void => {
    const { scroller } = this;
    if (!scroller || (this.atEnd && this.#awaited)) return;
    const rest = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    const atEnd = rest < endSlack && !this.#window.value?.newerHere;
    const wentUp = scroller.scrollTop < this.#top - 1;
    this.#top = scroller.scrollTop;
    // The end moved away by itself (the screen got smaller, a row larger): go after it.
    if (this.atEnd && !atEnd && !wentUp && !this.#window.value?.newerHere) this.#toEnd();
    else if (atEnd !== this.atEnd) this.#follow(atEnd);
    this.#soon();
  };

  /** Once a frame: where the reader is, and what follows from it. */
  #look(): void {
    const { scroller } = this;
    const value = this.#window.value;
    if (!scroller || !value || !this.conversation) return;
    const box = scroller.getBoundingClientRect();
    const lines = this.#place.lines();
    const first = ScrollPlace.firstBelow(lines, box.top);
    const end = Math.max(first, ScrollPlace.firstBelow(lines, box.bottom - 1));
    if (!this.atEnd) this.#stood = this.#place.capture();
    this.#reader.seen(this.#lastSeen(lines, end, box.bottom), this.#row.value);
    this.#move(first, Math.min(end, lines.length - 1), value);
    if (first < margin && !value.olderHere && value.olderThere)
      this.#older.load(value.rows[0]?.seq ?? (this.#row.value?.seq ?? 0) + 1);
    if (value.holes.length === 0) return;
    for (const hole of this.renderRoot.querySelectorAll<HTMLElement>('[data-hole]')) {
      const at = hole.getBoundingClientRect();
      if (at.bottom > box.top - 300 && at.top < box.bottom + 300) this.#older.load(Number(hole.dataset.hole));
    }
  }

  /** Newest confirmed message whose lower edge has been on the screen. */
  #lastSeen(lines: readonly HTMLElement[], end: number, bottom: number): number {
    const rows = this.#window.value!.rows;
    for (let i = Math.min(end, rows.length - 1); i >= 0; i--) {
      const row = rows[i]!;
      if (row.state === 'sent' && lines[i] && lines[i]!.getBoundingClientRect().bottom <= bottom + 8)
        return row.seq;
    }
    return 0;
  }

  /** Moves the window along with the reader; away from the end it hangs on a message, so that news do not push it. */
  #move(first: number, last: number, value: ThreadWindow): void {
    if (this.#goal !== undefined || this.#awaited) return;
    if (this.atEnd) {
      if (this.#request !== endWindow && !value.newerHere) this.#ask(endWindow);
      return;
    }
    const leaving = this.#request.anchor === 'end';
    const above = first;
    const below = value.rows.length - 1 - last;
    const up = above < margin && value.olderHere;
    const down = below < margin && value.newerHere;
    if (!leaving && !up && !down) return;
    const middle = Math.ceil((first + last) / 2);
    // Where the present anchor is among the rows; the next one is a step from it towards the reader.
    const present = leaving
      ? middle
      : value.rows.findLastIndex((row) => row.seq <= Number(this.#request.anchor));
    const urgent = (up && above < margin / 3) || (down && below < margin / 3);
    const reach = urgent ? 3 * step : step;
    const next = Math.max(present - reach, Math.min(present + reach, middle));
    const anchor = value.rows.slice(0, next + 1).findLast((row) => row.state === 'sent');
    if (anchor && anchor.seq !== this.#request.anchor)
      this.#ask({ anchor: anchor.seq, before: 50, after: 50 });
  }

  #find(cid: string | undefined): MessageRow | undefined {
    return this.#window.value?.rows.find((row) => row.cid === cid);
  }

  #actions: RowActions = {
    menu: (row, from, touch) => void this.#menu(row, from, touch),
    react: (row, emoji, on) => void this.im?.react(row.conversation, row.cid, emoji, on),
    show: (seq) => this.showMessage(seq),
    openImage: (row) => {
      if (this.dispatchEvent(new TimOpenImageEvent(row))) this.#save(row, true);
    },
    download: (row) => this.#save(row, false),
    retry: (cid) => void this.im?.retry(cid),
    discard: (cid) => void this.im?.discard(cid),
    pause: (cid, on) => void (on ? this.im?.pause(cid) : this.im?.resume(cid)),
  };

  #save(row: MessageRow, open: boolean): void {
    const file = (row.body as { file?: FileRef } | undefined)?.file;
    if (this.im && file) void saveFile(this.im, row.conversation, file, open);
  }

  async #menu(row: MessageRow, from: HTMLElement, touch: boolean): Promise<void> {
    const { openMessageMenu } = await import('./message-menu.js');
    const name =
      row.sender === this.#user.value?.id ? this.l.t('youName') : memberName(this.#row.value, row.sender);
    openMessageMenu({
      root: this.renderRoot,
      row,
      from,
      touch,
      own: row.sender === this.#user.value?.id,
      me: this.#user.value?.id,
      l: this.l,
      react: (emoji, on) => this.#actions.react(row, emoji, on),
      edit: () => this.dispatchEvent(new TimEditEvent(row)),
      reply: () => this.dispatchEvent(new TimReplyEvent(row, name)),
      remove: () => void this.im?.remove(row.conversation, row.cid),
    });
  }

  #onKey = (event: KeyboardEvent): void => {
    const element = (event.target as Element).closest<HTMLElement>('[data-row]');
    if (!element || event.target !== element) {
      if (event.key === 'Escape') element?.focus();
      return;
    }
    const elements = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-row]')];
    const at = elements.indexOf(element);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = elements[Math.max(0, Math.min(elements.length - 1, to))]!;
      this.active = next.dataset.row;
      next.focus();
    } else if (event.key === 'End') {
      event.preventDefault();
      this.scrollToEnd();
    } else if (
      event.key === 'Enter' ||
      event.key === 'ContextMenu' ||
      (event.key === 'F10' && event.shiftKey)
    ) {
      event.preventDefault();
      const row = this.#find(element.dataset.row);
      if (row) this.#actions.menu(row, element.querySelector<HTMLElement>('.stack')!, false);
    }
  };

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
    if (this.#window.failed && !value)
      return html`<div class="empty" role="alert">
        ${circleAlertIcon}
        <div>${this.l.t('cannotLoad')}</div>
        <button class="text-button" @click=${() => this.#window.retry()}>${this.l.t('tryAgain')}</button>
      </div>`;
    if (!value)
      return html`<div class="skeleton" role="status" aria-label=${this.l.t('loading')}>
        ${[1, 2, 3, 4, 5, 6].map(() => html`<span class="bone"></span>`)}
      </div>`;
    const context = this.#context(value);
    const placed = place(value.rows, {
      holes: value.holes,
      me: context.me,
      readUpTo: this.#readUpTo,
    });
    const unread = this.#row.value?.unreadCount ?? 0;
    const away = !this.atEnd;
    return html`<div
        class="scroller ${context.named ? 'named' : ''}"
        part="scroller"
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
        @focusin=${this.#onFocus}
      >
        <div class="content" role="log" aria-live="off" aria-label=${this.l.t('messages')}>
          ${this.#edge(value)}${
            placed.length === 0 && !value.olderThere
              ? html`<slot name="empty"
                ><div class="empty">${messageCircleIcon}<div>${this.l.t('noMessages')}</div></div></slot
              >`
              : nothing
          }${repeat(
            placed,
            (placing) => placing.row.cid,
            (placing) => guard(rowKey(placing, context), () => rowTemplate(placing, context)),
          )}${this.#typing()}
        </div>
      </div>
      <button
        class="jump tabular ${away ? 'shown' : ''}"
        part="jump"
        aria-label=${
          unread > 0
            ? `${this.l.t('jumpToLatest')}, ${this.l.t('unreadCount', { n: unread })}`
            : this.l.t('jumpToLatest')
        }
        @click=${() => this.scrollToEnd()}
      >
        ${unread > 0 ? html`<span class="badge">${this.l.number(unread)}</span>` : nothing}${arrowDownIcon}
      </button>`;
  }

  #edge(value: ThreadWindow): TemplateResult | typeof nothing {
    if (!value.olderHere && !value.olderThere) return nothing;
    return html`<div class="edge">${
      this.#older.offline
        ? this.l.t('offlineOlder')
        : this.#older.busy
          ? html`<span class="spin" role="img" aria-label=${this.l.t('loading')}>${loaderCircleIcon}</span>`
          : nothing
    }</div>`;
  }

  #typing(): TemplateResult | typeof nothing {
    const users = this.#typists.users.filter((user) => user !== this.#user.value?.id);
    if (users.length === 0) return nothing;
    const name = (index: number) => memberName(this.#row.value, users[index]!);
    const words =
      users.length === 1
        ? this.l.t('typingOne', { name: name(0) })
        : users.length === 2
          ? this.l.t('typingTwo', { a: name(0), b: name(1) })
          : this.l.t('typingMany', { n: users.length });
    return html`<div class="typing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${words}</span>
    </div>`;
  }

  #context(value: ThreadWindow): RowContext {
    const me = this.#user.value?.id;
    const conversation = this.#row.value;
    const people = conversation ? others(conversation, me) : [];
    const least = (pick: (member: (typeof people)[number]) => number | undefined) =>
      people.length > 0 ? Math.min(...people.map((member) => pick(member) ?? 0)) : -1;
    const readByAll = least((member) => member.read);
    const known = value.rows.some((row) => row.cid === this.active);
    return {
      client: this.im!,
      l: this.l,
      me,
      conversation,
      now: Date.now(),
      people: conversation?.members?.map(({ id, name, avatar }) => `${id} ${name} ${avatar}`).join() ?? '',
      named: people.length > 1 || conversation?.kind === 'group',
      readByAll,
      deliveredToAll: Math.max(
        readByAll,
        least((member) => Math.max(member.delivered ?? 0, member.read ?? 0)),
      ),
      uploads: new Map((this.#uploads.value ?? []).map((row) => [row.cid, row])),
      progress: this.#progress,
      bySeq: new Map(value.rows.map((row) => [row.seq, row])),
      active: known ? this.active : value.rows.at(-1)?.cid,
      fresh: this.#fresh,
      highlighted: this.highlighted,
      actions: this.#actions,
    };
  }
}

define('tim-thread', TimThread);

declare global {
  interface HTMLElementTagNameMap {
    'tim-thread': TimThread;
  }
}
