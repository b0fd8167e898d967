import { assert } from '@open-wc/testing';
import { smallerPicture } from './sizes.js';

const drawn = async (width: number, height: number, type: string) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 200; i++) {
    context.fillStyle = `hsl(${i * 7} 60% 50%)`;
    context.fillRect((i * width) / 200, (i * 37) % height, width / 200, height / 2);
  }
  return canvas.convertToBlob({ type, quality: 0.95 });
};

test('what a photo will be is known beforehand, by the settings; original pixels in them change nothing', async () => {
  const photo = await drawn(1200, 800, 'image/jpeg');
  const small = await smallerPicture(photo, { side: 300, original: true });
  assert.deepEqual([small?.width, small?.height], [300, 200]);
  assert.isBelow(small!.size, photo.size);
});

test('what is no picture is none, and a broken one is told', async () => {
  assert.isUndefined(await smallerPicture(new Blob(['words'])));
  const photo = await drawn(300, 300, 'image/jpeg');
  const code = await smallerPicture(photo.slice(0, 400)).then(
    () => '',
    (error) => error.code,
  );
  assert.equal(code, 'picture_broken');
});
