import { html, type TemplateResult } from 'lit';
import type { Localize } from '../base/localize.js';
import { circleAlertIcon, messageCircleIcon } from '../icons.js';

/** The pieces of a thread that are not messages. */

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
