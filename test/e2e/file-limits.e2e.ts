// A shop that takes photos only, of at most 2 MB, three at once: what a visitor sees of that, and what the desk gets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openStage, type Side, type Stage, sitDown, visit } from './stage.js';

const limits = { fileTypes: ['image/*'], fileSizes: { image: 2_000_000 }, files: 3 };

let stage: Stage;
let desk: Side;
let shop: Side;
before(async () => {
  stage = await openStage(limits);
  desk = await sitDown(stage);
  shop = await visit(stage);
});
after(async () => {
  await stage?.close();
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (name: string, mimeType = 'image/png') => ({ name, mimeType, buffer: png });

/** Names of the photos that the desk sees. */
async function arrived(count: number): Promise<void> {
  await desk.page.waitForFunction(
    (wanted) =>
      document.querySelector('tim-thread')?.shadowRoot?.querySelectorAll('.picture img[data-state=ready]')
        .length === wanted,
    count,
  );
}

test('[U10] [U11] what is not taken is said before anything leaves, also of the first files; the rest arrives', async () => {
  const composer = shop.page.locator('tim-composer').last();
  const input = composer.locator('input[type=file]');
  await input.setInputFiles([
    { name: 'setup.png', mimeType: 'image/png', buffer: Buffer.from('MZ\x90\0\x03') },
    { name: 'letter.PDF', mimeType: '', buffer: Buffer.from('%PDF-1.7') },
    { name: 'nothing.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
    picture('one.PNG', ''),
    picture('two.png', 'image/png; charset=binary'),
    picture('three.png'),
    picture('four.png'),
  ]);
  const words = (await composer.locator('[role=alert]').textContent())!;
  for (const sentence of [
    'Cannot be sent here: setup.png and letter.PDF. What can be sent: photos.',
    'Empty: nothing.png.',
    'Only 3 files at a time. Send four.png once they have arrived.',
  ])
    assert.ok(words.includes(sentence), words);
  assert.equal(await composer.locator('tim-file-tray li').count(), 3);
  await composer.locator('button.send').click();
  await desk.page.locator('tim-conversation-list [role=option]').first().click();
  await arrived(3);
  assert.equal(
    await shop.page.locator('tim-composer').last().locator('input[type=file]').getAttribute('accept'),
    'image/*',
  );
  await shop.sendFiles(picture('four.png'));
  await arrived(4);
});

test('[U10] a photo of many megabytes is made to fit', async () => {
  const buffer = await shop.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2000, height: 1500 });
    const context = canvas.getContext('2d')!;
    const { data } = context.createImageData(2000, 1500);
    for (let at = 0; at < data.length; at += 65_536) crypto.getRandomValues(data.subarray(at, at + 65_536));
    context.putImageData(
      new ImageData(
        data.map((v, i) => (i % 4 === 3 ? 255 : v)),
        2000,
        1500,
      ),
      0,
      0,
    );
    const blob = await new Promise<Blob>((resolve) =>
      canvas.toBlob((made) => resolve(made!), 'image/jpeg', 1),
    );
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve((reader.result as string).split(',')[1]!);
      reader.readAsDataURL(blob);
    });
  });
  const photo = Buffer.from(buffer, 'base64');
  assert.ok(photo.length > 3_000_000);
  await shop.sendFiles({ name: 'noise.jpg', mimeType: 'image/jpeg', buffer: photo });
  await arrived(5);
  assert.deepEqual(stage.problems, []);
});
