import type { MessageRow } from '@tokenim/store';
import { html, type TemplateResult } from 'lit';
import { circleAlertIcon, rotateCwIcon } from '../icons.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import type { RowContext } from './row-context.js';

export { moreStyles } from './more-rows.styles.js';

addEnglish(more);

/** Why a message was not sent, and what can be done about it. Its text stays. */
export function failureTemplate(row: MessageRow, c: RowContext): TemplateResult {
  const tab = row.cid === c.active ? 0 : -1;
  return html`<div class="failure">
    ${circleAlertIcon}${c.l.t('failedWhy', { why: c.l.why(row.failure?.code) })}
    <div class="failure-acts">
      <button class="text-button" tabindex=${tab} @click=${() => c.actions.retry(row.cid)}>
        ${rotateCwIcon}${c.l.t('retry')}
      </button>
      <button class="text-button" tabindex=${tab} @click=${() => c.actions.discard(row.cid)}>
        ${c.l.t('discard')}
      </button>
    </div>
  </div>`;
}
