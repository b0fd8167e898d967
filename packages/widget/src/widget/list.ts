import type { TimSelectEvent } from '@tokenim/elements';
import '@tokenim/elements/conversation-list';
import type { TimSearchSelectEvent } from '@tokenim/elements/search';
import { html, nothing, type TemplateResult } from 'lit';
import { adopt } from './adopt.js';
import { styles } from './list.styles.js';
import { rooms } from './rooms.styles.js';
import { searchFor, showFound } from './search.js';
import type { TimWidget } from './widget.js';
import { fullWords } from './words-more.js';

/** All conversations. */
export function list(s: TimWidget): TemplateResult {
  adopt(s.renderRoot as ShadowRoot, rooms, styles);
  const hasSupport = s.rows?.some((row) => row.kind === 'support');
  // A handful is seen at a glance; what is archived must be found again.
  const many = (s.rows?.length ?? 0) > 7;
  const hidden = s.rows?.some((row) => row.me.archived);
  return html`<tim-conversation-list
      .client=${s.client}
      .locale=${s.language}
      with-search
      ?with-filters=${many || hidden}
      @tim-select=${(event: TimSelectEvent) => select(s, event)}
      @tim-start=${() => s.firstWriting.start()}
      @tim-search=${searchFor}
      ><tim-search
        slot="results"
        without-field
        .client=${s.client}
        .locale=${s.language}
        @tim-search-select=${(event: TimSearchSelectEvent) => showFound(s, event)}
      ></tim-search
    ></tim-conversation-list>
    ${hasSupport ? nothing : html`<button class="primary new" @click=${() => s.firstWriting.start()}>${fullWords(s.words).newConversation}</button>`}`;
}

export function select(s: TimWidget, event: TimSelectEvent): void {
  s.trail.go({ name: 'thread', conversation: event.conversation });
}
