import { assert, fixture, html } from '@open-wc/testing';
import type { MessageRow } from '@tokenim/store';
import { type TimEditEvent, TimSendEvent } from '../events.js';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fakeFile, fill, text } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import './thread.js';
import type { TimThread } from './thread.js';

async function threadOf(client: FakeClient, width = 380, height = 500): Promise<TimThread> {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('height', `${height}px`);
  const thread = document.createElement('tim-thread');
  thread.style.setProperty('height', '100%');
  thread.client = client;
  thread.conversation = 'c' as never;
  box.append(thread);
  // It opens with some rows and fills up.
  const held = Math.min(60, client.messages.get('c')?.length ?? 0);
  await until(() => lines(thread).length >= held);
  await frames(3);
  return thread;
}

const scroller = (thread: TimThread) => thread.renderRoot.querySelector<HTMLElement>('.scroller')!;
const lines = (thread: TimThread) => [...thread.renderRoot.querySelectorAll<HTMLElement>('.line')];
const fromEnd = (thread: TimThread) => {
  const box = scroller(thread);
  return box.scrollHeight - box.scrollTop - box.clientHeight;
};
const top = (thread: TimThread, cid: string) =>
  thread.renderRoot.querySelector(`[data-cid="${cid}"]`)?.getBoundingClientRect().top;

/** Scrolls as a reader does, in steps, with the events that follow. */
async function scrollTo(thread: TimThread, to: number): Promise<void> {
  scroller(thread).scrollTop = to;
  await frames(3);
}

/** The line in the middle of the screen. */
function middle(thread: TimThread): HTMLElement {
  const box = scroller(thread).getBoundingClientRect();
  return lines(thread).find((line) => line.getBoundingClientRect().bottom > box.top + box.height / 2)!;
}

test('opens at the end and stays there when messages come', async () => {
  const client = clientWith(80);
  const thread = await threadOf(client);
  assert.isBelow(fromEnd(thread), 1.5);
  client.receive('c', 'ana', text('one more, '.repeat(40)));
  await until(() => thread.renderRoot.textContent!.includes('one more'));
  await frames(2);
  assert.isBelow(fromEnd(thread), 1.5);
});

test('older messages arriving move what is on the screen by at most 1 px', async () => {
  const client = clientWith(0);
  const all = fill(client, 'c', 300);
  client.messages.set('c', all.slice(240));
  client.remote.set('c', all.slice(0, 240));
  const thread = await threadOf(client);
  let arrivals = 0;
  for (let round = 0; round < 12; round++) {
    await scrollTo(thread, 300);
    const line = middle(thread);
    const before = top(thread, line.dataset.cid!)!;
    const count = lines(thread).length;
    const first = lines(thread)[0]!.dataset.cid;
    await frames(8);
    const after = top(thread, line.dataset.cid!);
    assert.isDefined(after, 'the message is still in the page');
    assert.isAtMost(Math.abs(after! - before), 1, `round ${round}`);
    assert.isAtMost(lines(thread).length, 150);
    if (lines(thread)[0]!.dataset.cid !== first || lines(thread).length !== count) arrivals++;
  }
  assert.isAbove(client.called('loadBefore').length, 2);
  assert.isAbove(arrivals + client.called('loadBefore').length, 4);
});

test('50 rows put before a fixed place move nothing', async () => {
  const client = clientWith(0);
  const all = fill(client, 'c', 110);
  client.messages.set('c', all.slice(50));
  const thread = await threadOf(client);
  await scrollTo(thread, scroller(thread).scrollHeight / 2);
  await frames(6);
  const line = middle(thread);
  const before = top(thread, line.dataset.cid!)!;
  const height = scroller(thread).scrollHeight;
  client.messages.set('c', all);
  client.changed();
  await until(() => scroller(thread).scrollHeight !== height);
  await frames(4);
  assert.isAtMost(Math.abs(top(thread, line.dataset.cid!)! - before), 1);
});

test('walks to the first of 400 messages and back with at most 100 rows', async () => {
  const client = clientWith(400);
  const thread = await threadOf(client);
  for (let i = 0; i < 400 && !thread.renderRoot.textContent!.includes('Message 1.'); i++) {
    scroller(thread).scrollTop -= 1200;
    await frames(2);
    assert.isAtMost(lines(thread).length, 100);
  }
  assert.include(thread.renderRoot.textContent!, 'Message 1.');
  thread.scrollToEnd();
  await until(() => thread.renderRoot.textContent!.includes('Message 400.'));
  await frames(4);
  assert.isBelow(fromEnd(thread), 1.5);
});

test('away from the end, news move nothing and are counted on the button', async () => {
  const client = clientWith(80);
  const thread = await threadOf(client);
  await scrollTo(thread, scroller(thread).scrollHeight / 2);
  await frames(4);
  const line = middle(thread);
  const before = top(thread, line.dataset.cid!)!;
  const jump = thread.renderRoot.querySelector<HTMLElement>('.jump')!;
  assert.isTrue(jump.classList.contains('shown'));
  for (let i = 0; i < 3; i++) client.receive('c', 'ana', text(`news ${i}`));
  client.conversationRows[0]!.unreadCount = 3;
  client.changed();
  await until(() => jump.textContent!.includes('3'));
  assert.isAtMost(Math.abs(top(thread, line.dataset.cid!)! - before), 1);
  jump.click();
  await frames(6);
  assert.isBelow(fromEnd(thread), 1.5);
  assert.isFalse(jump.classList.contains('shown'));
});

test('stays with the same messages, or at the end, when the width changes', async () => {
  const client = clientWith(80);
  const thread = await threadOf(client);
  thread.parentElement!.style.setProperty('width', '300px');
  await frames(4);
  assert.isBelow(fromEnd(thread), 1.5);
  await scrollTo(thread, scroller(thread).scrollHeight / 2);
  await frames(4);
  const box = scroller(thread).getBoundingClientRect();
  const line = lines(thread).find((each) => each.getBoundingClientRect().top >= box.top)!;
  const before = top(thread, line.dataset.cid!)!;
  thread.parentElement!.style.setProperty('width', '460px');
  await frames(4);
  assert.isAtMost(Math.abs(top(thread, line.dataset.cid!)! - before), 1);
});

test('a picture has its place before its bytes are here', async () => {
  const client = clientWith(5);
  const file = fakeFile('p.svg', 'image/svg+xml', 10);
  const thread = await threadOf(client);
  client.receive('c', 'ana', { type: 'image', file, width: 400, height: 300 });
  await until(() => thread.renderRoot.querySelector('.media'));
  const media = thread.renderRoot.querySelector<HTMLElement>('.media')!;
  const box = media.getBoundingClientRect();
  assert.isAbove(box.height, 100);
  assert.closeTo(box.width / box.height, 4 / 3, 0.05);
});

test('shows what others wrote as text and links web addresses only', async () => {
  const client = clientWith(0);
  const nasty = '<img src=x onerror=alert(1)> javascript:alert(1) see (https://a.example/b_(c)).';
  client.receive('c', 'ana', text(nasty));
  const thread = await threadOf(client);
  const bubble = thread.renderRoot.querySelector('.bubble .text')!;
  assert.isNull(bubble.querySelector('img'));
  assert.isTrue(bubble.textContent!.startsWith(nasty));
  // What finds addresses is fetched with the first text that may have one.
  await until(() => bubble.querySelector('a'));
  const links = [...bubble.querySelectorAll('a')];
  assert.deepEqual(
    links.map((link) => link.getAttribute('href')),
    ['https://a.example/b_(c)'],
  );
  assert.include(links[0]!.rel, 'noopener');
  assert.include(links[0]!.rel, 'noreferrer');
  assert.equal(bubble.getAttribute('dir'), 'auto');
  assert.isNull(thread.renderRoot.querySelector('[style*="javascript"]'));
});

test('ticks follow the message and the pointers of the others', async () => {
  const client = clientWith(0);
  const own = (extra: Partial<MessageRow> = {}) => client.receive('c', 'me', text('x'), extra);
  for (let i = 0; i < 3; i++) own();
  own({ state: 'pending', seq: 2 ** 50 + 1 });
  Object.assign(client.conversationRows[0]!.members![1]!, { read: 1, delivered: 2 });
  const thread = await threadOf(client);
  const ticks = () =>
    [...thread.renderRoot.querySelectorAll('.tick')].map((tick) => tick.className.replace('tick ', ''));
  await until(() => ticks()[0] === 'read');
  assert.deepEqual(ticks(), ['read', 'delivered', 'sent', 'pending']);
});

test('keeps a failed message with its reason, and retries or discards it', async () => {
  const client = clientWith(2);
  const row = client.receive('c', 'me', text('too much'), {
    state: 'failed',
    seq: 2 ** 50 + 1,
    failure: { code: 'too_large' },
  });
  const thread = await threadOf(client);
  const failure = await until(() => thread.renderRoot.querySelector('.failure'));
  assert.include(failure.textContent!, 'too large');
  const [retry, discard] = failure.querySelectorAll('button');
  retry!.click();
  assert.deepEqual(client.called('retry'), [[row.cid]]);
  discard!.click();
  await until(() => !thread.renderRoot.textContent!.includes('too much'));
});

test('fills a hole when it comes near the screen', async () => {
  const client = clientWith(30);
  client.holes.set('c', [25]);
  const thread = await threadOf(client);
  await until(() => client.called('loadBefore').length > 0);
  assert.deepEqual(client.called('loadBefore')[0], ['c', 25]);
  await until(() => !thread.renderRoot.querySelector('[data-hole]'));
});

test('shows who types, until they send', async () => {
  const client = clientWith(2);
  const thread = await threadOf(client);
  client.emit('typing', { conversation: 'c' as never, user: 'ana' as never, on: true });
  await until(() => thread.renderRoot.querySelector('.typing'));
  assert.include(thread.renderRoot.querySelector('.typing')!.textContent!, 'Ana Lima is typing');
  client.receive('c', 'ana', text('done'));
  await until(() => !thread.renderRoot.querySelector('.typing'));
});

test('announces a new message of someone else once', async () => {
  const client = clientWith(3);
  const thread = await threadOf(client);
  const region = thread.renderRoot.querySelector('[aria-live="polite"]')!;
  assert.equal(region.textContent, '');
  client.receive('c', 'ana', text('did you hear?'));
  await until(() => region.textContent !== '');
  assert.equal(region.textContent, 'Ana Lima: did you hear?');
});

test('the menu reacts, edits and deletes', async () => {
  const client = clientWith(4);
  const thread = await threadOf(client);
  const own = client.messages.get('c')!.findLast((row) => row.sender === 'me')!;
  const row = thread.renderRoot.querySelector<HTMLElement>(`[data-row="${own.cid}"]`)!;
  const open = async () => {
    row.querySelector<HTMLElement>('.more')!.click();
    return (await until(() => {
      const menu = thread.renderRoot.querySelector('tim-message-menu');
      return menu?.matches(':popover-open') ? menu : undefined;
    })) as HTMLElement;
  };
  let menu = await open();
  menu.shadowRoot!.querySelector<HTMLElement>('.emoji button')!.click();
  await until(() => row.querySelector('.chip'));
  assert.deepEqual(client.called('react')[0], ['c', own.cid, '👍', true]);
  row.querySelector<HTMLElement>('.chip')!.click();
  assert.deepEqual(client.called('react')[1], ['c', own.cid, '👍', false]);
  let edited: TimEditEvent | undefined;
  thread.addEventListener('tim-edit', (event) => {
    edited = event;
  });
  menu = await open();
  const items = () => [...menu.shadowRoot!.querySelectorAll<HTMLElement>('.item')];
  items()
    .find((item) => item.textContent!.trim() === 'Edit')!
    .click();
  assert.equal(edited?.message.cid, own.cid);
  menu = await open();
  items()
    .find((item) => item.textContent!.trim() === 'Delete')!
    .click();
  const sure = await until(() => thread.renderRoot.querySelector('tim-delete-dialog'));
  (await until(() => sure.shadowRoot!.querySelector<HTMLElement>('[open] .danger'))).click();
  await until(() => row.textContent!.includes('You deleted this message'));
  assert.isNull(row.querySelector('.chip'));
});

test('uploads show progress and can be paused and cancelled', async () => {
  const client = clientWith(2);
  const thread = await threadOf(client);
  const cid = await client.sendFile('c' as never, new Blob(['x'.repeat(1000)]), { name: 'a.bin' });
  const bar = (await until(() => thread.renderRoot.querySelector('.bar'))) as HTMLElement;
  assert.equal(bar.getAttribute('aria-valuenow'), '0');
  client.emit('progress', { cid, sent: 500, size: 1000 });
  await until(() => bar.getAttribute('aria-valuenow') === '50');
  const [pause, cancel] = thread.renderRoot.querySelectorAll<HTMLElement>('.upload button');
  pause!.click();
  assert.deepEqual(client.called('pause'), [[cid]]);
  cancel!.click();
  assert.deepEqual(client.called('discard'), [[cid]]);
});

test('[U9] a file that is being checked says so, and one that was rejected says why it is not sent', async () => {
  const client = clientWith(2);
  const thread = await threadOf(client);
  const cid = await client.sendFile('c' as never, new Blob(['x'.repeat(1000)]), { name: 'a.bin' });
  const row = (await until(() => thread.renderRoot.querySelector('.upload')))!.closest<HTMLElement>(
    '[data-row]',
  )!;
  client.checking(cid);
  await until(() => row.textContent!.includes('The file is being checked.'));
  assert.isNull(row.querySelector('.bar'));
  assert.lengthOf(row.querySelectorAll('.upload button'), 1, 'it can still be called off');
  for (const each of client.messages.get('c')!)
    if (each.cid === cid) Object.assign(each, { state: 'failed', failure: { code: 'rejected' } });
  client.changed();
  await until(() => row.textContent!.includes('The file did not pass its check and is not sent.'));
  assert.notInclude(row.textContent!, 'being checked');
});

test('marks as read what was seen, at most', async () => {
  const client = clientWith(80);
  client.conversationRows[0]!.me = { read: 40, readOrd: 40, delivered: 80 };
  client.conversationRows[0]!.unreadCount = 40;
  const thread = await threadOf(client);
  if (!document.hasFocus()) return;
  const marked = () => Number(client.called('markRead').at(-1)?.[1] ?? 0);
  await until(() => marked() > 40);
  assert.isBelow(marked(), 70);
  thread.scrollToEnd();
  await until(() => marked() === 80);
});

test('keys move among messages', async () => {
  const client = clientWith(10);
  const thread = await threadOf(client);
  const rows = [...thread.renderRoot.querySelectorAll<HTMLElement>('[data-row]')];
  assert.deepEqual(
    rows.map((row) => row.tabIndex),
    rows.map((_, i) => (i === rows.length - 1 ? 0 : -1)),
  );
  rows.at(-1)!.focus();
  rows.at(-1)!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
  assert.equal(thread.shadowRoot!.activeElement, rows.at(-2)!);
});

test('drawn before it is displayed, it opens at the first unread message without a frame in between', async () => {
  const client = clientWith(80);
  client.conversationRows[0]!.me = { read: 40, readOrd: 40, delivered: 80 };
  client.conversationRows[0]!.unreadCount = 40;
  const box = await fixture<HTMLElement>(html`<div style="height: 500px" hidden></div>`);
  const thread = Object.assign(document.createElement('tim-thread'), { client, conversation: 'c' });
  thread.style.setProperty('height', '100%');
  box.append(thread);
  await until(() => thread.renderRoot.querySelector('.unread-line'));
  await frames(3);
  assert.isEmpty(client.called('markRead'));
  box.hidden = false;
  // What the first frame shows is settled when the next one begins.
  await frames(1);
  await new Promise((resolve) => setTimeout(resolve));
  const line = thread.renderRoot.querySelector('.unread-line')!.getBoundingClientRect();
  assert.isAtMost(Math.abs(line.top - box.getBoundingClientRect().top), 60);
});

test('hidden and shown again, it stands where it stood', async () => {
  const client = clientWith(80);
  const thread = await threadOf(client);
  const box = thread.parentElement!;
  box.hidden = true;
  await frames(2);
  client.receive('c', 'ana', text('meanwhile'));
  await until(() => thread.renderRoot.textContent!.includes('meanwhile'));
  assert.notDeepInclude(client.called('markRead'), ['c', 81]);
  box.hidden = false;
  await frames(4);
  assert.isBelow(fromEnd(thread), 1.5);
  await scrollTo(thread, scroller(thread).scrollHeight / 2);
  await frames(6);
  const line = middle(thread);
  const before = top(thread, line.dataset.cid!)!;
  box.hidden = true;
  await frames(2);
  box.hidden = false;
  await frames(4);
  assert.isAtMost(Math.abs(top(thread, line.dataset.cid!)! - before), 1);
});

test('taken out of the page and put back, it stands where it stood', async () => {
  const client = clientWith(80);
  const thread = await threadOf(client);
  await scrollTo(thread, scroller(thread).scrollHeight / 2);
  await frames(6);
  const line = middle(thread);
  const before = top(thread, line.dataset.cid!)!;
  const box = thread.parentElement!;
  thread.remove();
  await frames(2);
  box.append(thread);
  await frames(6);
  assert.isAtMost(Math.abs(top(thread, line.dataset.cid!)! - before), 1);
});

test('an acknowledgement changes the row in place', async () => {
  const client = clientWith(3);
  const thread = await threadOf(client);
  const cid = await client.send('c' as never, { type: 'text', text: 'mine' });
  const row = await until(() => thread.renderRoot.querySelector(`[data-row="${cid}"]`));
  assert.isNotNull(row.querySelector('.tick.pending'));
  const stored = client.messages.get('c')!.find((each) => each.cid === cid)!;
  Object.assign(stored, { state: 'sent', seq: 4, ord: 4, rev: 4 });
  client.changed();
  await until(() => row.querySelector('.tick.sent'));
  assert.equal(thread.renderRoot.querySelector(`[data-row="${cid}"]`), row);
});

test('the first message of an empty conversation is announced, too', async () => {
  const client = clientWith(0);
  client.messages.set('c', []);
  const thread = document.createElement('tim-thread');
  thread.client = client;
  thread.conversation = 'c' as never;
  (await fixture<HTMLElement>(html`<div></div>`)).append(thread);
  await until(() => thread.renderRoot.textContent!.includes('No messages yet'));
  client.receive('c', 'ana', text('first'));
  await until(
    () => thread.renderRoot.querySelector('[aria-live="polite"]')!.textContent === 'Ana Lima: first',
  );
});

test('a quote leads to its message, far away', async () => {
  const client = clientWith(400);
  client.receive('c', 'ana', text('as I said'), { replyTo: 20 });
  const thread = await threadOf(client);
  thread.renderRoot.querySelector<HTMLElement>('.quote')!.click();
  const row = await until(() => thread.renderRoot.querySelector<HTMLElement>('.highlighted'));
  assert.include(row.textContent!, 'Message 20.');
  const box = scroller(thread).getBoundingClientRect();
  const at = row.getBoundingClientRect();
  assert.isAbove(at.top, box.top - 1);
  assert.isBelow(at.bottom, box.bottom + 1);
});

test('tells the client what is on the screen, and when it no longer is', async () => {
  const client = clientWith(3);
  const thread = await threadOf(client);
  assert.deepEqual(client.called('open'), [['c']]);
  thread.remove();
  assert.deepEqual(client.called('open').at(-1), [undefined]);
});

test('goes to the end after sending, from far away', async () => {
  const client = clientWith(400);
  const thread = await threadOf(client);
  thread.showMessage(20);
  await until(() => thread.renderRoot.textContent!.includes('Message 20.'));
  await frames(4);
  const cid = await client.send('c' as never, { type: 'text', text: 'from afar' });
  document.dispatchEvent(new TimSendEvent('c' as never, cid));
  await until(() => thread.renderRoot.textContent!.includes('from afar'));
  await frames(4);
  assert.isBelow(fromEnd(thread), 1.5);
});
