import type { PersonPresence } from '@tokenim/client';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { conversationFace, conversationName } from '../base/conversations.js';
import { fullTime } from '../base/format.js';
import type { Localize } from '../base/localize.js';
import { avatar } from '../base/people.js';
import { ellipsisIcon } from '../icons.js';
import { archiveIcon, bellOffIcon, mailIcon, mailOpenIcon, pinIcon } from './icons.js';
import { listTime } from './list-time.js';
import { preview } from './row-words.js';
import type { Side } from './swipe.js';

/** What a row is drawn from beside the conversation. */
export interface RowState {
  l: Localize;
  me: string | undefined;
  now: number;
  /** Place in the whole list, from 0, and how many there are. */
  index: number;
  total: number;
  selected: boolean;
  /** The Tab key stops here. */
  stop: boolean;
  /** Its menu is open. */
  open: boolean;
  typists: readonly string[];
  presence: PersonPresence['state'] | undefined;
  /** What a swipe shows beside it. */
  swipe: Side | undefined;
}

export function isUnread(row: ConversationRow): boolean {
  return row.unreadCount > 0 || row.me.unread === true;
}

/** What a conversation is called, never ''. */
export function rowName(row: ConversationRow, me: string | undefined, l: Localize): string {
  return conversationName(row, me, l) || l.t('conversation');
}

/** One conversation. What is done with it stands in its menu; the button for a mouse is hidden from the others. */
export function conversationRow(row: ConversationRow, s: RowState): TemplateResult {
  const { l, me } = s;
  const name = rowName(row, me, l);
  const unread = isUnread(row);
  const at = row.last?.ts ?? row.ts;
  return html`<div
    class="row ${unread ? 'unread' : ''} ${row.me.muted ? 'muted' : ''} ${s.open ? 'open' : ''}"
    part="row"
    role="option"
    data-id=${row.id}
    data-index=${s.index}
    tabindex=${s.stop ? 0 : -1}
    aria-selected=${s.selected ? 'true' : 'false'}
    aria-setsize=${s.total}
    aria-posinset=${s.index + 1}
    aria-keyshortcuts="Shift+F10"
  >
    ${s.swipe ? under(row, unread, s) : nothing}
    <div class="face">
      <span class="who">
        ${avatar(conversationFace(row, me, name))}${
          s.presence === 'online' || s.presence === 'away'
            ? html`<span class="presence ${s.presence}" part="presence"></span><span class="sr">${l.t(s.presence)}</span>`
            : nothing
        }
      </span>
      <div class="text">
        <div class="line">
          <div class="name" dir="auto">${name}</div>
          ${row.me.muted ? sign(bellOffIcon, l.t('muted')) : nothing}
          <time class="tabular" datetime=${new Date(at).toISOString()} title=${fullTime(l, at)}>${listTime(l, at, s.now)}</time>
        </div>
        <div class="line">
          ${preview(row, me, s.typists, l)}
          ${row.me.pinned ? sign(pinIcon, l.t('pinned')) : nothing}
          ${
            row.mentioned
              ? html`<span class="badge mention" part="badge"><span aria-hidden="true">@</span><span class="sr">${l.t('mentioned')}</span></span>`
              : nothing
          }
          ${unread ? badge(row, l) : nothing}
        </div>
      </div>
      <span class="more" part="more" aria-hidden="true" data-more>${ellipsisIcon}</span>
    </div>
  </div>`;
}

function sign(icon: TemplateResult, words: string): TemplateResult {
  return html`<span class="sign" title=${words}>${icon}<span class="sr">${words}</span></span>`;
}

function badge(row: ConversationRow, l: Localize): TemplateResult {
  const count = row.me.unread && row.unreadCount <= 1 ? 0 : row.unreadCount;
  const shown = count > 99 ? `${l.number(99)}+` : count > 0 ? l.number(count) : '';
  const label = count > 0 ? l.t('unreadCount', { n: count }) : l.t('unreadMark');
  return html`<span class="badge tabular ${count > 0 ? '' : 'dot'}" part="badge"
    ><span aria-hidden="true">${shown}</span><span class="sr">${label}</span></span
  >`;
}

/** What letting go would do. For the eye: the menu says the same in words to all. */
function under(row: ConversationRow, unread: boolean, { l, swipe }: RowState): TemplateResult {
  const [icon, words] =
    swipe === 'end'
      ? [archiveIcon, l.t(row.me.archived ? 'unarchive' : 'archive')]
      : unread
        ? [mailOpenIcon, l.t('markRead')]
        : [mailIcon, l.t('markUnread')];
  return html`<div class="under ${swipe}" aria-hidden="true"><span>${icon}${words}</span></div>`;
}

/** The place of a conversation that is not read yet. */
export function placeholder(): TemplateResult {
  return html`<div class="row waiting" aria-hidden="true">
    <div class="face">
      <span class="round bone"></span>
      <div class="text"><div class="bone-line bone"></div><div class="bone-line bone"></div></div>
    </div>
  </div>`;
}
