import { assert, fixture, html } from '@open-wc/testing';
import { ClientError } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import { FakeClient } from '../testing/fake-client.js';
import { until } from '../testing/wait.js';
import '../thread/thread.js';
import './search.js';
import type { TimSearch } from './search.js';

const id = 'd~me~bo' as ConversationId;

function clientWith(...texts: string[]): FakeClient {
  const client = new FakeClient();
  client.messages.set(
    id,
    texts.map((text, i) => ({
      conversation: id,
      seq: i + 1,
      ord: i + 1,
      cid: `c${i}`,
      sender: 'bo',
      ts: 1000 + i,
      rev: i + 1,
      state: 'sent',
      body: { type: 'text', text },
    })) as never,
  );
  return client;
}

async function searchOf(client: FakeClient, conversation = '') {
  const element = await fixture<TimSearch>(
    html`<tim-search .client=${client} .conversation=${conversation as ConversationId} locale="en"></tim-search>`,
  );
  const chosen: number[] = [];
  element.addEventListener('tim-search-select', (event) => chosen.push(event.seq));
  const field = element.renderRoot.querySelector('input')!;
  return { element, chosen, field };
}

function type(field: HTMLInputElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
const key = (field: HTMLElement, name: string) =>
  field.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
const hits = (element: TimSearch) => [...element.renderRoot.querySelectorAll('.hit')];
const said = (element: TimSearch) => element.renderRoot.querySelector('[role=status]')?.textContent ?? '';

it('finds as one types, with the place marked, and selects by the keyboard', async () => {
  const { element, chosen, field } = await searchOf(clientWith('我想退款，谢谢', 'tea', '<b>退款</b> again'));
  type(field, '退款');
  await until(() => hits(element).length === 2);
  assert.deepEqual(
    [...element.renderRoot.querySelectorAll('mark')].map((mark) => mark.textContent),
    ['退款', '退款'],
  );
  assert.equal(element.renderRoot.querySelector('.text b'), null);
  key(field, 'ArrowDown');
  key(field, 'ArrowDown');
  await element.updateComplete;
  assert.equal(field.getAttribute('aria-activedescendant'), 'hit-1');
  key(field, 'Enter');
  assert.deepEqual(chosen, [1]);
  await assert.isAccessible(element);
});

it('says of a hit of today the time, of another the day', async () => {
  const client = clientWith('tea today', 'tea then');
  client.messages.get(id)![0]!.ts = Date.now();
  const { element, field } = await searchOf(client);
  type(field, 'tea');
  await until(() => hits(element).length === 2);
  const times = [...element.renderRoot.querySelectorAll('time')].map((time) => time.textContent!);
  assert.isTrue(times.some((time) => /^\d+:\d\d/.test(time)));
  assert.isTrue(times.some((time) => /1970|1969/.test(time)));
});

it('shows what more the server has, without what is here already', async () => {
  const client = clientWith('tea here');
  const hit = { conversation: id, seq: 1, sender: 'bo', ts: 1000, text: 'tea here', ranges: [] };
  client.there = { hits: [hit, { ...hit, seq: 900, text: 'tea there' }] as never, next: 5 };
  const { element, field } = await searchOf(client);
  type(field, 'tea');
  await until(() => hits(element).length === 2);
  assert.deepEqual(
    [...element.renderRoot.querySelectorAll('h3')].map((one) => one.textContent),
    ['On this device', 'More on the server'],
  );
  assert.include(said(element), 'Show more');
  assert.notInclude(said(element), 'still being prepared');
  client.there = { hits: [], partial: true };
  type(field, 'teas');
  await until(() => said(element).includes('still being prepared'));
  assert.notInclude(said(element), 'No messages found');
  // It is asked again by itself.
  client.there = { hits: [{ ...hit, seq: 901, text: 'teas there' }] as never };
  await until(() => hits(element).length === 1 && !said(element).includes('still being prepared'));
});

it('says so where there is nothing, no network, or no search on the server', async () => {
  const client = clientWith('tea');
  const { element, field } = await searchOf(client);
  type(field, 'coffee');
  await until(() => said(element).includes('No messages found'));
  client.there = new ClientError('offline');
  type(field, 'coffees');
  await until(() => said(element).includes('Offline'));
  client.there = new ClientError('bad_frame');
  type(field, 'tea');
  await until(() => said(element).includes('Not available'));
  assert.equal(hits(element).length, 1);
});

it('goes from match to match in one conversation, and closes by Escape', async () => {
  const { element, chosen, field } = await searchOf(clientWith('tea', 'no', 'tea', 'tea'), id);
  let closed = 0;
  element.addEventListener('tim-search-close', () => {
    closed += 1;
  });
  type(field, 'tea');
  await until(() => chosen.length === 1);
  key(field, 'Enter');
  key(field, 'Enter');
  key(field, 'Enter');
  await element.updateComplete;
  assert.deepEqual(chosen, [4, 3, 1, 4]);
  assert.equal(element.renderRoot.querySelector('.place')?.textContent, '1 of 3');
  key(field, 'Escape');
  assert.equal(closed, 1);
  await assert.isAccessible(element);
});

it('below another field: the focus goes through the hits by keys, and out at the top', async () => {
  const { element, chosen } = await searchOf(clientWith('tea one', 'tea two', 'milk'));
  element.withoutField = true;
  element.text = 'tea';
  await until(() => hits(element).length === 2);
  const focused = () => element.shadowRoot!.activeElement?.id;
  assert.isTrue(element.command('down'));
  await until(() => focused() === 'hit-0');
  key(hits(element)[0] as HTMLElement, 'ArrowDown');
  await until(() => focused() === 'hit-1');
  key(hits(element)[1] as HTMLElement, 'Enter');
  assert.deepEqual(chosen, [1]);
  key(hits(element)[1] as HTMLElement, 'ArrowUp');
  await until(() => focused() === 'hit-0');
  const up = new KeyboardEvent('keydown', {
    key: 'ArrowUp',
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  hits(element)[0]!.dispatchEvent(up);
  assert.isFalse(up.defaultPrevented);
  element.text = 'nothing of it';
  await until(() => hits(element).length === 0);
  assert.isFalse(element.command('down'));
});

it('another user finds nothing of the one before', async () => {
  const { element, field } = await searchOf(clientWith('tea for Ann'));
  type(field, 'tea');
  await until(() => hits(element).length === 1);
  element.client = undefined;
  await element.updateComplete;
  await until(() => hits(element).length === 0);
  element.client = clientWith('tea for Bob', 'more tea');
  await until(() => hits(element).length === 2);
  assert.notInclude(element.renderRoot.textContent!, 'Ann');
});

it('shows and marks its matches in a thread, and takes the marks away', async () => {
  const client = clientWith('tea one', 'milk', 'TEA two and tea');
  const thread = await fixture<HTMLElement & { showMessage(seq: number): void }>(
    html`<tim-thread .client=${client} .conversation=${id} locale="en"></tim-thread>`,
  );
  const { element, field } = await searchOf(client, id);
  element.thread = thread;
  type(field, 'tea');
  const marks = (name: string) =>
    [...(CSS.highlights?.get(name) ?? [])].map((range) => (range as Range).toString()).sort();
  if (CSS.highlights) {
    await until(() => marks('tim-find-now').length === 2);
    assert.deepEqual([marks('tim-find-now'), marks('tim-find')], [['TEA', 'tea'], ['tea']]);
  }
  await until(() => thread.shadowRoot!.querySelector('.highlighted')?.textContent?.includes('two'));
  key(field, 'ArrowUp');
  await until(() => thread.shadowRoot!.querySelector('.highlighted')?.textContent?.includes('one'));
  if (CSS.highlights) await until(() => marks('tim-find-now').join() === 'tea');
  element.remove();
  assert.deepEqual([marks('tim-find-now'), marks('tim-find')], [[], []]);
});

it('goes on with older matches of the server, one after the other', async () => {
  const client = clientWith('no', 'no', 'tea here');
  const hit = { conversation: id, seq: 3, sender: 'bo', ts: 1002, text: 'tea here', ranges: [] };
  client.there = { hits: [hit, { ...hit, seq: 2, ts: 500 }] as never, next: 5 };
  const { element, chosen, field } = await searchOf(client, id);
  const place = () => element.renderRoot.querySelector('.place')?.textContent;
  type(field, 'tea');
  await until(() => place() === '1 of 2+');
  key(field, 'Enter');
  await until(() => place() === '2 of 2+');
  client.there = { hits: [{ ...hit, seq: 1, ts: 400 }] } as never;
  key(field, 'Enter');
  await until(() => place() === '3 of 3');
  assert.deepEqual(chosen, [3, 2, 1]);
});

it('follows only the conversations of its hits, and nothing once the field is empty', async () => {
  const client = clientWith('tea');
  const { element, field } = await searchOf(client);
  await until(() => client.followed > 0);
  const before = client.followed;
  type(field, 'tea');
  await until(() => client.followed === before + 1);
  type(field, '');
  await until(() => client.followed === before);
  assert.lengthOf(hits(element), 0);
});
