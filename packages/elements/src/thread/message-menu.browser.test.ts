import { assert, fixture, html } from '@open-wc/testing';
import type { Body } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fakeConversation, fakeFile, member, text } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import { menuItems } from './menu-items.js';
import './thread.js';
import type { TimThread } from './thread.js';

async function threadOf(client: FakeClient): Promise<TimThread> {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.style.setProperty('width', '380px');
  box.style.setProperty('height', '500px');
  const thread = document.createElement('tim-thread');
  thread.style.setProperty('height', '100%');
  thread.client = client;
  thread.conversation = 'c' as never;
  box.append(thread);
  await until(() => thread.renderRoot.querySelector('.line'));
  await frames(3);
  return thread;
}

const last = (thread: TimThread) =>
  [...thread.renderRoot.querySelectorAll<HTMLElement>('[data-row]')].at(-1)!;
const menuOf = (thread: TimThread) =>
  until(() => {
    const menu = thread.renderRoot.querySelector<HTMLElement>('tim-message-menu');
    return menu?.matches(':popover-open') ? menu : undefined;
  });
const focused = (menu: HTMLElement) => menu.shadowRoot!.activeElement as HTMLElement;
const press = (element: Element, key: string) =>
  element.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
const item = (menu: HTMLElement, act: string) =>
  menu.shadowRoot!.querySelector<HTMLElement>(`[data-act="${act}"]`);

function rightClick(element: Element, x: number, y: number, extra: MouseEventInit = {}): boolean {
  return element.dispatchEvent(
    new MouseEvent('contextmenu', {
      button: 2,
      clientX: x,
      clientY: y,
      bubbles: true,
      composed: true,
      cancelable: true,
      ...extra,
    }),
  );
}

test('the second mouse button opens the menu at its place, inside the screen', async () => {
  const thread = await threadOf(clientWith(20));
  const stack = last(thread).querySelector('.stack')!;
  const at = stack.getBoundingClientRect();
  assert.isFalse(rightClick(stack, at.right - 4, at.bottom - 4));
  const box = (await menuOf(thread)).getBoundingClientRect();
  assert.isAtLeast(box.top, 0);
  assert.isAtLeast(box.left, 0);
  assert.isAtMost(box.bottom, innerHeight);
  assert.isAtMost(box.right, innerWidth);
});

test('the system keeps its menu for links, and with Shift', async () => {
  const client = clientWith(1);
  client.receive('c', 'ana', text('see https://a.example'));
  const thread = await threadOf(client);
  const link = await until(() => thread.renderRoot.querySelector('.text a'));
  assert.isTrue(rightClick(link, 5, 5));
  assert.isTrue(rightClick(last(thread), 5, 5, { shiftKey: true }));
});

test('keys move in the menu, letters find, Escape closes and the focus goes back', async () => {
  const thread = await threadOf(clientWith(4));
  const row = last(thread);
  row.focus();
  press(row, 'Enter');
  const menu = await menuOf(thread);
  assert.equal(focused(menu).getAttribute('role'), 'menuitemcheckbox');
  press(menu, 'End');
  const end = focused(menu);
  assert.equal(end, [...menu.shadowRoot!.querySelectorAll('button')].at(-1));
  press(menu, 'ArrowDown');
  press(menu, 'Home');
  press(menu, 'ArrowDown');
  assert.equal(focused(menu).dataset.act, 'reply');
  press(menu, 'f');
  assert.equal(focused(menu).dataset.act, 'forward');
  press(menu, 'Escape');
  await until(() => !menu.isConnected);
  assert.equal(thread.shadowRoot!.activeElement, row);
});

test('a wheel over the thread closes the menu; news do not', async () => {
  const client = clientWith(40);
  const thread = await threadOf(client);
  const row = last(thread);
  press(row, 'Enter');
  const menu = await menuOf(thread);
  client.receive('c', 'ana', text('news'));
  await until(() => thread.renderRoot.textContent!.includes('news'));
  await frames(4);
  assert.isTrue(menu.matches(':popover-open'));
  row.dispatchEvent(new WheelEvent('wheel', { deltaY: 10, bubbles: true, composed: true }));
  await until(() => !menu.isConnected);
});

test('a long press opens the sheet, which outlives the finger and closes beside itself', async () => {
  const thread = await threadOf(clientWith(5));
  const row = last(thread);
  const finger = (type: string, x = 50) =>
    row.dispatchEvent(
      new PointerEvent(type, {
        pointerType: 'touch',
        clientX: x,
        clientY: 50,
        bubbles: true,
        composed: true,
      }),
    );
  finger('pointerdown');
  finger('pointermove', 80);
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.isNull(thread.renderRoot.querySelector('tim-message-menu'));
  finger('pointerdown');
  const menu = await menuOf(thread);
  assert.isTrue(menu.hasAttribute('sheet'));
  finger('pointerup');
  let clicked = false;
  row.addEventListener('click', () => {
    clicked = true;
  });
  row.click();
  assert.isFalse(clicked);
  assert.isFalse(rightClick(row, 5, 5));
  await frames(3);
  assert.isTrue(menu.matches(':popover-open'));
  const panel = menu.shadowRoot!.querySelector('.panel')!;
  await Promise.all(panel.getAnimations().map((animation) => animation.finished));
  assert.closeTo(panel.getBoundingClientRect().bottom, innerHeight, 1);
  menu.click();
  await until(() => !menu.isConnected);
});

test('[W11] what the server would refuse is not offered', () => {
  const client = clientWith(3);
  const row = { ...client.messages.get('c')![0]!, sender: 'me', ts: 1_000 } as MessageRow;
  const acts = (extra: object, now = 2_000) =>
    menuItems({
      row,
      me: { id: 'me' },
      conversation: client.conversationRows[0],
      limits: {},
      now,
      ...extra,
    }).map(({ act }) => act);
  assert.includeMembers(acts({}), ['edit', 'remove', 'reply', 'copyLink']);
  const limits = { editWindow: 1_500, deleteWindow: 5_000 };
  assert.includeMembers(acts({ limits }), ['edit', 'remove']);
  assert.notInclude(acts({ limits }, 3_000), 'edit');
  assert.include(acts({ limits }, 3_000), 'remove');
  assert.notInclude(acts({ limits }, 6_000), 'remove');
  // Before it is sent, nothing has begun.
  assert.includeMembers(acts({ limits, row: { ...row, state: 'pending' } }, 9_000), ['edit', 'remove']);
  const theirs = { ...row, sender: 'ana' };
  assert.notInclude(acts({ row: theirs }), 'remove');
  const support = fakeConversation('s', { kind: 'support' });
  const agent = { id: 'me', role: 'agent' };
  assert.include(acts({ row: theirs, conversation: support, me: agent, limits }, 9_000), 'remove');
  assert.deepEqual(acts({ row: { ...row, deleted: { seq: 2, ts: 1, by: 'me' } } }), []);
  const left = fakeConversation('l', { me: { read: 0, readOrd: 0, delivered: 0, left: true } });
  assert.deepEqual(acts({ conversation: left }), ['copy', 'forward', 'copyLink', 'details']);
});

async function choose(thread: TimThread, act: string): Promise<void> {
  press(last(thread), 'Enter');
  item(await menuOf(thread), act)!.click();
}

test('deleting asks first', async () => {
  const client = clientWith(1);
  const row = client.receive('c', 'me', text('oh'));
  const thread = await threadOf(client);
  await choose(thread, 'remove');
  const ask = async () =>
    await until(() =>
      thread.renderRoot.querySelector('tim-delete-dialog')?.shadowRoot?.querySelector('[open]'),
    );
  const dialog = await ask();
  assert.equal(dialog.querySelector('h2')!.textContent, 'Delete this message for everyone?');
  dialog.querySelector<HTMLElement>('.act')!.click();
  await until(() => !thread.renderRoot.querySelector('tim-delete-dialog'));
  assert.lengthOf(client.called('remove'), 0);
  await choose(thread, 'remove');
  (await ask()).querySelector<HTMLElement>('.danger')!.click();
  await until(() => last(thread).textContent!.includes('You deleted this message'));
  assert.deepEqual(client.called('remove'), [['c', row.cid]]);
});

test('the link of a message is the page with a hash, or what the page says', async () => {
  const client = clientWith(3);
  const thread = await threadOf(client);
  const urls: string[] = [];
  thread.addEventListener('tim-link', (event) => {
    urls.push(event.url);
    event.preventDefault();
  });
  await choose(thread, 'copyLink');
  await until(() => urls.length > 0);
  assert.equal(new URL(urls[0]!).hash, '#tim=c/3');
});

test('what came of copying is said where it is seen and heard: done, or refused by the browser', async () => {
  const client = clientWith(3);
  const thread = await threadOf(client);
  const clipboard = { writeText: async (_text: string) => {} };
  Object.defineProperty(navigator, 'clipboard', { configurable: true, get: () => clipboard });
  const said = () => thread.renderRoot.querySelector<HTMLElement>('[role="status"].shown')?.textContent;
  try {
    await choose(thread, 'copy');
    await until(() => said() === 'Copied');
    clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    await choose(thread, 'copyLink');
    await until(() => said()?.startsWith('The browser did not allow copying.'));
    thread.addEventListener('tim-link', (event) => event.preventDefault(), { once: true });
    clipboard.writeText = async () => {};
    await choose(thread, 'copyLink');
    await choose(thread, 'copyLink');
    await until(() => said() === 'Link copied');
  } finally {
    Reflect.deleteProperty(navigator, 'clipboard');
  }
});

async function forwardOf(thread: TimThread): Promise<Element> {
  await choose(thread, 'forward');
  return until(() =>
    thread.renderRoot
      .querySelector('tim-forward-dialog')
      ?.shadowRoot?.querySelector('dialog[open]:has(label)'),
  );
}

function withOthers(client: FakeClient): FakeClient {
  client.conversationRows.push(
    fakeConversation('d', {
      kind: 'group',
      title: 'Équipe',
      members: [member('me', 'Me'), member('bo', 'Bo')],
    }),
    fakeConversation('e', { members: [member('me', 'Me'), member('bo', 'Bo Chen')] }),
    fakeConversation('f', {
      title: 'Left',
      kind: 'group',
      me: { read: 0, readOrd: 0, delivered: 0, left: true },
    }),
  );
  return client;
}

test('forwards to the conversations chosen, found by name', async () => {
  const client = withOthers(clientWith(2));
  client.receive('c', 'ana', { type: 'text', text: 'news for @Me', mentions: ['me'] } as unknown as Body);
  const thread = await threadOf(client);
  const dialog = await forwardOf(thread);
  const names = () => [...dialog.querySelectorAll('.who')].map((each) => each.textContent);
  assert.sameMembers(names(), ['Ana Lima', 'Équipe', 'Bo Chen']);
  const send = dialog.querySelector<HTMLButtonElement>('.main')!;
  assert.isTrue(send.disabled);
  const field = dialog.querySelector('input[type=search]') as HTMLInputElement;
  const find = async (words: string, count: number) => {
    field.value = words;
    field.dispatchEvent(new Event('input'));
    await until(() => names().length === count);
  };
  await find('equi', 1);
  dialog.querySelector<HTMLElement>('label input')!.click();
  await find('bo', 1);
  dialog.querySelector<HTMLElement>('label input')!.click();
  await until(() => !send.disabled);
  send.click();
  await until(() => !thread.renderRoot.querySelector('tim-forward-dialog'));
  assert.deepEqual(
    client.called('send').map(([id, body]) => [id, body]),
    ['d', 'e'].map((id) => [id, { type: 'text', text: 'news for @Me' }]),
  );
});

test('forwards by keys alone: down to a conversation, Enter chooses, and once more sends', async () => {
  const client = withOthers(clientWith(2));
  const thread = await threadOf(client);
  const dialog = await forwardOf(thread);
  const press = (key: string) =>
    (dialog.getRootNode() as ShadowRoot).activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  const boxes = () => [...dialog.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  await until(() => boxes().length === 3);
  press('Enter');
  assert.isFalse(boxes().some((box) => box.checked));
  press('ArrowDown');
  press('ArrowDown');
  assert.equal((dialog.getRootNode() as ShadowRoot).activeElement, boxes()[1]!);
  press('Enter');
  assert.deepEqual(
    boxes().map((box) => box.checked),
    [false, true, false],
  );
  await thread.updateComplete;
  press('Enter');
  await until(() => !thread.renderRoot.querySelector('tim-forward-dialog'));
  assert.lengthOf(client.called('send'), 1);
});

test('where one of several sends fails, only those that have nothing yet are tried again', async () => {
  const client = withOthers(clientWith(2));
  const send = client.send.bind(client);
  let full = true;
  client.send = (async (id: string, ...rest: unknown[]) => {
    if (id === 'e' && full) throw new Error('full');
    return (send as (...args: unknown[]) => unknown)(id, ...rest);
  }) as never;
  const thread = await threadOf(client);
  const dialog = await forwardOf(thread);
  for (const name of ['Équipe', 'Bo Chen'])
    [...dialog.querySelectorAll<HTMLElement>('label')]
      .find((label) => label.textContent!.includes(name))!
      .querySelector('input')!
      .click();
  const button = dialog.querySelector<HTMLButtonElement>('.main')!;
  await until(() => !button.disabled);
  button.click();
  await until(() => dialog.querySelector('[role=alert]') && !button.disabled);
  full = false;
  button.click();
  await until(() => !thread.renderRoot.querySelector('tim-forward-dialog'));
  assert.deepEqual(
    client.called('send').map(([id]) => id),
    ['d', 'e'],
  );
});

test('a file is forwarded as bytes of its own; where they cannot be read, that is said', async () => {
  const client = withOthers(clientWith(2));
  const file = fakeFile('a.webm', 'audio/webm', 2);
  const voice = { duration: 900, peaks: [1, 2] };
  client.receive('c', 'ana', { type: 'file', file, voice, text: 'look' } as Body);
  const thread = await threadOf(client);
  const dialog = await forwardOf(thread);
  dialog.querySelector<HTMLElement>('label input')!.click();
  const send = dialog.querySelector<HTMLButtonElement>('.main')!;
  await until(() => !send.disabled);
  send.click();
  await until(() => dialog.querySelector('[role=alert]'));
  client.files.set(file.id, new Blob(['hi'], { type: 'audio/webm' }));
  await until(() => !send.disabled);
  send.click();
  await until(() => client.called('sendFile').length > 0);
  assert.deepEqual(client.called('sendFile')[0]![2], { name: 'a.webm', voice, text: 'look' });
});

test('details say who has read a message and who has it', async () => {
  const client = clientWith(0);
  client.conversationRows = [
    fakeConversation('c', {
      kind: 'group',
      members: [
        member('me', 'Me'),
        member('ana', 'Ana', { read: 1, delivered: 1 }),
        member('bo', 'Bo', { delivered: 1 }),
        member('cy', 'Cy'),
      ],
    }),
  ];
  client.receive('c', 'me', text('hello'), { reactions: [{ emoji: '👍', users: ['bo' as never] }] });
  const thread = await threadOf(client);
  await choose(thread, 'details');
  const dialog = await until(() =>
    thread.renderRoot.querySelector('tim-details-dialog')?.shadowRoot?.querySelector('[open]'),
  );
  const parts = [...dialog.querySelectorAll('h3, .who')].map((each) => each.textContent!.trim());
  assert.deepEqual(parts, [
    'Read by',
    'Ana',
    'Delivered to',
    'Bo',
    'Not delivered yet',
    'Cy',
    'Reactions',
    'Bo',
  ]);
});

test('any emoji can be picked', async () => {
  const client = clientWith(2);
  const thread = await threadOf(client);
  press(last(thread), 'Enter');
  (await menuOf(thread)).shadowRoot!.querySelector<HTMLElement>('.more-emoji')!.click();
  const picker = await until(() => thread.renderRoot.querySelector('tim-emoji-picker:popover-open'));
  const { TimEmojiEvent } = await import('../emoji-picker/emoji-event.js');
  picker.dispatchEvent(new TimEmojiEvent('🦊'));
  await until(() => client.called('react').length > 0);
  assert.deepEqual(client.called('react')[0]!.slice(2), ['🦊', true]);
});

test('Escape on a part of a message goes back to the message, and no further', async () => {
  const thread = await threadOf(clientWith(5));
  const row = last(thread);
  row.focus();
  const more = row.querySelector<HTMLElement>('button.more')!;
  more.focus();
  let further = false;
  thread.parentElement!.addEventListener('keydown', () => {
    further = true;
  });
  press(more, 'Escape');
  assert.equal((thread.renderRoot as ShadowRoot).activeElement, row);
  assert.isFalse(further);
});
