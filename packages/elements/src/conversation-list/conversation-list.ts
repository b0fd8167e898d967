import type { ConversationId, UserId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { define, TimElement } from '../base/element.js';
import { fullTime, listTime } from '../base/format.js';
import { avatar, conversationFace, conversationName, memberName } from '../base/people.js';
import { Ticker } from '../base/ticker.js';
import { Watch } from '../base/watch.js';
import { TimSelectEvent, TimStartEvent } from '../events.js';
import { banIcon, circleAlertIcon, fileIcon, imageIcon, messageCircleIcon } from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './conversation-list.styles.js';

const page = 50;

/**
 * The conversations of the signed-in user, newest first. Arrow keys, Home and End move, Enter or Space selects.
 *
 * @summary List of conversations.
 * @element tim-conversation-list
 * @slot empty - Shown where there are no conversations, in place of the line and the action.
 * @fires {TimSelectEvent} tim-select - A conversation was chosen.
 * @fires {TimStartEvent} tim-start - The action on the empty list.
 * @csspart list - What scrolls.
 * @csspart row - One conversation.
 * @csspart badge - The unread count.
 * @cssproperty --tim-accent - See the theme for all variables.
 */
export class TimConversationList extends TimElement {
  static override styles = [theme, base, styles];

  /** The conversation shown as selected. Set by choosing one, too. */
  @property() selected: ConversationId | '' = '';

  @state() private limit = page;
  @state() private active: string | undefined;

  #rows = new Watch<ConversationRow[]>(this, {
    source: (client) => client.views.conversations({ limit: this.limit }),
    deps: () => [this.limit],
    keep: true,
  });
  #user = new Watch<{ id: UserId } | undefined>(this, {
    source: (client) => client.views.user(),
    deps: () => [],
  });

  constructor() {
    super();
    new Ticker(this);
  }

  protected override render(): TemplateResult {
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir}>${this.#content()}</div>`;
  }

  #content(): TemplateResult {
    if (this.#rows.failed)
      return html`<div class="empty" role="alert">
        ${circleAlertIcon}
        <div>${this.l.t('cannotLoad')}</div>
        <button class="text-button" @click=${() => this.#rows.retry()}>${this.l.t('tryAgain')}</button>
      </div>`;
    const rows = this.#rows.value;
    if (!rows) return this.#skeleton();
    if (rows.length === 0)
      return html`<slot name="empty"><div class="empty">
        ${messageCircleIcon}
        <div>${this.l.t('noConversations')}</div>
        <button class="text-button" @click=${() => this.dispatchEvent(new TimStartEvent())}>
          ${this.l.t('startConversation')}
        </button>
      </div></slot>`;
    const now = Date.now();
    const active = rows.find((row) => row.id === (this.active ?? this.selected)) ?? rows[0]!;
    return html`<div
      class="list"
      part="list"
      role="listbox"
      aria-label=${this.l.t('conversations')}
      @click=${this.#onClick}
      @keydown=${this.#onKey}
      @scroll=${this.#onScroll}
    >
      ${repeat(
        rows,
        (row) => row.id,
        (row) => this.#row(row, row === active, now),
      )}
    </div>`;
  }

  #row(row: ConversationRow, active: boolean, now: number): TemplateResult {
    const me = this.#user.value?.id;
    const name = conversationName(row, me, this.l) || this.l.t('conversation');
    const unread = row.unreadCount > 0 || row.me.unread;
    const at = row.last?.ts ?? row.ts;
    return html`<div
      class="row ${unread ? 'unread' : ''}"
      part="row"
      role="option"
      data-id=${row.id}
      tabindex=${active ? 0 : -1}
      aria-selected=${row.id === this.selected ? 'true' : 'false'}
    >
      ${avatar(conversationFace(row, me, name))}
      <div class="text">
        <div class="name" dir="auto">${name}</div>
        ${this.#preview(row, me)}
      </div>
      <div class="end tabular">
        <time datetime=${new Date(at).toISOString()} title=${fullTime(this.l, at)}>${listTime(this.l, at, now)}</time>
        ${unread ? this.#badge(row.unreadCount) : nothing}
      </div>
    </div>`;
  }

  #badge(count: number): TemplateResult {
    const shown = count > 99 ? `${this.l.number(99)}+` : count > 0 ? this.l.number(count) : '';
    const label = count > 0 ? this.l.t('unreadCount', { n: count }) : this.l.t('unreadMark');
    return html`<span class="badge ${count > 0 ? '' : 'dot'}" part="badge"
      ><span aria-hidden="true">${shown}</span><span class="sr">${label}</span></span
    >`;
  }

  #preview(row: ConversationRow, me: string | undefined): TemplateResult {
    const { last } = row;
    if (row.draft)
      return html`<div class="preview">
        <span class="draft">${this.l.t('draft')}</span> <bdi>${oneLine(row.draft)}</bdi>
      </div>`;
    if (!last) return html`<div class="preview"></div>`;
    const words = this.#words(last.type, last.text);
    if (last.sender === me)
      return html`<div class="preview">${this.l.t('you')} ${this.#kind(last.type)}<bdi>${words}</bdi></div>`;
    if (row.kind === 'group')
      return html`<div class="preview">
        <bdi>${memberName(row, last.sender, this.l)}</bdi>: ${this.#kind(last.type)}<bdi>${words}</bdi>
      </div>`;
    // Alone in its line, a text has its own direction, so that what is cut off is its end.
    return html`<div class="preview" dir="auto">${this.#kind(last.type)}${words}</div>`;
  }

  #kind(type: string): TemplateResult | typeof nothing {
    if (type === 'image') return imageIcon;
    if (type === 'file') return fileIcon;
    return type === 'deleted' ? banIcon : nothing;
  }

  #words(type: string, text: string): string {
    if (type === 'deleted') return this.l.t('kindDeleted');
    if (type === 'image') return oneLine(text) || this.l.t('kindImage');
    if (type === 'file') return oneLine(text) || this.l.t('kindFile');
    return oneLine(text) || this.l.t('kindOther');
  }

  #skeleton(): TemplateResult {
    return html`<div class="list skeleton" role="status" aria-label=${this.l.t('loading')}>
      ${[1, 2, 3, 4, 5].map(
        () => html`<div class="row">
          <span class="round bone"></span>
          <div><div class="line bone"></div><div class="line bone"></div></div>
        </div>`,
      )}
    </div>`;
  }

  #onClick = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>('[data-id]');
    if (row) this.#select(row.dataset.id as ConversationId);
  };

  #select(id: ConversationId): void {
    this.selected = id;
    this.active = id;
    this.dispatchEvent(new TimSelectEvent(id));
  }

  #onKey = (event: KeyboardEvent): void => {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-id]')];
    const at = rows.indexOf((event.target as Element).closest<HTMLElement>('[data-id]')!);
    if (at < 0 || event.isComposing) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))]!;
      this.active = row.dataset.id;
      row.focus();
      if (to >= rows.length - 1) this.#grow();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#select(rows[at]!.dataset.id as ConversationId);
    }
  };

  #onScroll = (event: Event): void => {
    const list = event.currentTarget as HTMLElement;
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 600) this.#grow();
  };

  /** One page more, where the last one was full. */
  #grow(): void {
    if ((this.#rows.value?.length ?? 0) >= this.limit) this.limit += page;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

define('tim-conversation-list', TimConversationList);

declare global {
  interface HTMLElementTagNameMap {
    'tim-conversation-list': TimConversationList;
  }
}
