import { assert, fixture, html } from '@open-wc/testing';
import { provideClient } from '../base/context.js';
import { member } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import './conversation-list.js';
import { clientOf, focused, ids, listOf, option, options, press } from './list.fixture.js';

test('keys move among conversations and choose one', async () => {
  const list = await listOf(clientOf(5));
  const chosen: string[] = [];
  list.addEventListener('tim-select', (event) => chosen.push(event.conversation));
  assert.deepEqual(
    options(list).map((row) => row.tabIndex),
    [0, -1, -1, -1, -1],
  );
  options(list)[0]!.focus();
  press(list, 'ArrowDown');
  assert.equal(focused(list), 'c1');
  press(list, 'End');
  assert.equal(focused(list), 'c4');
  press(list, 'ArrowDown');
  assert.equal(focused(list), 'c4');
  press(list, 'Home');
  press(list, 'ArrowUp');
  assert.equal(focused(list), 'c0');
  press(list, 'Enter');
  options(list)[2]!.click();
  await list.updateComplete;
  assert.deepEqual(chosen, ['c0', 'c2']);
  assert.equal(list.selected, 'c2' as never);
  assert.equal(options(list)[2]!.getAttribute('aria-selected'), 'true');
  assert.equal(options(list)[2]!.tabIndex, 0);
});

test('shows who wrote, what kind, the draft and the unread count, all as text', async () => {
  const client = clientOf(9);
  const [own, image, draft, unread, voice, custom, gone, group, marked] = client.conversationRows;
  own!.last = { ...own!.last!, sender: 'me' as never, text: '<b>hi</b>' };
  image!.last = { ...image!.last!, type: 'image', text: '' };
  draft!.draft = 'half';
  unread!.unreadCount = 120;
  voice!.last = { ...voice!.last!, type: 'file', text: 'note.m4a', duration: 12_300 };
  custom!.last = { ...custom!.last!, type: 'custom', text: 'Order 7 was sent' };
  gone!.last = { ...gone!.last!, type: 'deleted', text: '' };
  Object.assign(group!, { kind: 'group', title: 'Choir', mentioned: true, unreadCount: 2 });
  Object.assign(marked!, { me: { ...marked!.me, unread: true, pinned: true, muted: true }, unreadCount: 1 });
  const list = await listOf(client, { show: 'all', style: undefined } as never);
  list.style.setProperty('height', '700px');
  await until(() => options(list).length === 9);
  const words = options(list).map((row) => row.textContent!.replace(/\s+/g, ' '));
  assert.include(words[0], 'You: <b>hi</b>');
  assert.isNull(options(list)[0]!.querySelector('b'));
  assert.include(words[1], 'Photo');
  assert.include(words[2], 'Draft: half');
  assert.include(words[3], '99+');
  assert.include(words[3], '120 unread messages');
  assert.include(words[4], 'Voice message, 0:12');
  assert.isNotNull(options(list)[4]!.querySelector('.preview .icon'));
  assert.include(words[5], 'Order 7 was sent');
  assert.include(words[6], 'Message deleted');
  assert.include(words[7], 'Choir');
  assert.include(words[7], 'Person 7: hello 7');
  assert.include(words[7], 'You were mentioned');
  assert.include(words[8], 'marked unread');
  assert.include(words[8], 'Pinned');
  assert.include(words[8], 'Muted');
});

test('pinned conversations come first, archived ones are not in the inbox', async () => {
  const client = clientOf(4);
  client.conversationRows[3]!.me.pinned = true;
  client.conversationRows[1]!.me.archived = true;
  client.conversationRows[2]!.unreadCount = 1;
  const list = await listOf(client, { withFilters: true });
  assert.deepEqual(ids(list), ['c3', 'c0', 'c2']);
  const choose = (show: string) =>
    list.renderRoot.querySelector<HTMLInputElement>(`input[value=${show}]`)!.click();
  choose('unread');
  await until(() => ids(list).join() === 'c2');
  choose('archived');
  await until(() => ids(list).join() === 'c1');
  assert.equal(list.show, 'archived');
  client.conversationRows[1]!.me.archived = false;
  client.changed();
  await until(() => list.renderRoot.textContent!.includes('Nothing archived'));
  list.renderRoot.querySelector<HTMLElement>('.empty button')!.click();
  await until(() => ids(list).length === 4);
  assert.isTrue(list.renderRoot.querySelector<HTMLInputElement>('input[value=inbox]')!.checked);
});

test('ten thousand conversations put a screenful of rows into the page', async () => {
  const client = clientOf(10_000);
  const list = await listOf(client);
  const scroller = list.renderRoot.querySelector('.list')!;
  const most = () => assert.isAtMost(list.renderRoot.querySelectorAll('.row').length, 60);
  most();
  // How many there are is found out by a few looks.
  await until(() => scroller.scrollHeight > 10_000 * 60);
  assert.equal(options(list)[0]!.getAttribute('aria-setsize'), '10000');
  for (const share of [0.31, 0.32, 0.7]) {
    scroller.scrollTop = scroller.scrollHeight * share;
    await frames(1);
    most();
  }
  const first = Math.floor(scroller.scrollTop / 64);
  await until(() => option(list, `c${first + 1}`));
  most();
  // The row stands where it belongs.
  const off =
    option(list, `c${first + 1}`).getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  assert.closeTo(off, (first + 1) * 64 + 8 - scroller.scrollTop, 2);

  options(list).at(-1)!.focus();
  press(list, 'End');
  await until(() => focused(list) === 'c9999');
  most();
  press(list, 'Home');
  await until(() => focused(list) === 'c0');
  press(list, 'PageDown');
  assert.notEqual(focused(list), 'c0');
  assert.isNull(list.renderRoot.querySelector('.row.waiting'));
});

test('what is read stays in its place when other conversations come above it', async () => {
  const client = clientOf(300);
  const list = await listOf(client);
  const scroller = list.renderRoot.querySelector('.list')!;
  await until(() => scroller.scrollHeight > 300 * 64);
  scroller.scrollTop = 64 * 100;
  const row = await until(() => option(list, 'c102'));
  await frames(30);
  const top = () => Math.round(option(list, 'c102').getBoundingClientRect().top);
  const before = top();
  assert.equal(row, option(list, 'c102'));
  client.conversationRows[200]!.ts = Date.now() + 1;
  client.conversationRows[250]!.ts = Date.now() + 2;
  client.changed();
  await until(() => scroller.scrollTop === 64 * 102);
  assert.equal(top(), before);
});

test('a focused row keeps the focus when it moves, and its neighbour gets it when it goes', async () => {
  const client = clientOf(5);
  const list = await listOf(client);
  option(list, 'c3').focus();
  client.conversationRows[3]!.ts = Date.now() + 1;
  client.changed();
  await until(() => ids(list)[0] === 'c3');
  assert.equal(focused(list), 'c3');
  press(list, 'ArrowDown');
  assert.equal(focused(list), 'c0');
  client.conversationRows[0]!.me.archived = true;
  client.changed();
  await until(() => ids(list).length === 4);
  await until(() => focused(list) === 'c1');
});

test('keys go on from a row that was scrolled away', async () => {
  const list = await listOf(clientOf(300));
  option(list, 'c1').focus();
  const scroller = list.renderRoot.querySelector('.list')!;
  await until(() => scroller.scrollHeight > 300 * 64);
  scroller.scrollTop = 64 * 100;
  await until(() => option(list, 'c101') && !option(list, 'c1'));
  assert.equal(list.shadowRoot!.activeElement?.getAttribute('role'), 'listbox');
  press(list, 'ArrowDown');
  await until(() => focused(list) === 'c2');
});

test('of a name and of words in another direction the beginning shows, and the end is cut off', async () => {
  const client = clientOf(2);
  const row = client.conversationRows[0]!;
  const name = 'Maximiliana-Theodora Wolfeschlegelsteinhausenbergerdorff';
  row.kind = 'group';
  row.members = [member('me', 'Me'), member('max', name), member('bo', 'Bo')];
  row.last = { ...row.last!, sender: 'max' as never, type: 'text', text: `${name} ${name}` };
  const list = await listOf(client);
  list.locale = 'ar';
  await until(() => list.renderRoot.querySelector('[dir="rtl"]'));
  const preview = option(list, row.id).querySelector('.preview')!;
  const box = preview.getBoundingClientRect();
  for (const part of ['.from', '.words']) {
    const words = preview.querySelector(part)!;
    const first = document.createRange();
    first.setStart([...words.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE)!, 0);
    first.setEnd(first.startContainer, 1);
    const { left, right } = first.getBoundingClientRect();
    const own = words.getBoundingClientRect();
    assert.isTrue(
      left >= Math.max(own.left, box.left) - 1 && right <= Math.min(own.right, box.right) + 1,
      part,
    );
  }
});

test('who types stands in place of the preview, until silence or a message', async () => {
  const client = clientOf(3);
  Object.assign(client.conversationRows[1]!, { kind: 'group', title: 'Choir' });
  client.conversationRows[1]!.members!.push(member('bo', 'Bo'));
  client.conversationRows[0]!.draft = 'half';
  const list = await listOf(client);
  const says = (id: string) => option(list, id).querySelector('.preview')!.textContent!.trim();
  const type = (conversation: string, user: string, on: boolean) =>
    client.emit('typing', { conversation: conversation as never, user: user as never, on });
  type('c0', 'u0', true);
  type('c1', 'u1', true);
  await until(() => says('c0') === 'typing…');
  assert.equal(says('c1'), 'Person 1 is typing');
  type('c1', 'bo', true);
  await until(() => says('c1') === 'Person 1 and Bo are typing');
  type('c0', 'u0', false);
  client.emit('message', { conversation: 'c1' as never, sender: 'bo' as never, text: 'x', seq: 2 });
  await until(() => says('c0').startsWith('Draft:'));
  assert.equal(says('c1'), 'Person 1 is typing');
});

test('shows who is there, and asks only for people on the screen', async () => {
  const client = clientOf(500);
  client.presences.set('u0', 'online').set('u1', 'away');
  const list = await listOf(client);
  const mark = (id: string) => option(list, id).querySelector('.presence')?.className;
  await until(() => mark('c0') === 'presence online');
  assert.equal(mark('c1'), 'presence away');
  assert.isUndefined(mark('c2'));
  assert.include(option(list, 'c0').textContent!, 'Online');
  const asked = client.called('presence').flat(2);
  assert.isBelow(asked.length, 60);
  client.emit('presence', { user: 'u2' as never, state: 'online' });
  client.emit('presence', { user: 'u0' as never, state: 'offline' });
  await until(() => mark('c2') === 'presence online' && mark('c0') === undefined);
  client.changed();
  await frames(40);
  assert.lengthOf(client.called('presence'), 1);
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

test('shows bones until the first answer', async () => {
  const never = () => ({ subscribe: () => () => {} });
  const list = await fixture<HTMLElement>(
    html`<tim-conversation-list .client=${{ views: { conversations: never, user: never } }}></tim-conversation-list>`,
  );
  assert.isNotNull(list.shadowRoot!.querySelector('.skeleton[role=status] .bone'));
});

test('shows the first so many at their own height where `max` says so', async () => {
  const list = await listOf(clientOf(30), { max: 3 });
  list.style.removeProperty('height');
  assert.deepEqual(ids(list), ['c0', 'c1', 'c2']);
  assert.closeTo(list.getBoundingClientRect().height, 3 * 64 + 16, 2);
});

test('takes its client by context, and another one', async () => {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  const context = provideClient(box, clientOf(2));
  const list = document.createElement('tim-conversation-list');
  box.append(list);
  await until(() => options(list).length === 2);
  context.setValue(clientOf(3));
  await until(() => options(list).length === 3);
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

test('a name of which nothing can be seen is none, and marks before a name are not its first letter', async () => {
  const client = clientOf(4);
  const names = ['   ', '\u202e\u200b', '\u200fשלום', '👩‍👩‍👧‍👦 us'];
  for (const [i, name] of names.entries()) client.conversationRows[i]!.members![1] = member(`p${i}`, name);
  const list = await listOf(client);
  const shown = [...list.renderRoot.querySelectorAll('.row')].map((row) => [
    row.querySelector('.avatar')!.textContent!.trim(),
    row.querySelector('.name')!.textContent!.trim(),
  ]);
  assert.deepEqual(shown, [
    ['P', 'p0'],
    ['P', 'p1'],
    ['ש', names[2]],
    ['U', names[3]],
  ]);
});
