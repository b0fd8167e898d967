import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../base/localize.js';
import { arrowDownIcon, circleAlertIcon, messageCircleIcon } from '../icons.js';

/** The pieces of a thread that are not messages. */

/** The way to the newest message, from anywhere above it, with how many there are to read. */
export function jumpTemplate(l: Localize, atEnd: boolean, unread: number, go: () => void): TemplateResult {
  const words = l.t('jumpToLatest');
  return html`<button
    class="jump tabular ${atEnd ? '' : 'shown'}"
    part="jump"
    aria-label=${unread > 0 ? `${words}, ${l.t('unreadCount', { n: unread })}` : words}
    @click=${go}
  >
    ${unread > 0 ? html`<span class="badge">${l.number(unread)}</span>` : nothing}${arrowDownIcon}
  </button>`;
}

export function failedTemplate(l: Localize, retry: () => void): TemplateResult {
  return html`<div class="empty" role="alert">
    ${circleAlertIcon}
    <div>${l.t('cannotLoad')}</div>
    <button class="text-button" @click=${retry}>${l.t('tryAgain')}</button>
  </div>`;
}

export function skeletonTemplate(l: Localize): TemplateResult {
  return html`<div class="skeleton" role="status" aria-label=${l.t('loading')}>
    ${[1, 2, 3, 4, 5, 6].map(() => html`<span class="bone"></span>`)}
  </div>`;
}

export function emptyTemplate(l: Localize): TemplateResult {
  return html`<slot name="empty"
    ><div class="empty">${messageCircleIcon}<div>${l.t('noMessages')}</div></div></slot
  >`;
}
