import { assert, fixture, html } from '@open-wc/testing';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import './connection-status.js';
import type { TimConnectionStatus } from './connection-status.js';

async function statusOf(client: FakeClient): Promise<TimConnectionStatus> {
  const status = await fixture<TimConnectionStatus>(
    html`<tim-connection-status .client=${client}></tim-connection-status>`,
  );
  await frames(3);
  return status;
}

const words = (status: TimConnectionStatus) =>
  [...status.renderRoot.querySelectorAll('.bar')].map((bar) => bar.textContent!.trim());

test('takes no room when all is well', async () => {
  const status = await statusOf(clientWith(1));
  assert.deepEqual(words(status), []);
  assert.equal(status.getBoundingClientRect().height, 0);
});

test('says that the device is offline and how much waits', async () => {
  const client = clientWith(1);
  client.connectionState = { status: 'offline', storage: 'memory' };
  await client.sendFile('c' as never, new Blob(['x']), { name: 'a' });
  const status = await statusOf(client);
  await until(() => words(status).length === 3);
  assert.match(words(status)[0]!, /offline/);
  assert.match(words(status)[1]!, /keeps nothing/);
  assert.match(words(status)[2]!, /1 message not sent yet/);
});

test('a connection that comes at once is not worth a word', async () => {
  const client = clientWith(1);
  client.connectionState = { status: 'connecting', storage: 'disk' };
  const status = await statusOf(client);
  assert.deepEqual(words(status), []);
  await until(() => words(status).length === 1);
  assert.match(words(status)[0]!, /Connecting/);
  client.connectionState = { status: 'online', storage: 'disk' };
  client.changed();
  await until(() => words(status).length === 0);
});

test('tells a refusal, and what to do about an old version', async () => {
  const client = clientWith(1);
  client.connectionState = { status: 'refused', storage: 'disk', code: '4406' };
  const status = await statusOf(client);
  await until(() => /Reload the page/.test(words(status)[0] ?? ''));
});
