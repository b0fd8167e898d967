import { assert } from '@open-wc/testing';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fill, text } from '../testing/samples.js';
import { ThreadBox } from '../testing/thread-box.js';
import { frames, until } from '../testing/wait.js';
import './thread.js';

const day = 86_400_000;

/** A conversation of which the first `missing` messages, or those from `from` on, are on the server only. */
function partly(total: number, missing: number, from = 0): FakeClient {
  const client = clientWith(0);
  const all = fill(client, 'c', total);
  client.remote.set('c', all.slice(from, from + missing));
  client.messages.set('c', [...all.slice(0, from), ...all.slice(from + missing)]);
  return client;
}

function unread(client: FakeClient, read: number, count: number): void {
  client.conversationRows[0]!.me = { read, readOrd: read, delivered: 200 };
  client.conversationRows[0]!.unreadCount = count;
}

test('opens at the first unread message where more than a screen waits, and says no more than it must', async () => {
  const client = clientWith(200);
  unread(client, 100, 100);
  const box = await ThreadBox.of(client);
  const line = box.find('.unread-line')!;
  const screen = box.scroller.getBoundingClientRect();
  const at = line.getBoundingClientRect();
  assert.isAtLeast(at.top, screen.top);
  assert.isBelow(at.bottom, screen.top + screen.height / 3);
  assert.include(line.nextElementSibling!.textContent!, 'Message 10');
  assert.isTrue(box.find('.jump')!.classList.contains('shown'));
  // What is further down came before the thread was opened: it is no news when the reader gets there.
  box.thread.scrollToEnd();
  await until(() => box.words.includes('Message 200.'));
  await box.rest();
  assert.equal(box.find('[aria-live="polite"]')!.textContent, '');
  // The line stays while the thread is open.
  box.thread.showMessage(101);
  await until(() => box.find('.unread-line'));
});

test('opens at the end where all that is unread is on one screen', async () => {
  const client = clientWith(200);
  unread(client, 197, 3);
  const box = await ThreadBox.of(client);
  await until(() => box.find('.unread-line'));
  assert.isBelow(box.fromEnd, 1.5);
});

test('the day of what is on the screen is over it while it is scrolled', async () => {
  const client = clientWith(0);
  const rows = fill(client, 'c', 120);
  rows.forEach((row, i) => {
    row.ts = Date.now() - Math.ceil((120 - i) / 20) * day;
  });
  const box = await ThreadBox.of(client);
  box.scroller.dispatchEvent(new PointerEvent('pointerenter'));
  const over = (await until(() => box.find('.day-over'))) as HTMLElement;
  await until(() => {
    box.scroller.scrollTop -= 30;
    return over.classList.contains('shown');
  });
  await frames(2);
  const first = rows.find((row) => row.cid === box.at(0).dataset.cid)!;
  const named = new Intl.DateTimeFormat('en', { weekday: 'long' }).format(first.ts);
  assert.include([named, 'Yesterday'], over.textContent!.split(',')[0]);
  await until(() => !over.classList.contains('shown'));
});

test('a message that is not on this device is fetched and shown', async () => {
  const client = partly(400, 300);
  const box = await ThreadBox.of(client);
  box.thread.showMessage(120);
  const row = await until(() => box.find('.highlighted'));
  assert.include(row.textContent!, 'Message 120.');
  assert.deepEqual(
    client.called('loadBefore').find(([, seq]) => seq === 121),
    ['c', 121],
  );
  await box.rest();
  const screen = box.scroller.getBoundingClientRect();
  assert.isAtLeast(row.getBoundingClientRect().top, screen.top);
  assert.isAtMost(row.getBoundingClientRect().bottom, screen.bottom);
});

test('a message beside a hole stays on the screen while the hole is filled', async () => {
  const client = partly(222, 172);
  const box = await ThreadBox.of(client, 380, 700);
  box.thread.showMessage(20);
  const { cid } = await until(() => box.find('.highlighted .line')?.dataset as DOMStringMap);
  for (let calls = 0; calls < client.called('loadBefore').length; ) {
    calls = client.called('loadBefore').length;
    await box.rest();
  }
  assert.isAbove(client.called('loadBefore').length, 1);
  const screen = box.scroller.getBoundingClientRect();
  assert.isAtLeast(box.top(cid), screen.top);
  assert.isAtMost(box.top(cid), screen.bottom);
});

test('without network the reader stays where they are, and is told', async () => {
  const client = partly(400, 300);
  client.online = false;
  const box = await ThreadBox.of(client);
  box.thread.showMessage(120);
  const notice = await until(() => box.find('.notice.shown'));
  await until(() => notice.textContent!.includes('when you are online'));
  assert.isBelow(box.fromEnd, 1.5);
  assert.include(box.words, 'Message 400.');
});

test('a message that is nowhere is said to be deleted', async () => {
  const client = clientWith(80);
  client.messages.set(
    'c',
    client.messages.get('c')!.filter((row) => row.seq !== 30),
  );
  const box = await ThreadBox.of(client);
  box.thread.showMessage(30);
  await until(() => box.find('.notice.shown')?.textContent?.includes('deleted'));
  assert.isBelow(box.fromEnd, 1.5);
});

test('a hole says so without network, and is filled when it is tried again', async () => {
  const client = partly(60, 20, 30);
  client.online = false;
  const box = await ThreadBox.of(client);
  box.thread.showMessage(52);
  await until(() => box.find('.highlighted'));
  const hole = await until(() => box.find('.hole button'));
  assert.include(box.find('.hole')!.textContent!, 'when you are online');
  client.online = true;
  hole.click();
  await until(() => !box.find('.hole'));
  assert.include(box.words, 'Message 40.');
});

test('who comes to a hole from above sees what follows there', async () => {
  const client = partly(1_000, 800, 100);
  const box = await ThreadBox.of(client);
  box.thread.showMessage(95);
  await until(() => box.find('.highlighted'));
  await until(() => client.called('loadBefore').length > 0);
  assert.deepEqual(client.called('loadBefore')[0], ['c', 151]);
  await until(() => client.messages.get('c')!.some((row) => row.seq === 101));
});

test('a deep link given together with the conversation is followed', async () => {
  const client = clientWith(300);
  unread(client, 250, 50);
  const box = await ThreadBox.of(client);
  client.conversationRows.push({ ...client.conversationRows[0]!, id: 'd' as never });
  client.messages.set('d', fill(client, 'd', 300));
  client.receive('d', 'ana', text('the last'));
  box.thread.conversation = 'd' as never;
  box.thread.showMessage(40);
  const row = await until(() => box.find('.highlighted'));
  assert.include(row.textContent!, 'Message 40.');
});
