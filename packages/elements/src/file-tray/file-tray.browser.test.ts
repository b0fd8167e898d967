import { assert } from '@open-wc/testing';
import type { TimComposer } from '../composer/composer.js';
import type { TimBeforeSendEvent } from '../events.js';
import { composerOf, field, type } from '../testing/composer-box.js';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import type { TimFileTray } from './file-tray.js';

beforeEach(() => sessionStorage.clear());

const file = (name: string, kind = 'text/plain', bytes: BlobPart = 'some bytes') =>
  new File([bytes], name, { type: kind });

const trayOf = (composer: TimComposer) =>
  until(() => composer.renderRoot.querySelector<TimFileTray>('tim-file-tray'));
const names = (composer: TimComposer) => {
  const tray = composer.renderRoot.querySelector('tim-file-tray');
  return tray ? all(tray, '.name').map((name) => name.textContent!) : [];
};
const all = (tray: TimFileTray, selector: string) => [
  ...tray.renderRoot.querySelectorAll<HTMLElement>(selector),
];

/** A composer with files above its field. */
async function withFiles(client: FakeClient, ...files: File[]): Promise<[TimComposer, TimFileTray]> {
  const composer = await composerOf(client);
  await composer.attach(files);
  const tray = await trayOf(composer);
  await tray.updateComplete;
  return [composer, tray];
}

interface Sent {
  name: string;
  text?: string;
  replyTo?: number;
  original?: boolean;
  keep?: boolean;
}
const sent = (client: FakeClient) => client.called('sendFile').map((args) => args[2] as Sent);

const key = (on: Element, init: KeyboardEventInit) =>
  on.dispatchEvent(
    new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init }),
  );

test('files wait above the field and leave with Enter: one message each, the caption with the last', async () => {
  const client = clientWith(1);
  const [composer] = await withFiles(client, file('a.txt'), file('b.txt'));
  assert.deepEqual(sent(client), []);
  assert.deepEqual(names(composer), ['a.txt', 'b.txt']);
  await until(() => field(composer).placeholder === 'Add a caption');
  await type(composer, 'both of them');
  let asked: readonly File[] = [];
  composer.addEventListener('tim-before-send', (event: TimBeforeSendEvent) => {
    asked = event.files;
  });
  const said: string[] = [];
  composer.addEventListener('tim-send', ({ cid }) => said.push(cid));
  key(field(composer), { key: 'Enter' });
  await until(() => sent(client).length === 2);
  assert.deepEqual(sent(client), [{ name: 'a.txt' }, { name: 'b.txt', text: 'both of them' }]);
  assert.deepEqual(
    asked.map(({ name }) => name),
    ['a.txt', 'b.txt'],
  );
  await until(() => names(composer).length === 0 && said.length === 2);
  assert.equal(field(composer).value, '');
  assert.deepEqual(client.called('send'), []);
});

test('without words the button sends them, too; the microphone makes room for it', async () => {
  const client = clientWith(1);
  const [composer] = await withFiles(client, file('a.txt'));
  const send = composer.renderRoot.querySelector<HTMLButtonElement>('.send')!;
  await until(() => !send.disabled);
  assert.isNull(composer.renderRoot.querySelector('.record'));
  send.click();
  await until(() => sent(client).length);
  assert.deepEqual(sent(client), [{ name: 'a.txt' }]);
});

test('an open answer goes with the files, on the first of them', async () => {
  const client = clientWith(3);
  const composer = await composerOf(client);
  composer.reply(client.messages.get('c')![1]!, 'Ana Lima');
  await composer.attach([file('a.txt'), file('b.txt')]);
  await composer.send();
  assert.deepEqual(sent(client), [{ name: 'a.txt', replyTo: 2 }, { name: 'b.txt' }]);
  assert.isUndefined(composer.replying);
});

test('one is removed, and the focus stays among the others, then goes to the field', async () => {
  const [composer, tray] = await withFiles(clientWith(1), file('a.txt'), file('b.txt'));
  all(tray, '.remove')[0]!.click();
  await until(() => names(composer).join() === 'b.txt');
  assert.equal(tray.shadowRoot!.activeElement?.ariaLabel, 'Remove b.txt');
  await until(() => tray.renderRoot.querySelector('[role=status]')?.textContent === 'a.txt removed');
  all(tray, '.remove')[0]!.click();
  await until(() => names(composer).length === 0);
  await until(() => composer.shadowRoot!.activeElement === field(composer));
});

test('the order is changed by keys, by a menu and by dragging, and the new place is said', async () => {
  const client = clientWith(1);
  const [composer, tray] = await withFiles(client, file('a'), file('b'), file('c'));
  const grip = (name: string) => all(tray, '.grip').find(({ ariaLabel }) => ariaLabel === `Move ${name}`)!;
  const said = () => tray.renderRoot.querySelector('[role=status]')!.textContent;
  grip('a').focus();
  key(grip('a'), { key: 'ArrowDown', altKey: true });
  await until(() => names(composer).join() === 'b,a,c');
  await until(() => tray.shadowRoot!.activeElement === grip('a'));
  await until(() => said() === 'a: 2 of 3');
  key(grip('a'), { key: 'End', altKey: true });
  await until(() => names(composer).join() === 'b,c,a');
  // The last has no later place.
  grip('a').click();
  const menu = await until(() => tray.renderRoot.querySelector('tim-menu'));
  const items = () => [...menu.shadowRoot!.querySelectorAll<HTMLElement>('[role=menuitem]')];
  await until(() => menu.shadowRoot?.activeElement === items()[0]);
  assert.deepEqual(
    items().map((item) => item.textContent!.trim()),
    ['Move earlier'],
  );
  items()[0]!.click();
  await until(() => names(composer).join() === 'b,a,c');
  await until(() => !tray.renderRoot.querySelector('tim-menu') && said() === 'a: 2 of 3');

  const drag = (kind: string, y: number) =>
    grip('b').dispatchEvent(
      new PointerEvent(kind, { bubbles: true, composed: true, pointerId: 1, clientY: y, button: 0 }),
    );
  // A pointer that a script made cannot be captured.
  grip('b').setPointerCapture = () => {};
  const at = grip('b').getBoundingClientRect().top;
  drag('pointerdown', at);
  drag('pointermove', at + 60);
  await until(() => tray.renderRoot.querySelector('.dragging'));
  drag('pointerup', at + 60);
  await until(() => names(composer).join() === 'a,b,c');
  assert.isNull(tray.renderRoot.querySelector('.dragging'));
  await composer.send();
  assert.deepEqual(
    sent(client).map(({ name }) => name),
    ['a', 'b', 'c'],
  );
});

test('what waits belongs to its conversation, and to no composer', async () => {
  const client = clientWith(1);
  const [composer] = await withFiles(client, file('a.txt'));
  composer.conversation = 'd' as never;
  await until(() => names(composer).length === 0);
  composer.conversation = 'c' as never;
  await until(() => names(composer).join() === 'a.txt');
  composer.remove();
  const another = await composerOf(client);
  await until(() => names(another).join() === 'a.txt');
});

test('files that were picked just before another conversation opened wait where they were picked', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  const attached = composer.attach([file('a.txt'), file('', 'text/plain', '')]);
  composer.conversation = 'd' as never;
  await attached;
  await composer.updateComplete;
  assert.deepEqual([names(composer), composer.problem], [[], '']);
  composer.conversation = 'c' as never;
  await until(() => names(composer).join() === 'a.txt');
});

test('a photo tells what it will be, and keeps its pixels where that is chosen', async () => {
  const canvas = new OffscreenCanvas(3000, 2000);
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 300; i++) {
    context.fillStyle = `hsl(${i * 7} 60% 50%)`;
    context.fillRect(i * 10, (i * 37) % 900, 10, 1100);
  }
  const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  const client = clientWith(1);
  const [composer, tray] = await withFiles(client, file('p.jpg', 'image/jpeg', photo));
  const box = await until(() => tray.renderRoot.querySelector<HTMLInputElement>('input[type=checkbox]'));
  const state = () => tray.renderRoot.querySelector('.state')!.textContent!;
  assert.include(state(), '2048 × 1365');
  assert.isFalse(box.checked);
  box.click();
  await until(() => state().includes('3000 × 2000'));
  await composer.send();
  assert.deepEqual(sent(client), [{ name: 'p.jpg', original: true }]);
});

test('a picture that would fail says so while it waits', async () => {
  const [, tray] = await withFiles(
    clientWith(1),
    file('p.jpg', 'image/jpeg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0])),
  );
  await until(() => tray.renderRoot.querySelector('.wrong')?.textContent?.includes('damaged'));
});

test('a full device keeps files, caption and answer, and offers to send without a copy', async () => {
  const client = clientWith(3);
  const sendFile = client.sendFile.bind(client);
  let tries = 0;
  client.sendFile = async (conversation, blob, options) => {
    tries++;
    if (options?.keep !== false && options?.name !== 'a.txt')
      throw Object.assign(new Error('full'), { code: 'quota' });
    return sendFile(conversation, blob, options);
  };
  const [composer, tray] = await withFiles(client, file('a.txt'), file('b.txt'), file('c.txt'));
  composer.reply(client.messages.get('c')![1]!, 'Ana Lima');
  await type(composer, 'all of them');
  key(field(composer), { key: 'Enter' });
  const alert = await until(() => tray.renderRoot.querySelector('[role=alert]'));
  assert.include(alert.textContent!, 'no room');
  assert.deepEqual(names(composer), ['b.txt', 'c.txt']);
  assert.equal(field(composer).value, 'all of them');
  // The quote went with the first.
  assert.isUndefined(composer.replying);
  const choice = (words: string) =>
    all(tray, '.choices button').find((each) => each.textContent!.trim() === words)!;
  choice('Try again').click();
  await until(() => tries === 3 && field(composer).value === 'all of them');
  await until(() => choice('Send without a copy'));
  assert.deepEqual(names(composer), ['b.txt', 'c.txt']);
  choice('Send without a copy').click();
  await until(() => names(composer).length === 0);
  assert.deepEqual(sent(client), [
    { name: 'a.txt', replyTo: 2 },
    { name: 'b.txt', keep: false },
    { name: 'c.txt', keep: false, text: 'all of them' },
  ]);
});

test('where fingers point no keyboard comes up for files without words', async () => {
  const { matchMedia } = window;
  const client = clientWith(1);
  window.matchMedia = (query) =>
    query === '(pointer: coarse)' ? ({ matches: true } as MediaQueryList) : matchMedia.call(window, query);
  try {
    const [composer] = await withFiles(client, file('a.txt'));
    const isFocused = () => composer.shadowRoot!.activeElement === field(composer);
    const send = composer.renderRoot.querySelector<HTMLButtonElement>('.send')!;
    await until(() => !send.disabled);
    assert.isFalse(isFocused());
    send.click();
    await until(() => sent(client).length);
    assert.isFalse(isFocused());
    await type(composer, 'words');
    send.click();
    assert.isTrue(isFocused());
  } finally {
    window.matchMedia = matchMedia;
  }
});

test('where fingers point the button offers a photo, photos and files, and closes them again', async () => {
  const { matchMedia } = window;
  window.matchMedia = (query) =>
    query === '(pointer: coarse)' ? ({ matches: true } as MediaQueryList) : matchMedia.call(window, query);
  const mediaDevices = { enumerateDevices: async () => [{ kind: 'videoinput' }] };
  Object.defineProperty(navigator, 'mediaDevices', { value: mediaDevices, configurable: true });
  try {
    const composer = await composerOf(clientWith(1));
    const input = composer.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
    const asked: (string | null)[][] = [];
    input.click = () => asked.push([input.accept, input.getAttribute('capture')]);
    const opened = async () => {
      composer.renderRoot.querySelector<HTMLElement>('.attach')!.click();
      const menu = await until(() => composer.renderRoot.querySelector('tim-menu'));
      await until(() => menu.shadowRoot?.activeElement);
      return [...menu.shadowRoot!.querySelectorAll<HTMLElement>('[role=menuitem]')];
    };
    assert.deepEqual(
      (await opened()).map((item) => item.textContent!.trim()),
      ['Take a photo', 'Photos and videos', 'Choose files'],
    );
    composer.renderRoot.querySelector<HTMLElement>('.attach')!.click();
    await until(() => !composer.renderRoot.querySelector('tim-menu'));
    for (const i of [0, 1, 2]) {
      (await opened())[i]!.click();
      await until(() => !composer.renderRoot.querySelector('tim-menu'));
    }
    assert.deepEqual(asked, [
      ['image/*', 'environment'],
      ['image/*,video/*', null],
      ['', null],
    ]);
  } finally {
    window.matchMedia = matchMedia;
    Reflect.deleteProperty(navigator, 'mediaDevices');
  }
});
