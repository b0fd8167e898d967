import { assert, fixture, html } from '@open-wc/testing';
import type { UserId } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fill, text } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import './thread.js';

async function quoteOf(client: FakeClient): Promise<HTMLElement> {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.style.setProperty('height', '500px');
  const thread = document.createElement('tim-thread');
  thread.style.setProperty('height', '100%');
  thread.client = client;
  thread.conversation = 'c' as never;
  box.append(thread);
  return until(() => thread.renderRoot.querySelector<HTMLElement>('.quote'));
}

test('a quote says who and what, also of a message far away', async () => {
  const client = clientWith(400);
  client.receive('c', 'ana', text('as I said'), { replyTo: 20 });
  const quote = await quoteOf(client);
  await until(() => quote.textContent!.includes('Message 20.'));
  assert.include(quote.textContent!, 'Ana Lima');
  assert.lengthOf(client.called('loadBefore'), 0);
});

test('what a quote names is fetched once where it is not on the device', async () => {
  const client = clientWith(0);
  const all = fill(client, 'c', 120);
  client.messages.set('c', all.slice(50));
  client.remote.set('c', all.slice(0, 50));
  client.receive('c', 'ana', text('as I said'), { replyTo: 20 });
  const quote = await quoteOf(client);
  await until(() => quote.textContent!.includes('Message 20.'));
  assert.lengthOf(
    client.called('loadBefore').filter(([, seq]) => seq === 21),
    1,
  );
});

/** Something happened to a message, and the log has grown by it. */
function happens(client: FakeClient, seq: number, change: Partial<MessageRow>): void {
  const rows = client.messages.get('c')!;
  const at = rows.findIndex((row) => row.seq === seq);
  rows[at] = { ...rows[at]!, ...change, rev: 500 };
  client.conversationRows[0]!.seq += 1;
  client.changed();
}

test('a quote follows its source, however far: an edit shows, and of a deleted message nothing', async () => {
  const client = clientWith(400);
  client.conversationRows[0]!.seq = 401;
  client.receive('c', 'ana', text('as I said'), { replyTo: 20 });
  const quote = await quoteOf(client);
  await until(() => quote.textContent!.includes('Message 20.'));
  happens(client, 20, { body: text('said better') });
  await until(() => quote.textContent!.includes('said better'));
  const deleted = { seq: 403, ts: Date.now(), by: 'ana' as UserId };
  happens(client, 20, { body: undefined, deleted });
  await until(() => quote.textContent!.includes('Message deleted'));
  assert.notInclude(quote.textContent!, 'said better');
});

test('where it cannot be known what became of a source, its text is not shown on', async () => {
  const client = clientWith(400);
  client.conversationRows[0]!.seq = 401;
  client.receive('c', 'ana', text('as I said'), { replyTo: 20 });
  const quote = await quoteOf(client);
  await until(() => quote.textContent!.includes('Message 20.'));
  // A jump over a gap took the older messages from this device, and there is no network.
  client.messages.set('c', client.messages.get('c')!.slice(100));
  client.online = false;
  client.conversationRows[0]!.seq = 900;
  client.changed();
  await until(() => quote.textContent!.includes('An earlier message'));
});

test('a quote is reached by Tab from its message', async () => {
  const client = clientWith(5);
  client.receive('c', 'ana', text('an answer'), { replyTo: 2 } as never);
  const quote = await quoteOf(client);
  await until(() => quote.tabIndex === 0);
});
