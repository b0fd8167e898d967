import { assert } from '@open-wc/testing';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fakeNote, fill, member, text } from '../testing/samples.js';
import { ThreadBox } from '../testing/thread-box.js';
import { until } from '../testing/wait.js';
import './thread.js';

const zoe = member('zoe', 'Zoe');

function group(): FakeClient {
  const client = clientWith(0);
  Object.assign(client.conversationRows[0]!, { kind: 'group' });
  return client;
}
const words = (box: ThreadBox) =>
  [...box.thread.renderRoot.querySelectorAll('.note')].map((note) =>
    [...note.querySelectorAll('.line > div')].map(({ textContent }) =>
      textContent!.replace(/[\u2068\u2069]/g, ''),
    ),
  );

test('who made the conversation, named it, came and went stands between the messages', async () => {
  const client = group();
  fakeNote(client, 'c', 'ana', { kind: 'create', type: 'group', members: [zoe] });
  client.receive('c', 'ana', text('hello'), { seq: 2 });
  fakeNote(client, 'c', 'ana', { kind: 'title', title: 'Trip' });
  fakeNote(client, 'c', 'me', { kind: 'title', title: 'Trip 2' });
  fakeNote(client, 'c', 'ana', { kind: 'members', add: [{ id: 'me' }, zoe], remove: [] });
  fakeNote(client, 'c', 'zoe', { kind: 'members', add: [], remove: ['zoe'], gone: [zoe] });
  const many = ['a', 'b', 'd', 'e', 'f'].map((id) => ({ id, name: id.toUpperCase() }));
  fakeNote(client, 'c', 'me', { kind: 'members', add: many, remove: [] });
  fakeNote(client, 'c', 'bot', { kind: 'members', add: [{ id: 'bot', name: 'Bot' }], remove: ['a'] });
  const box = await ThreadBox.of(client);
  await until(() => words(box).flat().length === 9);
  assert.deepEqual(words(box), [
    ['Ana Lima created this group'],
    ['Ana Lima named the conversation “Trip”'],
    ['You named the conversation “Trip 2”'],
    ['Ana Lima added you', 'Ana Lima added Zoe'],
    ['Zoe left'],
    ['You added A, B, D, and 2 others'],
    ['Bot joined', 'Bot removed A'],
  ]);
  const order = [...box.thread.renderRoot.querySelectorAll('.note, [data-row]')];
  assert.equal(order[1]!.getAttribute('data-row') !== null, true, 'the message stands behind the first line');
  box.thread.locale = 'zh-CN';
  await until(() => words(box)[1]?.[0] === 'Ana Lima将会话命名为“Trip”');
});

test('such a line is said as it comes, is not read, has no menu and no place among the keys, and parts groups', async () => {
  const client = group();
  fill(client, 'c', 2);
  const box = await ThreadBox.of(client);
  fakeNote(client, 'c', 'ana', { kind: 'title', title: 'Trip' });
  await until(() => words(box).length === 1 && words(box)[0]!.length === 1);
  const said = () => box.find('.sr[role="status"]')?.textContent ?? '';
  await until(() => said().includes('named the conversation “\u2068Trip\u2069”'));
  assert.isNull(box.find('.note [data-row], .note button, .note [tabindex]'));
  assert.isNotNull(box.find('[data-row][tabindex="0"]'), 'the last message has the place of the Tab key');
  const read = client.calls.filter(({ method }) => method === 'markRead').map(({ args }) => args[1]);
  assert.notInclude(read, 3);
  const last = [...box.thread.renderRoot.querySelectorAll('.row')].at(-1)!;
  assert.isTrue(last.classList.contains('last'));
});

test('that two people began a chat needs no line, and a thread of such lines alone says that it is empty', async () => {
  const client = clientWith(0);
  const box = await ThreadBox.of(client);
  fakeNote(client, 'c', 'ana', { kind: 'create', type: 'direct', members: [] });
  fakeNote(client, 'c', 'ana', { kind: 'title', title: 'Trip' });
  await until(() => words(box).flat().length > 0);
  assert.deepEqual(words(box), [['Ana Lima named the conversation “Trip”']]);
  assert.isNotNull(box.find('.empty'));
});
