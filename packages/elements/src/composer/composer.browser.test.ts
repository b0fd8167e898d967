import { assert } from '@open-wc/testing';
import type { TimBeforeSendEvent } from '../events.js';
import { composerOf, field, type } from '../testing/composer-box.js';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith } from '../testing/samples.js';
import '../thread/thread.js';
import { until } from '../testing/wait.js';
import './composer.js';
import type { TimComposer } from './composer.js';

beforeEach(() => sessionStorage.clear());

function press(composer: TimComposer, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Enter', ...init });
  field(composer).dispatchEvent(event);
  return event;
}

const sent = (client: FakeClient) => client.called('send').map((args) => (args[1] as { text: string }).text);

/** Lets a key come clearly after what was before it. */
const later = () => new Promise((resolve) => setTimeout(resolve, 60));

test('where nothing can be written the field is shut and says why', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  const shut = () => [field(composer).disabled, field(composer).placeholder];
  assert.deepEqual(shut(), [false, 'Write a message']);
  composer.placeholder = 'Ask the potters';
  composer.conversation = '';
  await until(() => shut()[1] === 'Choose a conversation to write to');
  assert.isTrue(field(composer).disabled);
  assert.isTrue([...composer.renderRoot.querySelectorAll('button')].every(({ disabled }) => disabled));
  composer.conversation = 'c' as never;
  await until(() => shut()[1] === 'Ask the potters');
  assert.isFalse(field(composer).disabled);
  await type(composer, 'hello');
  client.conversationRows[0]!.me.left = true;
  client.changed();
  await until(() => shut()[1] === 'You left');
  await composer.send();
  assert.deepEqual(sent(client), []);
});

test('Enter sends what was written, white space included, and empties the field', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  await type(composer, '  hello\nworld ');
  assert.isTrue(press(composer, {}).defaultPrevented);
  await until(() => sent(client).length);
  assert.deepEqual(sent(client), ['  hello\nworld ']);
  assert.equal(field(composer).value, '');
});

test('a message written while the one before is still being stored is one of its own', async () => {
  const client = clientWith(1);
  const stored: (() => void)[] = [];
  const send = client.send.bind(client);
  client.send = async (...args) => {
    await new Promise<void>((resolve) => stored.push(resolve));
    return send(...args);
  };
  const composer = await composerOf(client);
  await type(composer, 'one');
  press(composer, {});
  await composer.updateComplete;
  await type(composer, 'two');
  press(composer, {});
  await composer.updateComplete;
  assert.equal(field(composer).value, '');
  for (const done of stored) done();
  await until(() => sent(client).length === 2);
  assert.deepEqual(sent(client), ['one', 'two']);
});

test('Shift+Enter breaks the line; an empty field sends nothing', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  await type(composer, 'hello');
  assert.isFalse(press(composer, { shiftKey: true }).defaultPrevented);
  await type(composer, ' \n ');
  press(composer, {});
  await later();
  assert.deepEqual(sent(client), []);
});

test('a draft is kept when the field is left, shown again, and gone after sending', async () => {
  const client = clientWith(1);
  client.conversationRows[0]!.draft = 'kept from before';
  const composer = await composerOf(client);
  await until(() => field(composer).value === 'kept from before');
  await type(composer, 'changed');
  assert.deepEqual(client.called('setDraft'), []);
  field(composer).dispatchEvent(new FocusEvent('blur'));
  assert.deepEqual(client.called('setDraft'), [['c', 'changed']]);
  press(composer, {});
  await until(() => client.called('setDraft').length === 2);
  assert.deepEqual(client.called('setDraft')[1], ['c', '']);
});

test('a draft that is shown late does not bring back what was sent', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  await type(composer, 'one');
  field(composer).dispatchEvent(new FocusEvent('blur'));
  press(composer, {});
  await until(() => sent(client).length === 1);
  // The store tells of a change that it saw before the sending cleared the draft.
  client.conversationRows[0]!.draft = 'one';
  client.changed();
  await later();
  assert.equal(field(composer).value, '');
  client.conversationRows[0]!.draft = 'written in another tab';
  client.changed();
  await until(() => field(composer).value === 'written in another tab');
});

test('a draft is flushed when the page goes or the conversation changes', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  await type(composer, 'one');
  window.dispatchEvent(new PageTransitionEvent('pagehide'));
  assert.deepEqual(client.called('setDraft').at(-1), ['c', 'one']);
  await type(composer, 'two');
  composer.conversation = 'd' as never;
  await composer.updateComplete;
  assert.deepEqual(client.called('setDraft').at(-1), ['c', 'two']);
  assert.equal(field(composer).value, '');
});

test('a listener can keep a message from leaving', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  let asked = '';
  composer.addEventListener('tim-before-send', (event: TimBeforeSendEvent) => {
    asked = event.text;
    event.preventDefault();
  });
  await type(composer, 'wait');
  press(composer, {});
  await later();
  assert.equal(asked, 'wait');
  assert.deepEqual(sent(client), []);
  assert.equal(field(composer).value, 'wait');
});

test('text is kept when it cannot be stored', async () => {
  const client = clientWith(1);
  client.send = () => Promise.reject(new Error('full'));
  const composer = await composerOf(client);
  await type(composer, 'precious');
  press(composer, {});
  await until(() => composer.renderRoot.querySelector('[role=alert]'));
  assert.equal(field(composer).value, 'precious');
});

test('edits an own message, then gives the draft back', async () => {
  const client = clientWith(3);
  const composer = await composerOf(client);
  await type(composer, 'half a thought');
  const own = client.messages.get('c')!.find((row) => row.sender === 'me')!;
  composer.edit(own);
  await composer.updateComplete;
  assert.include(field(composer).value, 'Message 1.');
  await type(composer, 'better');
  press(composer, {});
  await until(() => client.called('edit').length);
  assert.deepEqual(client.called('edit')[0], ['c', own.cid, { type: 'text', text: 'better' }]);
  await until(() => field(composer).value === 'half a thought');
});

test('answers a message; Escape ends it', async () => {
  const client = clientWith(3);
  const composer = await composerOf(client);
  const row = client.messages.get('c')![1]!;
  composer.reply(row, 'Ana Lima');
  const bar = await until(() => composer.renderRoot.querySelector('.bar'));
  assert.include(bar.textContent!, 'Reply to Ana Lima');
  press(composer, { key: 'Escape' });
  await composer.updateComplete;
  assert.isNull(composer.renderRoot.querySelector('.bar'));
  composer.reply(row, 'Ana Lima');
  await type(composer, 'yes');
  press(composer, {});
  await until(() => client.called('send').length);
  assert.deepEqual(client.called('send')[0]![2], { replyTo: 2 });
});

test('shows the limit before it is hit, and does not send beyond it', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  await type(composer, 'é'.repeat(7000));
  assert.isNull(composer.renderRoot.querySelector('.note'));
  await type(composer, 'é'.repeat(8000));
  const words = () => composer.renderRoot.querySelector('.note')?.textContent ?? '';
  await until(() => words().includes('192 characters left'));
  await type(composer, 'é'.repeat(8193));
  assert.include(words(), '1 character too long');
  press(composer, {});
  await later();
  assert.deepEqual(sent(client), []);
});

test('pasted files wait to be sent, pasted text is not taken for one', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  const paste = (fillIn: (data: DataTransfer) => void) => {
    const data = new DataTransfer();
    fillIn(data);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    field(composer).dispatchEvent(event);
    return event;
  };
  const file = new File(['x'], 'shot.png', { type: 'image/png' });
  paste((data) => {
    data.items.add(file);
    data.setData('text/plain', 'cells');
  });
  assert.deepEqual(client.called('sendFile'), []);
  if (!paste((data) => data.items.add(file)).clipboardData?.items.length) return;
  await until(() => composer.renderRoot.querySelector('tim-file-tray'));
  await composer.send();
  assert.equal((client.called('sendFile')[0]![2] as { name: string }).name, 'shot.png');
});

test('tells others of typing, and of stopping', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  await type(composer, 'h');
  assert.deepEqual(client.called('typing'), [['c', true]]);
  await type(composer, '');
  assert.deepEqual(client.called('typing').at(-1), ['c', false]);
});

test('grows with its text up to a height, then scrolls, and shrinks again', async () => {
  const composer = await composerOf(clientWith(1));
  const box = composer.renderRoot.querySelector<HTMLElement>('.grow')!;
  const before = field(composer).getBoundingClientRect().height;
  await type(composer, 'a\nb\nc');
  assert.isAbove(field(composer).getBoundingClientRect().height, before * 2);
  await type(composer, 'line\n'.repeat(60));
  assert.isAtMost(box.getBoundingClientRect().height, 168);
  assert.isAbove(box.scrollHeight, box.clientHeight);
  // Nothing is cut off at the end.
  assert.isAtMost(field(composer).scrollHeight, field(composer).clientHeight + 1);
  await type(composer, '');
  assert.closeTo(field(composer).getBoundingClientRect().height, before, 1);
});

test('the field that does not grow by itself has a replica of its text under it', async () => {
  const composer = await composerOf(clientWith(1));
  const grow = composer.renderRoot.querySelector<HTMLElement>('.grow')!;
  await type(composer, 'a\nb');
  assert.equal(grow.dataset.text, CSS.supports('field-sizing', 'content') ? undefined : 'a\nb');
});

test('a folder that is dropped, or nothing, is no error', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  const drop = (dataTransfer: object) => {
    const event = new Event('drop', { bubbles: true, cancelable: true, composed: true });
    Object.assign(event, { dataTransfer });
    field(composer).dispatchEvent(event);
    return event;
  };
  const folder = {
    kind: 'file',
    webkitGetAsEntry: () => ({ isDirectory: true }),
    getAsFile: () => new File([], 'folder'),
  };
  assert.isTrue(drop({ types: ['Files'], items: [folder] }).defaultPrevented);
  assert.isTrue(drop({ types: ['Files'], items: [] }).defaultPrevented);
  // Text is for the field itself.
  assert.isFalse(drop({ types: ['text/plain'], items: [{ kind: 'string' }] }).defaultPrevented);
  await later();
  assert.deepEqual(client.called('sendFile'), []);
  assert.isNull(composer.renderRoot.querySelector('[role=alert]'));
});

test('files may be dropped anywhere on a thread of the conversation, and on no other', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  const drop = (on: Element) => {
    const event = new Event('drop', { bubbles: true, cancelable: true, composed: true });
    const item = { kind: 'file', getAsFile: () => new File(['x'], 'a.pdf', { type: 'application/pdf' }) };
    Object.assign(event, { dataTransfer: { types: ['Files'], items: [item] } });
    on.dispatchEvent(event);
    return event.defaultPrevented;
  };
  for (const [conversation, taken] of [
    ['c', true],
    ['other', false],
  ] as const) {
    const thread = Object.assign(document.createElement('tim-thread'), { client, conversation });
    composer.parentElement!.append(thread);
    await thread.updateComplete;
    assert.equal(drop(thread.renderRoot.querySelector('.root')!), taken);
    thread.remove();
  }
  assert.isFalse(drop(document.body));
  await until(() => composer.renderRoot.querySelector('tim-file-tray'));
  await composer.send();
  assert.lengthOf(client.called('sendFile'), 1);
  composer.remove();
  assert.isFalse(drop(document.body));
});

test('text and markup on the clipboard with a picture are text', async () => {
  const client = clientWith(1);
  const composer = await composerOf(client);
  const data = new DataTransfer();
  data.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
  data.setData('text/html', '<table></table>');
  data.setData('text/plain', 'cells');
  const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
  field(composer).dispatchEvent(event);
  assert.isFalse(event.defaultPrevented);
  assert.deepEqual(client.called('sendFile'), []);
});

test('a server with a smaller limit is told of, too', async () => {
  const client = clientWith(1);
  client.limits = { ...client.limits, text: 100, file: 10 };
  const composer = await composerOf(client);
  await until(() => composer.limits.text === 100);
  await type(composer, 'e'.repeat(95));
  await until(() => composer.renderRoot.querySelector('.note')?.textContent?.includes('5 characters left'));
  await type(composer, 'e'.repeat(101));
  press(composer, {});
  await later();
  assert.deepEqual(sent(client), []);
  const data = new DataTransfer();
  data.items.add(new File(['more than ten bytes'], 'long.txt'));
  data.items.add(new File(['few'], 'short.txt'));
  data.items.add(new File([], 'empty.txt'));
  const input = composer.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  input.files = data.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  const alert = await until(() => composer.renderRoot.querySelector('[role=alert]'));
  assert.include(alert.textContent!, 'Larger than 10 bytes: long.txt.');
  assert.include(alert.textContent!, 'Empty: empty.txt.');
  // What is too long in the field keeps the file back, too.
  await type(composer, 'this one');
  await composer.send();
  assert.lengthOf(client.called('sendFile'), 1);
});

test('[U10] [U11] files that a server does not take are told before they go, and the others go', async () => {
  const client = clientWith(1);
  client.limits = { ...client.limits, fileTypes: ['image/*', 'application/pdf'], files: 2 };
  client.limits.fileSizes = { other: 8 };
  const composer = await composerOf(client);
  const input = composer.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  await until(() => input.accept === 'image/*,application/pdf');
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  const data = new DataTransfer();
  for (const file of [
    new File(['MZ program'], 'program.png', { type: 'image/png' }),
    new File([png], 'one.PNG'),
    new File(['%PDF-1.7 long'], 'long.pdf'),
    new File([png], 'two.png'),
    new File([png], 'three.png'),
    new File([png], 'four.png'),
  ])
    data.items.add(file);
  input.files = data.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  const alert = await until(() => composer.renderRoot.querySelector('[role=alert]'));
  const words = alert.textContent!;
  assert.include(words, 'Cannot be sent here: program.png. What can be sent: photos and PDF.');
  assert.include(words, 'Larger than 8 bytes: long.pdf. Smaller files can be sent.');
  assert.include(words, 'Only 2 files at a time. Send three.png and four.png once they have arrived.');
  // What waits above the field counts.
  await composer.attach([new File([png], 'five.png')]);
  await until(() => alert.textContent!.includes('Send five.png once'));
  await composer.send();
  assert.deepEqual(
    client.called('sendFile').map(([, file]) => (file as File).name),
    ['one.PNG', 'two.png'],
  );
});

test('[U10] a server that takes no files says so', async () => {
  const client = clientWith(1);
  client.limits = { ...client.limits, fileTypes: [] };
  const composer = await composerOf(client);
  const data = new DataTransfer();
  data.items.add(new File(['x'], 'a.txt'));
  const input = composer.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  input.files = data.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  const alert = await until(() => composer.renderRoot.querySelector('[role=alert]'));
  assert.include(alert.textContent!, 'Files cannot be sent here.');
  assert.deepEqual(client.called('sendFile'), []);
});
