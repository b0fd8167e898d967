import { assert, fixture, html } from '@open-wc/testing';
import { provideClient } from '../base/context.js';
import type { FakeClient } from '../testing/fake-client.js';
import { FakeClient as Client } from '../testing/fake-client.js';
import { fakeConversation, member } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import './conversation-list.js';
import type { TimConversationList } from './conversation-list.js';

function clientOf(count: number): FakeClient {
  const client = new Client();
  client.conversationRows = Array.from({ length: count }, (_, i) =>
    fakeConversation(`c${i}`, {
      ts: Date.now() - i * 60_000,
      members: [member('me', 'Me'), member(`u${i}`, `Person ${i}`)],
      last: {
        seq: 1,
        sender: `u${i}` as never,
        ts: Date.now() - i * 60_000,
        type: 'text',
        text: `hello ${i}`,
      },
    }),
  );
  return client;
}

async function listOf(client: FakeClient): Promise<TimConversationList> {
  const list = await fixture<TimConversationList>(
    html`<tim-conversation-list .client=${client}></tim-conversation-list>`,
  );
  list.style.setProperty('height', '400px');
  await until(() => !list.renderRoot.querySelector('.skeleton'));
  await until(() => list.renderRoot.textContent!.trim() !== '');
  return list;
}

const options = (list: TimConversationList) => [
  ...list.renderRoot.querySelectorAll<HTMLElement>('[role=option]'),
];

function press(list: TimConversationList, key: string): void {
  list.shadowRoot!.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );
}

test('keys move among conversations and choose one', async () => {
  const list = await listOf(clientOf(5));
  const chosen: string[] = [];
  list.addEventListener('tim-select', (event) => chosen.push(event.conversation));
  assert.deepEqual(
    options(list).map((row) => row.tabIndex),
    [0, -1, -1, -1, -1],
  );
  options(list)[0]!.focus();
  const focused = () => (list.shadowRoot!.activeElement as HTMLElement).dataset.id;
  press(list, 'ArrowDown');
  assert.equal(focused(), 'c1');
  press(list, 'End');
  assert.equal(focused(), 'c4');
  press(list, 'ArrowDown');
  assert.equal(focused(), 'c4');
  press(list, 'Home');
  press(list, 'ArrowUp');
  assert.equal(focused(), 'c0');
  press(list, 'Enter');
  options(list)[2]!.click();
  await list.updateComplete;
  assert.deepEqual(chosen, ['c0', 'c2']);
  assert.equal(list.selected, 'c2' as never);
  assert.equal(options(list)[2]!.getAttribute('aria-selected'), 'true');
  assert.equal(options(list)[2]!.tabIndex, 0);
});

test('shows who wrote, what kind, the draft and the unread count, all as text', async () => {
  const client = clientOf(4);
  const [own, image, draft, unread] = client.conversationRows;
  own!.last = { ...own!.last!, sender: 'me' as never, text: '<b>hi</b>' };
  image!.last = { ...image!.last!, type: 'image', text: '' };
  draft!.draft = 'half';
  unread!.unreadCount = 120;
  const list = await listOf(client);
  const words = options(list).map((row) => row.textContent!.replace(/\s+/g, ' '));
  assert.include(words[0], 'You: <b>hi</b>');
  assert.isNull(options(list)[0]!.querySelector('b'));
  assert.include(words[1], 'Photo');
  assert.include(words[2], 'Draft: half');
  assert.include(words[3], '99+');
  assert.include(words[3], '120 unread messages');
});

test('asks for more as the end comes near', async () => {
  const list = await listOf(clientOf(120));
  assert.lengthOf(options(list), 50);
  const scroller = list.renderRoot.querySelector('.list')!;
  scroller.scrollTop = scroller.scrollHeight;
  await until(() => options(list).length === 100);
});

test('is empty, or failed, in words and with an action', async () => {
  const client = clientOf(0);
  const list = await listOf(client);
  assert.include(list.renderRoot.textContent!, 'No conversations yet');
  let started = false;
  list.addEventListener('tim-start', () => {
    started = true;
  });
  list.renderRoot.querySelector('button')!.click();
  assert.isTrue(started);
  client.broken = true;
  client.changed();
  await until(() => list.renderRoot.querySelector('[role=alert]'));
  client.broken = false;
  list.renderRoot.querySelector('button')!.click();
  await until(() => list.renderRoot.textContent!.includes('No conversations yet'));
});

test('takes its client by context', async () => {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  provideClient(box, clientOf(2));
  const list = document.createElement('tim-conversation-list');
  box.append(list);
  await until(() => options(list).length === 2);
});

test('speaks the language of the page, and changes with it', async () => {
  const box = await fixture<HTMLElement>(html`<div lang="zh-CN"></div>`);
  const list = document.createElement('tim-conversation-list');
  list.client = clientOf(0);
  box.append(list);
  await until(() => list.renderRoot.textContent!.includes('还没有会话'));
  box.lang = 'ar';
  await until(() => list.renderRoot.textContent!.includes('لا توجد محادثات بعد'));
  assert.equal(getComputedStyle(list.renderRoot.querySelector('.root')!).direction, 'rtl');
  list.locale = 'en';
  await until(() => list.renderRoot.textContent!.includes('No conversations yet'));
});
