import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../base/localize.js';
import { circleAlertIcon } from '../icons.js';
import { bytesOf, warnAt } from './text-size.js';

/** The line below the field: a problem, else what is left near the limit, or is too much beyond it. */
export function note(
  problem: string,
  text: string,
  limit: number,
  l: Localize,
): TemplateResult | typeof nothing {
  const bytes = bytesOf(text, limit);
  if (!problem && bytes < limit * warnAt) return nothing;
  // Bytes left, told as characters of the kind that this text is made of.
  const left = ((limit - bytes) * text.length) / bytes;
  const wrong = problem || left < 0;
  return html`<div class="note tabular ${wrong ? 'over' : ''}" role=${problem ? 'alert' : 'status'}>
    ${wrong ? circleAlertIcon : nothing}${
      problem ||
      (left < 0 ? l.t('tooLong', { n: Math.ceil(-left) }) : l.t('charactersLeft', { n: Math.floor(left) }))
    }
  </div>`;
}
