import { assert } from '@open-wc/testing';
import axe from 'axe-core';
import type { FakeClient } from '../testing/fake-client.js';
import { until } from '../testing/wait.js';
import { clientOf, focused, ids, items, listOf, menuOf, option, press, wordsOf } from './list.fixture.js';

const flagged = (client: FakeClient) => client.called('setFlags').map(([id, flags]) => ({ id, flags }));
/** The menu puts the focus into itself; this presses a key there. */
function pressIn(menu: HTMLElement, key: string): void {
  menu.shadowRoot!.activeElement!.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }),
  );
}

test('right click, its button, Shift+F10 and the menu key open the menu of a row', async () => {
  const list = await listOf(clientOf(3));
  const box = option(list, 'c1').getBoundingClientRect();
  const event = new PointerEvent('contextmenu', {
    bubbles: true,
    cancelable: true,
    composed: true,
    button: 2,
    clientX: box.left + 40,
    clientY: box.top + 20,
    pointerType: 'mouse',
  });
  option(list, 'c1').dispatchEvent(event);
  assert.isTrue(event.defaultPrevented);
  let menu = await menuOf(list);
  assert.equal(menu.getAttribute('role'), 'menu');
  assert.equal(menu.getAttribute('aria-label'), 'Actions for Person 1');
  assert.closeTo(Number.parseFloat(menu.style.left), box.left + 40, 1);
  const gone = () => until(() => !list.renderRoot.querySelector('tim-conversation-menu'));
  pressIn(menu, 'Escape');
  await gone();
  assert.equal(focused(list), 'c1');

  option(list, 'c2').querySelector<HTMLElement>('[data-more]')!.click();
  menu = await menuOf(list);
  assert.equal(list.selected, '');
  pressIn(menu, 'Tab');
  await gone();
  assert.equal(focused(list), 'c2');
  for (const [key, shiftKey] of [
    ['F10', true],
    ['ContextMenu', false],
  ] as const) {
    press(list, key, { shiftKey });
    pressIn(await menuOf(list), 'Escape');
    await gone();
    assert.equal(focused(list), 'c2');
  }
});

test('the menu moves by keys and does what it says', async () => {
  const client = clientOf(3);
  const list = await listOf(client);
  option(list, 'c1').focus();
  press(list, 'F10', { shiftKey: true });
  const menu = await menuOf(list);
  assert.deepEqual(wordsOf(menu), ['Mark as unread', 'Pin', 'Mute', 'Archive']);
  const at = () => items(menu).indexOf(menu.shadowRoot!.activeElement as HTMLElement);
  assert.equal(at(), 0);
  pressIn(menu, 'ArrowUp');
  assert.equal(at(), 3);
  pressIn(menu, 'ArrowDown');
  assert.equal(at(), 0);
  pressIn(menu, 'End');
  pressIn(menu, 'Home');
  pressIn(menu, 'ArrowDown');
  assert.equal(at(), 1);
  items(menu)[1]!.click();
  await until(() => ids(list)[0] === 'c1');
  assert.deepEqual(flagged(client), [{ id: 'c1', flags: { pinned: true } }]);
  await until(() => focused(list) === 'c1');
});

test('says the opposite of what is so', async () => {
  const client = clientOf(1);
  const row = client.conversationRows[0]!;
  row.me = { ...row.me, pinned: true, muted: true, archived: true };
  row.unreadCount = 2;
  const list = await listOf(client, { show: 'archived' });
  option(list, 'c0').focus();
  press(list, 'ContextMenu');
  assert.deepEqual(wordsOf(await menuOf(list)), ['Mark as read', 'Unpin', 'Unmute', 'Move to inbox']);
});

test('actions have keys of their own while a row has the focus', async () => {
  const client = clientOf(4);
  client.conversationRows[2]!.unreadCount = 3;
  client.conversationRows[2]!.me.read = 0;
  const list = await listOf(client);
  option(list, 'c1').focus();
  press(list, 'm');
  await until(() => option(list, 'c1').querySelector('.sign'));
  press(list, 'p');
  await until(() => ids(list)[0] === 'c1');
  press(list, 'u');
  await until(() => client.called('markUnread').length === 1);
  // Where letters are others, the place of the key counts.
  press(list, 'у', { code: 'KeyE' });
  await until(() => !ids(list).includes('c1'));
  assert.deepEqual(
    flagged(client).map(({ flags }) => flags),
    [{ muted: true }, { pinned: true }, { archived: true }],
  );
  // The focus is with the neighbour.
  await until(() => focused(list) === 'c0');
  press(list, 'ArrowDown');
  assert.equal(focused(list), 'c2');
  press(list, 'u');
  await until(() => client.called('markRead').length === 1);
  assert.deepEqual(client.called('markRead')[0], ['c2', 1]);
  press(list, 'p', { ctrlKey: true });
  press(list, 'Delete');
  assert.lengthOf(flagged(client), 3);
});

test('a group is left only after a yes', async () => {
  const client = clientOf(2);
  Object.assign(client.conversationRows[0]!, { kind: 'group', title: 'Choir' });
  const list = await listOf(client);
  const dialog = () =>
    until(() =>
      list.renderRoot
        .querySelector('tim-leave-dialog')
        ?.shadowRoot?.querySelector<HTMLElement>('dialog[open]'),
    );
  option(list, 'c0').focus();
  press(list, 'ContextMenu');
  const menu = await menuOf(list);
  assert.equal(wordsOf(menu).at(-1), 'Leave');
  items(menu).at(-1)!.click();
  let asked = await dialog();
  assert.include(asked.textContent!, 'Leave “Choir”?');
  // On its way in it is half transparent.
  await Promise.all(asked.getAnimations({ subtree: true }).map(({ finished }) => finished));
  assert.deepEqual(
    (await axe.run(asked)).violations.map(({ id }) => id),
    [],
  );
  asked.querySelector('button')!.click();
  await until(() => !list.renderRoot.querySelector('tim-leave-dialog'));
  assert.lengthOf(client.called('changeMembers'), 0);
  option(list, 'c0').focus();
  press(list, 'Delete');
  asked = await dialog();
  asked.querySelector<HTMLElement>('.danger')!.click();
  await until(() => client.called('changeMembers').length === 1);
  assert.deepEqual(client.called('changeMembers')[0], ['c0', { remove: ['me'] }]);
});

test('a long press of a finger opens the menu and chooses nothing', async () => {
  const list = await listOf(clientOf(2));
  const row = option(list, 'c1');
  const touch = { pointerType: 'touch', isPrimary: true, pointerId: 4, bubbles: true, composed: true };
  row.dispatchEvent(new PointerEvent('pointerdown', { ...touch, clientX: 40, clientY: 100 }));
  const menu = await menuOf(list);
  row.dispatchEvent(new PointerEvent('pointerup', { ...touch, clientX: 40, clientY: 100 }));
  row.click();
  assert.equal(list.selected, '');
  assert.isTrue(menu.isConnected);
  // The browser closes an `auto` one when the finger lifts, which no made-up event shows.
  assert.equal(menu.popover, 'manual');
  const down = (target: EventTarget) => target.dispatchEvent(new PointerEvent('pointerdown', touch));
  down(items(menu)[0]!);
  assert.isTrue(menu.matches(':popover-open'));
  down(document.body);
  await until(() => !menu.isConnected);

  row.dispatchEvent(new PointerEvent('pointerdown', { ...touch, clientX: 40, clientY: 100 }));
  const again = await menuOf(list);
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await until(() => !again.isConnected);
  assert.equal(focused(list), 'c1');
});

for (const theme of ['light', 'dark'])
  test(`axe finds nothing in list, tools and menu, ${theme}`, async () => {
    const client = clientOf(12);
    const [a, b, c] = client.conversationRows;
    a!.me = { ...a!.me, pinned: true, muted: true };
    Object.assign(b!, { unreadCount: 3, mentioned: true });
    c!.draft = 'half';
    client.presences.set('u0', 'online').set('u3', 'away');
    const list = await listOf(client, { withFilters: true, withSearch: true, selected: 'c4' as never });
    list.parentElement!.style.setProperty('color-scheme', theme);
    list.parentElement!.style.setProperty('background', theme === 'dark' ? '#111' : '#fff');
    await until(() => option(list, 'c0').querySelector('.presence'));
    const find = async () =>
      (await axe.run(list, { rules: { region: { enabled: false } } })).violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id} ${node.html}`),
      );
    assert.deepEqual(await find(), []);
    option(list, 'c1').focus();
    press(list, 'ContextMenu');
    const menu = await menuOf(list);
    // Half faded in it has no contrast yet.
    await Promise.all(menu.getAnimations().map((animation) => animation.finished));
    assert.deepEqual(await find(), []);
  });
