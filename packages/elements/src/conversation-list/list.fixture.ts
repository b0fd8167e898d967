import { fixture, html } from '@open-wc/testing';
import { FakeClient } from '../testing/fake-client.js';
import { fakeConversation, member } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import './conversation-list.js';
import type { TimConversationList } from './conversation-list.js';

/** `count` direct conversations `c0`, `c1`, …, a minute apart, with people `u0`, `u1`, … */
export function clientOf(count: number): FakeClient {
  const client = new FakeClient();
  const now = Date.now();
  client.conversationRows = Array.from({ length: count }, (_, i) =>
    fakeConversation(`c${i}`, {
      ts: now - i * 60_000,
      seq: 1,
      ord: 1,
      me: { read: 1, readOrd: 1, delivered: 1 },
      members: [member('me', 'Me'), member(`u${i}`, `Person ${i}`)],
      last: { seq: 1, sender: `u${i}` as never, ts: now - i * 60_000, type: 'text', text: `hello ${i}` },
    }),
  );
  return client;
}

/** A list 400 px high, once it shows something. */
export async function listOf(
  client: FakeClient,
  set: Partial<TimConversationList> = {},
  lang = 'en',
): Promise<TimConversationList> {
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${lang === 'ar' ? 'rtl' : 'ltr'}></div>`);
  const list = Object.assign(document.createElement('tim-conversation-list'), { client, ...set });
  list.style.setProperty('height', '400px');
  box.append(list);
  await until(
    () => !list.renderRoot.querySelector('.skeleton') && list.renderRoot.textContent!.trim() !== '',
  );
  if (set.withFilters || set.withSearch) await until(() => list.renderRoot.querySelector('.tools input'));
  if (lang !== 'en') await until(() => list.renderRoot.querySelector(`.root[lang="${lang}"]`));
  return list;
}

export const options = (list: TimConversationList) => [
  ...list.renderRoot.querySelectorAll<HTMLElement>('[role=option]'),
];

export const ids = (list: TimConversationList) => options(list).map((row) => row.dataset.id);

export const option = (list: TimConversationList, id: string) =>
  list.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"]`)!;

export const focused = (list: TimConversationList) =>
  (list.shadowRoot!.activeElement as HTMLElement | null)?.dataset.id;

/** A key on what has the focus in the list. */
export function press(list: TimConversationList, key: string, init: KeyboardEventInit = {}): void {
  list.shadowRoot!.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...init }),
  );
}

/** The open menu of a row. */
export async function menuOf(list: TimConversationList): Promise<HTMLElement> {
  const menu = await until(() =>
    list.renderRoot.querySelector<HTMLElement>('tim-conversation-menu:popover-open'),
  );
  await until(() => menu.shadowRoot!.activeElement);
  return menu;
}

export const items = (menu: HTMLElement) => [
  ...menu.shadowRoot!.querySelectorAll<HTMLElement>('[role=menuitem]'),
];

export const wordsOf = (menu: HTMLElement) =>
  items(menu).map((item) => item.querySelector('span')!.textContent);
