import { assert, fixture, html } from '@open-wc/testing';
import '../composer/composer.js';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import './uploader.js';
import type { TimUploader } from './uploader.js';

async function uploaderOf(client: FakeClient): Promise<TimUploader> {
  const uploader = await fixture<TimUploader>(
    html`<tim-uploader .client=${client} conversation="c"></tim-uploader>`,
  );
  await uploader.updateComplete;
  return uploader;
}

/** Picks files and sends them. */
async function sendAll(uploader: TimUploader, ...files: File[]): Promise<void> {
  await uploader.add(files);
  await uploader.send();
}

const buttons = (uploader: TimUploader) =>
  Object.fromEntries(
    [...uploader.renderRoot.querySelectorAll<HTMLElement>('.tray button')].map((button) => [
      button.title,
      button,
    ]),
  );

test('shows progress, pauses, resumes, cancels', async () => {
  const client = clientWith(1);
  const uploader = await uploaderOf(client);
  await sendAll(uploader, new File(['x'.repeat(2000)], 'a.bin'));
  const bar = await until(() => uploader.renderRoot.querySelector('.bar'));
  const cid = client.outboxRows[0]!.cid;
  client.emit('progress', { cid, sent: 500, size: 2000 });
  await until(() => bar.getAttribute('aria-valuenow') === '25');
  assert.include(uploader.renderRoot.textContent!, '500 byte');
  buttons(uploader).Pause!.click();
  await until(() => buttons(uploader).Resume);
  buttons(uploader).Resume!.click();
  await until(() => buttons(uploader).Pause);
  buttons(uploader).Cancel!.click();
  await until(() => !uploader.renderRoot.querySelector('.tray'));
  assert.deepEqual(client.called('discard'), [[cid]]);
});

test('[U10] says which files the server does not take, and why, and sends the others', async () => {
  const client = clientWith(1);
  client.limits = { ...client.limits, fileTypes: ['text/*'], fileSizes: { other: 5 } };
  const uploader = await uploaderOf(client);
  const input = uploader.renderRoot.querySelector('input')!;
  await until(() => input.accept === 'text/*');
  await uploader.add([
    new File(['%PDF-1.7'], 'a.pdf'),
    new File(['%PDF-1.7'], 'b.pdf'),
    new File(['words'], 'fits.txt'),
    new File(['too many words'], 'long.txt'),
  ]);
  const alert = await until(() => uploader.renderRoot.querySelector('[role=alert]'));
  assert.include(alert.textContent!, 'Cannot be sent here: a.pdf and b.pdf. What can be sent: TXT.');
  assert.include(alert.textContent!, 'Larger than 5 bytes: long.txt.');
  await uploader.send();
  assert.lengthOf(client.outboxRows, 1);
});

test('[U9] what is being checked says so and can only be called off', async () => {
  const client = clientWith(1);
  const uploader = await uploaderOf(client);
  await sendAll(uploader, new File(['abc'], 'a.bin'));
  client.checking(client.outboxRows[0]!.cid);
  await until(() => uploader.renderRoot.textContent!.includes('The file is being checked.'));
  assert.deepEqual(Object.keys(buttons(uploader)), ['Cancel']);
});

test('shows after a reload what was under way before', async () => {
  const client = clientWith(1);
  await sendAll(await uploaderOf(client), new File(['abc'], 'kept.bin'));
  client.outboxRows[0]!.upload!.offset = 2;
  const again = await uploaderOf(client);
  const bar = await until(() => again.renderRoot.querySelector('.bar'));
  assert.equal(bar.getAttribute('aria-valuenow'), '67');
  assert.include(again.renderRoot.textContent!, 'kept.bin');
});

test('a failed upload says why and can be tried again', async () => {
  const client = clientWith(1);
  const uploader = await uploaderOf(client);
  await sendAll(uploader, new File(['abc'], 'big.bin'));
  Object.assign(client.outboxRows[0]!, { state: 'failed', failure: { code: 'too_large' } });
  client.changed();
  await until(() => uploader.renderRoot.textContent!.includes('Not sent. This is too large.'));
  buttons(uploader).Retry!.click();
  assert.lengthOf(client.called('retry'), 1);
});

test('an empty file is refused in words, the others go', async () => {
  const client = clientWith(1);
  const uploader = await uploaderOf(client);
  await sendAll(uploader, new File([], 'nothing.txt'), new File(['x'], 'some.txt'));
  assert.lengthOf(client.called('sendFile'), 1);
  const alert = await until(() => uploader.renderRoot.querySelector('[role=alert]'));
  assert.include(alert.textContent!, 'Empty: nothing.txt.');
});

test('takes what is dropped on what it holds', async () => {
  const client = clientWith(1);
  const uploader = await uploaderOf(client);
  const held = document.createElement('p');
  uploader.append(held);
  const data = new DataTransfer();
  data.items.add(new File(['x'], 'dropped.txt'));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    held.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, composed: true, dataTransfer: data }),
    );
  // An engine that does not let a script make a drag has nothing to show here.
  if (!data.types.includes('Files')) return;
  const tray = await until(() => uploader.renderRoot.querySelector('tim-file-tray'));
  const send = await until(() => tray.renderRoot.querySelector<HTMLElement>('.send'));
  assert.deepEqual(client.called('sendFile'), []);
  send.click();
  await until(() => client.called('sendFile').length);
  assert.equal((client.called('sendFile')[0]![2] as { name: string }).name, 'dropped.txt');
});

test('files are handed to the composer that it holds', async () => {
  const client = clientWith(1);
  const uploader = await fixture<TimUploader>(
    html`<tim-uploader .client=${client} conversation="c">
      <tim-composer .client=${client} conversation="c"></tim-composer>
    </tim-uploader>`,
  );
  const composer = uploader.querySelector('tim-composer')!;
  await composer.updateComplete;
  await uploader.add([new File(['x'], 'a.txt')]);
  await until(() => composer.renderRoot.querySelector('tim-file-tray'));
  assert.isNull(uploader.renderRoot.querySelector('tim-file-tray'));
  await composer.send();
  assert.lengthOf(client.called('sendFile'), 1);
});
