import { assert, fixture, html } from '@open-wc/testing';
import { FakeClient } from '../testing/fake-client.js';
import { fakeConversation, member } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import './presence.js';
import type { TimPresence } from './presence.js';

const minute = 60_000;

async function presenceOf(client: FakeClient, lang = 'en'): Promise<TimPresence> {
  const box = await fixture<HTMLElement>(
    html`<p lang=${lang}><tim-presence with-last-seen .client=${client} .conversation=${'c'}></tim-presence></p>`,
  );
  return box.querySelector('tim-presence')!;
}

const says = (element: TimPresence) => element.renderRoot.textContent!.trim();

function withPeople(...members: Parameters<typeof member>[]): FakeClient {
  const client = new FakeClient();
  client.conversationRows = [
    fakeConversation('c', {
      kind: members.length > 1 ? 'support' : 'direct',
      members: [member('me', 'Me', { role: 'agent' }), ...members.map((one) => member(...one))],
    }),
  ];
  return client;
}

it('says whether the other one is there, and follows what comes', async () => {
  const client = withPeople(['ana', 'Ana']);
  client.presences.set('ana', 'away');
  const element = await presenceOf(client);
  await until(() => says(element) === 'Away');
  assert.isNotNull(element.renderRoot.querySelector('.away'));
  client.emit('presence', { user: 'ana' as never, state: 'online' });
  await until(() => says(element) === 'Online');
  client.emit('presence', { user: 'ana' as never, state: 'offline', seen: Date.now() });
  await until(() => says(element) === 'Last seen 1 minute ago');
  element.withLastSeen = false;
  await until(() => says(element) === '');
});

it('says since when somebody is gone, in the language of the page', async () => {
  const client = withPeople(['ana', 'Ana']);
  client.seen.set('ana', Date.now() - 12 * minute);
  const element = await presenceOf(client);
  await until(() => says(element) === 'Last seen 12 minutes ago');
  assert.isNotEmpty(element.renderRoot.querySelector<HTMLElement>('.state')!.title);
  client.emit('presence', { user: 'ana' as never, state: 'offline', seen: Date.UTC(2020, 4, 5, 12) });
  await until(() => says(element) === 'Last seen May 5, 2020');
  const chinese = await presenceOf(client, 'zh-CN');
  await until(() => says(chinese) === '最近在线：12分钟前');
});

it('for an agent it is the customer who is meant; of several people nobody is', async () => {
  const client = withPeople(['v.12', ''], ['bo', 'Bo', { role: 'agent' }]);
  client.presences.set('v.12', 'online').set('bo', 'away');
  const element = await presenceOf(client);
  await until(() => says(element) === 'Online');
  client.conversationRows[0]!.members!.push(member('eve', 'Eve'));
  client.changed();
  await until(() => says(element) === '');
});

it('says nothing behind a cut, and asks again after it', async () => {
  const client = withPeople(['ana', 'Ana']);
  client.presences.set('ana', 'online');
  const element = await presenceOf(client);
  await until(() => says(element) === 'Online');
  client.connectionState = { status: 'offline', storage: 'disk' };
  client.changed();
  await until(() => says(element) === '');
  client.presences.set('ana', 'away');
  client.connectionState = { status: 'online', storage: 'disk' };
  client.changed();
  await until(() => says(element) === 'Away');
});

it('stands in one line with the words of the page', async () => {
  const client = withPeople(['ana', 'Ana']);
  client.presences.set('ana', 'online');
  const element = await presenceOf(client);
  await until(() => says(element) === 'Online');
  const line = element.parentElement!;
  Object.assign(line.style, { whiteSpace: 'nowrap', inlineSize: '40px', lineHeight: '20px' });
  line.append('and some more words');
  assert.equal(line.getBoundingClientRect().height, 20);
});
