import { assert, fixture, html } from '@open-wc/testing';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fakeFile } from '../testing/samples.js';
import { until } from '../testing/wait.js';
import '../thread/thread.js';
import type { TimThread } from '../thread/thread.js';

async function picture(colour: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 400, height: 300 });
  const context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 400, 300);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!)));
}

/** A thread with three photos, the middle one with words and a placeholder. */
async function threadOfPhotos(locale = 'en'): Promise<{ thread: TimThread; client: FakeClient }> {
  const client = clientWith(1);
  for (const name of ['one', 'two', 'three']) {
    const file = fakeFile(`${name}.png`, 'image/png', 10);
    client.files.set(file.id, await picture({ one: 'red', two: 'green', three: 'blue' }[name]!));
    const more = name === 'two' ? { text: 'The second', thumb: '3OcRJYB4d3h/iIeHeEh3eIhw+j3A' } : {};
    client.receive('c', 'ana', { type: 'image', file, width: 400, height: 300, ...more });
  }
  const box = await fixture<HTMLElement>(html`<div></div>`);
  Object.assign(box.style, { width: '360px', height: '700px' });
  const thread = document.createElement('tim-thread');
  thread.style.height = '100%';
  Object.assign(thread, { client, conversation: 'c', locale });
  box.append(thread);
  await until(() => thread.renderRoot.querySelectorAll('.picture img').length === 3);
  return { thread, client };
}

const pictures = (thread: TimThread) => [
  ...thread.renderRoot.querySelectorAll<HTMLButtonElement>('button.picture'),
];
const galleryOf = (thread: TimThread) => thread.renderRoot.querySelector('tim-gallery');
const within = (thread: TimThread, selector: string) =>
  galleryOf(thread)?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;

async function opened(thread: TimThread, index: number): Promise<HTMLDialogElement> {
  pictures(thread)[index]!.focus();
  pictures(thread)[index]!.click();
  await until(() => (within(thread, 'dialog') as HTMLDialogElement | null)?.open);
  return within(thread, 'dialog') as HTMLDialogElement;
}

const key = (thread: TimThread, name: string) =>
  within(thread, '.track')!.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
  );
const place = (thread: TimThread) => within(thread, '.at')!.textContent.trim();

for (const locale of ['en', 'ar'])
  test(`${locale}: it opens with the photo that was pressed, and arrows lead through them`, async () => {
    const { thread } = await threadOfPhotos(locale);
    await until(
      () =>
        (thread.renderRoot.querySelector('.root') as HTMLElement).dir === (locale === 'ar' ? 'rtl' : 'ltr'),
    );
    await opened(thread, 1);
    await until(() => /2.*3|٢.*٣/.test(place(thread)));
    assert.equal(within(thread, '.said')?.textContent, 'The second');
    const visible = () => {
      const track = within(thread, '.track')!.getBoundingClientRect();
      return [...within(thread, '.track')!.children].findIndex(
        (slide) => Math.abs(slide.getBoundingClientRect().left - track.left) < 2,
      );
    };
    await until(() => visible() === 1);
    key(thread, locale === 'ar' ? 'ArrowLeft' : 'ArrowRight');
    await until(() => visible() === 2 && /3.*3|٣.*٣/.test(place(thread)));
    assert.isTrue((within(thread, '.step.on') as HTMLButtonElement).disabled);
    key(thread, 'Home');
    await until(() => visible() === 0 && /1.*3|١.*٣/.test(place(thread)));
    await until(() => within(thread, '.slide img')?.dataset.state === 'ready');
  });

test('scrolling, as by a finger, is the same as the keys', async () => {
  const { thread } = await threadOfPhotos();
  await opened(thread, 0);
  const track = within(thread, '.track')!;
  await until(() => track.clientWidth > 0);
  track.scrollTo({ left: track.clientWidth, behavior: 'instant' });
  await until(() => place(thread) === 'Photo 2 of 3');
});

test('it zooms by keys and buttons, moves no further than the edge, and begins whole with the next', async () => {
  const { thread } = await threadOfPhotos();
  await opened(thread, 0);
  const image = () => within(thread, '.slide img')!;
  const scale = () => Number(image().style.getPropertyValue('--_zoom'));
  key(thread, '+');
  await until(() => scale() === 2);
  assert.isTrue(within(thread, '.track')!.classList.contains('zoomed'));
  const track = within(thread, '.track')!;
  const pointer = (type: string, x: number, y: number, pointerId = 1) =>
    track.dispatchEvent(
      new PointerEvent(type, { pointerId, clientX: x, clientY: y, pointerType: 'mouse', isPrimary: true }),
    );
  track.setPointerCapture = () => {};
  pointer('pointerdown', 100, 100);
  pointer('pointermove', 5000, 100);
  pointer('pointerup', 5000, 100);
  await until(() => Number.parseFloat(image().style.getPropertyValue('--_x')) > 0);
  assert.approximately(Number.parseFloat(image().style.getPropertyValue('--_x')), track.clientWidth / 2, 1);
  key(thread, 'ArrowRight');
  await until(() => place(thread) === 'Photo 2 of 3');
  assert.equal(scale(), 1);
  const zoomOut = within(thread, '[aria-label="Zoom out"]') as HTMLButtonElement;
  assert.isTrue(zoomOut.disabled);
});

test('two fingers zoom where they are', async () => {
  const { thread } = await threadOfPhotos();
  await opened(thread, 0);
  const track = within(thread, '.track')!;
  track.setPointerCapture = () => {};
  const finger = (type: string, pointerId: number, x: number) =>
    track.dispatchEvent(
      new PointerEvent(type, { pointerId, clientX: x, clientY: 200, pointerType: 'touch' }),
    );
  finger('pointerdown', 1, 100);
  finger('pointerdown', 2, 200);
  finger('pointermove', 2, 400);
  await until(() => Number(within(thread, '.slide img')!.style.getPropertyValue('--_zoom')) === 3);
});

test('Escape closes it alone, and the focus goes back to the photo', async () => {
  const { thread } = await threadOfPhotos();
  const dialog = await opened(thread, 2);
  let heard = 0;
  thread.addEventListener('keydown', () => heard++);
  key(thread, 'Escape');
  assert.equal(heard, 0);
  dialog.close();
  await until(() => !galleryOf(thread));
  assert.equal(thread.shadowRoot!.activeElement, pictures(thread)[2]!);
});

test('a finger down closes it, and who prevents the event opens their own', async () => {
  const { thread } = await threadOfPhotos();
  await opened(thread, 0);
  const track = within(thread, '.track')!;
  const finger = (type: string, y: number) =>
    track.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, clientX: 100, clientY: y, pointerType: 'touch' }),
    );
  finger('pointerdown', 100);
  finger('pointermove', 250);
  finger('pointerup', 250);
  await until(() => !galleryOf(thread));
  thread.addEventListener('tim-open-image', (event) => event.preventDefault());
  pictures(thread)[0]!.click();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.isNull(galleryOf(thread));
});

test('the placeholder is drawn until the photo is there, and a lost one says so', async () => {
  const { thread, client } = await threadOfPhotos();
  client.files.clear();
  await opened(thread, 1);
  const slide = () => within(thread, '.slide:nth-child(2)')!;
  const canvas = slide().querySelector('canvas')!;
  assert.isAbove(canvas.width, 1);
  const [, , , alpha] = canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data;
  assert.isAbove(alpha!, 200);
});
