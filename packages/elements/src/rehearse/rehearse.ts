import type { Client } from '@tokenim/client';
import '../composer/composer.js';
import '../thread/thread.js';

/** A live query that has one answer, or never any. */
const answers = (value?: unknown) => () => ({
  subscribe(next: (value: unknown) => void) {
    if (value) next(value);
    return () => {};
  },
});
const me = { id: 'me' };
const row = (sender: string, seq: number) => ({
  cid: sender,
  sender,
  seq,
  ts: 0,
  state: 'sent',
  body: { type: 'text', text: sender },
});
const views: Record<string, unknown> = {
  user: answers(me),
  conversation: answers({ members: [me], me: { read: 9 } }),
  thread: answers({ rows: [row('me', 1), row('you', 2)], holes: [] }),
};
/** Two messages, of no one and nowhere. */
const client = {
  views: new Proxy(views, { get: (known, name: string) => known[name] ?? answers() }),
  on: () => () => {},
  open: async () => {},
} as unknown as Client;

/**
 * Draws a composer and a thread once and takes them away before they are painted. What a browser does only the first
 * time (it compiles code, parses templates and style sheets, loads the data of time formats, lays out a first text)
 * is then done before anybody waits for it; on a slow phone that is a quarter of a second and more. Each of the two
 * takes an idle moment of its own.
 *
 * @param root where there is room for an invisible element for a moment: best a shadow root, where no script of the
 *   page sees it come and go.
 * @param wanted is asked before each: false where the real ones are being opened by now.
 */
export async function rehearse(root: ParentNode, wanted = () => true): Promise<void> {
  for (const name of ['tim-composer', 'tim-thread'] as const) {
    // Safari has no time of its own for idle work.
    await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
    if (!wanted()) return;
    const element = Object.assign(document.createElement(name), { client, conversation: 'rehearsal' });
    element.style.position = 'fixed';
    root.append(element);
    while (!(await element.updateComplete));
    element.remove();
  }
}
