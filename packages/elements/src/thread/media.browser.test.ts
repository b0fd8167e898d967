import { assert, fixture, html } from '@open-wc/testing';
import { clientWith, fakeFile } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import './thread.js';

test('photos and files have their place before what shows them is fetched', async () => {
  const client = clientWith(3);
  client.receive('c', 'ana', {
    type: 'image',
    file: fakeFile('p.png', 'image/png', 10),
    width: 400,
    height: 300,
  });
  client.receive('c', 'ana', { type: 'file', file: fakeFile('a.pdf', 'application/pdf', 2_000_000) });
  const long = `${'a long name '.repeat(12)}.pdf`;
  client.receive('c', 'ana', {
    type: 'file',
    file: fakeFile(long, 'application/pdf', 10),
    text: 'See page 2',
  });
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.style.setProperty('width', '360px');
  box.style.setProperty('height', '600px');
  const thread = document.createElement('tim-thread');
  thread.style.setProperty('height', '100%');
  thread.client = client;
  thread.conversation = 'c' as never;
  const heights = () =>
    [...thread.renderRoot.querySelectorAll('.line')].map((line) => line.getBoundingClientRect().height);
  let before: number[] = [];
  let early = false;
  box.append(thread);
  // Right after the rows' first render, which no import can be faster than.
  const observer = new MutationObserver(() => {
    if (before.length > 0 || !thread.renderRoot.querySelector('.file')) return;
    early = thread.renderRoot.querySelector('.file button, .picture img') === null;
    before = heights();
  });
  observer.observe(thread.renderRoot, { childList: true, subtree: true });
  await until(() => thread.renderRoot.querySelector('.picture img'));
  observer.disconnect();
  assert.isTrue(early);
  assert.equal(before.length, 6);
  assert.deepEqual(heights(), before);
  assert.lengthOf(thread.renderRoot.querySelectorAll('.file button'), 2);
  assert.equal(getComputedStyle(thread.renderRoot.querySelector('.picture img')!).position, 'absolute');
});

test('a file on its way says how long it will take and how fast it goes, and that it is paused', async () => {
  const client = clientWith(1);
  const thread = await fixture<HTMLElementTagNameMap['tim-thread']>(
    html`<tim-thread .client=${client} conversation="c"></tim-thread>`,
  );
  await client.sendFile('c' as never, new File(['x'.repeat(400_000)], 'film.bin'), { name: 'film.bin' });
  const { cid } = client.outboxRows[0]!;
  const said = () => thread.renderRoot.querySelector('.file-size')?.textContent ?? '';
  await until(() => said() === '0 bytes of 400 kB');
  client.emit('progress', { cid, sent: 1_000, size: 400_000 });
  await until(() => said() === '1 kB of 400 kB');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  client.emit('progress', { cid, sent: 101_000, size: 400_000 });
  await until(() => /^\d seconds left · \d+ kB\/s$/.test(said()));
  await client.pause(cid);
  await until(() => said() === 'Paused · 101 kB of 400 kB');
});
