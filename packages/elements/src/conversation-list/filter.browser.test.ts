import { assert } from '@open-wc/testing';
import { member } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import '../search/search.js';
import type { TimConversationList } from './conversation-list.js';
import { clientOf, focused, ids, listOf, press } from './list.fixture.js';

function type(list: TimConversationList, text: string): void {
  const input = list.renderRoot.querySelector<HTMLInputElement>('input[type=search]')!;
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

test('finds by name, title and newest message as one types, names first', async () => {
  const client = clientOf(1_200);
  client.conversationRows[1_100]!.members![1] = member('zoe', 'Zoë Müller');
  client.conversationRows[3]!.last!.text = 'ask ZOE about it';
  Object.assign(client.conversationRows[7]!, { kind: 'group', title: '四年二班家长群' });
  const list = await listOf(client, { withSearch: true });
  const searched: string[] = [];
  list.addEventListener('tim-search', (event) => searched.push(event.text));
  type(list, 'zoe');
  await until(() => ids(list).join() === 'c1100,c3');
  await until(() => list.renderRoot.textContent!.includes('2 conversations found'));
  assert.isNotNull(list.renderRoot.querySelector('slot[name=results]'));
  type(list, 'muller zo');
  await until(() => ids(list).join() === 'c1100');
  type(list, '二班');
  await until(() => ids(list).join() === 'c7');
  // What comes in is found, too.
  client.conversationRows[50]!.last!.text = '二班 hello';
  client.conversationRows[50]!.ts = Date.now() + 1;
  client.changed();
  await until(() => ids(list).join() === 'c7,c50');
  type(list, 'person');
  await until(() => ids(list).length > 5);
  assert.isAtMost(list.renderRoot.querySelectorAll('.row').length, 60);
  type(list, '');
  await until(() => ids(list)[0] === 'c50');
  assert.deepEqual(searched, ['zoe', 'muller zo', '二班', 'person', '']);
});

test('the forms of a letter are one, and a syllable that is not finished is found', async () => {
  const client = clientOf(8);
  const names = ['المُعلِّمة هدى', 'Straße 9', 'カタカナ', '검색 도우미', 'ＦＵＬＬ width'];
  for (const [i, name] of names.entries()) client.conversationRows[i]!.members![1] = member(`x${i}`, name);
  const list = await listOf(client, { withSearch: true });
  for (const [words, id] of Object.entries({
    المعلمه: 'c0',
    strasse: 'c1',
    かたか: 'c2',
    검ㅅ: 'c3',
    full: 'c4',
  })) {
    type(list, words);
    await until(() => ids(list).join() === id);
  }
});

test('looks through archived conversations from the inbox, and in a filter only through that', async () => {
  const client = clientOf(6);
  client.conversationRows[4]!.me.archived = true;
  client.conversationRows[5]!.unreadCount = 1;
  const list = await listOf(client, { withSearch: true, withFilters: true });
  type(list, 'hello');
  await until(() => ids(list).length === 6);
  list.show = 'archived';
  await until(() => ids(list).join() === 'c4');
  list.show = 'unread';
  await until(() => ids(list).join() === 'c5');
});

test('says so where nothing fits, and clears by Escape and by its button', async () => {
  const list = await listOf(clientOf(3), { withSearch: true });
  const input = list.renderRoot.querySelector<HTMLInputElement>('input[type=search]')!;
  input.focus();
  type(list, 'nobody');
  await until(() => list.renderRoot.textContent!.includes('No conversation fits this search'));
  press(list, 'Escape');
  await until(() => ids(list).length === 3);
  assert.equal(input.value, '');
  type(list, 'nobody');
  const clear = await until(() =>
    list.renderRoot.querySelector<HTMLElement>('button[aria-label="Clear the search"]'),
  );
  clear.click();
  await until(() => ids(list).length === 3);
  assert.equal(list.shadowRoot!.activeElement, input);
});

test('keys lead from the field into the list; Enter takes the first', async () => {
  const list = await listOf(clientOf(3), { withSearch: true });
  list.renderRoot.querySelector<HTMLInputElement>('input[type=search]')!.focus();
  type(list, '2');
  await until(() => ids(list).join() === 'c2');
  press(list, 'ArrowDown');
  await until(() => focused(list) === 'c2');
  list.renderRoot.querySelector<HTMLInputElement>('input[type=search]')!.focus();
  press(list, 'Enter');
  assert.equal(list.selected, 'c2' as never);
});

test('keys lead on into results below the rows, and back', async () => {
  const list = await listOf(clientOf(3), { withSearch: true });
  const results = document.createElement('div');
  results.tabIndex = 0;
  const commands: string[] = [];
  results.slot = 'results';
  Object.assign(results, {
    command(what: string) {
      commands.push(what);
      results.focus();
      return true;
    },
  });
  list.append(results);
  list.focusSearch();
  const input = await until(() => list.shadowRoot!.activeElement as HTMLInputElement | null);
  const up = () =>
    results.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, composed: true }));
  type(list, '2');
  await until(() => ids(list).join() === 'c2');
  press(list, 'ArrowDown');
  await until(() => focused(list) === 'c2');
  press(list, 'ArrowDown');
  assert.equal(document.activeElement, results);
  up();
  await until(() => focused(list) === 'c2');
  type(list, 'nobody');
  await until(() => list.renderRoot.textContent!.includes('No conversation fits this search'));
  input.focus();
  press(list, 'ArrowDown');
  up();
  assert.equal(list.shadowRoot!.activeElement, input);
  press(list, 'Enter');
  assert.deepEqual(commands, ['down', 'down', 'select']);
});

test('follows no more than the list does once the field is empty', async () => {
  const client = clientOf(3);
  const list = await listOf(client, { withSearch: true });
  const before = client.followed;
  type(list, '2');
  await until(() => client.followed > before);
  type(list, '');
  await until(() => client.followed === before);
});

test('hits below the rows are a list of their own, beside that of the conversations', async () => {
  const client = clientOf(3);
  client.receive('c1', 'bo', { type: 'text', text: 'two 2 of them' });
  const list = await listOf(client, { withSearch: true });
  const search = document.createElement('tim-search');
  Object.assign(search, { slot: 'results', withoutField: true, client, locale: 'en', text: '2' });
  list.append(search);
  type(list, '2');
  const hits = await until(() => search.shadowRoot?.querySelector('[role=listbox]'));
  for (let node: Node | null = hits.parentNode; node; ) {
    if (node instanceof Element) assert.notEqual(node.getAttribute('role'), 'listbox');
    node = (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
  }
  assert.equal(ids(list).join(), 'c2');
  await assert.isAccessible(list);
  list.focusSearch();
  await until(() => list.shadowRoot!.activeElement);
  press(list, 'ArrowDown');
  press(list, 'ArrowDown');
  await until(() => search.shadowRoot!.activeElement?.id === 'hit-0');
});
