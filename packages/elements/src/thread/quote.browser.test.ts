import { assert, fixture, html } from '@open-wc/testing';
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

test('a quote is reached by Tab from its message', async () => {
  const client = clientWith(5);
  client.receive('c', 'ana', text('an answer'), { replyTo: 2 } as never);
  const quote = await quoteOf(client);
  await until(() => quote.tabIndex === 0);
});
