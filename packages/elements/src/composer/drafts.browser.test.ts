import { assert } from '@open-wc/testing';
import { composerOf, field, type } from '../testing/composer-box.js';
import { FakeClient } from '../testing/fake-client.js';
import { clientWith, fakeConversation } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import './composer.js';
import type { TimComposer } from './composer.js';

beforeEach(() => sessionStorage.clear());

const leave = (composer: TimComposer) => field(composer).dispatchEvent(new FocusEvent('blur'));
const draft = (client: FakeClient) => client.conversationRows[0]!.draft ?? '';

test('two composers on one store show one draft, whoever writes', async () => {
  const client = clientWith(1);
  const [one, two] = [await composerOf(client), await composerOf(client)];
  await type(one, 'hello');
  leave(one);
  await until(() => two.value === 'hello');
  await type(two, 'hello world');
  leave(two);
  await until(() => one.value === 'hello world');
  // Back to a text that was there before.
  await type(one, 'hello');
  leave(one);
  await until(() => two.value === 'hello');
  await type(two, '');
  leave(two);
  await until(() => one.value === '');
});

test('the one that is written in is not overwritten, and has the last word', async () => {
  const client = clientWith(1);
  const [one, two] = [await composerOf(client), await composerOf(client)];
  await type(one, 'being written');
  await type(two, 'from elsewhere');
  leave(two);
  await until(() => draft(client) === 'from elsewhere');
  await frames(4);
  assert.equal(one.value, 'being written');
  // Without leaving: after a pause it is kept by itself.
  await until(() => draft(client) === 'being written');
  await until(() => two.value === 'being written');
});

test('a text that an input method is at work on is left alone', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  field(composer).dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  await type(composer, 'ni');
  leave(composer);
  client.conversationRows[0]!.draft = 'from elsewhere';
  client.changed();
  await frames(4);
  assert.equal(composer.value, 'ni');
});

test('while a message is edited a draft from elsewhere waits for its end', async () => {
  const client = clientWith(3);
  const composer = await composerOf(client);
  composer.edit(client.messages.get('c')!.find((row) => row.sender === 'me')!);
  await composer.updateComplete;
  const edited = composer.value;
  client.conversationRows[0]!.draft = 'from elsewhere';
  client.changed();
  await frames(4);
  assert.equal(composer.value, edited);
  composer.cancel();
  assert.equal(composer.value, 'from elsewhere');
});

test('an answer outlives a reload, and a look at another conversation', async () => {
  const client = clientWith(3);
  client.conversationRows.push(fakeConversation('d'));
  const first = await composerOf(client);
  first.reply(client.messages.get('c')![1]!, 'Ana Lima');
  await until(() => first.renderRoot.querySelector('.bar'));
  first.remove();

  const again = await composerOf(client);
  const bar = await until(() => again.renderRoot.querySelector('.bar'));
  assert.include(bar.textContent!, 'Reply to Ana Lima');
  again.conversation = 'd' as never;
  await until(() => !again.renderRoot.querySelector('.bar'));
  again.conversation = 'c' as never;
  await until(() => again.renderRoot.querySelector('.bar'));
  await type(again, 'yes');
  await again.send();
  assert.deepEqual(client.called('send')[0]![2], { replyTo: 2 });
  await until(() => sessionStorage.length === 0);
});

test('an edit outlives a reload with its text, and so does the draft behind it', async () => {
  const client = clientWith(4);
  const first = await composerOf(client);
  await type(first, 'half a thought');
  leave(first);
  const own = client.messages.get('c')!.findLast((row) => row.sender === 'me')!;
  first.edit(own);
  await until(() => first.renderRoot.querySelector('.bar'));
  await type(first, 'changed');
  await until(() => sessionStorage.getItem('tim~demo~me~c')?.includes('changed'));
  first.remove();

  const again = await composerOf(client);
  await until(() => again.editing?.cid === own.cid && again.value === 'changed');
  await again.send();
  assert.deepEqual(client.called('edit')[0], ['c', own.cid, { type: 'text', text: 'changed' }]);
  await until(() => again.value === 'half a thought');
});

test('what one user left open shows to nobody else, after a reload or in the same field', async () => {
  const client = clientWith(4);
  const first = await composerOf(client);
  first.edit(client.messages.get('c')!.findLast((row) => row.sender === 'me')!);
  await until(() => first.renderRoot.querySelector('.bar'));
  await type(first, 'changed');
  await until(() => sessionStorage.getItem('tim~demo~me~c')?.includes('changed'));

  const next = new FakeClient({ id: 'ana', name: 'Ana' });
  next.conversationRows = structuredClone(client.conversationRows);
  next.messages.set('c', structuredClone(client.messages.get('c')!));
  first.client = next;
  await until(() => !first.renderRoot.querySelector('.bar'));
  assert.equal(first.value, '');
  assert.isUndefined(first.editing);
  first.remove();
  const other = await composerOf(next);
  await frames(8);
  assert.equal(other.value, '');
  assert.isUndefined(other.editing);
  other.remove();
  const again = await composerOf(client);
  await until(() => again.value === 'changed');
});

test('what was kept of a message that is gone, or of somebody else, opens nothing', async () => {
  const client = clientWith(4);
  for (const seq of [99, 2]) {
    sessionStorage.setItem('tim~demo~me~c', JSON.stringify({ seq, text: 'changed' }));
    const composer = await composerOf(client);
    await frames(8);
    assert.isUndefined(composer.editing);
    assert.equal(composer.value, '');
  }
  sessionStorage.setItem('tim~demo~me~c', 'nonsense');
  await composerOf(client);
});
