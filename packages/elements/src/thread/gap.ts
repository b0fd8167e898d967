import type { ThreadWindow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../base/localize.js';
import { loaderCircleIcon } from '../icons.js';
import type { OlderLoader } from './older-loader.js';

/** What stands where messages are not here yet, and what becomes of them. */
function waiting(
  l: Localize,
  older: OlderLoader,
  words: string | typeof nothing,
): TemplateResult | typeof nothing | string {
  if (older.offline)
    return html`<span>${l.t('offlineOlder')}
      <button class="text-button" @click=${older.retry}>${l.t('tryAgain')}</button></span
    >`;
  return older.busy
    ? html`<span class="spin" role="img" aria-label=${l.t('loading')}>${loaderCircleIcon}</span>${words}`
    : words;
}

/** Between two messages: some are missing. */
export function holeTemplate(l: Localize, older: OlderLoader, seq: number): TemplateResult {
  return html`<div class="hole" data-hole=${seq}><span>${waiting(l, older, l.t('hole'))}</span></div>`;
}

/** The upper edge has the same height whether older messages are on their way or not. */
export function edgeTemplate(
  l: Localize,
  value: ThreadWindow,
  older: OlderLoader,
): TemplateResult | typeof nothing {
  if (!value.olderHere && !value.olderThere) return nothing;
  return html`<div class="edge">${waiting(l, older, nothing)}</div>`;
}
