import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../base/localize.js';
import { circleAlertIcon, messageCircleIcon } from '../icons.js';
import { archiveIcon, inboxIcon, searchIcon } from './icons.js';
import type { Show } from './list-types.js';
import { placeholder } from './row.js';

/** What stands where there are no rows: one line and one action. */
const line = (icon: TemplateResult, words: string, action: string, act: () => void, role?: string) =>
  html`<div class="empty" role=${role ?? nothing}>
    ${icon}
    <div>${words}</div>
    <button class="text-button" @click=${act}>${action}</button>
  </div>`;

/** Nothing is in what the list shows, or nothing was found. */
export function empty(
  l: Localize,
  what: Show | 'found',
  act: { clear(): void; toInbox(): void; start(): void },
): TemplateResult {
  if (what === 'found') return line(searchIcon, l.t('noMatch'), l.t('clearSearch'), act.clear);
  if (what === 'unread') return line(inboxIcon, l.t('noUnread'), l.t('showInbox'), act.toInbox);
  if (what === 'archived') return line(archiveIcon, l.t('noArchived'), l.t('showInbox'), act.toInbox);
  return html`<slot name="empty"
    >${line(messageCircleIcon, l.t('noConversations'), l.t('startConversation'), act.start)}</slot
  >`;
}

export function failed(l: Localize, retry: () => void): TemplateResult {
  return line(circleAlertIcon, l.t('cannotLoad'), l.t('tryAgain'), retry, 'alert');
}

export function skeleton(l: Localize): TemplateResult {
  return html`<div class="list skeleton" role="status" aria-label=${l.t('loading')}>
    ${[1, 2, 3, 4, 5].map(placeholder)}
  </div>`;
}
