import { assert, fixture, html } from '@open-wc/testing';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import './composer.js';
import type { TimComposer } from './composer.js';

const realMatchMedia = window.matchMedia;
beforeEach(() => sessionStorage.clear());
afterEach(() => {
  window.matchMedia = realMatchMedia;
});

async function composerOf(client: FakeClient, sendOn: TimComposer['sendOn'] = ''): Promise<TimComposer> {
  const composer = await fixture<TimComposer>(
    html`<tim-composer .client=${client} conversation="c" .sendOn=${sendOn}></tim-composer>`,
  );
  await composer.updateComplete;
  return composer;
}

const field = (composer: TimComposer) => composer.renderRoot.querySelector('textarea')!;

async function type(composer: TimComposer, words: string): Promise<void> {
  field(composer).value = words;
  field(composer).dispatchEvent(new InputEvent('input', { bubbles: true }));
  await composer.updateComplete;
}

function press(composer: TimComposer, init: KeyboardEventInit & { keyCode?: number } = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Enter', ...init });
  field(composer).dispatchEvent(event);
  return event;
}

const compose = (composer: TimComposer, type: 'compositionstart' | 'compositionend', data = '') =>
  field(composer).dispatchEvent(new CompositionEvent(type, { bubbles: true, data }));
const sent = (client: FakeClient) => client.called('send').map((args) => (args[1] as { text: string }).text);
/** Lets a key come clearly after what was before it. */
const later = () => new Promise((resolve) => setTimeout(resolve, 60));

function pointer(kind: 'coarse' | 'fine'): void {
  window.matchMedia = (query) =>
    query === '(pointer: coarse)'
      ? ({ matches: kind === 'coarse' } as MediaQueryList)
      : realMatchMedia(query);
}

/** The Enter that takes a candidate, as each engine tells of it, from the end of the composition on. */
const engines: Record<string, (composer: TimComposer) => void> = {
  // The key comes before the end and is marked twice.
  Chromium: (composer) => {
    press(composer, { key: 'Process', isComposing: true, keyCode: 229 });
    compose(composer, 'compositionend', '你好');
  },
  Firefox: (composer) => {
    press(composer, { isComposing: true, keyCode: 229 });
    compose(composer, 'compositionend', '你好');
  },
  // The end comes first, and the key behind it has nothing but its code.
  Safari: (composer) => {
    compose(composer, 'compositionend', '你好');
    press(composer, { isComposing: false, keyCode: 229 });
  },
  'Safari without the code': (composer) => {
    compose(composer, 'compositionend', '你好');
    press(composer);
  },
  'a key without any mark': (composer) => {
    press(composer);
    compose(composer, 'compositionend', '你好');
  },
};

for (const [name, confirm] of Object.entries(engines))
  test(`Enter that belongs to an input method never sends: ${name}`, async () => {
    const client = clientWith(1);
    const composer = await composerOf(client);
    compose(composer, 'compositionstart');
    await type(composer, 'nihao');
    await later();
    field(composer).value = '你好';
    confirm(composer);
    await type(composer, '你好');
    await later();
    assert.deepEqual(sent(client), []);
    assert.equal(composer.value, '你好');
    press(composer);
    await until(() => sent(client).length);
    assert.deepEqual(sent(client), ['你好']);
  });

test('while an input method composes no key goes to a list, an edit or the last message', async () => {
  const client = clientWith(3);
  const composer = await composerOf(client);
  composer.edit(client.messages.get('c')!.find((row) => row.sender === 'me')!);
  await until(() => composer.renderRoot.querySelector('.bar'));
  compose(composer, 'compositionstart');
  await type(composer, '@a');
  await until(() => composer.renderRoot.querySelector('[role=option]'));
  for (const key of ['Enter', 'Tab', 'ArrowDown', 'Escape'])
    assert.isFalse(press(composer, { key, isComposing: true }).defaultPrevented, key);
  assert.equal(composer.value, '@a');
  assert.isDefined(composer.editing);
});

test('Enter sends, with Shift it breaks the line; with Ctrl or Cmd it sends, too', async () => {
  pointer('fine');
  const client = clientWith(1);
  const composer = await composerOf(client);
  assert.equal(field(composer).getAttribute('enterkeyhint'), 'send');
  for (const [text, init] of Object.entries({ one: {}, two: { ctrlKey: true }, three: { metaKey: true } })) {
    await type(composer, text);
    assert.isTrue(press(composer, init).defaultPrevented);
  }
  await type(composer, 'four');
  assert.isFalse(press(composer, { shiftKey: true }).defaultPrevented);
  await until(() => sent(client).length === 3);
  assert.deepEqual(sent(client), ['one', 'two', 'three']);
});

test('send-on="mod-enter": only Ctrl or Cmd with Enter sends', async () => {
  pointer('fine');
  const client = clientWith(1);
  const composer = await composerOf(client, 'mod-enter');
  assert.equal(field(composer).getAttribute('enterkeyhint'), 'enter');
  await type(composer, 'one');
  assert.isFalse(press(composer).defaultPrevented);
  assert.isTrue(press(composer, { ctrlKey: true }).defaultPrevented);
  await type(composer, 'two');
  press(composer, { metaKey: true });
  await until(() => sent(client).length === 2);
});

test('where fingers point Enter breaks the line, unless send-on says otherwise', async () => {
  pointer('coarse');
  const client = clientWith(1);
  const composer = await composerOf(client);
  assert.equal(field(composer).getAttribute('enterkeyhint'), 'enter');
  await type(composer, 'one');
  assert.isFalse(press(composer).defaultPrevented);
  composer.renderRoot.querySelector<HTMLElement>('.send')!.click();
  await until(() => sent(client).length === 1);
  composer.sendOn = 'enter';
  await type(composer, 'two');
  assert.equal(field(composer).getAttribute('enterkeyhint'), 'send');
  press(composer);
  await until(() => sent(client).length === 2);
});

test('ArrowUp in the empty field edits the last own message, Escape gives the field back', async () => {
  const client = clientWith(8);
  const composer = await composerOf(client);
  await type(composer, 'x');
  assert.isFalse(press(composer, { key: 'ArrowUp' }).defaultPrevented);
  await type(composer, '');
  assert.isTrue(press(composer, { key: 'ArrowUp' }).defaultPrevented);
  const own = client.messages.get('c')!.findLast((row) => row.sender === 'me')!;
  await until(() => composer.editing?.cid === own.cid);
  assert.equal(composer.value, (own.body as { text: string }).text);
  await until(() => composer.renderRoot.querySelector('.bar')?.textContent?.includes('Edit message'));
  press(composer, { key: 'Escape' });
  assert.isUndefined(composer.editing);
  assert.equal(composer.value, '');
});

test('ArrowUp edits nothing where there is no own text', async () => {
  const client = clientWith(0);
  client.receive('c', 'ana', { type: 'text', text: 'hers' });
  client.receive(
    'c',
    'me',
    { type: 'text', text: 'gone' },
    { deleted: { seq: 3, ts: 1, by: 'me' as never } },
  );
  client.receive('c', 'me', { type: 'text', text: 'failed' }, { state: 'failed' });
  const composer = await composerOf(client);
  press(composer, { key: 'ArrowUp' });
  await frames(6);
  assert.isUndefined(composer.editing);
});
