import { assert, fixture, html } from '@open-wc/testing';
import type { UserId } from '@tokenim/protocol';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, member } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import { type CannedReply, filled, slashAt } from './canned.js';
import './composer.js';
import type { TimComposer } from './composer.js';
import { type Mentionable, matching, mentionAt, mentionsIn } from './mentions.js';

beforeEach(() => sessionStorage.clear());

const people = [
  member('me', 'Me'),
  member('ana', 'Ana Lima'),
  member('anna', 'Ana'),
  member('jose', 'José Álvarez'),
  member('ming', '王小明'),
  member('leila', 'ليلى حداد'),
];

async function composerOf(replies: CannedReply[] = []): Promise<[TimComposer, FakeClient]> {
  const client = clientWith(1);
  client.conversationRows[0]!.members = people;
  const composer = await fixture<TimComposer>(
    html`<tim-composer .client=${client} conversation="c" .cannedReplies=${replies}></tim-composer>`,
  );
  await until(() => composer.row.value);
  return [composer, client];
}

const field = (composer: TimComposer) => composer.renderRoot.querySelector('textarea')!;
const options = (composer: TimComposer) => [
  ...composer.renderRoot.querySelectorAll<HTMLElement>('[role=option]'),
];
const words = (composer: TimComposer) =>
  options(composer).map((option) => option.querySelector('.name')!.textContent!.trim());

async function type(composer: TimComposer, text: string): Promise<void> {
  field(composer).focus();
  field(composer).value = text;
  field(composer).setSelectionRange(text.length, text.length);
  field(composer).dispatchEvent(new InputEvent('input', { bubbles: true }));
  await composer.updateComplete;
}

async function press(composer: TimComposer, key: string): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key });
  field(composer).dispatchEvent(event);
  await composer.updateComplete;
  return event.defaultPrevented;
}

test('@ offers the members, arrows choose, Enter puts the name in, and the message carries the id', async () => {
  const [composer, client] = await composerOf();
  await type(composer, 'Hi @');
  await until(() => options(composer).length === 5);
  assert.notInclude(words(composer), 'Me');
  const input = field(composer);
  assert.equal(input.getAttribute('aria-activedescendant'), 'option-0');
  assert.equal(input.getAttribute('aria-controls'), composer.renderRoot.querySelector('[role=listbox]')!.id);
  assert.include(composer.renderRoot.querySelector('[role=status]')!.textContent!, '5 suggestions');
  await press(composer, 'ArrowUp');
  assert.equal(input.getAttribute('aria-activedescendant'), 'option-4');
  await press(composer, 'ArrowDown');
  await press(composer, 'ArrowDown');
  await press(composer, 'ArrowDown');
  assert.equal(options(composer)[2]!.getAttribute('aria-selected'), 'true');
  assert.isTrue(await press(composer, 'Enter'));
  assert.equal(composer.value, 'Hi @José Álvarez ');
  assert.equal(input.selectionStart, composer.value.length);
  assert.lengthOf(options(composer), 0);
  assert.isFalse(input.hasAttribute('aria-activedescendant'));
  await press(composer, 'Enter');
  await until(() => client.called('send').length);
  assert.deepEqual(client.called('send')[0]![1], {
    type: 'text',
    text: 'Hi @José Álvarez ',
    mentions: ['jose'],
  });
});

test('accents, case and scripts do not matter, and Chinese names are found in their middle', async () => {
  const [composer] = await composerOf();
  const found = async (text: string) => {
    await type(composer, text);
    await frames(2);
    return words(composer);
  };
  await type(composer, '@');
  await until(() => options(composer).length);
  assert.deepEqual(await found('@jose'), ['José Álvarez']);
  assert.deepEqual(await found('@ALV'), ['José Álvarez']);
  assert.deepEqual(await found('@小明'), ['王小明']);
  assert.deepEqual(await found('你好@王'), ['王小明']);
  assert.deepEqual(await found('＠ليل'), ['ليلى حداد']);
  assert.deepEqual(await found('@ana l'), ['Ana Lima']);
  assert.deepEqual(await found('mail@ana'), []);
  assert.deepEqual(await found('@zzz'), []);
});

test('Tab and a click choose, Escape closes until another word begins', async () => {
  const [composer] = await composerOf();
  await type(composer, '@an');
  await until(() => options(composer).length === 2);
  assert.isTrue(await press(composer, 'Escape'));
  assert.lengthOf(options(composer), 0);
  await type(composer, '@ana');
  assert.lengthOf(options(composer), 0);
  await type(composer, '@ana @');
  await until(() => options(composer).length === 5);
  await press(composer, 'Tab');
  assert.equal(composer.value, '@ana @Ana Lima ');
  await type(composer, 'Hi @王');
  const option = await until(() => options(composer)[0]);
  const mousedown = new MouseEvent('mousedown', { bubbles: true, cancelable: true, composed: true });
  option.dispatchEvent(mousedown);
  assert.isTrue(mousedown.defaultPrevented, 'the focus stays in the field');
  option.click();
  await until(() => composer.value === 'Hi @王小明 ');
});

test('a list is only for the text it was made for', async () => {
  const [composer] = await composerOf();
  await type(composer, '@an');
  await until(() => options(composer).length);
  composer.value = 'other';
  await composer.updateComplete;
  assert.lengthOf(options(composer), 0);
  await type(composer, '@an');
  await until(() => options(composer).length);
  field(composer).setSelectionRange(0, 0);
  field(composer).dispatchEvent(new KeyboardEvent('keyup', { key: 'Home', bubbles: true }));
  await until(() => options(composer).length === 0);
});

test('a mention that was written by hand, or kept in a draft, is one, too', async () => {
  const [composer, client] = await composerOf();
  composer.value = 'ask @王小明, not @Ana.';
  await composer.send();
  assert.deepEqual((client.called('send')[0]![1] as { mentions: string[] }).mentions.sort(), [
    'anna',
    'ming',
  ]);
  composer.value = 'nobody@example.org';
  await composer.send();
  assert.notProperty(client.called('send')[1]![1] as object, 'mentions');
});

const all = people.map(({ id, name }) => ({ id, name }) as Mentionable);
const none: ReadonlySet<UserId> = new Set();

test('who is mentioned: the longest names, whole words, picked ones among those of one name', () => {
  assert.deepEqual(mentionsIn('@Ana Lima and @Ana', all, none), ['ana', 'anna'] as UserId[]);
  assert.deepEqual(mentionsIn('@Ana Lima', all, none), ['ana'] as UserId[]);
  assert.deepEqual(mentionsIn('@Anatole', all, none), []);
  assert.deepEqual(mentionsIn('@王小明你好', all, none), ['ming'] as UserId[]);
  const twins = ['a', 'b'].map((id) => ({ id, name: 'Bo' }) as Mentionable);
  assert.deepEqual(mentionsIn('@Bo!', twins, new Set(['b'] as UserId[])), ['b'] as UserId[]);
  assert.deepEqual(mentionsIn('@Bo!', twins, none), ['a', 'b'] as UserId[]);
  const crowd = Array.from({ length: 70 }, (_, i) => ({ id: `p${i}`, name: `p${i}` }) as Mentionable);
  assert.lengthOf(mentionsIn(crowd.map(({ name }) => `@${name}`).join(' '), crowd, none), 50);
});

test('where a mention begins', () => {
  assert.deepEqual(mentionAt('@'), { from: 0, query: '' });
  assert.deepEqual(mentionAt('a (@bo'), { from: 3, query: 'bo' });
  assert.deepEqual(mentionAt('@a @b'), { from: 3, query: 'b' });
  for (const text of ['a@b', 'a.b@c', '@ a', '@a b c d', '@a\nb', 'x'])
    assert.isUndefined(mentionAt(text), text);
  assert.deepEqual(
    matching(all, 'a').map(({ id }) => id),
    ['ana', 'anna', 'jose'] as UserId[],
  );
});

const replies = [
  { name: 'hello', text: 'Hello {name}, how can I help?' },
  { name: 'delivery', text: 'It leaves tomorrow.' },
];

test('/ offers the ready replies, fills the name in and replaces the word', async () => {
  const [composer] = await composerOf(replies);
  await type(composer, '/');
  await until(() => options(composer).length === 2);
  await type(composer, 'Well. /del');
  await until(() => options(composer).length === 1);
  await press(composer, 'Enter');
  assert.equal(composer.value, 'Well. It leaves tomorrow.');
  await type(composer, '/he');
  await until(() => options(composer).length === 1);
  await until(() => options(composer)[0]!.textContent!.includes('Hello Ana Lima, how can I help?'));
  await press(composer, 'Tab');
  assert.equal(composer.value, 'Hello Ana Lima, how can I help?');
});

test('without ready replies a slash is a slash', async () => {
  const [composer, client] = await composerOf();
  await type(composer, '/');
  await frames(4);
  assert.lengthOf(options(composer), 0);
  await press(composer, 'Enter');
  await until(() => client.called('send').length);
});

test('where a ready reply begins, and a customer without a name', () => {
  assert.deepEqual(slashAt('/he'), { from: 0, query: 'he' });
  assert.deepEqual(slashAt('a\n/'), { from: 2, query: '' });
  for (const text of ['and/or', 'https://a', '/a b']) assert.isUndefined(slashAt(text), text);
  assert.equal(filled('Hello {name}, {name}!', 'A$& B'), 'Hello A$& B, A$& B!');
  assert.equal(filled('Hello {name}, well', undefined), 'Hello, well');
  assert.equal(filled('您好{name}，', undefined), '您好，');
});

test('an emoji goes where the caret is', async () => {
  const [composer] = await composerOf();
  await type(composer, 'ab');
  field(composer).setSelectionRange(1, 1);
  const button = composer.renderRoot.querySelector<HTMLElement>('.emoji')!;
  button.click();
  const picker = await until(() => composer.renderRoot.querySelector('tim-emoji-picker'));
  const cell = await until(() =>
    picker.renderRoot.querySelector<HTMLElement>('[data-key=smileys] [role=gridcell]'),
  );
  cell.click();
  await until(() => composer.value === 'a😀b');
  await until(() => !composer.renderRoot.querySelector('tim-emoji-picker'));
  assert.equal(composer.shadowRoot!.activeElement, field(composer));
});

test('is accessible, with a list, a bar and at its limit', async () => {
  const [composer, client] = await composerOf(replies);
  composer.reply(client.messages.get('c')![0]!, 'Ana Lima');
  await type(composer, '@');
  await until(() => options(composer).length && composer.renderRoot.querySelector('.bar'));
  // What fades in has less contrast on its way.
  await Promise.all(composer.shadowRoot!.getAnimations().map(({ finished }) => finished));
  await assert.isAccessible(composer);
  await type(composer, '/');
  await until(() => words(composer)[0] === 'hello');
  await assert.isAccessible(composer);
  await type(composer, 'é'.repeat(8100));
  await until(() => composer.renderRoot.querySelector('.note'));
  await assert.isAccessible(composer);
});
