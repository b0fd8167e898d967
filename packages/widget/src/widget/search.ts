import type { TimSearchEvent } from '@tokenim/elements';
import type { TimSearchSelectEvent } from '@tokenim/elements/search';
import type { TimWidget } from './widget.js';

/** To the list, into its field: the reader asked for it, so the keyboard of a phone may come. */
export async function startSearch(s: TimWidget): Promise<void> {
  s.trail.go({ name: 'list' });
  await s.updateComplete;
  s.renderRoot.querySelector('tim-conversation-list')?.focusSearch();
}

/** The list's field has words: what searches in messages is fetched with the first of them. */
export function searchFor({ currentTarget, text }: TimSearchEvent & Event): void {
  void import('@tokenim/elements/search').catch(() => {});
  const results = (currentTarget as Element).querySelector('tim-search');
  if (results) results.text = text;
}

export async function showFound(s: TimWidget, { conversation, seq }: TimSearchSelectEvent): Promise<void> {
  s.trail.go({ name: 'thread', conversation });
  await s.updateComplete;
  const thread = s.renderRoot.querySelector('tim-thread');
  await thread?.updateComplete;
  thread?.showMessage(seq);
}
