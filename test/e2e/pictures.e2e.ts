import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { includes, withExif } from '../../packages/client/src/pictures/samples.fixture.js';
import { openStage, type Stage, sitDown, visit } from './stage.js';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

test('[U8] a photo of a phone arrives turned, small, without its position, and with a placeholder', async () => {
  const desk = await sitDown(stage);
  const shop = await visit(stage);
  await shop.say('The box was like this:');
  await desk.page.locator('tim-conversation-list [role=option]').first().click();
  await desk.waitForTexts(['The box was like this:']);
  // Lying on its side: wide in the file, high as it was taken.
  const drawn = await shop.page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 4000, height: 3000 });
    const context = canvas.getContext('2d')!;
    for (let i = 0; i < 400; i++) {
      context.fillStyle = `hsl(${i} 60% 50%)`;
      context.fillRect(i * 10, 0, 10, 3000);
    }
    const blob = await new Promise<Blob>((resolve) =>
      canvas.toBlob((made) => resolve(made!), 'image/jpeg', 0.95),
    );
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const photo = withExif(Uint8Array.from(drawn), 6);
  assert.ok(includes(photo, 'GPS'));
  const worker = shop.page.waitForEvent('worker');
  await shop.sendFiles({ name: 'IMG_0001.JPG', mimeType: 'image/jpeg', buffer: Buffer.from(photo) });
  await worker;
  await desk.page.locator('tim-thread .picture img[data-state=ready]').waitFor();
  // biome-ignore lint/suspicious/noExplicitAny: what the element has is not in this page's types.
  const got = await desk.page.locator('tim-thread').evaluate(async (thread: any) => {
    // biome-ignore lint/suspicious/noExplicitAny: the same.
    const rows: any[] = await new Promise((resolve) => {
      thread.im.views
        .thread(thread.conversation, { anchor: 'end' })
        .subscribe(({ rows }: { rows: unknown[] }) => resolve(rows));
    });
    const { body } = rows.at(-1);
    const blob: Blob = await thread.im.blob(thread.conversation, body.file);
    return { body, bytes: [...new Uint8Array(await blob.arrayBuffer())] };
  });
  assert.deepEqual([got.body.width, got.body.height, got.body.file.mime], [1536, 2048, 'image/webp']);
  assert.ok(got.body.thumb.length > 10);
  assert.ok(!includes(Uint8Array.from(got.bytes), 'GPS') && !includes(Uint8Array.from(got.bytes), 'Exif'));
  assert.equal(got.bytes.length, got.body.file.size);
  assert.deepEqual(stage.problems, []);
});
