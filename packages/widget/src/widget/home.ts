import type { TimSelectEvent } from '@tokenim/elements';
import '@tokenim/elements/conversation-list';
import { html, nothing, type TemplateResult } from 'lit';
import { adopt } from './adopt.js';
import { styles } from './home.styles.js';
import { searchIcon } from './icons.js';
import { forwardIcon, writeIcon } from './icons-more.js';
import { select } from './list.js';
import { rooms } from './rooms.styles.js';
import { startSearch } from './search.js';
import { welcome } from './views.js';
import type { TimWidget } from './widget.js';
import { fullWords } from './words-more.js';

/** As many of the last conversations as home shows. */
const shown = 3;

/** Home for who has conversations: the site's words, the last few, the way to all, and to a new one. */
export function home(s: TimWidget): TemplateResult {
  adopt(s.renderRoot as ShadowRoot, rooms, styles);
  const words = fullWords(s.words);
  return html`<div class="front" part="home">
    <div class="welcome">${welcome(s)}</div>
    <section class="sheet" aria-labelledby="recent">
      <div class="top">
        <h3 id="recent">${words.recent}</h3>
        <button
          class="icon-button to-search"
          aria-label=${words.searchMessages}
          title=${words.searchMessages}
          @click=${() => startSearch(s)}
        >${searchIcon}</button>
      </div>
      <tim-conversation-list
        .client=${s.client}
        .locale=${s.language}
        .max=${shown}
        @tim-select=${(event: TimSelectEvent) => select(s, event)}
      ></tim-conversation-list>
      ${
        (s.rows?.length ?? 0) > shown
          ? html`<button class="more" @click=${() => s.trail.go({ name: 'list' })}>${words.allConversations}${forwardIcon}</button>`
          : nothing
      }
      <button class="primary write" @click=${() => s.firstWriting.start()}>${writeIcon}${words.newConversation}</button>
    </section>
  </div>`;
}
