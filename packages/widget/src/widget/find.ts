import '@tokenim/elements/search';
import type { ConversationId } from '@tokenim/protocol';
import { html } from 'lit';
import type { TimWidget } from './widget.js';

/** The bar over the thread that is open; by its button it goes again, by the keys the field has the focus. */
export async function find(s: TimWidget, event: Event | undefined): Promise<void> {
  if (s.trail.view?.name !== 'thread') return;
  const { conversation } = s.trail.view;
  const bar = () => s.renderRoot.querySelector('.body > tim-search');
  const from = s.shadowRoot?.activeElement as HTMLElement | null;
  const close = () => {
    s.trail.bar = undefined;
    s.requestUpdate();
    from?.focus();
  };
  if (bar() && event) return close();
  if (!bar()) {
    s.trail.bar = (shown: ConversationId) =>
      shown === conversation
        ? html`<tim-search
            .client=${s.client}
            .locale=${s.language}
            .conversation=${shown}
            .thread=${s.renderRoot.querySelector('tim-thread')}
            @tim-search-close=${close}
          ></tim-search>`
        : undefined;
    s.requestUpdate();
    await s.updateComplete;
    // Escape in the thread ends the bar first, then the panel.
    const body = bar()?.parentElement;
    const onKey = (key: KeyboardEvent) => {
      if (!bar()) body?.removeEventListener('keydown', onKey);
      else if (key.key === 'Escape' && !key.defaultPrevented && !key.isComposing && !isMenuOpen(key)) {
        key.preventDefault();
        close();
      }
    };
    body?.addEventListener('keydown', onKey);
  }
  (bar() as HTMLElement | null)?.focus();
}

/** A menu inside closes by itself. */
function isMenuOpen(event: Event): boolean {
  return event.composedPath().some((node) => (node as ParentNode).querySelector?.(':popover-open'));
}
