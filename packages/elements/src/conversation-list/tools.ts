import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../base/localize.js';
import { xIcon } from '../icons.js';
import { searchIcon } from './icons.js';
import type { Show } from './list-types.js';

/** Fetched where a list has a search field or filters: tools-loader.ts. */
export { Filter } from './filter.js';
export { toolStyles } from './tools.styles.js';

export interface ToolsState {
  l: Localize;
  filters: boolean;
  search: boolean;
  show: Show;
  text: string;
  onShow(show: Show): void;
  onText(text: string): void;
  onKey(event: KeyboardEvent): void;
}

/** What narrows the list: a field and three filters, above what scrolls. */
export function tools(s: ToolsState): TemplateResult {
  const { l } = s;
  const filter = (show: Show, words: string) => html`<label>
    <input type="radio" name="show" value=${show} .checked=${s.show === show} @change=${() => s.onShow(show)} />
    <span>${words}</span>
  </label>`;
  return html`<div class="tools" part="tools">
    ${
      s.search
        ? html`<div class="search" role="search" aria-label=${l.t('searchConversations')}>
          ${searchIcon}
          <input
            type="search"
            autocomplete="off"
            enterkeyhint="search"
            maxlength="200"
            aria-label=${l.t('searchConversations')}
            placeholder=${l.t('searchConversations')}
            .value=${s.text}
            @input=${(event: Event) => s.onText((event.target as HTMLInputElement).value)}
            @keydown=${s.onKey}
          />
          ${
            s.text
              ? html`<button class="icon-button" aria-label=${l.t('clearSearch')} title=${l.t('clearSearch')} @click=${clear}>${xIcon}</button>`
              : nothing
          }
        </div>`
        : nothing
    }
    ${
      s.filters
        ? html`<div class="filters" part="filters" role="radiogroup" aria-label=${l.t('filterConversations')}>
          ${filter('inbox', l.t('inbox'))} ${filter('unread', l.t('unread'))} ${filter('archived', l.t('archived'))}
        </div>`
        : nothing
    }
  </div>`;

  function clear(event: Event): void {
    s.onText('');
    (event.currentTarget as Element).parentElement!.querySelector('input')!.focus();
  }
}
